"""The booking periods of fiscal years that a package does not tell: calendar months."""

from collections.abc import Iterable
from datetime import date

from comptoir.kit.dates import months
from comptoir.records.books import Period


def periods_of(years: Iterable[tuple[str, date, date]]) -> list[Period]:
    """The calendar months of every fiscal year (code, first and last day), "202603"; what a later year has of a month that
    one before has too is called "202603-2027".
    """
    periods: dict[str, Period] = {}
    for year, first, last in years:
        for start, end in months(first, last):
            code = f"{start:%Y%m}"
            if code in periods:
                code = f"{code}-{year}"
            periods[code] = Period(code, year, start, end)
    return list(periods.values())
