"""The words of a PDF page with the box of each, in the order of the text and line by line.

Imports PDFium: only the limited child process may import this module.
"""

from collections.abc import Iterator
from ctypes import c_double, c_int

import pypdfium2
from pypdfium2 import raw

from comptoir.formats.text_layer import WHOLE, Word

MOST = 20_000
"""Characters of a page that get boxes; a page that is read has a tenth of it."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""

BREAKS = "\r\n\x02"
"""The last one stands where a word was broken at the end of a line."""


def lines_of(page: pypdfium2.PdfPage) -> list[list[Word]]:
    """Lines of words; words without an extent, or outside the page, are left out."""
    text = page.get_textpage()
    try:
        lines = [[word for word in line if word] for line in _lines(page, text)]
    finally:
        text.close()
    return [line for line in lines if line]


def _lines(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[list[Word | None]]:
    line: list[Word | None] = []
    letters: list[str] = []
    boxes: list[Box] = []
    for index in range(min(text.count_chars(), MOST)):
        letter = _letter(text, index)
        if letter.isspace() or letter in BREAKS:
            line.append(_word(letters, boxes))
            letters, boxes = [], []
            if letter in BREAKS and line:
                yield line
                line = []
        else:
            letters.append(letter)
            boxes.append(_box(page, text, index))
    yield [*line, _word(letters, boxes)]


def _letter(text: pypdfium2.PdfTextPage, index: int) -> str:
    """The character, a space for what is none: half of a pair, or a code without meaning."""
    code = raw.FPDFText_GetUnicode(text.raw, index)
    if code in {0, 0xFFFE, 0xFFFF} or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return " "
    return chr(code)


def _box(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, index: int) -> Box:
    """As the page is looked at: turned as it says, cut to what is shown of it."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
    (x1, y1), (x2, y2) = _seen(page, left, top), _seen(page, right, bottom)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _seen(page: pypdfium2.PdfPage, x: c_double, y: c_double) -> tuple[int, int]:
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, WHOLE, WHOLE, 0, x, y, across, down)
    return min(max(across.value, 0), WHOLE), min(max(down.value, 0), WHOLE)


def _word(letters: list[str], boxes: list[Box]) -> Word | None:
    if not letters:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    if right <= left or bottom <= top:
        return None
    return "".join(letters), left, top, right - left, bottom - top
