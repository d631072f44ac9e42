"""Scans and photographs for tests: a written page, drawn and spoiled."""

import re
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops

from tests.formats.pdf.make import written

TEXT = """
Fournitures Dubois SA                              FACTURE
5000 Namur
TVA BE 0225.660.701
Compte : BE32 7351 6777 2602

Facture n° : VF22939
Date de facture : 03/03/2026

Total hors TVA : 142,15 €
TVA 21 % : 29,85 €
Total à payer : 172,00 €
Communication : +++071/1299/77132+++
"""
"""An invoice as it is typed."""


def typed(text: str) -> bytes:
    """The text as a PDF; three spaces begin a second column."""
    lines = [re.split(" {3,}", line) for line in text.strip("\n").split("\n")]
    return written(
        [
            (60 + 330 * column, 770 - 32 * number, part)
            for number, parts in enumerate(lines)
            for column, part in enumerate(parts)
        ]
    )


def drawn(text: str = TEXT) -> Image.Image:
    """The text on a white page of 150 dots per inch, as a scanner sees it."""
    with pypdfium2.PdfDocument(typed(text)) as document:
        image: Image.Image = document[0].render(scale=150 / 72, grayscale=True).to_pil().convert("L")
        return image


def shaded(page: Image.Image) -> Image.Image:
    """As a telephone takes it: dark at one side, on a brown table, a little askew."""
    table = Image.new("L", (page.width + 240, page.height + 240), 70)
    table.paste(page, (120, 120))
    table = table.rotate(2, Image.Resampling.BICUBIC, fillcolor=70)
    light = (
        Image.linear_gradient("L")
        .rotate(90)
        .resize(table.size)
        .point([110 + value * 145 // 255 for value in range(256)])
    )
    return ImageChops.multiply(table, light)


def saved(kind: str, *pages: Image.Image, turn: int = 0) -> bytes:
    """A file of that kind with these pages; `turn` is how its own word says it is turned (as EXIF counts it)."""
    written = BytesIO()
    exif = Image.Exif()
    if turn:
        exif[0x0112] = turn
    first, *others = pages
    if others:
        first.save(written, kind, save_all=True, append_images=others)
    else:
        first.save(written, kind, exif=exif)
    return written.getvalue()
