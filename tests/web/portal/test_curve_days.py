"""On which days the curve of a balance has its points: few enough to read, and always the last."""

from datetime import date, timedelta

import pytest

from comptoir.web.portal.financial.dress import days_between

LAST = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("first", "count", "begins"),
    [
        (LAST, 1, [LAST]),
        (date(2026, 3, 13), 3, [date(2026, 3, 13), date(2026, 3, 14), LAST]),
        (date(2026, 1, 12), 63, [date(2026, 1, 12), date(2026, 1, 13)]),
        (date(2026, 1, 11), 10, [date(2026, 1, 11), date(2026, 1, 18)]),
        (date(2025, 3, 9), 54, [date(2025, 3, 9)]),
        (date(2025, 3, 8), 13, [date(2025, 3, 31), date(2025, 4, 30)]),
        (date(1990, 1, 1), 120, [date(2016, 4, 30)]),
    ],
)
def test_each_day_then_each_week_then_months_of_ten_years_at_most(first, count, begins):
    days = days_between(first, LAST)

    assert (len(days), days[: len(begins)], days[-1]) == (count, begins, LAST)


def test_days_never_go_back():
    days = days_between(LAST - timedelta(days=700), LAST)

    assert days == sorted(set(days))
