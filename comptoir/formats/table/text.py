"""Text with separators as rows: encoding, separator and quotation mark are given; what does not fit them is refused."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from comptoir.formats.table.cells import LONGEST, MOST_COLUMNS, Rows, UnreadableTable

ENCODINGS = {"utf-8": "utf-8-sig", "cp1252": "cp1252", "utf-16": "utf-16"}
"""Encodings by the name they are known under, and what Python calls them; a mark at the beginning is taken off."""

SEPARATORS = (";", "\t", ",", "|")
QUOTES = ('"', "'", "")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextShape:
    """How the text is written: a key of ENCODINGS, a separator, a quotation mark ("" for none)."""

    encoding: str
    separator: str
    quote: str = '"'


def text_rows(path: Path, shape: TextShape) -> Rows:
    """The rows that have a cell with something in it, streaming. Raises UnreadableTable, and OSError."""
    with path.open(encoding=ENCODINGS[shape.encoding], newline="") as file:
        lines = _Lines(file)
        if shape.quote:
            reader = csv.reader(lines, delimiter=shape.separator, quotechar=shape.quote)
        else:
            reader = csv.reader(lines, delimiter=shape.separator, quoting=csv.QUOTE_NONE)
        start = 1
        try:
            for cells in reader:
                if any(cells):
                    if len(cells) > MOST_COLUMNS:
                        raise UnreadableTable(
                            "The row has more than %(most)s columns, which no table of entries has.",
                            start,
                            most=MOST_COLUMNS,
                        )
                    yield start, cells
                start = lines.number + 1
        except csv.Error:
            raise UnreadableTable("The row cannot be read: a quotation mark may not be closed.", start) from None
        except UnicodeError:
            raise UnreadableTable(
                "The file holds bytes that are no text in %(encoding)s.",
                lines.number + 1,
                encoding=shape.encoding.upper(),
            ) from None


class _Lines:
    """The lines of an open text; `number` is that of the last one given."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.number = file, 0

    def __iter__(self) -> Iterator[str]:
        read, control = self.file.readline, _CONTROL.search
        while text := read(LONGEST):
            self.number += 1
            if len(text) == LONGEST:
                raise UnreadableTable("The line is longer than any line of a table.", self.number)
            if control(text):
                raise UnreadableTable("The line holds a control character: this is no table of text.", self.number)
            yield text
