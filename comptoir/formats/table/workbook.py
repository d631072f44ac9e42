"""A sheet of an XLSX workbook as pieces of plain text, row by row; formulas and macros are refused.

Imports openpyxl: only the limited child process may import this module.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from numbers import Real
from typing import Any

import openpyxl

from comptoir.formats.table.cells import DAY, LONGEST, MOST_COLUMNS, NUMBER, UnreadableTable

UNPACKED = 1 << 30
PIECE = 1 << 22
MOST_ROWS = 1 << 20
OLD = b"\xd0\xcf\x11\xe0"
"""How the files of the older Excel begin, and those that are locked with a password."""


class Sheet:
    """One sheet of a workbook; its rows are read when they are asked for."""

    def __init__(self, names: list[str], rows: Iterator[tuple[Any, ...]], most: int) -> None:
        """`most`: so many rows are read."""
        self.names, self.rows, self.most = names, rows, most
        self.pieces = 0

    def __iter__(self) -> Iterator[bytes]:
        text = io.StringIO()
        writer = csv.writer(text)
        for number, values in enumerate(self.rows, 1):
            if number > self.most:
                break
            cells = [_cell(value, number) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise UnreadableTable(
                    "The row has more than %(most)s columns, which no table of entries has.", number, most=MOST_COLUMNS
                )
            if cells:
                writer.writerow((number, *cells))
            if text.tell() > PIECE:
                yield self._taken(text)
        yield self._taken(text)

    def _taken(self, text: io.StringIO) -> bytes:
        self.pieces += 1
        content = text.getvalue().encode()
        text.seek(0)
        text.truncate()
        return content


def read_workbook(content: bytes, sheet: int, most: int) -> Sheet:
    """The sheet of that place (1-based), at most so many rows of it (0: all). Refuses what is no harmless workbook."""
    _check(content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    names = [each.title for each in book.worksheets]
    if not 1 <= sheet <= len(names):
        raise UnreadableTable("The workbook has no sheet %(number)s.", number=sheet)
    found = book.worksheets[sheet - 1]
    found.reset_dimensions()
    return Sheet(names, found.iter_rows(values_only=True), most or MOST_ROWS)


def files_of(sheet: Sheet) -> Iterator[bytes]:
    """The pieces of text: rows with commas between their cells, the number of the row first."""
    return iter(sheet)


def to_json(sheet: Sheet) -> dict[str, Any]:
    """The names of the sheets, and in how many pieces the rows were left."""
    return {"sheets": sheet.names[:100], "pieces": sheet.pieces}


def _check(content: bytes) -> None:
    if content.startswith(OLD):
        raise UnreadableTable("This is a workbook of the older Excel, or one with a password: save it as XLSX.")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise UnreadableTable("The file is no XLSX workbook, or was cut.") from None
    if sum(part.file_size for part in parts) > UNPACKED:
        raise UnreadableTable("The workbook is larger, unpacked, than any table of entries.")
    if any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
        raise UnreadableTable("The workbook holds macros: save it as a plain XLSX.")


def _cell(value: Any, number: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value, number)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return f"{NUMBER}{value}"
    if isinstance(value, Real):
        return f"{NUMBER}{value:.15g}"
    if isinstance(value, datetime):
        return f"{DAY}{value.date().isoformat()}"
    if isinstance(value, date):
        return f"{DAY}{value.isoformat()}"
    if hasattr(value, "ref"):  # a formula over several cells
        _refuse_formula(number)
    return str(value)


def _text(value: str, number: int) -> str:
    if value.startswith("="):
        _refuse_formula(number)
    if len(value) >= LONGEST:
        raise UnreadableTable("A cell holds more text than any table of entries.", number)
    return value.replace(NUMBER, " ").replace(DAY, " ").replace("\0", " ")


def _refuse_formula(number: int) -> None:
    raise UnreadableTable("A cell holds a formula: save the sheet with its values.", number)
