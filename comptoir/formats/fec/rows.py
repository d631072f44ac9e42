"""A FEC file as lines of text: encoding, separator and header are told and checked; blocks of bounded size are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, NoReturn

from comptoir.formats.fec.columns import UnreadableFec, check_header, column_names

BLOCK = LONGEST = 1 << 16
"""So many bytes are read at a time; no line is as long."""

ENOUGH = 200
"""So many lines with accents tell the encoding."""

BOM = b"\xef\xbb\xbf"
CONTROLS = bytes(set(range(32)) - {9, 10, 13}) + b"\x7f"
NOT_LATIN = CONTROLS + bytes(range(0x80, 0xA0))
"""Bytes that stand for no printed character in ISO-8859-15."""

NOT_FIRST = NOT_LATIN + b"\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe"
"""Where ISO-8859-15 and ISO-8859-1, which is decoded much faster, differ."""

Block = tuple[int, list[str]]
"""The number of the first line, and the lines without their ends."""


class FecRows:
    """An open FEC file whose header was read: `encoding`, `separator`, and `sided` for the Montant/Sens variant.

    Reads what was there when it was opened; blank lines at the very end are no lines.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        size = file.seek(0, SEEK_END)
        self.end = _end_of_text(file, size)
        self.cut = self.end == size
        """Whether the last line has no end: the file may have been cut there."""
        self.last = 0
        """The number of the last line, as soon as it was read."""
        if not self.end:
            raise UnreadableFec("The file is empty.")
        self.encoding, start = _tell_encoding(file)
        self.separator = "\t"
        file.seek(start)
        header = self._lines(file.read(min(LONGEST, self.end - start)).partition(b"\n")[0], 1)[0]
        self.separator = "\t" if "\t" in header or "|" not in header else "|"
        self.sided = check_header(header.split(self.separator))
        self.columns = column_names(self.sided)
        file.seek(start)
        self.start = start + len(file.readline())
        if self.start >= self.end:
            raise UnreadableFec("The file has a header and no lines.", 1)

    def blocks(self) -> Iterator[Block]:
        """The lines after the header, some hundred at a time; each call begins at the first."""
        self.file.seek(self.start)
        left = self.end - self.start
        number, rest = 2, b""
        while left > 0:
            block = self.file.read(min(BLOCK, left))
            if not block:
                raise UnreadableFec("The file became shorter while it was read.", number)
            left -= len(block)
            data = rest + block
            end = data.rfind(b"\n") if left else len(data)
            if len(data) - end > LONGEST:
                raise UnreadableFec("The line is longer than any line of a FEC file.", number + data.count(b"\n"))
            rest = data[end + 1 :]
            if end >= 0:
                lines = self._lines(data[:end], number)
                number += len(lines)
                self.last = 0 if left else number - 1
                yield number - len(lines), lines

    def _lines(self, data: bytes, number: int) -> list[str]:
        """The bytes as lines without their ends; `number` is that of the first."""
        text = self._text(data.removesuffix(b"\r"), number)
        if "\r" not in text:
            return text.split("\n")
        lines, returns = text.split("\r\n"), text.count("\r")
        if len(lines) - 1 < returns:
            self._refuse_byte(data, _lone_return(data), number)
        return lines if text.count("\n") == returns else text.replace("\r\n", "\n").split("\n")

    def _text(self, data: bytes, number: int) -> str:
        if self.encoding != "utf-8" and len(data.translate(None, NOT_FIRST)) == len(data):
            return data.decode("iso-8859-1")
        bad_bytes = CONTROLS if self.encoding == "utf-8" else NOT_LATIN
        if len(data.translate(None, bad_bytes)) != len(data):
            self._refuse_byte(data, next(at for at, byte in enumerate(data) if byte in bad_bytes), number)
        try:
            return data.decode(self.encoding)
        except UnicodeDecodeError as error:
            self._refuse_byte(data, error.start, number)

    def _refuse_byte(self, data: bytes, at: int, number: int) -> NoReturn:
        before = data[data.rfind(b"\n", 0, at) + 1 : at].count(self.separator.encode())
        names = column_names(False) if number == 1 else self.columns
        column = names[before] if before < len(names) else ""
        line = number + data.count(b"\n", 0, at)
        code = f"{data[at]:02X}"
        if data[at] < 0x80:
            raise UnreadableFec("The byte %(code)s is a control character.", line, column, code=code)
        encoding = self.encoding.upper()
        raise UnreadableFec(
            "The byte %(code)s is no character in %(encoding)s.", line, column, code=code, encoding=encoding
        )


@contextmanager
def open_rows(path: Path) -> Iterator[FecRows]:
    """Open the file and read its header. Raises OSError, and UnreadableFec for anything but a FEC file with lines."""
    with path.open("rb") as file:
        yield FecRows(file)


def _end_of_text(file: BinaryIO, size: int) -> int:
    """Where the last line ends, without its line end and the blank lines after it."""
    end = size
    while end:
        start = max(0, end - 4096)
        file.seek(start)
        kept = len(file.read(end - start).rstrip(b"\r\n"))
        if kept:
            return start + kept
        end = start
    return 0


def _tell_encoding(file: BinaryIO) -> tuple[str, int]:
    """UTF-8 or ISO-8859-15, and where the text starts: a mark tells, else what most lines with accents say."""
    file.seek(0)
    if file.read(3) == BOM:
        return "utf-8", 3
    file.seek(0)
    utf8 = other = 0
    while (block := file.read(BLOCK)) and utf8 + other < ENOUGH:
        block += file.readline(LONGEST)
        if block.isascii():
            continue
        for line in block.split(b"\n"):
            if not line.isascii():
                valid = _is_utf8(line)
                utf8 += valid
                other += not valid
    return ("iso-8859-15" if other > utf8 else "utf-8"), 0


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lone_return(data: bytes) -> int:
    """Where the first carriage return stands that ends no line."""
    at = data.find(b"\r")
    while data[at + 1 : at + 2] == b"\n":
        at = data.find(b"\r", at + 1)
    return at
