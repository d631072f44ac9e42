"""What bytes are, told by how they begin; names and declared types are never believed."""

import re

PDF = "application/pdf"
XML = "application/xml"
JPEG = "image/jpeg"
PNG = "image/png"
UNKNOWN = "application/octet-stream"

HEAD = 1024
"""How many bytes `media_type_of` wants to see."""

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[ \t\r\n]|\s*<(?:[A-Za-z_][\w.-]*:)?(?:Invoice|CreditNote)[\s>])")


def media_type_of(head: bytes) -> str:
    """The media type of a file that begins so; PDF only with its header at byte 0; UNKNOWN when it cannot be told."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    return XML if _XML.match(head) else UNKNOWN
