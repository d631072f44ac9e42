"""A file of the folder as rows with named columns, as the mapping says that it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from comptoir.connectors.csv.mapping import WORKBOOK, Mapping
from comptoir.formats.table.cells import Rows, UnreadableTable, shown
from comptoir.formats.table.sheet import UnpackedSheet
from comptoir.formats.table.text import text_rows


@contextmanager
def open_rows(path: Path, mapping: Mapping, *, most: int = 0) -> Iterator[Rows]:
    """The rows that have something in them, at most so many of a workbook (0: all). Refuses (Unreadable), and OSError."""
    if mapping.kind != WORKBOOK:
        yield text_rows(path, mapping.shape)
        return
    with TemporaryDirectory(prefix="comptoir-sheet-") as folder:
        yield UnpackedSheet(path, Path(folder), sheet=mapping.sheet, most=most).rows()


def letters(place: int) -> str:
    """What a workbook calls the column of that place, from 0: A, B, ... Z, AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def names_of(cells: list[str], *, header: bool) -> list[str]:
    """The names of the columns: their headers, one that stands there again with its count; else their letters."""
    names: list[str] = []
    for place, cell in enumerate(cells):
        first = name = " ".join(shown(cell).split()) if header else ""
        if not name:
            first = name = letters(place)
        count = 1
        while name in names:
            count += 1
            name = f"{first} ({count})"
        names.append(name)
    return names


def after_header(rows: Rows, mapping: Mapping) -> tuple[list[str], Rows]:
    """The names of the columns, and the rows below the header. Raises UnreadableTable where there is none."""
    for number, cells in rows:
        if number < mapping.header:
            continue
        if not mapping.header:
            return names_of(cells, header=False), _with(number, cells, rows)
        if number == mapping.header:
            return names_of(cells, header=True), rows
        break
    raise UnreadableTable("The file has no header in row %(number)s.", number=mapping.header)


def _with(number: int, cells: list[str], rows: Rows) -> Rows:
    yield number, cells
    yield from rows
