"""A list as a file: every column of every row that is wanted, as CSV or XLSX, in memory that does not grow.

Both are written to a temporary file first: what goes wrong does so before the answer begins, and one query is one state
of the books. A text that a spreadsheet would take for a formula is written so that it is none.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import get_language, gettext
from xlsxwriter import Workbook

from comptoir.firms.paging import Row
from comptoir.kit.money import decimal_of, text_of
from comptoir.kit.words import Refusal
from comptoir.web.portal.lists.columns import Column, Kind
from comptoir.web.shared.templatetags.comptoir import dmy, when

MAX_ROWS = 50_000
"""More rows are not made into a sheet while somebody waits; a CSV of them is there in a moment."""

MAX_TEXT = 32_767
"""Characters that a cell of XLSX holds."""

BOM = b"\xef\xbb\xbf"
"""Tells spreadsheets that the file is UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDTHS: Mapping[Kind, int] = {"day": 12, "moment": 17, "cents": 14, "text": 18}
WIDE = 38
FIRST_DAY = date(1900, 3, 1)
"""Earlier days are counted wrongly by spreadsheets, and are written as text."""


class TooManyRows(Refusal):
    """The list has more rows than a sheet is made of."""


def csv_file(columns: Sequence[Column], rows: Iterable[Row]) -> IO[bytes]:
    """The rows as CSV: semicolons and decimal commas, or commas and points for English readers; open at its beginning."""
    english = (get_language() or "fr")[:2] == "en"
    file = tempfile.TemporaryFile("w+b")  # noqa: SIM115  the answer closes it
    file.write(BOM)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    lines = csv.writer(text, delimiter="," if english else ";")
    lines.writerow([harmless(str(column.label)) for column in columns])
    for row in rows:
        lines.writerow([_written(column.kind, column.value(row), english=english) for column in columns])
    text.detach()
    file.seek(0)
    return file


def xlsx_file(
    title: str, columns: Sequence[Column], rows: Iterable[Row], about: Sequence[tuple[str, str]], *, count: int
) -> IO[bytes]:
    """The rows as XLSX, dates and amounts as such, with a second sheet on what they are; open at its beginning.

    `count` is how many rows there will be. Refuses (TooManyRows).
    """
    if count > MAX_ROWS:
        raise TooManyRows(
            "The list has %(count)s rows, and an Excel file is made of at most %(most)s."
            " Take the list as CSV, which Excel opens too, or narrow the filter.",
            count=count,
            most=MAX_ROWS,
        )
    file = tempfile.TemporaryFile("w+b")  # noqa: SIM115  the answer closes it
    with Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        _write_rows(book, title, columns, rows)
        sheet = book.add_worksheet(gettext("About this list")[:31])
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 60)
        for line, (label, text) in enumerate(about):
            sheet.write_string(line, 0, label)
            sheet.write_string(line, 1, text)
    file.seek(0)
    return file


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA[:4]) else text


def _written(kind: Kind, value: Any, *, english: bool) -> str:
    if value is None:
        return ""
    if kind == "cents":
        return text_of(value) if english else text_of(value).replace(".", ",")
    if kind == "day":
        return dmy(value)
    return when(value) if kind == "moment" else harmless(str(value))


def _write_rows(book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8ECF0", "valign": "vcenter"})
    sheet.freeze_panes(1, 0)
    formats = {
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "cents": book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"}),
    }
    writers = [_writer(sheet, column.kind, formats.get(column.kind)) for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDE if "grow" in column.css.split() else WIDTHS[column.kind])
        sheet.write_string(0, place, str(column.label), head)
    line = 0
    for line, row in enumerate(rows, start=1):
        for place, (write, column) in enumerate(zip(writers, columns, strict=True)):
            value = column.value(row)
            if value is not None and value != "":
                write(line, place, value)
    sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)


def _writer(sheet: Any, kind: Kind, look: Any) -> Callable[[int, int, Any], None]:
    """Writes a value of that kind into a cell."""

    def text(line: int, place: int, value: Any) -> None:
        sheet.write_string(line, place, str(value)[:MAX_TEXT])

    def day(line: int, place: int, value: date) -> None:
        if value < FIRST_DAY:
            text(line, place, dmy(value))
        else:
            sheet.write_datetime(line, place, value, look)

    def moment(line: int, place: int, value: datetime) -> None:
        sheet.write_datetime(line, place, timezone.localtime(value).replace(tzinfo=None), look)

    def cents(line: int, place: int, value: int) -> None:
        sheet.write_number(line, place, decimal_of(value), look)

    return {"text": text, "day": day, "moment": moment, "cents": cents}[kind]
