"""Records of ACT become typed lines: a quick way for good ones, and a slow one that says what is wrong with one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, NoReturn

from comptoir.formats.unreadable import UnreadableRow
from comptoir.formats.winbooks.columns import DOCTYPES, GENERAL
from comptoir.kit.dates import BadDate, date_from_digits
from comptoir.kit.money import BadAmount, cents_from_text

READ = (
    *("DOCTYPE", "DBKCODE", "DBKTYPE", "DOCNUMBER", "DOCORDER", "ACCOUNTGL", "ACCOUNTRP", "BOOKYEAR", "PERIOD", "DATE"),
    *("DATEDOC", "DUEDATE", "COMMENT", "COMMENTEXT", "AMOUNT", "AMOUNTEUR", "VATBASE", "VATCODE", "CURRAMOUNT"),
    *("CURRCODE", "MATCHNO"),
)
"""The columns that are read."""

DAYS, AMOUNTS = ("DATE", "DATEDOC", "DUEDATE"), ("AMOUNT", "AMOUNTEUR", "VATBASE", "CURRAMOUNT")
WIDTHS = {
    **{"DBKCODE": 20, "DOCNUMBER": 60, "ACCOUNTGL": 20, "ACCOUNTRP": 60, "COMMENT": 300, "COMMENTEXT": 80},
    **{"VATCODE": 20, "CURRCODE": 3, "MATCHNO": 80},
}
"""The longest text that each column may hold, in characters."""

YEARS = range(1900, 3000)
REMEMBERED = 20_000
"""So many amounts and days are remembered as read; then they are forgotten, for memory must stay bounded."""

SHOWN = 60
DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})|([0-9]{4})[/-]([0-9]{2})[/-]([0-9]{2})", re.ASCII)
MORE_ZEROS = re.compile(r"(.*[.,][0-9]{2})0+", re.ASCII)
NO_WHOLE = re.compile(r"(-?)([.,][0-9]+)", re.ASCII)


class ActLine(NamedTuple):
    """One line, typed. `cents` is debit positive; a blank day is None; `row` is its place, 1-based.

    `year` is BOOKYEAR's letter or figure; `partner` the number of a card, of the kind that `doctype` says.
    """

    doctype: str
    journal: str
    journal_type: str
    number: str
    order: str
    account: str
    partner: str
    year: str
    period: str
    booked_on: date | None
    document_on: date | None
    due_on: date | None
    text: str
    reference: str
    cents: int
    vat_base_cents: int
    vat_code: str
    foreign_cents: int
    currency: str
    match: str
    row: int


class Days(dict[str, date | None]):
    """Days as already read; blank is None."""

    def __missing__(self, text: str) -> date | None:
        if len(self) > REMEMBERED:
            self.clear()
        self[text] = day = day_of(text.strip(" ")) if text.strip(" ") else None
        return day


class Amounts(dict[str, int]):
    """Amounts in cents as already read; blank is nothing."""

    def __missing__(self, text: str) -> int:
        if len(self) > REMEMBERED:
            self.clear()
        self[text] = cents = cents_of(text.strip(" ")) if text.strip(" ") else 0
        return cents


def day_of(text: str) -> date:
    """Read YYYYMMDD, YYYY/MM/DD or YYYY-MM-DD of a year in which somebody keeps books; refuses (BadDate) any other text."""
    found = DAY.fullmatch(text)
    day = date_from_digits("".join(filter(None, found.groups())) if found else text)
    if day.year not in YEARS:
        raise BadDate(text)
    return day


def cents_of(text: str) -> int:
    """Read an amount with as many decimals as the table has; refuses (BadAmount) one that is no whole number of cents."""
    if found := MORE_ZEROS.fullmatch(text):
        text = found[1]
    if found := NO_WHOLE.fullmatch(text):
        text = f"{found[1]}0{found[2]}"
    return cents_from_text(text)


def parse(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[ActLine]:
    """The rows' lines, typed; blanks at the ends of texts are taken off. Refuses the first line that is wrong."""
    days, amounts, make = Days(), Amounts(), tuple.__new__
    for row, texts in rows:
        kind, j, jt, n, o, a, p, y, pe, d, dd, due, t, r, bef, eur, vb, vc, fo, cur, m = texts
        try:
            cents, day, on, due_on = amounts[eur], days[d], days[dd], days[due]
            base, foreign = amounts[vb], amounts[fo]
            if not cents and amounts[bef]:
                refuse(row, texts)
        except (BadDate, BadAmount):
            refuse(row, texts)
        kind, j, n, a, y, pe = kind.strip(" "), j.strip(" "), n.strip(" "), a.strip(" "), y.strip(" "), pe.strip(" ")
        if not (kind in DOCTYPES and j and n and y and pe.isdecimal() and (a or kind != GENERAL)) or (
            len(j) > 20 or len(n) > 60 or len(a) > 20 or len(p) > 60 or len(t) > 300 or len(r) > 80 or len(cur) > 3
        ):
            refuse(row, texts)
        yield make(
            ActLine,
            (
                *(kind, j, jt.strip(" "), n, o.strip(" "), a, p.strip(" "), y, pe.zfill(2), day, on, due_on),
                *(t.strip(" "), r.strip(" "), cents, base, vc.strip(" "), foreign, cur.strip(" "), m.strip(" "), row),
            ),
        )


def refuse(row: int, texts: Sequence[str]) -> NoReturn:
    """Say what is wrong with this row, the leftmost column first."""
    told = {name: text.strip(" ") for name, text in zip(READ, texts, strict=True)}
    for name, text in told.items():
        _refuse_blank(name, text, row, told["DOCTYPE"])
        if len(text) > WIDTHS.get(name, len(text)):
            raise UnreadableRow(
                "The text is %(count)s characters long; %(name)s holds at most %(most)s.",
                row,
                name,
                count=len(text),
                name=name,
                most=WIDTHS[name],
            )
        if name in DAYS and text:
            _check_day(name, text, row)
        if name in AMOUNTS and text:
            _check_amount(name, text, row)
    raise UnreadableRow(
        "The line has an amount in Belgian francs and none in euro; books in francs are not read.", row, "AMOUNT"
    )


def _refuse_blank(name: str, text: str, row: int, doctype: str) -> None:
    if name == "DOCTYPE" and text not in DOCTYPES:
        raise UnreadableRow("“%(shown)s” is no kind of line: 1, 2, 3 or 4.", row, name, shown=text[:SHOWN])
    needed = name in ("DBKCODE", "DOCNUMBER", "BOOKYEAR", "PERIOD") or (name == "ACCOUNTGL" and doctype == GENERAL)
    if needed and not text:
        raise UnreadableRow("The line has nothing in the column %(name)s.", row, name, name=name)
    if name == "PERIOD" and not text.isdecimal():
        raise UnreadableRow("“%(shown)s” is no period.", row, name, shown=text[:SHOWN])


def _check_day(name: str, text: str, row: int) -> None:
    try:
        day_of(text)
    except BadDate:
        raise UnreadableRow("“%(shown)s” is no date (YYYYMMDD).", row, name, shown=text[:SHOWN]) from None


def _check_amount(name: str, text: str, row: int) -> None:
    try:
        cents_of(text)
    except BadAmount:
        raise UnreadableRow("“%(shown)s” is no amount in whole cents.", row, name, shown=text[:SHOWN]) from None
