"""The lines of frames are taken off a grey page: text recognition tells nothing of a word in a tight frame.

Imports Pillow: only the limited child process may import this module.
"""

import re

from PIL import Image, ImageChops

DARK = 150
"""Grey values below this are ink."""

SHARE = 12
"""A run of ink over one twelfth of the page's shorter side is a line: no letter is so wide or so high."""

TURN = Image.Transpose.TRANSPOSE
EDGE = 4
"""Pixels on each side of a line within which its grey edges go with it."""

_INK = bytes(1 if value < DARK else 0 for value in range(256))


def without_frames(image: Image.Image) -> Image.Image | None:
    """The page (grey) without its long lines, level and upright, and the short sides of its frames; None without any."""
    longest = max(min(image.size) // SHARE, 1)
    flat = image.transpose(TURN)
    level, upright = _lines_on(image, longest), _lines_on(flat, longest).transpose(TURN)
    sides = _lines_on(flat, max(longest // 4, 1), between=level.transpose(TURN).tobytes()).transpose(TURN)
    if sides.getbbox() is None:
        return None
    return ImageChops.lighter(image, ImageChops.lighter(level, ImageChops.lighter(upright, sides)))


def _lines_on(image: Image.Image, least: int, between: bytes = b"") -> Image.Image:
    """White where a level line of at least so many pixels is, black elsewhere; of `between` both its ends must be white."""
    width, height = image.size
    ink, found = image.tobytes().translate(_INK), bytearray(width * height)
    line = re.compile(rb"\x01{%d,}" % least)
    for row in range(0, width * height, width):
        for run in line.finditer(ink, row, row + width):
            if not between or (between[run.start()] and between[run.end() - 1]):
                _widen(found, run.start(), run.end(), row, width)
    return Image.frombytes("L", image.size, bytes(found))


def _widen(found: bytearray, start: int, end: int, row: int, width: int) -> None:
    first, last = max(start - EDGE, row), min(end + EDGE, row + width)
    for shift in range(-EDGE * width, (EDGE + 1) * width, width):
        if first + shift >= 0 and last + shift <= len(found):
            found[first + shift : last + shift] = b"\xff" * (last - first)
