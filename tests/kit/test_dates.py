"""Fiscal years are called by the calendar year in which they close."""

from datetime import date

from comptoir.kit.dates import fiscal_year_names


def test_fiscal_years_are_called_by_their_closing_and_the_first_keeps_its_name():
    days = [date(2026, 12, 31), date(2025, 12, 31), date(2026, 6, 30), date(2026, 12, 30)]

    assert fiscal_year_names(days) == {
        date(2025, 12, 31): "2025",
        date(2026, 6, 30): "2026",
        date(2026, 12, 30): "2026-12",
        date(2026, 12, 31): "2026-12-31",
    }
