"""Opens a picture and decodes it whole: how large it is, and that it is one.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from comptoir.formats.media import JPEG, PNG, media_type_of
from comptoir.formats.unreadable import Unreadable

MAX_PIXELS = 60_000_000
"""More than the best telephones make; what says it has more is a bomb."""

FORMATS = {JPEG: "JPEG", PNG: "PNG"}


def check_picture(content: bytes) -> dict[str, Any]:
    """Kind, width and height in pixels. Refuses (Unreadable) what is no JPEG or PNG, is too large, or is damaged."""
    with opened(content) as picture:
        picture.load()
        width, height = picture.size
    return {"kind": "picture", "width": width, "height": height}


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, not decoded yet; refuses what `check_picture` refuses, within the block too."""
    kind = FORMATS.get(media_type_of(content))
    if kind is None:
        raise Unreadable("The file is not a picture.")
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Unreadable("The picture has too many pixels.")
            yield picture
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unreadable("The picture is damaged and cannot be opened.") from None
