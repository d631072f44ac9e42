"""Income, costs and result: which accounts, which periods, which sign; and what does not count."""

from datetime import date

import pytest

from comptoir.figures.choices import Kind
from comptoir.figures.periods import years_of
from comptoir.figures.results import added, compared, year_figures
from comptoir.figures.schemes import SCHEMES
from comptoir.kit.money import text_of
from comptoir.records.books import JournalType

BELGIAN = SCHEMES["BE"]


def figures_of(by, index: int = 0, until: date | None = None, scheme=BELGIAN):
    return year_figures(by, scheme, years_of(by)[index], until)


def told(sums) -> dict[str, str]:
    """Every figure as text."""
    cents = {kind.value: sums.cents[kind] for kind in Kind}
    cents |= {name: getattr(sums, name) for name in ("total_income", "total_costs", "operating_result", "result")}
    return {name: text_of(value) for name, value in cents.items()}


def test_each_figure_is_made_of_its_accounts_income_and_costs_both_positive(books, by):
    books.book("""
        2026-01-10 OD 1  700000 - -1000.00
        2026-01-10 OD 1  740000 -   -10.00
        2026-02-10 OD 2  750000 -    -3.00
        2026-02-10 OD 2  764000 -    -2.00
        2026-03-10 OD 3  604000 -   400.00
        2026-03-10 OD 3  604000 -   -50.00
        2026-03-10 OD 3  640000 -    20.00
        2026-03-10 OD 3  650000 -     7.00
        2026-03-10 OD 3  660000 -     1.00
        2026-03-10 OD 3  670000 -    99.00
        2026-03-10 OD 3  771000 -   -88.00
        2026-03-10 OD 3  693000 -    77.00
    """)

    figures = figures_of(by)

    assert told(added(figures.columns)) == {
        "operating_income": "1010.00",
        "other_income": "5.00",
        "total_income": "1015.00",
        "operating_costs": "370.00",
        "other_costs": "8.00",
        "total_costs": "378.00",
        "operating_result": "640.00",
        "result": "637.00",
    }
    assert [text_of(column.sums.operating_result) for column in figures.columns][:3] == ["1010.00", "0.00", "-370.00"]
    assert [column.booked for column in figures.columns] == [True, True, True, *[False] * 9]


def test_what_opens_and_what_closes_a_year_does_not_count(books, by):
    books.types = books.types | {"CLO": JournalType.CLOSING}
    books.book("""
        2026-01-01 OPN 1  700000 -  -500.00
        2026-01-10 OD  1  700000 - -1000.00
        2026-03-10 OD  2  604000 -   400.00
        2026-12-31 CLO 1  700000 -  1000.00
        2026-12-31 CLO 1  604000 -  -400.00
    """)

    assert told(added(figures_of(by).columns))["operating_result"] == "600.00"


def test_the_longest_root_decides_in_france(books, by):
    books.book("""
        2026-01-10 OD 1  706000 - -1000.00
        2026-01-10 OD 1  781000 -   -10.00
        2026-01-10 OD 1  786000 -    -4.00
        2026-01-10 OD 1  681100 -   100.00
        2026-01-10 OD 1  686500 -     3.00
        2026-01-10 OD 1  650000 -     1.00
        2026-01-10 OD 1  695000 -   200.00
    """)

    sums = told(added(figures_of(by, scheme=SCHEMES["FR"]).columns))

    assert (sums["operating_income"], sums["other_income"]) == ("1010.00", "4.00")
    assert (sums["operating_costs"], sums["other_costs"], sums["result"]) == ("101.00", "3.00", "910.00")


def test_a_country_without_a_scheme_has_no_figures():
    assert "NL" not in SCHEMES


@pytest.fixture
def two_years(books):
    """Booked until May 2025, and until April 2026."""
    books.book("\n".join(f"2025-{month:02d}-10 OD {month} 700000 - -{month}.00" for month in range(1, 6)))
    books.book("\n".join(f"2026-{month:02d}-10 OD {month} 700000 - -{month}0.00" for month in range(1, 5)))
    return books


def test_only_processed_periods_leaves_out_those_after_the_first_date(two_years, by):
    figures = figures_of(by, until=date(2026, 3, 30))

    counted = figures.counted(only_processed=True)

    assert figures.processed_until == date(2026, 2, 28)
    assert [column.span.code for column in counted] == ["202601", "202602"]
    assert added(counted).operating_result == 30_00
    assert added(figures.counted(only_processed=False)).operating_result == 100_00
    assert figures.provisional


def test_without_a_first_date_nothing_is_processed(two_years, by):
    figures = figures_of(by)

    assert (figures.processed_until, figures.counted(only_processed=True)) == (None, ())


def test_one_period_is_counted_by_itself_and_not_when_it_is_not_processed(two_years, by):
    figures = figures_of(by, until=date(2026, 2, 28))
    february, march = figures.year.spans[1:3]

    assert added(figures.counted(february, only_processed=True)).operating_result == 20_00
    assert figures.counted(march, only_processed=True) == ()


def test_compared_are_the_same_processed_periods_of_the_year_before(two_years, by):
    figures, before = figures_of(by, until=date(2026, 3, 31)), figures_of(by, 1, until=date(2026, 3, 31))

    assert compared(figures, before, figures.counted(only_processed=True)).operating_result == 6_00
    assert compared(figures, before, figures.counted(only_processed=False)) is None
    assert compared(figures, before, ()) is None


def test_a_year_cut_into_other_periods_is_not_compared(two_years, by):
    figures, before = figures_of(by, until=date(2026, 3, 31)), figures_of(by, 1, until=date(2026, 3, 31))
    quarters = type(before)(before.year, before.columns[::3], before.processed_until)

    assert compared(figures, quarters, figures.counted(only_processed=True)) is None


def test_the_figures_of_a_year_cost_the_same_queries_whatever_is_booked(two_years, by, django_assert_num_queries):
    year = years_of(by)[0]
    with django_assert_num_queries(3):
        year_figures(by, BELGIAN, year, None)
    with django_assert_num_queries(1):
        year_figures(by, BELGIAN, year, None)
