"""The text layer: the words of a page as real text over its picture, to be selected and read aloud.

An SVG, as its attributes say where each word stands: the content security policy allows no style in the markup.
"""

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from comptoir.documents.models import Pages
from comptoir.documents.shown import words_of

WHOLE = 10_000
"""Words stand in parts of the page's width and height, of which there are so many."""


def layer_of(pages: Pages, number: int) -> SafeString:
    """The words of a page, counted from 1; without any when they are not there any more."""
    width, height = (int(side) for side in pages.sizes[number - 1])
    try:
        lines = words_of(pages.document.sha256, number)
    except FileNotFoundError:
        lines = []
    written = "".join(_line(line, width, height) for line in lines)
    return mark_safe(  # noqa: S308  the words are escaped, the rest are whole numbers
        f'<svg class="words" viewBox="0 0 {width} {height}" preserveAspectRatio="none">{written}</svg>'
    )


def _line(line: list[list[Any]], width: int, height: int) -> str:
    """One element for a line, so that its words are read, selected and copied as one."""
    top, bottom = min(word[2] for word in line), max(word[2] + word[4] for word in line)
    if bottom - top <= 2 * max(word[4] for word in line):
        line = [[text, left, top, across, bottom - top] for text, left, _, across, _ in line]
    return f"<text>{' '.join(_word(word, width, height) for word in line)}</text>"


def _word(word: list[Any], width: int, height: int) -> str:
    """The word as wide as it is drawn; a fifth of its height is taken to lie below the line on which it stands."""
    text, left, top, across, down = word
    x, wide = left * width // WHOLE, max(across * width // WHOLE, 1)
    stands, high = (top + down * 4 // 5) * height // WHOLE, max(down * height // WHOLE, 1)
    return (
        f'<tspan x="{x}" y="{stands}" font-size="{high}" textLength="{wide}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(text)}</tspan>"
    )
