"""Draws the pages of a photograph or a scan: upright, not larger than a screen needs.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

from PIL import Image, ImageOps

from comptoir.formats.drawn import Drawn, Page, is_blank, webp
from comptoir.formats.picture.check import limited, opened, pages_of

SIDE = 2000
"""Pixels: enough to read the small print of a receipt."""


def draw_picture(content: bytes, first: int = 0, most: int = 1) -> Drawn:
    """The pages from the one with the index `first`, at most so many, without words; a photograph is one page.

    Refuses (Unreadable) what `check_picture` refuses.
    """
    with opened(content) as picture:
        count = pages_of(picture)
        pages = []
        for index in range(first, min(first + most, count)):
            if index:
                picture.seek(index)
                limited(picture)
            pages.append(_drawn(picture))
    return Drawn(count, pages)


def _drawn(picture: Image.Image) -> Page:
    page = on_white(picture, SIDE)
    return Page(page.width, page.height, webp(page), blank=is_blank(page))


def on_white(picture: Image.Image, side: int) -> Image.Image:
    """The page upright as its own word says, no side longer than so many pixels, what shines through on white."""
    picture.draft("RGB", (side, side))
    small = ImageOps.exif_transpose(_fitted(picture, side)).convert("RGBA")
    page = Image.new("RGB", small.size, "white")
    page.paste(small, mask=small)
    return page


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """Smaller where it is larger than that; black and white become grey first, as a fax would be full of holes."""
    if picture.mode in {"1", "P"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    longer = max(picture.size)
    if longer <= side:
        return picture
    width, height = (max(1, length * side // longer) for length in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2)
