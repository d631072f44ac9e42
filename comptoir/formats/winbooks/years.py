"""The company and its book years, as PARAM or SLBKY and SLPRD tell them.

PARAM has one row per setting: "BOOKYEARCOUNT"; of each year "BOOKYEAR1.SHORTLABEL" and "BOOKYEAR1.PERDATE": eight figures
(DDMMYYYY) for the opening, for the first day of each period, and for the closing, which is the year's last day. SLBKY has
one row per year with its first and last day and how many periods it has; SLPRD one per period with its first day. Without
SLPRD the periods are months or groups of months.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from comptoir.formats.unreadable import UnreadableRow
from comptoir.formats.winbooks.columns import CLOSING, OPENING, YEARS
from comptoir.formats.winbooks.lines import day_of
from comptoir.formats.winbooks.tables import Table
from comptoir.kit.dates import BadDate, date_from_digits, fiscal_year_names, months
from comptoir.kit.numbers import belgian_number
from comptoir.records.books import Company, Period

MOST_MONTHS = 24
YEAR_SETTING = re.compile(r"BOOKYEAR([0-9]{1,2})\.([A-Z0-9]+)")


@dataclass(frozen=True, slots=True)
class BookYear:
    """A book year: the letter or figure that lines have for it, our name of it, its labels, days and periods.

    `periods` are by the number that lines have: "00" is the first and "99" the last one as well.
    """

    letter: str
    fiscal_year: str
    labels: tuple[str, ...]
    start_on: date
    end_on: date
    periods: Mapping[str, Period]


@dataclass(frozen=True, slots=True)
class _Span:
    """A book year as a table tells it: the days on which its periods begin, and its last day."""

    letter: str
    labels: tuple[str, ...]
    starts: tuple[date, ...]
    end_on: date


def read_settings(table: Table) -> dict[str, str]:
    """The rows of PARAM, names in capitals."""
    return {name.strip(" \0").upper(): value.strip(" \0") for _, (name, value) in table.rows(("ID", "VALUE"))}


def company_of(settings: Mapping[str, str]) -> Company:
    """Whose books these are."""
    country = settings.get("SOCCOUNTRY", "").upper()[:2] or "BE"
    number = belgian_number(settings.get("SOCVATNO", "")) if country == "BE" else None
    return Company(settings.get("SOCNAME", ""), country, number or "")


def years_of_settings(settings: Mapping[str, str]) -> dict[str, BookYear]:
    """The book years that PARAM tells, by letter. Refuses days that are none, or not in their order."""
    told: dict[int, dict[str, str]] = {}
    for name, value in settings.items():
        if found := YEAR_SETTING.fullmatch(name):
            told.setdefault(int(found[1]), {})[found[2]] = value
    spans = []
    for number, facts in sorted(told.items()):
        if not facts.get("PERDATE"):
            continue
        if not 1 <= number <= len(YEARS):
            raise UnreadableRow("There are more book years than WinBooks numbers.", 0, "ID")
        days = _days(facts["PERDATE"], f"BOOKYEAR{number}.PERDATE")
        labels = tuple(filter(None, (facts.get("SHORTLABEL", ""), facts.get("LONGLABEL", ""))))
        spans.append(_Span(YEARS[number - 1], labels, (days[0], *days[2:-1]), days[-1]))
    return _years(spans)


def read_periods(table: Table) -> dict[str, dict[str, date]]:
    """The first day of each period that SLPRD tells, by book year and number. Refuses days that are none."""
    told: dict[str, dict[str, date]] = {}
    for row, texts in table.rows(("BOOKYEAR", "PERIOD", "PRD_START")):
        letter, number, first = (text.strip(" \0") for text in texts)
        if number in (OPENING, CLOSING):
            continue
        try:
            told.setdefault(letter, {})[number.zfill(2)] = day_of(first)
        except BadDate as bad:
            raise UnreadableRow("“%(shown)s” is no date (YYYYMMDD).", row, "PRD_START", shown=str(bad)) from None
    return told


def years_of_table(table: Table, periods: Mapping[str, Mapping[str, date]]) -> dict[str, BookYear]:
    """The book years that SLBKY tells, by letter, with the periods that SLPRD tells of them.

    Refuses days that are none, and periods that cannot be told.
    """
    spans = []
    for row, texts in table.rows(("BOOKYEAR", "YEAR_SHORT", "YEAR_CPT", "BKY_START", "BKY_END", "PERIODS")):
        letter, short, long, first, last, count = (text.strip(" \0") for text in texts)
        try:
            start_on, end_on = day_of(first), day_of(last)
        except BadDate as bad:
            raise UnreadableRow("“%(shown)s” is no date (YYYYMMDD).", row, "BKY_START", shown=str(bad)) from None
        if letter not in YEARS or len(letter) != 1:
            raise UnreadableRow("“%(shown)s” is no book year: 1 to 9, A to Z.", row, "BOOKYEAR", shown=letter)
        labels = tuple(filter(None, (short, long)))
        told = [day for _, day in sorted(periods.get(letter, {}).items())]
        if told and (told[0] != start_on or told[-1] > end_on or told != sorted(set(told))):
            raise UnreadableRow(
                "The periods of book year %(year)s do not follow one another.", row, "BKY_START", year=letter
            )
        spans.append(_Span(letter, labels, tuple(told) or _starts(start_on, end_on, count, row), end_on))
    return _years(spans)


def _days(text: str, name: str) -> list[date]:
    """The days that stand there one after another, which never go back."""
    figures = "".join(text.split())
    parts = [figures[at : at + 8] for at in range(0, len(figures), 8)]
    try:
        days = [date_from_digits(f"{part[4:]}{part[2:4]}{part[:2]}") for part in parts]
    except BadDate:
        days = []
    if len(days) < 3 or days != sorted(days) or len(set(days[1:-1])) < len(days) - 2:
        raise UnreadableRow(
            "The setting %(name)s does not tell the periods of the book year: “%(shown)s”.",
            0,
            "VALUE",
            name=name,
            shown=text[:60],
        )
    return days


def _starts(start_on: date, end_on: date, count: str, row: int) -> tuple[date, ...]:
    """The first days of so many periods of equal length, of a year that is cut into months."""
    spans = months(start_on, end_on) if start_on < end_on else []
    number = int(count) if count.isascii() and count.isdecimal() else len(spans)
    if not 0 < len(spans) <= MOST_MONTHS or not number or len(spans) % number:
        raise UnreadableRow(
            "The book year from %(start)s to %(end)s cannot be cut into %(count)s periods of whole months.",
            row,
            "PERIODS",
            start=start_on,
            end=end_on,
            count=count or "?",
        )
    return tuple(first for first, _ in spans[:: len(spans) // number])


def _years(spans: Iterable[_Span]) -> dict[str, BookYear]:
    """The years with their names and periods; a period is called by the month in which it begins."""
    spans = sorted(spans, key=lambda span: span.end_on)
    names = fiscal_year_names(span.end_on for span in spans)
    taken: set[str] = set()
    years: dict[str, BookYear] = {}
    for span in spans:
        name = names[span.end_on]
        ends = [*(start - timedelta(days=1) for start in span.starts[1:]), span.end_on]
        periods: dict[str, Period] = {}
        for number, (first, last) in enumerate(zip(span.starts, ends, strict=True), 1):
            code = f"{first:%Y%m}"
            if code in taken:
                code = f"{code}-{name}"
            if code in taken:
                code = f"{code}-{number:02d}"
            taken.add(code)
            periods[f"{number:02d}"] = Period(code, name, first, last)
        periods[OPENING] = periods["01"]
        periods[CLOSING] = periods[f"{len(ends):02d}"]
        years[span.letter] = BookYear(span.letter, name, span.labels, span.starts[0], span.end_on, periods)
    return years
