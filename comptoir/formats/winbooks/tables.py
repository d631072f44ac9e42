"""A table of a dossier, whether DBF or exported text: told by its content, read as texts of the columns asked for."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import NoReturn, Protocol, TextIO

from comptoir.formats.dbf.codepages import CODE_PAGES, told_code_page
from comptoir.formats.dbf.table import HEAD, DbfTable, is_dbf, refuse_bad
from comptoir.formats.unreadable import UnreadableRow
from comptoir.formats.winbooks.columns import DOCTYPES, NEEDED, OTHER_NAMES, PROFILES, TABLES

ENCODINGS = (*CODE_PAGES, "utf-8")
SEPARATORS = (",", ";", "\t")
LONGEST = SAMPLE = 1 << 20
END = "\x1a"
"""What DOS puts after the last line of a text."""


class Table(Protocol):
    """An open table of a dossier."""

    encoding: str

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """The number of each record or line, and the texts of those columns; a column that is not there is blank."""
        ...


class TextTable:
    """An exported text: columns named by its first line, or of one of the documented orders."""

    def __init__(self, file: TextIO, kind: str, encoding: str) -> None:
        self.file, self.kind, self.encoding = file, kind, encoding
        first = file.readline(LONGEST)
        self.separator = max(SEPARATORS, key=first.count)
        cells = next(csv.reader([first], delimiter=self.separator), [])
        told = [cell.strip().upper() for cell in cells]
        self.named = NEEDED[kind][0] in [OTHER_NAMES.get(kind, {}).get(name, name) for name in told]
        self.count = len(cells)
        if not first.strip():
            self.names: tuple[str, ...] = tuple(column.name for column in TABLES[kind])
        elif self.named:
            self.names = _own_names(kind, told)
        else:
            self.names = self._documented()

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """The lines with something in them. Refuses a line of another length, and what is no text."""
        self.file.seek(0)
        reader = csv.reader(self.file, delimiter=self.separator, strict=True)
        places = [self.names.index(name) if name in self.names else self.count for name in columns]
        try:
            for cells in _after_first(reader) if self.named else reader:
                if not cells or cells == [END]:
                    continue
                if len(cells) != self.count:
                    self._refuse_count(len(cells), reader.line_num)
                if not "".join(cells).isprintable():
                    told = [cell.replace("\0", "\1") for cell in cells]
                    refuse_bad(told, chain(self.names, repeat("")), reader.line_num, self.encoding)
                cells.append("")
                yield reader.line_num, [cells[place] for place in places]
        except csv.Error:
            raise UnreadableRow(
                "The row cannot be read: a quotation mark is not closed, or stands where none may.", reader.line_num
            ) from None

    def _documented(self) -> tuple[str, ...]:
        """The names of the columns of a text that does not name them."""
        known = PROFILES.get(self.kind)
        if known is None:
            raise UnreadableRow(
                "The first line must name the columns: %(names)s.", 1, names=", ".join(NEEDED[self.kind])
            )
        if self.count not in known:
            raise UnreadableRow(
                "The text has %(count)s columns and does not name them; no export of WinBooks is known to have so many. "
                "Have it write their names into the first line.",
                1,
                count=self.count,
            )
        return tuple(column.name for column in TABLES[self.kind])[: self.count]

    def _refuse_count(self, count: int, line: int) -> NoReturn:
        raise UnreadableRow("The row has %(count)s columns and not %(wanted)s.", line, count=count, wanted=self.count)


class _DbfOfDossier:
    """A DBF table with the names that its columns have in this version."""

    def __init__(self, table: DbfTable, kind: str) -> None:
        self.table, self.encoding = table, table.encoding
        self.own = dict(zip(_own_names(kind, table.names), table.names, strict=True))

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        return self.table.rows([self.own.get(name, name) for name in columns])


@contextmanager
def open_table(path: Path, kind: str, encoding: str = "") -> Iterator[Table]:
    """Open the table of that kind ("ACT"). Raises OSError, and UnreadableRow for anything but such a table."""
    with path.open("rb") as file:
        if path.suffix.casefold() == ".dbf" or is_dbf(file.read(HEAD)):
            file.seek(0)
            yield _DbfOfDossier(DbfTable(file, encoding if encoding in CODE_PAGES else ""), kind)
            return
    told = encoding or told_encoding([path])
    with path.open(encoding="utf-8-sig" if told == "utf-8" else told, errors="surrogateescape", newline="") as text:
        yield TextTable(text, kind, told)


def is_act(head: bytes) -> bool:
    """Whether a file that begins so holds lines of WinBooks: a table or text that names DOCTYPE, or a row as exported."""
    if is_dbf(head):
        return b"DOCTYPE\0" in head
    first = head.partition(b"\n")[0].decode("ascii", "replace")
    cells = next(csv.reader([first], delimiter=max(SEPARATORS, key=first.count)), [])
    named = {cell.strip().upper() for cell in cells}
    return {"DOCTYPE", "DBKCODE"} <= named or (len(cells) in PROFILES["ACT"] and cells[0] in DOCTYPES)


def told_encoding(paths: Sequence[Path]) -> str:
    """The encoding that these tables have in common: the mark of a DBF says it, else the beginnings of all of them do."""
    samples = []
    for path in paths:
        with path.open("rb") as file:
            if path.suffix.casefold() == ".dbf":
                table = DbfTable(file)
                if table.is_marked:
                    return table.encoding
                file.seek(table.start)
            samples.append(file.read(SAMPLE))
    if any(path.suffix.casefold() != ".dbf" for path in paths) and _are_utf8(samples):
        return "utf-8"
    return told_code_page(samples)


def _are_utf8(samples: list[bytes]) -> bool:
    """Whether they hold something beyond ASCII, and read as UTF-8, the character cut at the end of a sample aside."""
    for sample in samples:
        try:
            sample.decode()
        except UnicodeDecodeError as error:
            if error.start < SAMPLE - 4:
                return False
    return not all(sample.isascii() for sample in samples)


def _own_names(kind: str, told: Sequence[str]) -> tuple[str, ...]:
    """The documented names of these columns. Refuses a table without the columns that it needs, or with one twice."""
    names = tuple(OTHER_NAMES.get(kind, {}).get(name, name) for name in told)
    for name in names:
        if names.count(name) > 1 and name in NEEDED[kind]:
            raise UnreadableRow("The column %(name)s stands there twice.", 0, name, name=name)
    for name in NEEDED[kind]:
        if name not in names:
            raise UnreadableRow("The column %(name)s is missing.", 0, name, name=name)
    return names


def _after_first(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    next(reader, None)
    return reader
