"""Dates of the books: strict reading, months as periods, fiscal years."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta


class BadDate(ValueError):
    """The text is no date; the message quotes it."""


def date_from_digits(text: str) -> date:
    """Read YYYYMMDD; refuses (BadDate) anything that is not eight digits of an existing day."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise BadDate(text)
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise BadDate(text) from None


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months(start_on: date, end_on: date) -> list[tuple[date, date]]:
    """The calendar months from start to end, both included, cut at both ends."""
    spans, day = [], start_on
    while day <= end_on:
        last = min(month_end(day), end_on)
        spans.append((day, last))
        day = last + timedelta(days=1)
    return spans


def year_before(end_on: date) -> date:
    """The first day of the twelve months that end on that day."""
    next_day = end_on + timedelta(days=1)
    return next_day.replace(
        year=next_day.year - 1, day=min(next_day.day, monthrange(next_day.year - 1, next_day.month)[1])
    )


def fiscal_year_names(closings: Iterable[date]) -> dict[date, str]:
    """What the fiscal years that close on these days are called: "2026", the closing year.

    Where two closings fall in one calendar year, the later ones are called "2026-12", so that the first keeps its name.
    """
    names: dict[date, str] = {}
    taken: set[str] = set()
    for closing in sorted(closings):
        tries = (f"{closing.year:04d}", f"{closing:%Y-%m}", f"{closing:%Y-%m-%d}")
        names[closing] = next(name for name in tries if name not in taken)
        taken.add(names[closing])
    return names
