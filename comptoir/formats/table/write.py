"""Rows become a table again: text with separators, or a workbook, written as the ones that are read."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from comptoir.formats.table.text import TextShape
from comptoir.formats.table.values import TYPED
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.money import decimal_of, text_of
from comptoir.kit.words import Cents

Value = str | Cents | date | None
FORMS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d", TYPED: "%Y-%m-%d"}
START = date(1899, 12, 30)


class Writing:
    """How amounts and days are written: an order of days and a decimal sign."""

    def __init__(self, dates: str, decimal: str) -> None:
        self.dates, self.decimal = dates, decimal

    def text(self, value: Value) -> str:
        """The value as text."""
        if value is None:
            return ""
        if isinstance(value, Cents):
            return text_of(value.cents).replace(".", "," if self.decimal == "," else ".")
        if isinstance(value, date):
            return str((value - START).days) if self.dates == "serial" else value.strftime(FORMS[self.dates])
        return value


def write_text(rows: Sequence[Sequence[Value]], path: Path, shape: TextShape, writing: Writing, *, blank: int) -> None:
    """Write the rows below so many blank lines. Raises Unreadable for what the encoding or the separator cannot hold."""
    try:
        with path.open("w", encoding=shape.encoding, newline="") as file:
            file.write("\r\n" * blank)
            if shape.quote:
                writer = csv.writer(file, delimiter=shape.separator, quotechar=shape.quote)
            else:
                writer = csv.writer(file, delimiter=shape.separator, quoting=csv.QUOTE_NONE)
            writer.writerows([writing.text(value) for value in row] for row in rows)
    except UnicodeEncodeError as error:
        raise Unreadable(
            "The sign %(sign)s cannot be written in %(encoding)s.",
            sign=error.object[error.start],
            encoding=shape.encoding.upper(),
        ) from None
    except csv.Error:
        raise Unreadable("A text holds the separator of the table, and no quotation mark may stand round it.") from None


def write_workbook(rows: Sequence[Sequence[Value]], path: Path, writing: Writing, *, blank: int) -> None:
    """Write the rows below so many blank ones; amounts are numbers, and days are days where they are read as such."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows, blank):
            for place, value in enumerate(row):
                if isinstance(value, Cents):
                    sheet.write_number(number, place, decimal_of(value.cents))
                elif isinstance(value, date) and writing.dates == TYPED:
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write_string(number, place, writing.text(value))
