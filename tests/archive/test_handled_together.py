"""The client's tick on many rows at once, and its undoing."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.archive.actions import handling
from comptoir.archive.actions.handling import (
    Handled,
    ListChanged,
    NothingToUndo,
    TooManyRows,
    clear_all_handled,
    clear_handled,
    mark_all_handled,
    mark_handled,
    undo_handling,
)
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import ArchiveFilter, filtered
from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.ledger.models import Books
from tests.firms.people import in_dossier, new_dossier, seated

MORNING = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
EVENING = datetime(2026, 6, 1, 19, 0, tzinfo=UTC)


@pytest.fixture
def rows(books, client_access):
    """The three purchases, looked up whenever they are read."""
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -121.00
        2026-01-11 PUR 2  440000 Vivaqua    -80.00
        2026-01-12 PUR 3  440000 Engie      -50.00
        2026-01-12 SAL 1  400000 Dupont      10.00
    """)
    return filtered(client_access, "purchases", ArchiveFilter(), on=MORNING.date())


def ticks() -> dict[str, tuple[datetime, str] | None]:
    found = ArchivedInvoice.objects.order_by("tab", "number")
    return {str(row)[:3] + row.number: row.handled_at and (row.handled_at, str(row.handled_by)) for row in found}


def told() -> list[tuple[str, str]]:
    names = {str(row.pk): row.number for row in ArchivedInvoice.objects.all()}
    return [(event.action, names[event.target_id]) for event in Event.objects.filter(action__contains="handled")]


def test_all_rows_are_ticked_and_the_trail_names_each(rows, client_access):
    done = mark_all_handled(rows, by=client_access, at=MORNING)

    carl = (MORNING, "Carl")
    assert (done.count, done.changed) == (3, 3)
    assert ticks() == {"PUR1": carl, "PUR2": carl, "PUR3": carl, "SAL1": None}
    assert told() == [("archive.handled", "1"), ("archive.handled", "2"), ("archive.handled", "3")]


def test_what_is_ticked_keeps_its_first_tick_and_asking_twice_changes_nothing(rows, books, client_access):
    mark_handled(books.row("PUR 2"), by=client_access, at=MORNING)

    done = mark_all_handled(rows, by=client_access, at=NOON)
    again = mark_all_handled(rows, by=client_access, at=EVENING)

    assert (done.count, done.changed) == (3, 2)
    assert again == Handled(3, 0, "")
    assert [tick[0] for tick in ticks().values() if tick] == [NOON, MORNING, NOON]
    assert len(told()) == 3


def test_ticks_are_taken_away_and_the_trail_keeps_what_they_were(rows, books, client_access):
    mark_handled(books.row("PUR 2"), by=client_access, at=MORNING)

    done = clear_all_handled(rows, by=client_access, at=NOON)

    assert (done.count, done.changed) == (3, 1)
    assert set(ticks().values()) == {None}
    assert Event.objects.get(action="archive.unhandled").facts == {
        "handled_at": MORNING.isoformat(),
        "handled_by": client_access.person_id,
    }


def test_totals_are_made_again_only_when_something_changed(rows, client_access):
    before = Books.objects.get().version

    clear_all_handled(rows, by=client_access, at=MORNING)
    assert Books.objects.get().version == before

    mark_all_handled(rows, by=client_access, at=MORNING)
    assert Books.objects.get().version == before + 1


def test_a_list_that_has_changed_since_it_was_seen_is_refused_and_nothing_changes(rows, client_access):
    with pytest.raises(ListChanged, match="The list has changed: it has 3 rows now, and had 2"):
        mark_all_handled(rows, by=client_access, at=MORNING, seen=2)

    assert (set(ticks().values()), told()) == ({None}, [])
    assert mark_all_handled(rows, by=client_access, at=MORNING, seen=3).changed == 3


def test_more_rows_than_can_be_held_are_refused(rows, client_access, monkeypatch):
    monkeypatch.setattr(handling, "MOST", 2)

    with pytest.raises(TooManyRows, match="These are 3 rows; at most 2 are handled at once"):
        mark_all_handled(rows, by=client_access, at=MORNING)

    assert set(ticks().values()) == {None}


