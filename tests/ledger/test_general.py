"""The general accounts of a year: where their opening balances come from, and what they come to."""

from datetime import date

import pytest

from comptoir.firms.access import machine
from comptoir.kit.money import text_of
from comptoir.ledger.general import booked_years, lines_of_year, moved_before, opening_of, year_balances
from comptoir.ledger.models import Account, Line


def by_of(books):
    return machine(books.dossier.firm_id, books.dossier.pk, "test")


def table(books, year: str) -> dict[str, tuple[str, str, str, str]]:
    """By account: opening, debit, credit, balance."""
    return {
        row.account.code: tuple(
            text_of(cents) for cents in (row.opening_cents, row.debit_cents, row.credit_cents, row.balance_cents)
        )
        for row in year_balances(by_of(books), year)
    }


@pytest.fixture
def three_years(books):
    books.book("""
        2024-03-01 OD  1  550000 -      100.00
        2024-03-01 OD  1  700000 -     -100.00
        2025-05-01 OD  1  550000 -      -30.00
        2025-05-01 OD  1  610000 -       30.00
        2026-02-01 OD  1  550000 -        5.00
        2026-02-01 OD  1  700000 -       -5.00
    """)
    return books


def test_without_opening_entries_the_balance_sheet_goes_on_and_results_begin_at_zero(three_years):
    assert booked_years(by_of(three_years)) == ["2026", "2025", "2024"]
    assert table(three_years, "2024") == {
        "550000": ("0.00", "100.00", "0.00", "100.00"),
        "700000": ("0.00", "0.00", "100.00", "-100.00"),
    }
    assert table(three_years, "2026") == {
        "550000": ("70.00", "5.00", "0.00", "75.00"),
        "700000": ("0.00", "0.00", "5.00", "-5.00"),
    }
    assert not opening_of(by_of(three_years), "2026").booked


def test_an_account_that_does_not_move_stands_there_with_its_opening_balance(books):
    books.book("""
        2025-03-01 OD  1  550000 -      100.00
        2026-02-01 OD  1  570000 -        5.00
    """)
    assert table(books, "2026")["550000"] == ("100.00", "0.00", "0.00", "100.00")


def test_opening_entries_say_the_opening_balances_of_their_year_and_count_in_no_movement(three_years):
    three_years.book("2025-01-01 OPN 1  550000 -      98.00")

    assert table(three_years, "2025")["550000"] == ("98.00", "0.00", "30.00", "68.00")
    assert opening_of(by_of(three_years), "2025").booked
    assert table(three_years, "2026")["550000"] == ("68.00", "5.00", "0.00", "73.00")


def test_what_an_account_moved_before_a_line_is_the_sum_of_the_lines_before_it(books):
    rows = [f"2026-{1 + n // 9:02d}-{1 + n % 9:02d} OD {n} 550000 - {n}.00" for n in range(1, 60)]
    books.book("\n".join([*rows, "2026-01-01 OPN 1 550000 - 1000.00"]))
    by, account = by_of(books), Account.objects.get(code="550000")

    lines = list(lines_of_year(by, account, "2026").order_by("booked_on", "pk"))

    assert len(lines) == 59
    done = 0
    for line in lines:
        assert moved_before(by, account, "2026", line.booked_on, line.pk) == done
        done += line.cents
    assert moved_before(by, account, "2026", date(2027, 1, 1)) == done
    assert Line.objects.filter(account=account).count() == 60


def test_an_account_is_found_by_code_or_name(three_years):
    found = year_balances(by_of(three_years), "2026", "70")
    assert [row.account.code for row in found] == ["700000"]
