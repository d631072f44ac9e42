"""Opens a picture and decodes it whole: how large it is, how many pages it has, and that it is one.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from comptoir.formats.media import JPEG, PNG, TIFF, media_type_of
from comptoir.formats.unreadable import Unreadable

MAX_PIXELS = 60_000_000
"""More than the best telephones make; what says it has more is a bomb."""

MAX_PAGES = 500
"""More pages than anybody scans into one file."""

DAMAGE = (
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError, ValueError, SyntaxError, struct.error),
    *(TypeError, KeyError, IndexError, OverflowError),
)
"""What Pillow raises over files that are not what they say; its readers of TIFF look little at what they are given."""

FORMATS = {JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF"}


def check_picture(content: bytes) -> dict[str, Any]:
    """Kind, pages, width and height in pixels of the first one.

    Refuses (Unreadable) what is no JPEG, PNG or TIFF, is too large, has too many pages, or is damaged.
    """
    with opened(content) as picture:
        pages = pages_of(picture)
        picture.load()
        width, height = picture.size
    return {"kind": "picture", "pages": pages, "width": width, "height": height}


@contextmanager
def opened(content: bytes, index: int = 0) -> Iterator[Image.Image]:
    """The picture at that page (from 0), not decoded yet; refuses what `check_picture` refuses, within the block too."""
    kind = FORMATS.get(media_type_of(content))
    if kind is None:
        raise Unreadable("The file is not a picture.")
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if index:
                picture.seek(index)
            limited(picture)
            yield picture
    except DAMAGE:
        raise Unreadable("The picture is damaged and cannot be opened.") from None


def limited(picture: Image.Image) -> None:
    """Refuse a page with too many pixels before it is decoded."""
    if picture.width * picture.height > MAX_PIXELS:
        raise Unreadable("The picture has too many pixels.")


def pages_of(picture: Image.Image) -> int:
    """How many pages the picture has (TIFF: several), which stays at its first one. Refuses what has too many."""
    pages = 1
    try:
        while picture.format == "TIFF" and pages <= MAX_PAGES:
            picture.seek(pages)
            pages += 1
    except EOFError:
        picture.seek(0)
    if pages > MAX_PAGES:
        raise Unreadable("The picture has too many pages.")
    return pages
