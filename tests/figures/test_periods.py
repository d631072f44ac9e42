"""The columns of a fiscal year, and the rule of what is processed with its worked examples."""

from datetime import date

import pytest

from comptoir.figures.periods import Span, active_year, processed_until, year_before, years_of
from comptoir.kit.dates import month_end
from comptoir.ledger.models import Period


def spans(year: int, every: int) -> list[Span]:
    """The periods of a calendar year, of so many months each."""
    return [
        Span(f"{year}{start:02d}", date(year, start, 1), month_end(date(year, start + every - 1, 1)))
        for start in range(1, 13, every)
    ]


MONTHS = spans(2017, 1) + spans(2018, 1)
QUARTERS = spans(2017, 3) + spans(2018, 3)


@pytest.mark.parametrize(
    ("periods", "accounts_until", "until"),
    [
        (MONTHS, date(2018, 1, 19), date(2017, 12, 31)),
        (MONTHS, date(2018, 6, 30), date(2018, 6, 30)),
        (MONTHS, date(2018, 6, 29), date(2018, 5, 31)),
        (QUARTERS, date(2018, 6, 29), date(2018, 3, 31)),
        (QUARTERS, date(2018, 6, 30), date(2018, 6, 30)),
        (QUARTERS, date(2018, 1, 19), date(2017, 12, 31)),
        (MONTHS, date(2018, 12, 31), date(2018, 12, 31)),
        (MONTHS, date(2030, 1, 1), date(2018, 12, 31)),
        (MONTHS, date(2017, 1, 30), None),
        (MONTHS, None, None),
        ([], date(2018, 6, 30), None),
    ],
)
def test_the_last_processed_period_is_the_one_before_that_which_holds_the_day_after_the_first_date(
    periods, accounts_until, until
):
    assert processed_until(periods, accounts_until) == until


def shown(year) -> list[tuple[str, str, str]]:
    return [(span.code, span.first.isoformat(), span.last.isoformat()) for span in year.spans]


def cut(books, year: str, *periods: tuple[str, str, str]) -> None:
    """Give the year these periods instead of its months."""
    books.dossier.entries.update(period=None)
    Period.objects.filter(dossier=books.dossier, fiscal_year=year).delete()
    for code, first, last in periods:
        Period.objects.create(
            dossier=books.dossier,
            code=code,
            fiscal_year=year,
            start_on=date.fromisoformat(first),
            end_on=date.fromisoformat(last),
        )


@pytest.fixture
def booked(books):
    books.book("""
        2025-03-01 OD 1  700000 - -10.00
        2026-02-01 OD 1  700000 - -20.00
        2026-08-31 OD 2  700000 - -30.00
    """)
    return books


def test_the_columns_are_the_booking_periods_of_the_books(booked, by):
    years = years_of(by)

    assert [year.name for year in years] == ["2026", "2025"]
    assert years[0].by_periods
    assert [code for code, _, _ in shown(years[0])] == [f"2026{month:02d}" for month in range(1, 13)]
    assert year_before(years, years[0]) == years[1]
    assert year_before(years, years[1]) is None


def test_quarters_are_columns_and_a_period_of_one_day_is_told_with_the_one_around_it(booked, by):
    quarters = [
        ("Q1", "2026-01-01", "2026-03-31"),
        ("Q2", "2026-04-01", "2026-06-30"),
        ("Q3", "2026-07-01", "2026-09-30"),
        ("Q4", "2026-10-01", "2026-12-31"),
    ]
    cut(booked, "2026", ("OPEN", "2026-01-01", "2026-01-01"), *quarters, ("CLOSE", "2026-12-31", "2026-12-31"))

    assert shown(years_of(by)[0]) == quarters


def test_periods_that_are_no_months_make_way_for_calendar_months(booked, by):
    cut(booked, "2026", ("A", "2026-01-01", "2026-02-15"), ("B", "2026-02-16", "2026-12-31"))

    year = years_of(by)[0]

    assert not year.by_periods
    assert [code for code, _, _ in shown(year)] == [f"2026-{month:02d}" for month in range(1, 13)]


def test_without_periods_the_columns_are_the_months_from_the_first_to_the_last_booking(booked, by):
    cut(booked, "2026")

    year = years_of(by)[0]

    assert (year.by_periods, year.first, year.last) == (False, date(2026, 2, 1), date(2026, 8, 31))
    assert len(year.spans) == 7


def test_what_is_booked_outside_the_periods_of_its_year_has_a_month_of_its_own(booked, by):
    cut(booked, "2026", ("Q1", "2026-01-01", "2026-03-31"))

    assert [code for code, _, _ in shown(years_of(by)[0])] == ["Q1", *(f"2026-{month:02d}" for month in range(4, 9))]


def test_a_first_year_that_begins_within_a_month_keeps_its_periods(booked, by):
    cut(booked, "2026", ("1", "2026-02-01", "2026-02-28"), ("2", "2026-03-01", "2026-08-31"))
    cut(booked, "2025", ("S", "2025-03-01", "2025-12-31"))
    Period.objects.filter(code="S").update(start_on=date(2025, 3, 17))

    year = years_of(by)[1]

    assert shown(year) == [("S", "2025-03-17", "2025-12-31")]
    assert year.spans[0].holds(date(2025, 3, 1))


def test_the_active_year_is_that_of_today_or_else_the_newest_with_bookings(booked, by):
    years = years_of(by)

    assert active_year(years, date(2025, 7, 1)).name == "2025"
    assert active_year(years, date(2026, 7, 1)).name == "2026"
    assert active_year(years, date(2031, 7, 1)).name == "2026"
    assert active_year([], date(2026, 7, 1)) is None
