"""Puts a stamp at the top right of a document's first page, as it is seen; pictures become a PDF first.

The same document and words give the same bytes. Imports qpdf: only the limited child process may import this module.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from comptoir.formats.pdf.edit import Arranged, arrange_pages, saved
from comptoir.formats.pdf.edit import files_of as files_of_arranged

SIZE = 11
WIDE = 7
"""Points for each letter: what the widest letters and digits that a stamp has take in bold Helvetica of that size."""

EDGE, PADDING = 14, 5
"""Points between stamp and edge of the page, and between letters and frame."""


def stamp_pages(content: bytes, words: str) -> Arranged:
    """The document with these words on its first page. Refuses (Unreadable) what `edit.arrange_pages` refuses."""
    arranged = arrange_pages(content, [len(content)], [[]])
    with pikepdf.open(BytesIO(arranged.content)) as pdf:
        _stamp(pdf, words)
        return Arranged(saved(pdf), arranged.pages)


def to_json(stamped: Arranged) -> dict[str, Any]:
    """How many pages it has."""
    return {"pages": stamped.pages}


def files_of(stamped: Arranged) -> Iterator[bytes]:
    """The one file that came of it."""
    return files_of_arranged(stamped)


def _stamp(pdf: Pdf, words: str) -> None:
    page = pdf.pages[0]
    left, bottom, right, top = (round(side) for side in page.cropbox)
    turns = int(page.obj.get("/Rotate", 0)) // 90 % 4
    width, height = (right - left, top - bottom) if turns % 2 == 0 else (top - bottom, right - left)
    turned = (
        f"1 0 0 1 {left} {bottom}",
        f"0 1 -1 0 {right} {bottom}",
        f"-1 0 0 -1 {right} {top}",
        f"0 -1 1 0 {left} {top}",
    )[turns]
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ q {turned} cm {_drawn(words, width, height)} Q\n".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"), Encoding=Name.WinAnsiEncoding
    )
    page.add_resource(font, Name.Font, Name("/ComptoirStamp"))


def _drawn(words: str, width: int, height: int) -> str:
    """The stamp on a page of that size, its origin at the bottom left."""
    text = words.encode("cp1252", errors="replace")
    wide = min(len(text) * WIDE + 2 * PADDING, width)
    high = SIZE + 2 * PADDING
    x, y = max(width - EDGE - wide, 0), max(height - EDGE - high, 0)
    frame = f"1 1 1 rg .72 .07 .2 RG 1 w {x} {y} {wide} {high} re B"
    letters = f"BT .72 .07 .2 rg /ComptoirStamp {SIZE} Tf {x + PADDING} {y + PADDING + 1} Td <{text.hex()}> Tj ET"
    return f"{frame} {letters}"
