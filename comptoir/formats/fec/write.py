"""Writes a FEC file: any stream of lines or pieces, in either variant, so that reading it gives the same lines back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from comptoir.formats.fec.columns import WIDTHS, FecLine, FecPiece, column_names
from comptoir.kit.words import Refusal


class Variant(Enum):
    """How amounts are written: two columns, or one with its side as a letter or as a sign."""

    DEBIT_CREDIT = ("", "")
    AMOUNT_AND_LETTER = ("D", "C")
    AMOUNT_AND_SIGN = ("+1", "-1")


class UnwritableFec(Refusal):
    """A line that the file cannot hold."""


def write(
    lines: Iterable[FecLine | FecPiece],
    target: Path | BinaryIO,
    *,
    encoding: str = "iso-8859-15",
    separator: str = "\t",
    variant: Variant = Variant.DEBIT_CREDIT,
) -> int:
    """Write header and lines, and tell how many lines; a stream is left open.

    `encoding` is iso-8859-15, utf-8 or utf-8-sig (with mark); `separator` tab or pipe. Raises UnwritableFec for a text
    that is too long, holds the separator or a control character, has blanks at its ends, or is not in the encoding.
    """
    count = 0
    with _text_of(target, encoding) as file:
        file.write(separator.join(column_names(variant is not Variant.DEBIT_CREDIT)) + "\r\n")
        for line in _lines_of(lines):
            columns = _columns(line, variant)
            _check(columns, separator, encoding)
            file.write(separator.join(columns) + "\r\n")
            count += 1
    return count


@contextmanager
def _text_of(target: Path | BinaryIO, encoding: str) -> Iterator[TextIOWrapper]:
    if isinstance(target, Path):
        with target.open("w", encoding=encoding, newline="") as file:
            yield file
        return
    file = TextIOWrapper(target, encoding=encoding, newline="", write_through=True)
    try:
        yield file
    finally:
        file.detach()


def _lines_of(source: Iterable[FecLine | FecPiece]) -> Iterator[FecLine]:
    for item in source:
        if isinstance(item, FecPiece):
            yield from item.lines
        else:
            yield item


def _columns(line: FecLine, variant: Variant) -> list[str]:
    debit, credit = variant.value
    if debit:
        amounts = [_amount(abs(line.cents)), debit if line.cents >= 0 else credit]
    else:
        amounts = [_amount(max(line.cents, 0)), _amount(max(-line.cents, 0))]
    return [
        line.journal,
        line.journal_name,
        line.number,
        _day(line.booked_on),
        line.account,
        line.account_name,
        line.auxiliary,
        line.auxiliary_name,
        line.reference,
        _day(line.document_on),
        line.text,
        *amounts,
        line.lettering,
        _day(line.lettered_on),
        _day(line.validated_on),
        _amount(line.foreign_cents) if line.foreign_cents else "",
        line.currency,
    ]


def _check(columns: list[str], separator: str, encoding: str) -> None:
    for name, text in zip(column_names(False), columns, strict=True):
        if len(text) > WIDTHS.get(name, len(text)):
            raise UnwritableFec("“%(shown)s” is too long for the column %(name)s.", shown=text, name=name)
        if separator in text or text != text.strip(" ") or any(char < " " or char == "\x7f" for char in text):
            raise UnwritableFec("“%(shown)s” cannot stand in the column %(name)s.", shown=text, name=name)
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            raise UnwritableFec(
                "“%(shown)s” cannot be written in %(encoding)s.", shown=text, encoding=encoding.upper()
            ) from None


def _amount(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y%m%d}"
