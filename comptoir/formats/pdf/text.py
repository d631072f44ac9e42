"""The words of the pages of a PDF with their places, without drawing anything.

Imports PDFium, which ends its process when it runs out of memory: only the limited child may import this module.
"""

from typing import Any

import pypdfium2

from comptoir.formats.pdf.check import opened
from comptoir.formats.pdf.words import lines_of
from comptoir.formats.unreadable import Unreadable


def read_words(content: bytes, first: int = 0, most: int = 1) -> dict[str, Any]:
    """`count`, how many pages there are, and of so many `pages` from that index the lines of words.

    Refuses (Unreadable) what `check_pdf` refuses, and a page that PDFium cannot load.
    """
    with opened(content) as document:
        count = len(document)
        return {"count": count, "pages": [_lines(document, index) for index in range(first, min(first + most, count))]}


def _lines(document: pypdfium2.PdfDocument, index: int) -> list[Any]:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        raise Unreadable("Page %(page)s of the PDF is damaged.", page=index + 1) from None
    try:
        return lines_of(page)
    finally:
        page.close()
