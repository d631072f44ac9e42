"""Draws a photograph or a scan as the one page that it is: upright, not larger than a screen needs.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

from PIL import Image, ImageOps

from comptoir.formats.drawn import Drawn, Page, webp
from comptoir.formats.picture.check import opened

SIDE = 2000
"""Pixels: enough to read the small print of a receipt."""


def draw_picture(content: bytes, _first: int = 0, _most: int = 1) -> Drawn:
    """The picture as a page without words. Refuses (Unreadable) what `check_picture` refuses."""
    with opened(content) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        picture.thumbnail((SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        page = Image.new("RGB", upright.size, "white")
        page.paste(upright, mask=upright)
    return Drawn(1, [Page(page.width, page.height, webp(page))])
