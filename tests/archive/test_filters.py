"""Which rows of the archive are found by which filter."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from comptoir.archive.actions.handling import mark_handled
from comptoir.archive.queries.invoices import ArchiveFilter, counts, filtered, partner_names
from comptoir.ledger.models import Books
from tests.firms.people import in_dossier, new_dossier, seated
from tests.ledger.bookkeeping import TextBooks

TODAY = date(2026, 6, 1)
BOOKS = """
    2026-01-10 PUR 1  440000 Electrabel  -1234.56  A  due=2026-02-10 ref=E1
    2026-01-20 BNK 1  440000 Electrabel   1234.56  A
    2026-02-10 PUR 2  440000 Proximus     -121.00     due=2026-03-10 ref=P7
    2026-03-10 PUR 3  440000 Proximus     -200.00  B  due=2026-07-10
    2026-03-20 BNK 2  440000 Proximus       50.00  B
    2026-04-01 PCN 1  440000 Proximus       60.50
    2026-04-02 PUR 4  600000 -            -10.00
    2026-02-01 SAL 1  400000 Martin        242.00     due=2026-03-01
"""


@pytest.fixture(autouse=True)
def booked(books: TextBooks) -> None:
    books.names = {"Electrabel": "Électrabel – Engie"}
    books.book(BOOKS)


def found(access, tab: str = "purchases", **limits) -> list[str]:
    rows = filtered(access, tab, ArchiveFilter(**limits), on=TODAY).order_by("date", "id")
    return [f"{row.journal} {row.number}" for row in rows]


def test_each_tab_has_the_entries_of_its_own_journals(client_access):
    assert found(client_access) == ["PUR 1", "PUR 2", "PUR 3", "PCN 1", "PUR 4"]
    assert found(client_access, "sales") == ["SAL 1"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("electrabel", ["PUR 1"]),
        ("ÉLECTRABEL engie", ["PUR 1"]),
        ("engie proximus", []),
        ("1234,56", ["PUR 1"]),
        ("1234.56", ["PUR 1"]),
        ("1.234,56", ["PUR 1"]),
        ("1 234,56", ["PUR 1"]),
        ("p7", ["PUR 2"]),
        ("%", []),
        ("_", []),
    ],
)
def test_every_word_of_the_text_must_occur_whatever_its_case_and_accents(client_access, text, pieces):
    assert found(client_access, text=text) == pieces


def test_dates_limit_with_both_days_included(client_access):
    assert found(client_access, from_on=date(2026, 2, 10), until_on=date(2026, 3, 10)) == ["PUR 2", "PUR 3"]


def test_a_fiscal_year_limits_to_its_entries(client_access, books):
    books.book("2025-12-30 PUR 9  440000 Proximus  -12.00")

    assert found(client_access, fiscal_year="2025") == ["PUR 9"]


def test_amounts_limit_as_they_are_shown_so_a_credit_note_is_below_zero(client_access):
    assert found(client_access, at_least=12100, at_most=20000) == ["PUR 2", "PUR 3"]
    assert found(client_access, at_most=0) == ["PCN 1"]


def test_part_of_a_name_finds_every_partner_that_has_it(client_access):
    assert found(client_access, partner="engie") == ["PUR 1"]
    assert found(client_access, partner="nobody") == []


def test_a_partner_by_id_is_that_one_alone(client_access, books):
    assert found(client_access, partner_id=books.row("PUR 2").partner_id) == ["PUR 2", "PUR 3", "PCN 1"]


def test_states_of_payment_are_any_of_those_asked_for(client_access):
    assert found(client_access, payments=("paid",)) == ["PUR 1"]
    assert found(client_access, payments=("partly", "unpaid")) == ["PUR 2", "PUR 3", "PCN 1"]
    assert found(client_access, payments=("none",)) == ["PUR 4"]


def test_overdue_is_open_and_due_before_today(client_access):
    assert found(client_access, overdue=True) == ["PUR 2"]


def test_drift_is_handled_before_the_banks_last_day_and_still_open(client_access, books):
    for piece, day in (("PUR 2", 19), ("PUR 3", 20), ("PUR 1", 19), ("PUR 4", 19)):
        mark_handled(books.row(piece), by=client_access, at=datetime(2026, 3, day, 12, tzinfo=UTC))

    assert found(client_access, drift=True) == ["PUR 2"]


def test_the_day_of_a_tick_is_the_one_on_the_clock_of_the_place(client_access, books):
    mark_handled(books.row("PUR 2"), by=client_access, at=datetime(2026, 3, 19, 22, 59, tzinfo=UTC))
    mark_handled(books.row("PUR 3"), by=client_access, at=datetime(2026, 3, 19, 23, 1, tzinfo=UTC))

    assert found(client_access, drift=True) == ["PUR 2"]


def test_nothing_drifts_while_no_bank_journal_is_booked(client_access, books):
    mark_handled(books.row("PUR 2"), by=client_access, at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    Books.objects.update(bank_until=None)

    assert found(client_access, drift=True) == []


def test_paid_since_a_day_includes_that_day_and_needs_all_to_be_paid(client_access):
    assert found(client_access, paid_since=date(2026, 1, 20)) == ["PUR 1"]
    assert found(client_access, paid_since=date(2026, 1, 21)) == []


def test_each_ready_made_view_is_counted_as_its_filter_finds(client_access, books):
    mark_handled(books.row("PUR 2"), by=client_access, at=datetime(2026, 3, 19, 12, tzinfo=UTC))
    mark_handled(books.row("PUR 3"), by=client_access, at=datetime(2026, 5, 1, 12, tzinfo=UTC))

    assert counts(client_access, "purchases", paid_since=date(2026, 1, 1), on=TODAY) == {
        "open": 3,
        "to_do": 1,
        "overdue": 1,
        "drift": 1,
        "paid": 1,
    }


def test_counts_are_kept_until_a_tick_or_the_day_changes(client_access, books, django_assert_num_queries):
    asked = {"paid_since": date(2026, 1, 1), "on": TODAY}
    counts(client_access, "purchases", **asked)
    with django_assert_num_queries(1):
        assert counts(client_access, "purchases", **asked)["to_do"] == 3

    mark_handled(books.row("PUR 2"), by=client_access, at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert counts(client_access, "purchases", **asked)["to_do"] == 2
    assert counts(client_access, "purchases", paid_since=date(2026, 1, 1), on=date(2026, 7, 11))["overdue"] == 2


def test_a_row_that_left_the_books_is_in_no_list(client_access, books):
    books.strike("PUR", "2")

    assert found(client_access) == ["PUR 1", "PUR 3", "PCN 1", "PUR 4"]


def test_another_dossiers_people_find_nothing_of_it(dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    assert found(neighbour) == []
    assert partner_names(neighbour, "") == []


def test_names_to_choose_from_fit_what_is_typed(client_access):
    assert partner_names(client_access, "PROX") == ["Proximus"]
    assert partner_names(client_access, "") == ["Électrabel – Engie", "Martin", "Proximus"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads tables so small without an index")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (ArchiveFilter(payments=("partly", "unpaid")), "archived_open_date"),
        (ArchiveFilter(drift=True), "archived_open_ticked"),
    ],
)
def test_what_is_open_is_read_from_its_own_index(client_access, books, wanted, index):
    Books.objects.filter(dossier=books.dossier).update(bank_until=date(2026, 3, 31))

    rows = filtered(client_access, "purchases", wanted, on=date(2026, 6, 1)).order_by("-date", "-id")

    assert index in rows.values("id")[:50].explain()
