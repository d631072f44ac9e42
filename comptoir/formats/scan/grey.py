"""A page as text recognition wants it: grey, large enough, turned upright, put straight.

Imports Pillow: only the limited child process may import this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from PIL import Image, ImageOps

from comptoir.formats.scan.frames import without_frames

LONGEST = 3500
"""Pixels of the longer side: an A4 at 300 dots per inch."""

TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""By how many degrees clockwise a page is to be turned, and how Pillow calls that."""

SMALL = 600
"""Pixels of the longer side of the picture in which the slant is looked for."""

STEEPEST = 400
"""Hundredths of a degree: what was scanned with a steeper slant is recognised as it is."""


@dataclass(frozen=True, slots=True)
class Grey:
    """One page, its picture as PGM; `count` is how many pages the file has, `slant` by how much it was put straight.

    The slant is in hundredths of a degree against the clock. `bare` is the picture without its frames, b"" without any.
    """

    count: int
    width: int
    height: int
    slant: int
    picture: bytes
    bare: bytes


def to_json(grey: Grey) -> dict[str, Any]:
    """Everything but the pictures, and whether there are two."""
    told = {"count": grey.count, "width": grey.width, "height": grey.height, "slant": grey.slant}
    return {**told, "framed": bool(grey.bare)}


def files_of(grey: Grey) -> Iterator[bytes]:
    """The picture, and that without frames where there is one."""
    yield grey.picture
    if grey.bare:
        yield grey.bare


def grey_of(count: int, image: Image.Image, turn: int) -> Grey:
    """The page of a file with so many pages, turned clockwise by so many degrees (a quarter, two or three, or none)."""
    image = _sized(image.convert("L"))
    transpose = TURNS[turn]
    if transpose is not None:
        image = image.transpose(transpose)
    slant = _slant(image)
    if slant:
        image = image.rotate(_degrees(slant), Image.Resampling.BICUBIC, fillcolor=255)
    bare = without_frames(image)
    return Grey(count, image.width, image.height, slant, _written(image), _written(bare) if bare else b"")


def _written(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PPM")
    return written.getvalue()


def _sized(image: Image.Image) -> Image.Image:
    longer = max(image.size)
    size = (max(1, image.width * LONGEST // longer), max(1, image.height * LONGEST // longer))
    return image if image.size == size else image.resize(size, Image.Resampling.BICUBIC)


def _slant(image: Image.Image) -> int:
    """The turn at which lines of text and the white between them differ most, looked at in rows of a small picture."""
    small = image.copy()
    small.thumbnail((SMALL, SMALL))
    small = ImageOps.autocontrast(small)
    rough = max(range(-STEEPEST, STEEPEST + 1, 40), key=lambda slant: _contrast(small, slant))
    return max(range(rough - 40, rough + 41, 10), key=lambda slant: (_contrast(small, slant), -abs(slant)))


def _contrast(small: Image.Image, slant: int) -> int:
    turned = small.rotate(_degrees(slant), Image.Resampling.NEAREST, fillcolor=255)
    width, height = turned.size
    middle = turned.crop((width // 10, height // 10, width - width // 10, height - height // 10))
    rows = middle.resize((1, middle.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))


def _degrees(hundredths: int) -> Any:
    """Pillow takes degrees."""
    return hundredths / 100
