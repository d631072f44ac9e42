"""Draws the pages of a PDF as pictures, and tells their words and where each stands: the text layer over a picture.

Imports PDFium, which ends its process when it runs out of memory, and Pillow: only the limited child may import this
module.
"""

from fractions import Fraction

import pypdfium2

from comptoir.formats.drawn import LONGEST, Drawn, Page, is_blank, webp
from comptoir.formats.pdf.check import opened
from comptoir.formats.pdf.words import lines_of
from comptoir.formats.unreadable import Unreadable

A4_HEIGHT = 842
HEIGHT = 1400
"""Points, and pixels: a page is drawn so large that an A4 standing upright is this high."""

NARROWEST = 700
"""A receipt is drawn at least this wide, as far as its length lets it."""


def draw_pages(content: bytes, first: int = 0, most: int = 1) -> Drawn:
    """Pages from the one with the index `first`, at most so many.

    Refuses (Unreadable) what `check_pdf` refuses, and a page that PDFium cannot load.
    """
    with opened(content) as document:
        count = len(document)
        pages = [_drawn(document, index) for index in range(first, min(first + most, count))]
    return Drawn(count, pages)


def _drawn(document: pypdfium2.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        raise Unreadable("Page %(page)s of the PDF is damaged.", page=index + 1) from None
    try:
        image = page.render(scale=scale_of(*map(round, page.get_size()))).to_pil().convert("RGB")
        lines = lines_of(page)
        return Page(image.width, image.height, webp(image), lines, blank=not lines and is_blank(image))
    finally:
        page.close()


def scale_of(width: int, height: int) -> Fraction:
    """Pixels for a point of a page so large. No side becomes more than LONGEST."""
    wanted = max(Fraction(HEIGHT, A4_HEIGHT), Fraction(NARROWEST, max(width, 1)))
    return min(wanted, Fraction(LONGEST, max(width, height, 1)))
