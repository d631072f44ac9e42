"""Cells become cents and days in one way that was chosen before; a cell that does not fit it is refused, never guessed."""

import re
from datetime import date, timedelta

from comptoir.formats.table.cells import DAY, NUMBER
from comptoir.kit.dates import BadDate, date_from_digits
from comptoir.kit.money import BadAmount, cents_from_text

REMEMBERED = 20_000
"""So many cells are remembered as read; then they are forgotten, for memory must stay bounded."""

TYPED = "typed"
"""The cells are numbers or days that the workbook itself knows as such; no text is one."""

DECIMALS = (",", ".")
GROUPS = ("", ".", ",", " ", "'")
"""What may stand between thousands; "" for nothing."""

ORDERS = ("dmy", "mdy", "ymd", "serial")
"""Orders in which text says a day; "serial" counts days as workbooks do (1 is 1 January 1900)."""

YEARS = range(1900, 3000)
_SERIAL_START = date(1899, 12, 30)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_TIME = re.compile(r"(?:T| +)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm]|Z)?", re.ASCII)
_PARTS = re.compile(r"(\d{1,4})([/.\- ])(\d{1,2})\2(\d{1,4})", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)


class Amounts(dict[str, int | None]):
    """Amounts in cents as already read, by decimal sign and sign between thousands; blank is None. Raises BadAmount.

    A minus stands before or behind, or brackets round; further decimals are noughts, and four in all or more.
    """

    def __init__(self, decimal: str, thousands: str) -> None:
        group = re.escape(thousands)
        grouped = rf"\d{{1,3}}(?:{group}\d{{3}})+|" if thousands else ""
        self._form = re.compile(rf"({grouped}\d{{1,13}})(?:{re.escape(decimal)}(\d{{1,2}}|\d\d00+))?", re.ASCII)
        self._thousands, self._typed = thousands, decimal == TYPED
        super().__init__()

    def __missing__(self, cell: str) -> int | None:
        if len(self) > REMEMBERED:
            self.clear()
        self[cell] = cents = self._read(cell)
        return cents

    def _read(self, cell: str) -> int | None:
        if cell[:1] == NUMBER:
            return cents_from_text(cell[1:])
        text = _SPACES.sub(" ", cell).replace("\u2212", "-").replace("’", "'").replace("€", "").strip()
        if not text:
            return None
        negative = text[0] in "-(" or text[-1] == "-"
        if text[0] == "(" and text[-1] == ")":
            text = text[1:-1].strip()
        elif text[0] in "-+":
            text = text[1:].lstrip()
        elif text[-1] == "-":
            text = text[:-1].rstrip()
        match = self._form.fullmatch(text)
        if match is None or self._typed:
            raise BadAmount(cell)
        whole = match[1].replace(self._thousands, "") if self._thousands else match[1]
        return cents_from_text(f"{'-' if negative else ''}{whole}.{(match[2] or '0')[:2]}")


class Days(dict[str, date | None]):
    """Days as already read, in one of ORDERS or TYPED; blank is None, a time behind the day is left aside.

    Raises BadDate. A year of two figures is one of this century.
    """

    def __init__(self, order: str) -> None:
        self._order = order
        super().__init__()

    def __missing__(self, cell: str) -> date | None:
        if len(self) > REMEMBERED:
            self.clear()
        self[cell] = day = self._read(cell)
        return day

    def _read(self, cell: str) -> date | None:
        text = cell.strip()
        if not text:
            return None
        if text[0] == DAY:
            return _checked(date_from_digits(text[1:].replace("-", "")), cell)
        text = text.removeprefix(NUMBER)
        if self._order == TYPED:
            raise BadDate(cell)
        if self._order == "serial":
            return _serial(text, cell)
        text = _TIME.sub("", text)
        return _checked(date_from_digits(self._digits(text, cell)), cell)

    def _digits(self, text: str, cell: str) -> str:
        """The text as YYYYMMDD."""
        if _EIGHT.fullmatch(text):
            cut = {"dmy": (2, 4), "mdy": (2, 4), "ymd": (4, 6)}[self._order]
            parts = (text[: cut[0]], text[cut[0] : cut[1]], text[cut[1] :])
        elif match := _PARTS.fullmatch(text):
            parts = (match[1], match[3], match[4])
        else:
            raise BadDate(cell)
        said = dict(zip(self._order, parts, strict=True))
        if len(said["y"]) not in (2, 4) or len(said["d"]) > 2 or len(said["m"]) > 2:
            raise BadDate(cell)
        year = said["y"] if len(said["y"]) == 4 else f"20{said['y']}"
        return f"{year}{said['m']:0>2}{said['d']:0>2}"


def _serial(text: str, cell: str) -> date:
    whole, _, rest = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and 2 <= len(whole) <= 6 and (not rest or rest.isdigit())):
        raise BadDate(cell)
    return _checked(_SERIAL_START + timedelta(days=int(whole)), cell)


def _checked(day: date, cell: str) -> date:
    if day.year not in YEARS:
        raise BadDate(cell)
    return day
