"""Writes a DBF table, record by record, so that reading it gives the same texts back."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from comptoir.formats.dbf.codepages import MARKS
from comptoir.kit.words import Refusal

MARK_OF = {encoding: mark for mark, encoding in reversed(MARKS.items())}


class UnwritableTable(Refusal):
    """Something that the table cannot hold."""


class Column(NamedTuple):
    """A column: its name, its kind (C text, N number, D day, L yes or no), its length and decimals."""

    name: str
    kind: str
    length: int
    decimals: int = 0


def write(
    path: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, changed_on: date, encoding: str = "cp850"
) -> int:
    """Write header and records, and tell how many. Raises UnwritableTable for what a column cannot hold."""
    length = 1 + sum(column.length for column in columns)
    count = 0
    with path.open("wb") as file:
        file.write(_header(columns, length, 0, changed_on, encoding))
        for row in rows:
            file.write(
                b" " + b"".join(stored(column, text, encoding) for column, text in zip(columns, row, strict=True))
            )
            count += 1
        file.write(b"\x1a")
        file.seek(0)
        file.write(_header(columns, length, count, changed_on, encoding))
    return count


def _header(columns: Sequence[Column], length: int, count: int, changed_on: date, encoding: str) -> bytes:
    start = 32 * (len(columns) + 1) + 1
    head = bytes([0x03, changed_on.year % 100, changed_on.month, changed_on.day])
    head += count.to_bytes(4, "little") + start.to_bytes(2, "little") + length.to_bytes(2, "little")
    head += bytes(17) + bytes([MARK_OF[encoding]]) + bytes(2)
    for column in columns:
        head += column.name.encode("ascii").ljust(11, b"\0") + column.kind.encode("ascii") + bytes(4)
        head += bytes([column.length, column.decimals]) + bytes(14)
    return head + b"\x0d"


def stored(column: Column, text: str, encoding: str) -> bytes:
    """The text as the column holds it. Raises UnwritableTable for one that is too long, or cannot stand there."""
    if any(char < " " or char == "\x7f" for char in text) or text != text.strip(" "):
        raise UnwritableTable("“%(shown)s” cannot stand in the column %(name)s.", shown=text, name=column.name)
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        raise UnwritableTable(
            "“%(shown)s” cannot be written in %(encoding)s.", shown=text, encoding=encoding.upper()
        ) from None
    if len(text) > column.length:
        raise UnwritableTable("“%(shown)s” is too long for the column %(name)s.", shown=text, name=column.name)
    return data.rjust(column.length) if column.kind == "N" else data.ljust(column.length)
