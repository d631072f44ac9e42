"""Small tables beside the exports: header names in three languages, three separators, two encodings, places of faults."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.connectors.port import Place, WrongBooks
from comptoir.kit.text import plain
from comptoir.kit.words import Fact

SEPARATORS = (";", "\t", ",")
LONGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its place, and its texts by the canonical names of the columns; columns that are not there are ""."""

    file: str
    line: int
    texts: Mapping[str, str]
    headers: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")

    def wrong(self, column: str, text: str, **facts: Fact) -> WrongBooks:
        """The refusal for what this row says in that column."""
        return WrongBooks(text, Place(self.file, self.line, self.headers.get(column, column)), **facts)


def read_table(path: Path, names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Iterator[TableRow]:
    """The rows of the table, streaming. `names`: what each column may be called beside its canonical name.

    Raises WrongBooks with its place for an unknown or missing column, a row of another length, bytes that are no text.
    """
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        start = file.readline(LONGEST)
        separator = max(SEPARATORS, key=start.count)
        columns, headers = _columns(path, next(csv.reader([start], delimiter=separator), []), names, needed)
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 2
        try:
            for texts in reader:
                if any(texts):
                    yield _row(path, line, texts, columns, headers)
                line = reader.line_num + 2
        except csv.Error as error:
            raise WrongBooks(
                "The row cannot be read: a quotation mark is not closed, or stands where none may.",
                Place(path.name, reader.line_num + 1),
            ) from error
        except UnicodeDecodeError:
            raise WrongBooks("The file holds bytes that are no text.", Place(path.name, line)) from None


def _row(path: Path, line: int, texts: list[str], columns: list[str], headers: Mapping[str, str]) -> TableRow:
    if len(texts) != len(columns):
        raise WrongBooks(
            "The row has %(count)s columns and not %(wanted)s.",
            Place(path.name, line),
            count=len(texts),
            wanted=len(columns),
        )
    row = TableRow(path.name, line, dict(zip(columns, map(str.strip, texts), strict=True)), headers)
    for column, text in row.texts.items():
        if not text.isprintable():
            raise row.wrong(column, "The text holds a control character.")
    return row


def _columns(
    path: Path, seen: list[str], names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> tuple[list[str], dict[str, str]]:
    """The canonical names of the columns in their order, and what the file calls each."""
    known = {plain(alias): name for name, aliases in names.items() for alias in (name, *aliases)}
    columns: list[str] = []
    for text in seen:
        name = known.get(plain(text.replace("_", " ").replace("-", " "))) or known.get(plain(text))
        if name is None or name in columns:
            raise WrongBooks(
                "The column “%(name)s” is not known here, or stands there twice.",
                Place(path.name, 1, text.strip()),
                name=text.strip(),
            )
        columns.append(name)
    for name in needed:
        if name not in columns:
            raise WrongBooks("The column %(name)s is missing.", Place(path.name, 1, name), name=name)
    return columns, dict(zip(columns, map(str.strip, seen), strict=True))


def _encoding_of(path: Path) -> str:
    """UTF-8 (a mark is taken off) when the whole file is that, else ISO-8859-15."""
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(LONGEST):
                pass
    except UnicodeDecodeError:
        return "iso-8859-15"
    return "utf-8-sig"
