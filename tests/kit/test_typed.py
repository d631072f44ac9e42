"""Amounts and dates as people type them."""

from datetime import date

import pytest

from comptoir.kit.typed import cents_as_typed, day_as_typed


@pytest.mark.parametrize(
    ("text", "language", "cents"),
    [
        ("1.234,56", "fr", 123456),
        ("1 234,56", "fr", 123456),
        ("1\u202f234,56", "fr", 123456),
        ("1,234.56", "fr", 123456),
        ("1,234.56", "en", 123456),
        ("1.234", "nl", 123400),
        ("1,234", "en", 123400),
        ("12", "fr", 1200),
        ("12,5", "fr", 1250),
        ("12.5", "fr", 1250),
        ("12,50", "en", 1250),
        ("€ 12,00", "nl", 1200),
        ("-12", "fr", -1200),
        ("\u221212,00", "fr", -1200),
        ("1.234.567,89", "fr", 123456789),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text, language, cents):
    assert cents_as_typed(text, language) == cents


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2345", "12,345", "1.23.4", "1,2,3", "--1", "1e5", "99999999999999", "²"]
)
def test_what_is_no_amount_is_none(text):
    assert cents_as_typed(text, "fr") is None


@pytest.mark.parametrize(
    ("text", "end", "day"),
    [
        ("05/03/2026", False, date(2026, 3, 5)),
        ("5.3.26", False, date(2026, 3, 5)),
        ("5-3-2026", False, date(2026, 3, 5)),
        (" 2026-03-05 ", False, date(2026, 3, 5)),
        ("02/2024", False, date(2024, 2, 1)),
        ("02/2024", True, date(2024, 2, 29)),
        ("202612", True, date(2026, 12, 31)),
        ("2026", False, date(2026, 1, 1)),
        ("2026", True, date(2026, 12, 31)),
    ],
)
def test_a_day_a_month_or_a_year_is_read(text, end, day):
    assert day_as_typed(text, end=end) == day


@pytest.mark.parametrize("text", ["", "abc", "31/02/2026", "2026-13-01", "13/2026", "0000", "1/1/1"])
def test_what_is_no_day_is_none(text):
    assert day_as_typed(text) is None
