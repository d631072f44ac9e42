"""The files inside an electronic invoice: decoded strictly, and told for what they are beside what is declared.

Imports lxml by way of `xml`: only the limited child process may import this module.
"""

from binascii import Error, a2b_base64
from collections.abc import Iterable

from comptoir.formats.media import HEAD, media_type_of
from comptoir.formats.unreadable import Unreadable
from comptoir.formats.xml import Node
from comptoir.records.invoice import Attachment

MOST = 50
"""More embedded files than any invoice has."""


def attached(found: Iterable[tuple[str, Node]]) -> tuple[Attachment, ...]:
    """The files in these elements, in their order; each comes with the name for a file that has none of its own.

    Refuses more than MOST of them, and what is not base64.
    """
    binaries = list(found)
    if len(binaries) > MOST:
        raise Unreadable("The document has more than %(most)s attachments.", most=MOST)
    return tuple(_attachment(name, binary) for name, binary in binaries)


def _attachment(name: str, binary: Node) -> Attachment:
    content = _decoded(binary)
    return Attachment(
        name=binary.attribute("filename") or name,
        media_type=media_type_of(content[:HEAD]),
        content=content,
        declared=binary.attribute("mimeCode"),
    )


def _decoded(binary: Node) -> bytes:
    if len(binary.element):
        raise Unreadable("The attachment on line %(line)s is not valid base64.", line=binary.line)
    try:
        encoded = (binary.element.text or "").encode("ascii")
        return a2b_base64(encoded.translate(None, b" \t\r\n"), strict_mode=True)
    except (Error, UnicodeEncodeError):
        raise Unreadable("The attachment on line %(line)s is not valid base64.", line=binary.line) from None
