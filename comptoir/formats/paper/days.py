"""Dates in a line, in every spelling that French, Dutch, English and German invoices use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comptoir.formats.paper.lines import Line

MOST = 20
"""Dates of one line that are looked at."""

EARLIEST, LATEST = 1990, 2099

MONTHS = (
    "janvier januari january januar jan janv",
    "fevrier februari february februar feb fevr fev febr",
    "mars maart march marz mar mrt mrz maerz",
    "avril april avr apr",
    "mai mei may",
    "juin juni june jun",
    "juillet july juli juil jul",
    "aout augustus august aug aou",
    "septembre september sept sep",
    "octobre oktober october oct okt",
    "novembre november nov",
    "decembre december dezember dec dez",
)
"""The names of each month in four languages, whole and cut, folded."""

_MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_DIGITS = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<y1>[0-9]{4})(?P<s1>[-/.])(?P<m1>[0-9]{1,2})(?P=s1)(?P<d1>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2})\s?(?P<s2>[-/.])\s?(?P<m2>[0-9]{1,2})\s?(?P=s2)\s?(?P<y2>[0-9]{4}|[0-9]{2})"
    r")(?![0-9]|[.,/-][0-9])"
)
_NAMED = re.compile(
    rf"(?<![a-z0-9])(?:"
    rf"(?P<d1>[0-9]{{1,2}})(?:er|st|nd|rd|th|e)?[ .-]{{0,2}}(?:de |of |d')?"
    rf"(?P<m1>{_NAMES})[ \t.,-]{{1,3}}(?P<y1>[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?P<m2>{_NAMES})[ .]{{1,2}}(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>[0-9]{{4}})"
    rf")(?![a-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it stands between two places of a line."""

    line: Line
    start: int
    end: int
    value: date

    @property
    def text(self) -> str:
        """As it stands."""
        return self.line.text[self.start : self.end]


def days_of(line: Line) -> list[Day]:
    """The dates of a line in their order. Days come before months, unless only the other way round there is such a day."""
    found = sorted((*_in_digits(line), *_named(line)), key=lambda day: day.start)
    return found[:MOST]


def _in_digits(line: Line) -> Iterator[Day]:
    for match in _DIGITS.finditer(line.plain):
        if match["y1"]:
            value = _day(match["y1"], match["m1"], match["d1"])
        else:
            value = _day(match["y2"], match["m2"], match["d2"]) or _day(match["y2"], match["d2"], match["m2"])
        if value:
            yield Day(line, match.start(), match.end(), value)


def _named(line: Line) -> Iterator[Day]:
    for match in _NAMED.finditer(line.plain):
        year, month, day = (match["y1"], match["m1"], match["d1"])
        if not year:
            year, month, day = match["y2"], match["m2"], match["d2"]
        if value := _day(year, str(_MONTH[month]), day):
            yield Day(line, match.start(), match.end(), value)


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) + 2000 if len(year) == 2 else int(year)
    if not EARLIEST <= full <= LATEST:
        return None
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
