"""E-mails are read: what is attached, by which name, what belongs to the text, and what their sender wrote."""

from email.message import EmailMessage

import pytest

from comptoir.formats.mail.read import files_of, read_mail, to_json
from comptoir.formats.mail.said import said_in, text_of_html
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from tests.formats.mail.make import SMTP, attach, letter, picture, raw_part, within
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice


def told(content: bytes) -> dict:
    return to_json(read_mail(content))


def names(content: bytes) -> list[str]:
    return [each["name"] for each in told(content)["attachments"]]


def test_the_child_leaves_the_attachments_and_tells_of_the_letter(tmp_path):
    path, inside = tmp_path / "letter", tmp_path / "inside"
    path.write_bytes(letter(("a.pdf", pdf()), ("été.xml", invoice()), Return_Path="<bounce@example.org>"))
    inside.mkdir()

    assert read_in_child("mail", path, files=inside) == {
        "from": "carl@example.org",
        "return_path": "bounce@example.org",
        "subject": "Invoice",
        "message_id": "<1@example.org>",
        "comment": "Please book this on the van.",
        "robot": "",
        "results": [],
        "delivered_to": [],
        "to": ["achat@in.example.org"],
        "pictures": 0,
        "attachments": [
            {"name": "a.pdf", "size": len(pdf()), "within": ""},
            {"name": "été.xml", "size": len(invoice()), "within": ""},
        ],
    }
    assert [attachment_in(inside, number).read_bytes() for number in (0, 1)] == [pdf(), invoice()]


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary", "base64", "quoted-printable"])
def test_an_attachment_comes_out_as_it_went_in_whatever_it_was_packed_in(encoding):
    mail, content = EmailMessage(policy=SMTP), b"%PDF-1.4\r\n" + bytes(range(32, 127)) + b"\r\nend"
    mail["From"] = "a@example.org"
    mail.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf", cte=encoding)

    assert list(files_of(read_mail(mail.as_bytes()))) == [content]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ('filename="plain.pdf"', "plain.pdf"),
        ("filename=bare.pdf", "bare.pdf"),
        ("filename*=utf-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
        ("filename*=iso-8859-1'fr'%E9t%E9.pdf", "été.pdf"),
        ("filename*0*=utf-8''%C3%A9; filename*1=t%C3; filename*2*=%C3%A9.pdf", "ét%C3é.pdf"),
        ("filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ('filename="=?utf-8?q?=C3=A9t=C3=A9_1.pdf?="', "été 1.pdf"),
        ('filename="=?iso-8859-1?B?6XTp?= =?iso-8859-1?B?LnBkZg==?="', "été.pdf"),
        ('filename="=?utf-8?B?w6k=?=\r\n =?utf-8?B?dMOp?=.pdf"', "été.pdf"),
        ('filename="été.pdf"', "été.pdf"),
        ('filename="a;b.pdf"', "a;b.pdf"),
        (r'filename="a\"b.pdf"', 'a"b.pdf'),
        ('filename="../../etc/a.pdf"', "a.pdf"),
        ('FileName = "x.pdf" ; other', "x.pdf"),
        ('filename="unclosed.pdf', "unclosed.pdf"),
        ("filename*=klingon''%C3%A9.pdf", "é.pdf"),
        ("filename*=utf-8''%zz%C3", "%zz�"),
        (f"filename*{'9' * 500}*=x; filename=y.pdf", "y.pdf"),
    ],
)
def test_a_name_is_read_in_every_spelling(said, name):
    assert names(raw_part(f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {said}")) == [name]


def test_a_name_is_taken_from_the_kind_where_nothing_else_says_it():
    assert names(raw_part("Content-Type: application/pdf; name*=utf-8''a%20b.pdf")) == ["a b.pdf"]
    assert names(raw_part("Content-Type: application/pdf")) == ["document"]


def test_a_message_inside_is_opened_and_said_with_its_subject():
    inner = letter(("inner.pdf", pdf(2)), subject="Facture été", text="not the comment")
    content = within(within(inner, letter(subject="Middle")), letter(text="outer words"))

    [attachment] = told(content)["attachments"]

    assert attachment == {"name": "inner.pdf", "size": len(pdf(2)), "within": "Facture été"}
    assert told(content)["comment"] == "outer words"


def test_a_message_that_is_attached_as_a_file_is_opened_too():
    content = letter(("forwarded.eml", letter(("inner.pdf", pdf()))), ("note.eml", b"no e-mail at all"))

    assert names(content) == ["inner.pdf", "note.eml"]


def test_the_same_bytes_are_told_once():
    assert names(letter(("a.pdf", pdf()), ("b.pdf", pdf(2)), ("copy of a.pdf", pdf()))) == ["a.pdf", "b.pdf"]


def with_pictures(*pictures: tuple[str, bytes, str], html: str) -> bytes:
    """An e-mail with a page and pictures, each with the name by which a page may show it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "a@example.org"
    mail.set_content("words")
    mail.add_alternative(html, subtype="html")
    for name, content, shown_as in pictures:
        attach(mail, name, content, **({"cid": f"<{shown_as}>"} if shown_as else {}))
    return mail.as_bytes()


def test_pictures_of_the_text_are_told_from_those_that_are_attached():
    photo, logo, icon = (picture("JPEG", (900, 1200)), picture("PNG", (300, 120)), picture("PNG", (300, 40)))
    content = with_pictures(
        *[
            ("photo.jpg", photo, ""),
            ("logo.png", logo, "logo@1"),
            ("icon.png", icon, ""),
            ("other.png", logo + b" ", "x"),
        ],
        html='<p>Hello <img src="cid:logo@1"></p>',
    )

    assert (names(content), told(content)["pictures"]) == (["photo.jpg", "other.png"], 2)


def test_a_photograph_in_the_text_is_handed_in_where_nothing_else_is():
    photo, html = picture("JPEG", (900, 1200)), '<img src="cid:p@1">'

    assert names(with_pictures(("p.jpg", photo, "p@1"), html=html)) == ["p.jpg"]
    assert names(with_pictures(("p.jpg", photo, "p@1"), ("a.pdf", pdf(), ""), html=html)) == ["a.pdf"]


def test_signatures_reports_and_invitations_are_no_attachments():
    parts = [
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx",
        b"Content-Type: message/delivery-status\r\n\r\nx",
        b"Content-Type: text/calendar\r\n\r\nx",
        b"Content-Type: text/xml\r\n\r\n<Invoice/>",
    ]
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    content = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + body + b"--b--\r\n"

    assert list(files_of(read_mail(content))) == [b"<Invoice/>"]


@pytest.mark.parametrize(
    ("header", "value", "robot"),
    [
        ("Auto-Submitted", "auto-replied (vacation)", "auto-submitted"),
        ("Auto-Submitted", "no", ""),
        ("Precedence", "bulk", "precedence"),
        ("List-Unsubscribe", "<mailto:x@example.org>", "list"),
        ("X-Auto-Response-Suppress", "All", "x-auto-response-suppress"),
        ("X-Mailer", "Thunderbird", ""),
    ],
)
def test_a_robot_gives_itself_away(header, value, robot):
    assert told(f"{header}: {value}\r\nFrom: a@example.org\r\n\r\nx".encode())["robot"] == robot


def test_a_bounce_is_a_robot_s():
    assert told(b'From: a@example.org\r\nContent-Type: multipart/report; boundary="x"\r\n\r\n')["robot"] == "report"


def test_addresses_and_verdicts_are_told_as_they_stand():
    said = told(
        b"Return-Path: <>\r\nDelivered-To: achat-1.x@in.example.org\r\nX-Original-To: vente-1.x@in.example.org\r\n"
        b"Authentication-Results: mx.example.org;\r\n\tspf=pass smtp.mailfrom=example.org\r\n"
        b'From: "x@evil" <a@example.org>\r\n'
        b"To: b@example.org, C <c@example.org>\r\nCc: undisclosed-recipients:;\r\n\r\n"
    )

    assert said["return_path"] == ""
    assert said["from"] == "a@example.org"
    assert said["delivered_to"] == ["achat-1.x@in.example.org", "vente-1.x@in.example.org"]
    assert said["to"] == ["b@example.org", "c@example.org"]
    assert said["results"] == ["mx.example.org; spf=pass smtp.mailfrom=example.org"]
    assert told(letter())["return_path"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Book on the van.\n\nThanks\n-- \nCarl\nAtelier", "Book on the van.\n\nThanks"),
        ("Book it.\n\nOn Mon, 3 Mar 2026 at 10:00, Anne <a@example.org> wrote:\n> the old text", "Book it."),
        ("Voilà.\n\nLe lun. 3 mars 2026 à 10:00, Anne\n<a@example.org> a écrit :\n> vieux", "Voilà."),
        ("Zie bijlage\n\nOp ma 3 mrt 2026 schreef Anne <a@example.org>:\noud", "Zie bijlage"),
        ("Voir pièce\n________________________________\nDe : Anne\nEnvoyé : lundi", "Voir pièce"),
        ("Ok\n\nVan: Anne\nVerzonden: maandag", "Ok"),
        ("---------- Forwarded message ---------\nFrom: Bob", ""),
        ("Reçu\n\nEnvoyé de mon iPhone", "Reçu"),
        ("\n\n  a   b \n\n\n\nc\n", "a b\n\nc"),
        ("On the van, please.\nOp rekening 61", "On the van, please.\nOp rekening 61"),
        ("a\u202eb\x07c\0", "abc"),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_what_the_sender_wrote_ends_above_his_signature(text, said):
    assert said_in(text) == said


def test_the_page_is_read_where_there_is_no_plain_text():
    html = (
        "<html><head><title>t</title><style>p {color: red}</style></head><body><!-- <p>no</p> --><p>Book &amp; send</p>"
        "<div>a &lt; b<br>second</div><script>x()</script><blockquote>old</blockquote></body></html>"
    )
    page = f"From: a@example.org\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n{html}<p>été".encode("latin-1")

    assert said_in(text_of_html(html)) == "Book & send\n\na < b\nsecond"
    assert told(page)["comment"] == "Book & send\n\na < b\nsecond"
    assert said_in(text_of_html("1 < 2 <STYLE>x</Style\n>y")) == "1 < 2 y"


def test_what_is_no_e_mail_is_refused():
    with pytest.raises(Unreadable, match="The file is not an e-mail"):
        read_mail(pdf())
