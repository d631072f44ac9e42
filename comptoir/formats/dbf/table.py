"""Reads a DBF table: the header is checked against the file, then records stream as texts of the columns asked for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from comptoir.formats.dbf.codepages import CODE_PAGES, MARKS, told_code_page
from comptoir.formats.unreadable import UnreadableRow

VERSIONS = {0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x83, 0x8B, 0xF5}
"""dBase III and IV, FoxPro and Visual FoxPro, each with or without a memo file."""

TEXTUAL, BINARY = "CNFDLM", "IBYTGPVQ0"
"""Kinds of columns: written out as text, or as bytes (whole numbers, moments, pictures, flags)."""

HEAD, DESCRIPTOR, END = 32, 32, 0x0D
BLOCK = 1 << 17
"""About so many bytes are read at a time."""

SAMPLE = 1 << 20
"""So many bytes tell the code page."""

BAD = re.compile("[\x01-\x1f\x7f\udc80-\udcff]")
"""Control characters, and bytes that are none in the code page."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table; `start` is its place in the record."""

    name: str
    kind: str
    length: int
    decimals: int
    start: int


class DbfTable:
    """An open table: `fields` by name, `count` of records (deleted ones included), `encoding` of its texts.

    `is_marked`: the header says the code page.
    """

    def __init__(self, file: BinaryIO, encoding: str = "") -> None:
        """Reads the header. `encoding`: the code page that is known from elsewhere. Refuses a file that belies it."""
        self.file = file
        head = file.read(HEAD)
        if len(head) < HEAD or head[0] not in VERSIONS:
            raise UnreadableRow("The file is no DBF table.")
        self.count = int.from_bytes(head[4:8], "little")
        self.start = int.from_bytes(head[8:10], "little")
        self.length = int.from_bytes(head[10:12], "little")
        self.fields = _fields(file.read(max(self.start - HEAD, 0)), self.length)
        self._check_size(file.seek(0, SEEK_END))
        self.is_marked = head[29] in MARKS
        self.encoding = encoding or MARKS.get(head[29], "") or self._told()
        if self.encoding not in CODE_PAGES:
            raise UnreadableRow(
                "The code page %(encoding)s is none that a table can be in.", encoding=self.encoding or "?"
            )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self.fields)

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """The number of each record that is not deleted, and what stands in those columns, with the blanks at its ends.

        A column that the table has not is blank. Refuses a column that holds no text, and bytes that are no text.
        """
        for name in columns:
            if name in self.fields and self.fields[name].kind not in TEXTUAL[:-1]:
                raise UnreadableRow("The column %(name)s holds no text or number that can be read.", 0, name, name=name)
        parts = [self._part(name) for name in columns]
        length, number = self.length, 0
        for text in self._blocks():
            suspect = BAD.search(text) is not None
            for start in range(0, len(text), length):
                number += 1
                flag = text[start]
                if flag != " ":
                    if flag == "*":
                        continue
                    raise UnreadableRow("The record is neither deleted nor there: the table is damaged.", number)
                record = text[start : start + length]
                texts = [record[part] for part in parts]
                if suspect:
                    refuse_bad(texts, columns, number, self.encoding)
                yield number, texts

    def _part(self, name: str) -> slice:
        field = self.fields.get(name)
        return slice(field.start, field.start + field.length) if field else slice(0, 0)

    def _blocks(self) -> Iterator[str]:
        """Some hundred whole records at a time, as text of one character per byte."""
        self.file.seek(self.start)
        left, at_once = self.count, max(1, BLOCK // self.length)
        while left:
            wanted = min(at_once, left)
            data = self.file.read(wanted * self.length)
            if len(data) != wanted * self.length:
                raise UnreadableRow("The file became shorter while it was read.", self.count - left + 1)
            yield data.decode(self.encoding, "surrogateescape")
            left -= wanted

    def _check_size(self, size: int) -> None:
        """The file is as long as its header says, with the byte that ends it or without."""
        room, rest = divmod(size - self.start, self.length)
        if room < self.count:
            raise UnreadableRow(
                "The table is to have %(count)s records, and the file ends after %(room)s: it was cut, or is not complete "
                "yet.",
                count=self.count,
                room=max(room, 0),
            )
        if room > self.count or rest > 1:
            raise UnreadableRow(
                "The file is longer than the %(count)s records that its header tells of: one of them is wrong.",
                count=self.count,
            )

    def _told(self) -> str:
        self.file.seek(self.start)
        return told_code_page([self.file.read(SAMPLE)])


@contextmanager
def open_dbf(path: Path, encoding: str = "") -> Iterator[DbfTable]:
    """Open the table. Raises OSError, and UnreadableRow for anything but a whole DBF table."""
    with path.open("rb") as file:
        yield DbfTable(file, encoding)


def is_dbf(head: bytes) -> bool:
    """Whether a file that begins so is meant to be a DBF table: its version, a day, and bytes that no text has."""
    return len(head) >= HEAD and head[0] in VERSIONS and 1 <= head[2] <= 12 and 1 <= head[3] <= 31 and 0 in head[:HEAD]


def _fields(data: bytes, length: int) -> dict[str, Field]:
    """The columns that the descriptors name, whose lengths fill the record."""
    fields: dict[str, Field] = {}
    start = 1
    for at in range(0, len(data), DESCRIPTOR):
        if data[at] == END:
            break
        told = data[at : at + DESCRIPTOR]
        name = told[:11].partition(b"\0")[0].decode("ascii", "replace").strip().upper()
        kind = chr(told[11]) if len(told) == DESCRIPTOR else ""
        if not kind or kind not in TEXTUAL + BINARY or not name.isprintable() or not name or name in fields:
            raise UnreadableRow("The header of the table is damaged: it names no columns that can be.")
        fields[name] = Field(name, kind, told[16], told[17], start)
        start += told[16]
    else:
        raise UnreadableRow("The header of the table is damaged: it has no end.")
    if not fields or start != length:
        raise UnreadableRow(
            "The columns of the table are %(columns)s bytes long and its records %(record)s: the header is wrong.",
            columns=start,
            record=length,
        )
    return fields


def refuse_bad(texts: Iterable[str], columns: Iterable[str], row: int, encoding: str) -> None:
    """Refuse what is no text in the first of the columns that has it."""
    for name, text in zip(columns, texts, strict=False):
        found = BAD.search(text)
        if found is None:
            continue
        code = f"{ord(found[0]) & 0xFF:02X}"
        if ord(found[0]) < 0x80:
            raise UnreadableRow("The byte %(code)s is a control character.", row, name, code=code)
        raise UnreadableRow(
            "The byte %(code)s is no character in %(encoding)s.", row, name, code=code, encoding=encoding.upper()
        )
