"""Amounts and days in the one way that was chosen, and nothing else."""

from datetime import date

import pytest

from comptoir.formats.table.cells import DAY, NUMBER
from comptoir.formats.table.values import TYPED, Amounts, Days
from comptoir.kit.dates import BadDate
from comptoir.kit.money import BadAmount


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "cents"),
    [
        (",", "", "1234,56", 123456),
        (",", ".", "1.234,56", 123456),
        (",", ".", "1234,5", 123450),
        (",", " ", "1 234 567,00", 123456700),
        (",", " ", "1\u202f234,56", 123456),
        (",", " ", "1\u00a0234,56", 123456),
        (".", ",", "1,234.56", 123456),
        (".", "'", "1’234.56", 123456),
        (",", "", "-12,50", -1250),
        (",", "", "12,50-", -1250),
        (",", "", "(12,50)", -1250),
        (",", "", "\u221212,50", -1250),
        (",", "", "+12,50", 1250),
        (",", "", "12,50 €", 1250),
        (",", "", "12,5000", 1250),
        (",", "", "  ", None),
        (".", "", f"{NUMBER}-12.5", -1250),
        (TYPED, "", f"{NUMBER}7", 700),
    ],
)
def test_an_amount_is_read_in_its_way(decimal, thousands, text, cents):
    assert Amounts(decimal, thousands)[text] == cents


@pytest.mark.parametrize(
    ("decimal", "thousands", "text"),
    [
        (",", "", "1.234,56"),
        (",", ".", "12.34"),
        (",", ".", "1.23.456"),
        (".", ",", "1.234,56"),
        (",", ".", "1,234"),
        (",", "", "12,505"),
        (",", "", "12,5001"),
        (",", "", "12-50"),
        (",", "", "-12,50-"),
        (",", "", "1e5"),
        (",", "", "١٢"),
        (TYPED, "", "12,50"),
        (",", "", f"{NUMBER}12.345"),
    ],
)
def test_an_amount_written_otherwise_is_refused(decimal, thousands, text):
    with pytest.raises(BadAmount):
        Amounts(decimal, thousands)[text]


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("dmy", "03/04/2026", date(2026, 4, 3)),
        ("mdy", "03/04/2026", date(2026, 3, 4)),
        ("dmy", "3.4.26", date(2026, 4, 3)),
        ("ymd", "26/04/03", date(2026, 4, 3)),
        ("ymd", "2026-04-03", date(2026, 4, 3)),
        ("ymd", "20260403", date(2026, 4, 3)),
        ("dmy", "03042026", date(2026, 4, 3)),
        ("ymd", "2026-04-03T00:00:00", date(2026, 4, 3)),
        ("dmy", "03/04/2026 12:30", date(2026, 4, 3)),
        ("serial", "46115", date(2026, 4, 3)),
        ("serial", f"{NUMBER}46115.5", date(2026, 4, 3)),
        ("dmy", f"{DAY}2026-04-03", date(2026, 4, 3)),
        (TYPED, f"{DAY}2026-04-03", date(2026, 4, 3)),
        ("dmy", " ", None),
    ],
)
def test_a_day_is_read_in_its_way(order, text, day):
    assert Days(order)[text] == day


@pytest.mark.parametrize(
    ("order", "text"),
    [
        ("dmy", "2026-04-03"),
        ("ymd", "03/04/2026"),
        ("dmy", "31/02/2026"),
        ("mdy", "13/01/2026"),
        ("dmy", "03/04-2026"),
        ("dmy", "3 April"),
        ("dmy", "01/01/1026"),
        ("serial", "20260403"),
        (TYPED, "03/04/2026"),
        ("dmy", f"{DAY}broken"),
    ],
)
def test_a_day_written_otherwise_is_refused(order, text):
    with pytest.raises(BadDate):
        Days(order)[text]
