"""The files inside a UBL document: decoded strictly, and named for what they are rather than for what is declared."""

from binascii import Error, a2b_base64

from comptoir.formats.media import HEAD, media_type_of
from comptoir.formats.unreadable import Unreadable
from comptoir.formats.xml import Node
from comptoir.records.invoice import Attachment

MOST = 50
"""More embedded files than any invoice has."""


def attachments(root: Node) -> tuple[Attachment, ...]:
    """The embedded files in the order of the document; files behind an address are not fetched."""
    references = [
        (reference, binary)
        for reference in root.each("AdditionalDocumentReference")
        for binary in reference.each("Attachment", "EmbeddedDocumentBinaryObject")
    ]
    if len(references) > MOST:
        raise Unreadable("The document has more than %(most)s attachments.", most=MOST)
    return tuple(_attachment(reference, binary) for reference, binary in references)


def _attachment(reference: Node, binary: Node) -> Attachment:
    content = _decoded(binary)
    return Attachment(
        name=binary.attribute("filename") or reference.text("ID"),
        media_type=media_type_of(content[:HEAD]),
        content=content,
    )


def _decoded(binary: Node) -> bytes:
    if len(binary.element):
        raise Unreadable("The attachment on line %(line)s is not valid base64.", line=binary.line)
    try:
        encoded = (binary.element.text or "").encode("ascii")
        return a2b_base64(encoded.translate(None, b" \t\r\n"), strict_mode=True)
    except (Error, UnicodeEncodeError):
        raise Unreadable("The attachment on line %(line)s is not valid base64.", line=binary.line) from None
