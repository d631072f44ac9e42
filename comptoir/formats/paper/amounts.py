"""Amounts and percentages in a line, in every spelling that European invoices use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from comptoir.formats.paper.lines import Line

MOST = 40
"""Amounts of one line that are looked at; a line of an invoice has a tenth of it."""

_NUMBER = re.compile(
    r"(?<![\w.,/:–-])"
    r"(?P<sign>[-−–+(]\s?)?"
    r"(?P<before>(?:EUR|USD|GBP|CHF|[€$£])\s?)?"
    r"(?P<inner>[-−–]\s?)?"
    r"(?P<whole>[0-9]{1,3}(?:[ .,'’\u00a0\u202f][0-9]{3}){1,4}|[0-9]{1,10})"
    r"(?:(?P<point>[.,])(?P<rest>[0-9]{1,4}|[-−–]{1,2}))?"
    r"(?![0-9]|[.,/:][0-9]|[-/][0-9A-Za-z])"
    r"(?P<after>\s?(?:EUR|USD|GBP|CHF|[€$£](?![0-9])))?"
    r"(?P<trailing>\s?[-−–)](?![\w.,]))?"
    r"(?P<percent>\s?%)?"
    r"(?![A-Za-z])"
)
_PARTS = re.compile(r"[ .,'’\u00a0\u202f]")
_MINUS = "-−–"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as it stands between two places of a line; `sure` when it has two places, or a currency beside it."""

    line: Line
    start: int
    end: int
    value: Decimal
    sure: bool
    currency: str = ""

    @property
    def text(self) -> str:
        """As it stands."""
        return self.line.text[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage as it stands in a line; `marked` with the sign behind it."""

    line: Line
    start: int
    end: int
    value: Decimal
    marked: bool


def amounts_of(line: Line) -> list[Amount]:
    """The amounts of a line in their order; where a space may part two numbers, both readings are told."""
    return [each for each in _found(line) if isinstance(each, Amount)]


def rates_of(line: Line) -> list[Rate]:
    """The percentages of a line, and the small numbers that could be some."""
    found = list(_found(line))
    small = [
        Rate(line, each.start, each.end, each.value, marked=False)
        for each in found
        if isinstance(each, Amount) and 0 < each.value < 30 and not each.currency
    ]
    return [each for each in found if isinstance(each, Rate)] + small


def _found(line: Line) -> Iterator[Amount | Rate]:
    for count, match in enumerate(_NUMBER.finditer(line.text)):
        if count >= MOST:
            return
        yield from _read(line, match)


def _read(line: Line, match: re.Match[str]) -> Iterator[Amount | Rate]:
    point, rest = match["point"], match["rest"] or ""
    groups = _PARTS.split(match["whole"])
    marks = set(_PARTS.findall(match["whole"]))
    if len(marks) > 1 or point in marks:
        return
    decimals = rest if rest.isdigit() else "00" if rest else ""
    if point and len(decimals) == 3 and not marks and len(groups[0]) < 4 and groups[0] != "0":
        groups, decimals = [*groups, decimals], ""
    value = Decimal(".".join(filter(None, ("".join(groups), decimals))))
    if match["percent"]:
        yield Rate(line, match.start("whole"), match.end(), value, marked=True)
        return
    currency = (match["before"] or match["after"] or "").strip()
    sure = len(decimals) == 2 or bool(currency)
    negative = _is_negative(match)
    if len(decimals) <= 2:
        yield Amount(line, match.start(), match.end(), -value if negative else value, sure, currency)
    if " " in marks and len(decimals) == 2:
        tail = Decimal(f"{groups[-1]}.{decimals}")
        if not groups[-1].startswith("0"):
            start = match.start("whole") + match["whole"].rfind(" ") + 1
            yield Amount(line, start, match.end(), tail, sure, currency)


def _is_negative(match: re.Match[str]) -> bool:
    sign, trailing = (match["sign"] or "").strip(), (match["trailing"] or "").strip()
    if sign == "(":
        return trailing == ")"
    before = any(mark in _MINUS for mark in (sign, (match["inner"] or "").strip()) if mark)
    return before or (bool(trailing) and trailing in _MINUS)
