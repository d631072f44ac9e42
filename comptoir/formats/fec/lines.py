"""Lines of text become typed lines: a quick way for good ones, and a slow one that says what is wrong with one."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NoReturn

from comptoir.formats.fec.columns import COLUMNS, CREDIT, DEBIT, NEEDED, SIDES, TEXTS, WIDTHS, FecLine, UnreadableFec
from comptoir.formats.fec.rows import Block, FecRows
from comptoir.kit.dates import BadDate, date_from_digits
from comptoir.kit.money import BadAmount, cents_from_text

REMEMBERED = 20_000
"""So many amounts and dates are remembered as read; then they are forgotten, for memory must stay bounded."""

YEARS = range(1900, 3000)

SHOWN = 60
"""A refusal quotes so much of a text."""


def day_of(text: str) -> date:
    """Read YYYYMMDD of a year in which somebody keeps books; refuses (BadDate) any other text."""
    day = date_from_digits(text)
    if day.year not in YEARS:
        raise BadDate(text)
    return day


class Days(dict[str, date | None]):
    """Dates as already read; blank is None."""

    def __missing__(self, text: str) -> date | None:
        if len(self) > REMEMBERED:
            self.clear()
        plain = text.strip(" ")
        self[text] = day = day_of(plain) if plain else None
        return day


class Amounts(dict[str, int]):
    """Amounts in cents as already read; blank is nothing."""

    def __missing__(self, text: str) -> int:
        if len(self) > REMEMBERED:
            self.clear()
        digits = text[:-3] + text[-2:]
        if text[-3:-2] == "," and 2 < len(digits) < 15 and digits.isdecimal() and digits.isascii():
            cents = int(digits)
        else:
            plain = text.strip(" ")
            cents = cents_from_text(plain) if plain else 0
        self[text] = cents
        return cents


def parse(rows: FecRows, blocks: Iterable[Block]) -> Iterator[FecLine]:
    """The blocks' lines, typed; blanks round codes are taken off. Refuses the first line that is wrong."""
    days, amounts, sides, make = Days(), Amounts(), SIDES, tuple.__new__
    separator, sided = rows.separator, rows.sided
    for first, lines in blocks:
        for at, text in enumerate(lines, first):
            try:
                j, jl, n, d, a, al, x, xl, r, pd, t, one, two, let, ld, vd, fo, cur = text.split(separator)
                if " " in f"{j}{n}{a}{x}{let}":
                    j, n, a, x, let = j.strip(" "), n.strip(" "), a.strip(" "), x.strip(" "), let.strip(" ")
                if sided:
                    good, cents = bool(one.strip(" ")), amounts[one] * sides[two.strip(" ")]
                else:
                    debit, credit = amounts[one], amounts[two]
                    cents = debit - credit
                    good = not (debit and credit) if cents else not debit and bool(one.strip(" ") or two.strip(" "))
                day, on, cur = days[d], days[pd], cur.strip(" ")
                row = (j, jl, n, day, a, al, x, xl, r, on, t, cents, let, days[ld], days[vd], amounts[fo], cur, at)
            except (ValueError, KeyError):
                refuse(rows, at, text)
            if (
                not (good and j and n and day and a)
                or len(j) > 20 or len(jl) > 120 or len(n) > 60 or len(a) > 20 or len(al) > 200 or len(x) > 60
                or len(xl) > 200 or len(r) > 80 or len(t) > 300 or len(let) > 80 or len(cur) > 3
            ):  # fmt: skip
                refuse(rows, at, text)
            yield make(FecLine, row)


def refuse(rows: FecRows, at: int, text: str) -> NoReturn:
    """Say what is wrong with this line, leftmost fault first."""
    told = text.split(rows.separator)
    if len(told) != len(COLUMNS):
        _refuse_count(rows, at, text, len(told))
    fields = [field if name in TEXTS else field.strip(" ") for name, field in zip(rows.columns, told, strict=True)]
    for name, field in zip(rows.columns, fields, strict=True):
        if name in NEEDED and not field:
            raise UnreadableFec("The line has nothing in the column %(name)s.", at, name, name=name)
        if len(field) > WIDTHS.get(name, len(field)):
            raise UnreadableFec(
                "The text is %(count)s characters long; %(name)s holds at most %(most)s.",
                at,
                name,
                count=len(field),
                name=name,
                most=WIDTHS[name],
            )
        if name in ("EcritureDate", "PieceDate", "DateLet", "ValidDate"):
            _check_day(name, field, at)
        if name in ("Debit", "Credit", "Montant", "Montantdevise"):
            _check_amount(name, field, at)
    _refuse_amounts(rows, at, fields[DEBIT], fields[CREDIT])


def _refuse_count(rows: FecRows, at: int, text: str, count: int) -> NoReturn:
    if not text:
        raise UnreadableFec("The line is blank, and more lines follow it.", at)
    if rows.cut and at == rows.last:
        raise UnreadableFec("The file ends in the middle of a line: it was cut, or is not complete yet.", at)
    raise UnreadableFec("The line has %(count)s columns and not %(wanted)s.", at, count=count, wanted=len(COLUMNS))


def _check_day(name: str, text: str, at: int) -> None:
    if not text and name != "EcritureDate":
        return
    try:
        day_of(text)
    except BadDate:
        raise UnreadableFec("“%(shown)s” is no date (YYYYMMDD).", at, name, shown=text[:SHOWN]) from None


def _check_amount(name: str, text: str, at: int) -> None:
    if not text and name != "Montant":
        return
    try:
        cents_from_text(text)
    except BadAmount:
        raise UnreadableFec("“%(shown)s” is no amount.", at, name, shown=text[:SHOWN]) from None


def _refuse_amounts(rows: FecRows, at: int, one: str, two: str) -> NoReturn:
    """What can still be wrong when each column is good by itself."""
    if rows.sided:
        raise UnreadableFec("“%(shown)s” is no side: D or C, +1 or -1.", at, "Sens", shown=two[:SHOWN])
    if not one and not two:
        raise UnreadableFec("The line has neither a debit nor a credit.", at, "Debit")
    raise UnreadableFec("The line has both a debit and a credit.", at, "Credit")
