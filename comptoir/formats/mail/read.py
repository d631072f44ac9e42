"""Reads an e-mail: from whom, what its sender wrote, whether a robot did, and what is attached.

Only the limited child process may import this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from comptoir.formats.mail.decoding import text_of
from comptoir.formats.mail.headers import (
    Headers,
    address_in,
    addresses_in,
    headers_of,
    in_words,
    kind_of,
    one_line,
    parameters,
)
from comptoir.formats.mail.pictures import content_id, is_large, is_picture, is_tiny, used_in
from comptoir.formats.mail.said import LOOKED_AT, said_in, text_of_html
from comptoir.formats.mail.tree import Part, parts_of
from comptoir.formats.media import EML, HEAD, media_type_of
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.file_names import label

MOST_ATTACHMENTS = 50
MOST_HTML = 2_000_000
MOST_TEXT = 100_000
"""Bytes of a page in which pictures are looked for, and text."""

MOST_RESULTS = 20
MOST_RECIPIENTS = 100

NO_ATTACHMENTS = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-encrypted", "application/applefile", "text/rfc822-headers"),
        *("message/delivery-status", "message/disposition-notification", "message/feedback-report"),
    }
)
"""Kinds of parts that belong to the way an e-mail is sent."""

DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail as it is told; `pictures` counts those that are part of its text and are not handed in."""

    headers: Headers
    comment: str
    attachments: list[Part]
    pictures: int


def read_mail(content: bytes) -> Letter:
    """What the e-mail holds: files attached to it and to e-mails inside it, each bytes once.

    Pictures that its page shows, and tiny ones, are part of its text; a large one is handed in where nothing else is.
    Refuses (Unreadable) what is no e-mail, has more than 50 attachments, and what `tree.parts_of` refuses.
    """
    if media_type_of(content[:HEAD]) != EML:
        raise Unreadable("The file is not an e-mail.")
    parts = list(parts_of(content))
    bodies = [part for part in parts if _is_body(part)]
    files = [part for part in parts if not _is_body(part) and _is_attached(part)]
    shown = _shown(bodies)
    inline = {id(part) for part in files if is_picture(part) and _belongs(part, shown)}
    attached = [part for part in files if id(part) not in inline]
    attached = attached or [part for part in files if is_picture(part) and is_large(part.content)]
    once = _once(attached)
    if len(once) > MOST_ATTACHMENTS:
        raise Unreadable("The e-mail has more than %(most)s attachments.", most=MOST_ATTACHMENTS)
    headers, _ = headers_of(content, 0, len(content))
    return Letter(headers, _comment(bodies), once, len(files) - len(attached))


def files_of(letter: Letter) -> Iterator[bytes]:
    """The bytes of each attachment."""
    return (part.content for part in letter.attachments)


def to_json(letter: Letter) -> dict[str, Any]:
    """What is told: addresses, subject, comment, signs of a robot, what servers said of the sender, attachments.

    `return_path` is None where no server wrote it down, "" for what wants no answer; `delivered_to` are the addresses to
    which servers delivered it, `to` those that the sender wrote.
    """
    headers = letter.headers
    return {
        "from": address_in(headers.first("from")),
        "return_path": _return_path(headers),
        "subject": one_line(in_words(headers.first("subject")), 200),
        "message_id": one_line(headers.first("message-id"), 300),
        "comment": letter.comment,
        "robot": _robot(headers),
        "results": [one_line(each, 1000) for each in headers.all("authentication-results")[:MOST_RESULTS]],
        "delivered_to": _recipients(headers, *DELIVERED_TO),
        "to": _recipients(headers, "to", "cc"),
        "pictures": letter.pictures,
        "attachments": [
            {"name": label(part.name), "size": len(part.content), "within": part.subject} for part in letter.attachments
        ],
    }


def _is_body(part: Part) -> bool:
    """Whether it is text to be read as the e-mail itself."""
    disposition = kind_of(part.headers.first("content-disposition"))
    return part.kind in {"text/plain", "text/html"} and not part.name and disposition != "attachment"


def _is_attached(part: Part) -> bool:
    if part.kind in NO_ATTACHMENTS:
        return False
    named = bool(part.name) or kind_of(part.headers.first("content-disposition")) == "attachment"
    return named or part.kind in {"text/xml", "application/xml"} or not part.kind.startswith(("text/", "message/"))


def _shown(bodies: list[Part]) -> dict[int, set[str]]:
    """By e-mail the names of pictures that its pages show."""
    shown: dict[int, set[str]] = {}
    for part in bodies:
        if part.kind == "text/html":
            shown.setdefault(part.message, set()).update(used_in(_text(part, MOST_HTML)))
    return shown


def _belongs(part: Part, shown: dict[int, set[str]]) -> bool:
    return is_tiny(part.content) or content_id(part) in shown.get(part.message, ())


def _once(parts: list[Part]) -> list[Part]:
    """Without those whose bytes were there before, and without empty ones that nobody named."""
    found: dict[bytes, Part] = {}
    for part in parts:
        if part.content or part.name:
            found.setdefault(sha256(part.content).digest(), part)
    return list(found.values())


def _comment(bodies: list[Part]) -> str:
    own = [part for part in bodies if part.message == 0 and part.content.strip()]
    plain = next((part for part in own if part.kind == "text/plain"), None)
    page = next((part for part in own if part.kind == "text/html"), None)
    if plain is not None:
        return said_in(_text(plain, 4 * LOOKED_AT))
    return said_in(text_of_html(_text(page, MOST_TEXT))) if page is not None else ""


def _text(part: Part, most: int) -> str:
    charset = parameters(part.headers.first("content-type")).get("charset", "")
    return text_of(part.content[:most], charset)


def _return_path(headers: Headers) -> str | None:
    written = headers.all("return-path")
    return address_in(written[0]) if written else None


def _recipients(headers: Headers, *names: str) -> list[str]:
    found = [address for value in headers.all(*names) for address in addresses_in(value)]
    return list(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _robot(headers: Headers) -> str:
    """By which header line it shows that no person wrote it, or that it went to a list; "" when none does."""
    if (said := kind_of(headers.first("auto-submitted"))) and said != "no":
        return "auto-submitted"
    if kind_of(headers.first("precedence")) in {"bulk", "junk", "list", "auto_reply", "auto-reply"}:
        return "precedence"
    if kind_of(headers.first("content-type")) == "multipart/report":
        return "report"
    if any(name.startswith("list-") for name, _ in headers.fields):
        return "list"
    named = {name for name, _ in headers.fields}
    return next(
        (name for name in ("x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-loop") if name in named), ""
    )
