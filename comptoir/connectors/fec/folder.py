"""The folder of exports: which file is which fiscal year.

An export is a file whose name holds "FEC" and the eight digits of the closing day (FEC20261231.txt,
123456789FEC20251231.csv; any case). Its fiscal year is called by the closing year, "2026"; where two closings fall in one
calendar year, the later ones are called "2026-12", so that the first keeps its name when they come. A year begins on the
day after the closing before it when that is at most 24 months back, else twelve months before it closes.
Hidden files, links and files still on their way (.part, .tmp, .crdownload) are no exports.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from comptoir.connectors.files import DOCUMENTS, files_in, is_plain, left_alone
from comptoir.connectors.port import Place, WrongBooks, WrongConfiguration
from comptoir.kit.dates import BadDate, date_from_digits, fiscal_year_names, year_before
from comptoir.kit.words import Sentence

EXPORT = re.compile(r"FEC(?:.*[^0-9])?([0-9]{8})(?![0-9])[^.]*\.(?:txt|csv|tsv)$", re.IGNORECASE)
SIDECARS = ("partners.csv", "pieces.csv")
FIRST_YEAR = 1900
NO_EXPORT = Sentence("The file %(file)s is no export and was left alone.")


@dataclass(frozen=True, slots=True)
class YearFile:
    """The export of one fiscal year, both days included."""

    path: Path
    code: str
    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in the folder: the years in their order, the sidecar files by name, and findings on what is left alone."""

    years: tuple[YearFile, ...]
    sidecars: dict[str, Path]
    findings: tuple[Sentence, ...]

    @property
    def spans(self) -> list[tuple[str, date, date]]:
        """The fiscal years with their first and last day."""
        return [(year.code, year.start_on, year.end_on) for year in self.years]


def look(path: Path, first_day: date | None = None) -> Folder:
    """Look into the folder. Raises WrongConfiguration without folder or export, WrongBooks for two of one year."""
    files = files_in(path)
    closings: dict[date, Path] = {}
    sidecars: dict[str, Path] = {}
    alone: list[Path] = []
    for item in files:
        if not is_plain(item):
            if not item.is_dir() or item.is_symlink():
                alone.append(item)
        elif item.name.casefold() in SIDECARS:
            sidecars[item.name.casefold()] = item
        elif closing := closing_of(item.name):
            if closing in closings:
                _refuse_twice(closings[closing], item)
            closings[closing] = item
        elif item.suffix.casefold() not in DOCUMENTS:
            alone.append(item)
    if not closings:
        raise WrongConfiguration(
            "The folder %(folder)s holds no FEC export (a file named like FEC20261231.txt).", folder=str(path)
        )
    oldest = min(closings)
    if first_day is not None and first_day < earliest_start(oldest):
        raise WrongConfiguration(
            "The first fiscal year cannot begin on %(first)s: it ends on %(closing)s, and has at most 24 months.",
            first=first_day,
            closing=oldest,
        )
    return Folder(
        tuple(years_of(closings, first_day)),
        sidecars,
        tuple(left_alone(alone, NO_EXPORT)),
    )


def closing_of(name: str) -> date | None:
    """The closing day that the name of an export says; None for any other name."""
    found = EXPORT.search(name)
    try:
        closing = date_from_digits(found[1]) if found else None
    except BadDate:
        return None
    return closing if closing and closing.year >= FIRST_YEAR else None


def years_of(closings: dict[date, Path], first_day: date | None) -> Iterable[YearFile]:
    """The fiscal years of these closings, oldest first."""
    before: date | None = None
    names = fiscal_year_names(closings)
    for closing in sorted(closings):
        start = year_before(closing)
        if before is not None and before + timedelta(days=1) >= earliest_start(closing):
            start = before + timedelta(days=1)
        elif before is None and first_day is not None and first_day <= closing:
            start = first_day
        yield YearFile(closings[closing], names[closing], start, closing)
        before = closing


def earliest_start(closing: date) -> date:
    """The first day that a fiscal year ending on that day may have: 24 months in all."""
    return year_before(year_before(closing) - timedelta(days=1))


def _refuse_twice(one: Path, other: Path) -> None:
    raise WrongBooks(
        "The files %(one)s and %(other)s are of the same fiscal year. Leave one of them in the folder.",
        Place(other.name),
        one=one.name,
        other=other.name,
    )
