"""The words that tesseract tells as a table: their text, their boxes, and how sure it is of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

MOST = 20_000
"""Words of a page; more are noise."""

LONGEST = 200
"""Characters of a word."""

WORD = "5"
"""The level of rows that are words; the others are pages, blocks, paragraphs and lines."""

LEAST = 10
"""A word of which it is less sure is a speck."""

COLUMNS = 12
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_SURE = re.compile(r"([0-9]{1,3})(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seen:
    """A recognised word: its box in pixels of the picture, and how sure the recognition is (0 to 100)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    sure: int


def lines_of(table: str) -> list[list[Seen]]:
    """The words line by line; rows that are none, or that make no sense, are left out."""
    found = islice(_words(table), MOST)
    return [[word for _, word in line] for _, line in groupby(found, key=lambda each: each[0])]


def _words(table: str) -> Iterator[tuple[tuple[str, ...], Seen]]:
    """Each word with what names its line: page, block, paragraph and line."""
    for row in table.split("\n"):
        cells = row.split("\t", COLUMNS - 1)
        if len(cells) != COLUMNS or cells[0] != WORD:
            continue
        sure, text = _SURE.fullmatch(cells[10]), "".join(cells[11].split())[:LONGEST]
        if not text or sure is None or not all(_NUMBER.fullmatch(cell) for cell in cells[6:10]):
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        word = Seen(text, left, top, width, height, min(int(sure[1]), 100))
        if word.sure >= LEAST and width and height:
            yield tuple(cells[1:5]), word
