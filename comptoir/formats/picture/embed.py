"""Pictures as they lie on a page of a PDF: the packed pixels as they came where a PDF knows the packing, else lossless.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

from comptoir.formats.media import JPEG, PNG, media_type_of
from comptoir.formats.picture.check import limited, opened, pages_of

ORIENTATION = 0x0112
TURNED = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 3),
    6: (False, 1),
    7: (True, 1),
    8: (False, 3),
}
"""By the orientation that EXIF tells: whether the picture is mirrored, then its quarter turns to the right."""

ROWS = 256
"""Rows that are unpacked and packed at once, so that memory stays small."""

GRAY, RGB, CMYK = 1, 3, 4
_PROFILES = {b"GRAY": GRAY, b"RGB ": RGB, b"CMYK": CMYK}
_SCANNED = range(90, 1300)
"""Dots per inch that a scanner tells; other numbers are a habit of cameras."""

_GRAY_PNG, _RGB_PNG, _PALETTE_PNG = 0, 2, 3


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture for a page.

    `packed` are its pixels, by JPEG (`by_jpeg`) or zlib; `rows_of_png`: each row begins with the number of its filter.
    `colours` is 1, 3 or 4; `palette` has the colours to which the pixels point; `inverted`: 0 is full colour. `alpha`
    are 8 bits for each pixel, packed by zlib, b"" when nothing shines through. `dots` are those of an inch, across and
    down, None when unknown; `mirrored`, then `turns` to the right, make it upright.
    """

    width: int
    height: int
    packed: bytes
    colours: int
    bits: int = 8
    by_jpeg: bool = False
    rows_of_png: bool = False
    inverted: bool = False
    palette: bytes = b""
    alpha: bytes = b""
    profile: bytes = b""
    dots: tuple[int, int] | None = None
    mirrored: bool = False
    turns: int = 0


def embedded(content: bytes) -> Iterator[Embedded]:
    """The pictures of a file in their order: one, or the pages of a TIFF.

    Refuses (Unreadable) what `check_picture` refuses; every one is decoded whole, so that no half picture is taken.
    """
    with opened(content) as picture:
        kind = media_type_of(content)
        for index in range(pages_of(picture)):
            if index:
                picture.seek(index)
                limited(picture)
            mirrored, turns = TURNED.get(picture.getexif().get(ORIENTATION, 1), (False, 0))
            placed = {"dots": _dots(picture), "mirrored": mirrored, "turns": turns}
            if kind == JPEG:
                yield _jpeg(content, picture, placed)
            else:
                yield (kind == PNG and _png(content, picture, placed)) or _packed_anew(picture, placed)


def _jpeg(content: bytes, picture: Image.Image, placed: dict[str, Any]) -> Embedded:
    """The very bytes. They are decoded at an eighth of the size: enough to see that they are whole."""
    width, height = picture.size
    colours = len(picture.getbands())
    inverted = colours == CMYK and "adobe" in picture.info
    profile = _profile(picture, colours)
    picture.draft(picture.mode, (width // 8, height // 8))
    picture.load()
    return Embedded(width, height, content, colours, by_jpeg=True, inverted=inverted, profile=profile, **placed)


def _png(content: bytes, picture: Image.Image, placed: dict[str, Any]) -> Embedded | None:
    """The very pixels as they are packed; None where a PDF cannot take them so: interlaced, or shining through."""
    parts = list(_chunks(content))
    _, _, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", parts[0][1][:13])
    if interlaced or kind not in {_GRAY_PNG, _RGB_PNG, _PALETTE_PNG} or any(name == b"tRNS" for name, _ in parts):
        return None
    profile = _profile(picture, GRAY if kind == _GRAY_PNG else RGB)
    picture.load()
    return Embedded(
        *picture.size,
        b"".join(data for name, data in parts if name == b"IDAT"),
        RGB if kind == _RGB_PNG else GRAY,
        bits,
        rows_of_png=True,
        palette=next((data for name, data in parts if name == b"PLTE"), b"") if kind == _PALETTE_PNG else b"",
        profile=profile,
        **placed,
    )


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each part of a PNG, up to its end."""
    at, name = 8, b""
    while name != b"IEND" and at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        yield name, content[at + 8 : at + 8 + length]
        at += 12 + length


def _packed_anew(picture: Image.Image, placed: dict[str, Any]) -> Embedded:
    """The pixels unpacked, and packed by zlib, some rows at a time."""
    shines = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    mode = "1" if picture.mode == "1" and not shines else "L" if picture.mode in {"1", "L", "LA", "I;16"} else "RGB"
    colours = RGB if mode == "RGB" else GRAY
    picture.load()
    pixels, alpha = zlib.compressobj(6), zlib.compressobj(6)
    packed, seen = [], []
    for top in range(0, picture.height, ROWS):
        band = picture.crop((0, top, picture.width, min(top + ROWS, picture.height)))
        if shines:
            band = band.convert("RGBA")
            seen.append(alpha.compress(band.getchannel("A").tobytes()))
        if band.mode == "I;16":
            band = band.point(lambda value: value / 256)
        packed.append(pixels.compress(band.convert(mode).tobytes()))
    return Embedded(
        *picture.size,
        b"".join([*packed, pixels.flush()]),
        colours,
        1 if mode == "1" else 8,
        alpha=b"".join([*seen, alpha.flush()]) if shines else b"",
        profile=_profile(picture, colours),
        **placed,
    )


def _profile(picture: Image.Image, colours: int) -> bytes:
    """What its colours mean, where it says so in a way that fits them."""
    profile = picture.info.get("icc_profile") or b""
    fits = profile[36:40] == b"acsp" and _PROFILES.get(profile[16:20]) == colours
    return profile if fits else b""


def _dots(picture: Image.Image) -> tuple[int, int] | None:
    """Dots of an inch, where the picture tells what a scanner tells."""
    try:
        across, down = (round(value) for value in picture.info.get("dpi") or ())
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return (across, down) if across in _SCANNED and down in _SCANNED else None
