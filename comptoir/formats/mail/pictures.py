"""Pictures of an e-mail: which of them are part of its text (logos, icons, what counts readers) and which are handed in.

Only the limited child process may import this module.
"""

import re
import struct

from comptoir.formats.mail.tree import Part
from comptoir.formats.media import JPEG, PNG, media_type_of

TINY = 100
LARGE = 600
"""Pixels: no paper is narrower than the first; a photograph of one is larger than the second both ways."""

_USED = re.compile(r"cid:([^\s\"'<>)]{1,250})", re.IGNORECASE)


def is_picture(part: Part) -> bool:
    """Whether it says or shows that it is a picture."""
    return part.kind.startswith("image/") or media_type_of(part.content[:16]) in {JPEG, PNG}


def used_in(html: str) -> set[str]:
    """The names by which a page shows pictures that come with it."""
    return {found.lower() for found in _USED.findall(html)}


def content_id(part: Part) -> str:
    """The name by which the page of the same e-mail may show it."""
    return part.headers.first("content-id").strip("<> ").lower()


def is_tiny(content: bytes) -> bool:
    """Whether nobody could read a paper on it."""
    return min(_size(content) or (TINY,)) < TINY


def is_large(content: bytes) -> bool:
    """Whether it may be the photograph of a paper."""
    return min(_size(content) or (0,)) >= LARGE


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height as the picture says; None when it does not."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack_from(">II", content, 16)
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        width, height = struct.unpack_from("<HH", content, 6)
        return width, height
    return _size_of_jpeg(content) if content.startswith(b"\xff\xd8\xff") else None


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """Segment by segment to the one that says the size."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        kind, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        place += 2 + max(length, 2)
    return None
