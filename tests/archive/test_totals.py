"""The totals of what is wanted, and that what is kept of them never lies."""

from datetime import UTC, date, datetime

from django.db.models import F

from comptoir.archive.actions.handling import mark_handled
from comptoir.archive.queries.invoices import ArchiveFilter, Totals, totals
from comptoir.ledger.models import Books

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ALL = ArchiveFilter()


def test_totals_count_and_sum_all_that_is_wanted_with_credit_notes_negative(books, client_access):
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -121.00  A
        2026-01-20 BNK 1  440000 Proximus    21.00  A
        2026-02-10 PCN 1  440000 Proximus    60.50
    """)

    assert totals(client_access, "purchases", ALL, on=TODAY) == Totals(2, 6050, 3950)


def test_totals_of_nothing_are_zero(books, client_access):
    assert totals(client_access, "sales", ALL, on=TODAY) == Totals(0, 0, 0)


def test_kept_totals_cost_no_second_sum(books, client_access, django_assert_num_queries):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    totals(client_access, "purchases", ALL, on=TODAY)

    with django_assert_num_queries(1):
        assert totals(client_access, "purchases", ALL, on=TODAY) == Totals(1, 12100, 12100)


def test_totals_are_made_again_when_the_books_change(books, client_access):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    totals(client_access, "purchases", ALL, on=TODAY)

    books.book("2026-01-11 PUR 2  440000 Proximus  -79.00")
    Books.objects.update(version=F("version") + 1)

    assert totals(client_access, "purchases", ALL, on=TODAY) == Totals(2, 20000, 20000)


def test_totals_are_made_again_when_a_tick_is_set(books, client_access):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    not_handled = ArchiveFilter(handled=False)
    totals(client_access, "purchases", not_handled, on=TODAY)

    mark_handled(books.row("PUR 1"), by=client_access, at=NOW)

    assert totals(client_access, "purchases", not_handled, on=TODAY) == Totals(0, 0, 0)
    assert totals(client_access, "purchases", ArchiveFilter(handled=True), on=TODAY) == Totals(1, 12100, 12100)


def test_what_is_overdue_is_counted_again_on_the_next_day(books, client_access):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00  due=2026-06-01")
    overdue = ArchiveFilter(overdue=True)

    assert totals(client_access, "purchases", overdue, on=TODAY).count == 0
    assert totals(client_access, "purchases", overdue, on=date(2026, 6, 2)).count == 1
