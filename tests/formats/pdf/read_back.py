"""What a PDF made by us holds, read by PDFium: texts, turns and sizes of its pages."""

from pathlib import Path

import pypdfium2
from PIL import Image


def texts_of(content: Path | bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded().strip() for page in document]


def turns_of(content: Path | bytes) -> list[int]:
    """How far each page is turned to the right, in quarters."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_rotation() // 90 for page in document]


def sizes_of(content: Path | bytes) -> list[tuple[int, int]]:
    """The size of each page as it is seen, in whole points."""
    with pypdfium2.PdfDocument(content) as document:
        return [tuple(map(round, page.get_size())) for page in document]


def drawn(content: Path | bytes, page: int = 0) -> Image.Image:
    """The picture of a page, a pixel for a point."""
    with pypdfium2.PdfDocument(content) as document:
        return document[page].render(scale=1).to_pil().convert("RGB")
