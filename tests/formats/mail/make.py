"""E-mails made for tests: honest ones by the standard library, the others written by hand."""

from email import policy
from email.message import EmailMessage
from io import BytesIO

from PIL import Image

from tests.formats.pdf.make import pdf

SMTP = policy.SMTP.clone(max_line_length=78)


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """A picture of one colour."""
    written = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, kind)
    return written.getvalue()


def letter(
    *files: tuple[str, bytes],
    text: str = "Please book this on the van.\n",
    html: str = "",
    sender: str = "Carl <carl@example.org>",
    to: str = "achat@in.example.org",
    subject: str = "Invoice",
    **headers: str,
) -> bytes:
    """An e-mail of a person, with these files; `headers` with "_" for "-"."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, "<1@example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in files:
        attach(mail, name, content)
    return mail.as_bytes()


def attach(mail: EmailMessage, name: str, content: bytes, **options: str) -> None:
    """A file added to the e-mail, as it is named."""
    kinds = {"pdf": ("application", "pdf"), "png": ("image", "png"), "jpg": ("image", "jpeg"), "xml": ("text", "xml")}
    main, sub = kinds.get(name.rpartition(".")[2], ("application", "octet-stream"))
    mail.add_attachment(content, maintype=main, subtype=sub, filename=name, **options)


def within(inner: bytes, outer: bytes) -> bytes:
    """The e-mail with the other one attached, forwarded as an attachment."""
    head, _, body = outer.partition(b"\r\n\r\n")
    kept = b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-"))
    return (
        kept
        + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="outer"\r\n\r\n--outer\r\n\r\n'
        + body
        + b"\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--outer--\r\n"
    )


def deep(levels: int, leaf: bytes = b"Content-Type: application/pdf; name=a.pdf\r\n\r\n" + pdf()) -> bytes:
    """Parts inside parts inside parts."""
    begins = [f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n" for level in range(levels)]
    ends = [f"\r\n--b{level}--\r\n" for level in reversed(range(levels))]
    return b"From: a@example.org\r\n" + "".join(begins).encode() + leaf + "".join(ends).encode()


def wide(parts: int, part: bytes = b"\r\nx\r\n") -> bytes:
    """So many parts beside each other."""
    head = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"".join([b"--b\r\n" + part] * parts) + b"--b--\r\n"


def raw_part(headers: str, body: bytes = b"%PDF-1.7") -> bytes:
    """An e-mail with one part whose header lines are written so."""
    return wide(1, headers.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body + b"\r\n")
