"""Makes of a photograph a page that is light enough to be sent and read: upright, in the pixels that its print needs.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from comptoir.formats.media import JPEG, media_type_of
from comptoir.formats.picture.check import opened
from comptoir.formats.picture.draw import on_white

SIDE = 2800
"""Pixels of the longer side: an A4 at 240 dots an inch, enough for the small print and for text recognition."""

QUALITY = 82


@dataclass(frozen=True, slots=True)
class Light:
    """A JPEG."""

    content: bytes


def lighten(content: bytes) -> Light:
    """The photograph as a JPEG of at most so many pixels, without what was written into it; a small JPEG as it is.

    Refuses (Unreadable) what `check_picture` refuses.
    """
    with opened(content) as picture:
        small = max(picture.size) <= SIDE
        page = on_white(picture, SIDE)
    written = BytesIO()
    page.save(written, "JPEG", quality=QUALITY)
    keeps = small and media_type_of(content) == JPEG and len(content) <= len(written.getbuffer())
    return Light(content if keeps else written.getvalue())


def to_json(light: Light) -> dict[str, Any]:
    """How many bytes it has."""
    return {"size": len(light.content)}


def files_of(light: Light) -> Iterator[bytes]:
    """The one file that came of it."""
    return iter([light.content])
