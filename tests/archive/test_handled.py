"""The client's own tick on an archived invoice."""

from datetime import UTC, datetime

import pytest

from comptoir.archive.actions.handling import clear_handled, mark_handled
from comptoir.archive.models import ArchivedInvoice
from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.ledger.models import Books
from tests.firms.people import in_dossier, new_dossier, seated

MORNING = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 6, 1, 19, 0, tzinfo=UTC)


@pytest.fixture
def invoice(books) -> ArchivedInvoice:
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    return books.row("PUR 1")


def ticks() -> list[str]:
    return list(Event.objects.filter(action__startswith="archive.").order_by("id").values_list("action", flat=True))


def test_a_tick_says_who_and_when_and_is_written_down(invoice, client_access):
    mark_handled(invoice, by=client_access, at=MORNING)

    invoice.refresh_from_db()
    assert (invoice.handled_at, str(invoice.handled_by)) == (MORNING, "Carl")
    assert ticks() == ["archive.handled"]


def test_asking_twice_keeps_the_first_tick(invoice, client_access):
    mark_handled(invoice, by=client_access, at=MORNING)
    mark_handled(invoice, by=client_access, at=EVENING)

    invoice.refresh_from_db()
    assert invoice.handled_at == MORNING
    assert ticks() == ["archive.handled"]


def test_a_tick_that_is_cleared_is_gone_and_the_trail_keeps_what_it_was(invoice, client_access):
    mark_handled(invoice, by=client_access, at=MORNING)
    clear_handled(invoice, by=client_access, at=EVENING)

    invoice.refresh_from_db()
    assert (invoice.handled_at, invoice.handled_by) == (None, None)
    assert ticks() == ["archive.handled", "archive.unhandled"]
    assert Event.objects.get(action="archive.unhandled").facts == {
        "handled_at": MORNING.isoformat(),
        "handled_by": client_access.person_id,
    }


def test_clearing_where_there_is_no_tick_does_nothing(invoice, client_access):
    clear_handled(invoice, by=client_access, at=MORNING)

    assert ticks() == []


def test_who_consults_only_is_refused_and_nothing_changes(invoice, reader_access):
    version = Books.objects.get().version

    with pytest.raises(NotAllowed):
        mark_handled(invoice, by=reader_access, at=MORNING)

    invoice.refresh_from_db()
    assert invoice.handled_at is None
    assert (ticks(), Books.objects.get().version) == ([], version)


def test_another_dossiers_invoice_is_not_found(invoice, dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    with pytest.raises(ArchivedInvoice.DoesNotExist):
        mark_handled(invoice, by=neighbour, at=MORNING)

    invoice.refresh_from_db()
    assert invoice.handled_at is None


def test_the_tick_stays_when_the_entry_goes_and_comes_back(invoice, books, client_access):
    mark_handled(invoice, by=client_access, at=MORNING)

    books.strike("PUR", "1")
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")

    assert books.row("PUR 1").handled_at == MORNING
