"""Pages as pictures, whatever they were drawn from: how they cross from the reading child.

Imports Pillow: only the limited child process may import this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

LONGEST = 2800
"""The most pixels of a side: what is larger is drawn smaller, whatever size it says it has."""

QUALITY = 78

Word = tuple[str, int, int, int, int]
"""Text, then left, top, width and height in ten-thousandths of the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in pixels, the picture (WebP), and its words line by line."""

    width: int
    height: int
    picture: bytes
    lines: list[list[Word]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some pages of a document, and how many it has."""

    count: int
    pages: list[Page]


def to_json(drawn: Drawn) -> dict[str, Any]:
    """Everything but the pictures."""
    return {
        "count": drawn.count,
        "pages": [{"width": page.width, "height": page.height, "lines": page.lines} for page in drawn.pages],
    }


def files_of(drawn: Drawn) -> Iterator[bytes]:
    """The pictures, in their order."""
    return (page.picture for page in drawn.pages)


def webp(image: Image.Image) -> bytes:
    """The picture as it is kept: without whatever else the original told (place, camera, owner)."""
    written = BytesIO()
    image.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()
