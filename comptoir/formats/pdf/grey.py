"""Draws a page of a PDF for text recognition.

Imports PDFium, which ends its process when it runs out of memory, and Pillow: only the limited child may import this
module.
"""

from fractions import Fraction

import pypdfium2

from comptoir.formats.pdf.check import opened
from comptoir.formats.scan.grey import LONGEST, Grey, grey_of
from comptoir.formats.unreadable import Unreadable


def draw_grey(content: bytes, index: int = 0, turn: int = 0) -> Grey:
    """The page with that index (from 0), turned clockwise by so many degrees.

    Refuses (Unreadable) what `check_pdf` refuses, a page that is not there, and one that PDFium cannot load.
    """
    with opened(content) as document:
        try:
            page = document[index]
        except (pypdfium2.PdfiumError, IndexError):
            raise Unreadable("Page %(page)s of the PDF is damaged.", page=index + 1) from None
        try:
            longer = max(*map(round, page.get_size()), 1)
            image = page.render(scale=Fraction(LONGEST, longer), grayscale=True).to_pil()
            return grey_of(len(document), image, turn)
        finally:
            page.close()