def test_who_consults_only_is_refused_everything(rows, client_access, reader_access):
    mark = mark_all_handled(rows.filter(number="1"), by=client_access, at=MORNING).mark

    for act in (mark_all_handled, clear_all_handled):
        with pytest.raises(NotAllowed):
            act(rows, by=reader_access, at=NOON)
    with pytest.raises(NotAllowed):
        undo_handling(ArchivedInvoice, mark, by=reader_access, at=NOON)

    assert [number for number, tick in ticks().items() if tick] == ["PUR1"]


def test_rows_of_another_dossier_are_left_alone_whatever_is_handed_over(rows, dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    neighbour = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    assert mark_all_handled(rows, by=neighbour, at=MORNING) == Handled(0, 0, "")
    assert set(ticks().values()) == {None}


def test_undoing_takes_away_the_ticks_that_were_given_then_and_no_other(rows, books, client_access):
    mark_handled(books.row("PUR 1"), by=client_access, at=MORNING)
    mark = mark_all_handled(rows, by=client_access, at=NOON).mark
    clear_handled(books.row("PUR 3"), by=client_access, at=NOON)
    mark_handled(books.row("PUR 3"), by=client_access, at=EVENING)

    done = undo_handling(ArchivedInvoice, mark, by=client_access, at=EVENING)

    assert (done.count, done.changed) == (2, 1)
    assert ticks() == {"PUR1": (MORNING, "Carl"), "PUR2": None, "PUR3": (EVENING, "Carl"), "SAL1": None}


def test_undoing_gives_ticks_back_as_they_were(rows, books, client_access, dossier):
    rosa = in_dossier(seated("Rosa", "full_access", dossier.firm, dossier), dossier)
    mark_handled(books.row("PUR 1"), by=client_access, at=MORNING)
    mark_handled(books.row("PUR 2"), by=rosa, at=NOON)
    mark_handled(books.row("PUR 3"), by=rosa, at=NOON)
    mark = clear_all_handled(rows, by=client_access, at=EVENING).mark
    mark_handled(books.row("PUR 3"), by=client_access, at=EVENING)

    done = undo_handling(ArchivedInvoice, mark, by=client_access, at=EVENING)

    assert (done.count, done.changed) == (3, 2)
    assert ticks() == {"PUR1": (MORNING, "Carl"), "PUR2": (NOON, "Rosa"), "PUR3": (EVENING, "Carl"), "SAL1": None}


def test_what_was_undone_can_be_done_again(rows, books, client_access):
    mark_handled(books.row("PUR 1"), by=client_access, at=MORNING)
    taken = clear_all_handled(rows, by=client_access, at=NOON)
    given = undo_handling(ArchivedInvoice, taken.mark, by=client_access, at=EVENING)

    undo_handling(ArchivedInvoice, given.mark, by=client_access, at=EVENING + timedelta(hours=1))

    assert set(ticks().values()) == {None}


@pytest.mark.parametrize("mark", ["", "-", "1", "1-", "x-y", "5-1", "1-99999999999", "١-٢", "0-0", "1-1"])
def test_a_mark_that_was_never_given_undoes_nothing(rows, client_access, mark):
    mark_all_handled(rows, by=client_access, at=MORNING)

    with pytest.raises(NothingToUndo):
        undo_handling(ArchivedInvoice, mark, by=client_access, at=NOON)

    assert [tick for tick in ticks().values() if tick] == [(MORNING, "Carl")] * 3


def test_nobody_undoes_what_somebody_else_did(rows, client_access, dossier):
    rosa = in_dossier(seated("Rosa", "full_access", dossier.firm, dossier), dossier)
    mark = mark_all_handled(rows, by=client_access, at=MORNING).mark

    with pytest.raises(NothingToUndo):
        undo_handling(ArchivedInvoice, mark, by=rosa, at=NOON)

    assert len([tick for tick in ticks().values() if tick]) == 3


@pytest.mark.parametrize("count", [1, 40])
def test_many_rows_cost_the_queries_of_one(books, client_access, django_assert_num_queries, count):
    books.book("\n".join(f"2026-01-10 PUR {number}  440000 Proximus  -121.00" for number in range(1, count + 1)))
    rows = filtered(client_access, "purchases", ArchiveFilter(), on=MORNING.date())

    with django_assert_num_queries(8):
        done = mark_all_handled(rows, by=client_access, at=MORNING)

    assert done.changed == count
