"""Pages as pictures, whatever they were drawn from: how they cross from the reading child.

Imports Pillow: only the limited child process may import this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from comptoir.formats.text_layer import Word

LONGEST = 2800
"""The most pixels of a side: what is larger is drawn smaller, whatever size it says it has."""

QUALITY = 78

SMALL = 200
"""Pixels of a side of the picture on which is looked whether anything is seen."""

EDGE, DARKER, SPECKS = 20, 24, 2000
"""A margin of one part in 20 may have shadows of the scanner; ink is so many shades darker than the paper; and a page of
which no more than one part in 2,000 is inked is blank: paper has specks."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in pixels, the picture (WebP), its words line by line; `blank`: nothing is seen on it."""

    width: int
    height: int
    picture: bytes
    lines: list[list[Word]] = field(default_factory=list)
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some pages of a document, and how many it has."""

    count: int
    pages: list[Page]


def to_json(drawn: Drawn) -> dict[str, Any]:
    """Everything but the pictures."""
    return {
        "count": drawn.count,
        "pages": [_told(page) for page in drawn.pages],
    }


def _told(page: Page) -> dict[str, Any]:
    return {"width": page.width, "height": page.height, "lines": page.lines, "blank": page.blank}


def files_of(drawn: Drawn) -> Iterator[bytes]:
    """The pictures, in their order."""
    return (page.picture for page in drawn.pages)


def webp(image: Image.Image) -> bytes:
    """The picture as it is kept: without whatever else the original told (place, camera, owner)."""
    written = BytesIO()
    image.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()


def is_blank(image: Image.Image) -> bool:
    """Whether nothing is seen on it but paper, whatever its shade; the margins are not looked at."""
    grey = image.convert("L")
    grey.thumbnail((SMALL, SMALL))
    across, down = grey.width // EDGE, grey.height // EDGE
    shades = grey.crop((across, down, grey.width - across, grey.height - down)).histogram()
    count, paper, seen = sum(shades), 0, 0
    while paper < len(shades) - 1 and seen * 2 < count:
        seen += shades[paper]
        paper += 1
    return sum(shades[: max(paper - DARKER, 0)]) * SPECKS <= count
