"""What Financial tells of the bank's rows: accounts, filters, sums, the pieces lettered with, balances over time."""

from datetime import date

import pytest

from comptoir.archive.models import BankTransaction
from comptoir.archive.queries.bank import (
    BankFilter,
    LeftOut,
    Sums,
    balances_at,
    bank_accounts,
    bank_sums,
    left_out,
    lettered_with,
    transactions,
)
from comptoir.ledger.models import Journal

ALL = BankFilter()


@pytest.fixture
def booked(books):
    books.book("""
        2026-01-10 PUR 12  440000 Proximus   -121.00  A
        2026-01-11 SAL  1  400000 Martin      242.00
        2026-02-01 BNK 1  440000 Proximus     121.00  A
        2026-02-01 BNK 1  550000 -           -121.00
        2026-02-05 BNK 2  400000 Martin      -242.00
        2026-02-05 BNK 2  550000 -            242.00
        2026-03-01 BN2 1  650000 -              3.00
        2026-03-01 BN2 1  551000 -             -3.00
        2026-03-02 CAS 1  570000 -             10.00
    """)
    return books


@pytest.fixture
def journals(booked) -> dict[str, int]:
    return dict(Journal.objects.filter(dossier=booked.dossier).values_list("code", "pk"))


def statements(access, journals, **wanted) -> list[str]:
    rows = transactions(access, journals.values(), BankFilter(**wanted)).order_by("booked_on", "id")
    return list(rows.values_list("statement", flat=True))


def test_an_account_has_its_journal_its_last_day_and_the_balance_after_its_last_row(client_access, booked):
    first, second = bank_accounts(client_access)[::-1]

    assert (first.code, first.account, first.last_booked_on, first.balance_cents) == (
        *("BNK", "550000", date(2026, 2, 5), 12100),
    )
    assert (second.code, second.account, second.balance_cents) == ("BN2", "551000", -300)


def test_what_is_left_out_is_told_with_its_type_or_that_it_is_hidden(client_access, booked):
    Journal.objects.filter(code="BN2").update(shown=False)

    assert [account.code for account in bank_accounts(client_access)] == ["BNK"]
    assert LeftOut("BN2", "BN2", "bank", True) in left_out(client_access)
    assert LeftOut("CAS", "CAS", "cash", False) in left_out(client_access)
    assert "BNK" not in [journal.code for journal in left_out(client_access)]


def test_a_bank_journal_without_entries_is_left_out_though_it_is_shown(client_access, booked):
    Journal.objects.create(dossier=booked.dossier, code="BN3", name="Bank 3", type="bank")

    assert LeftOut("BN3", "Bank 3", "bank", False) in left_out(client_access)


def test_filters_limit_by_way_day_amount_state_and_text(client_access, journals):
    assert statements(client_access, journals) == ["BNK 2026/1", "BNK 2026/2", "BN2 2026/1"]
    assert statements(client_access, journals, inwards=True) == ["BNK 2026/2"]
    assert statements(client_access, journals, inwards=False) == ["BNK 2026/1", "BN2 2026/1"]
    assert statements(client_access, journals, from_on=date(2026, 2, 2)) == ["BNK 2026/2", "BN2 2026/1"]
    assert statements(client_access, journals, until_on=date(2026, 2, 1)) == ["BNK 2026/1"]
    assert statements(client_access, journals, at_least=12100, at_most=20000) == ["BNK 2026/1"]
    assert statements(client_access, journals, at_least=24200) == ["BNK 2026/2"]
    assert statements(client_access, journals, at_least=0) == ["BNK 2026/1", "BNK 2026/2", "BN2 2026/1"]
    assert statements(client_access, journals, states=("lettered", "none")) == ["BNK 2026/1", "BN2 2026/1"]
    assert statements(client_access, journals, text="PROXIMUS 121,00") == ["BNK 2026/1"]
    assert statements(client_access, {"BN2": journals["BN2"]}) == ["BN2 2026/1"]


def test_sums_tell_what_came_in_and_went_out_and_follow_the_books(client_access, booked, journals):
    assert bank_sums(client_access, journals.values(), ALL) == Sums(3, 24200, -12400)
    assert bank_sums(client_access, journals.values(), ALL).moved_cents == 11800
    assert bank_sums(client_access, [journals["CAS"]], ALL) == Sums(0, 0, 0)


def test_a_row_is_lettered_with_the_pieces_of_its_group_invoices_first(
    client_access, booked, django_assert_num_queries
):
    booked.book("""
        2026-02-10 OD  7  440000 Proximus      1.00  A
        2026-02-11 BNK 3  440000 Proximus     -1.00  A
        2026-02-11 BNK 3  550000 -             1.00
    """)
    group = BankTransaction.objects.get(statement="BNK 2026/1").lettering_id

    with django_assert_num_queries(1):
        pieces = lettered_with(client_access, [group])[group]

    assert [piece.name for piece in pieces] == ["PUR 12", "BNK 2026/1", "OD 2026/7", "BNK 2026/3"]
    assert (pieces[0].tab, pieces[0].archived_id) == ("purchases", booked.row("PUR 12").pk)
    assert pieces[1].archived_id is None


def test_nothing_is_asked_for_a_page_on_which_nothing_is_lettered(client_access, booked, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert lettered_with(client_access, []) == {}


def test_an_invoice_that_an_opening_entry_restates_is_what_the_payment_is_lettered_with(client_access, books):
    books.book("""
        2025-11-01 PUR 5  440000 Engie  -100.00  ref=E1
        2026-01-01 OPN 1  440000 Engie  -100.00  A  ref=E1
        2026-02-01 BNK 1  440000 Engie   100.00  A
        2026-02-01 BNK 1  550000 -      -100.00
    """)
    row = BankTransaction.objects.get()

    names = [piece.name for piece in lettered_with(client_access, [row.lettering_id])[row.lettering_id]]

    assert names == ["PUR 5", "OPN 2026/1", "BNK 2026/1"]


def test_balances_stand_at_the_end_of_each_day_and_are_unknown_before_the_first(client_access, journals):
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 4), date(2026, 12, 31)]

    assert balances_at(client_access, [journals["BNK"], journals["BN2"]], days) == {
        journals["BNK"]: [None, -12100, -12100, 12100],
        journals["BN2"]: [None, None, None, -300],
    }


def test_another_dossiers_access_sees_none_of_it(other_access, booked, journals):
    assert bank_accounts(other_access) == []
    assert left_out(other_access) == []
    assert statements(other_access, journals) == []
    assert lettered_with(other_access, list(booked.dossier.letterings.values_list("pk", flat=True))) == {}
    assert balances_at(other_access, journals.values(), [date(2026, 12, 31)]) == {}
