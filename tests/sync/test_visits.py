"""From where a visit tells: what came since the visit before, for as long as the visit lasts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.sync.models import Visit
from comptoir.sync.visits import note_visit
from tests.firms.people import in_dossier, seated
from tests.sync.conftest import BOOKS, NOW
from tests.sync.exports import export

LATER = timedelta(minutes=31)


@pytest.fixture
def carl(atelier):
    """A client's standing in the dossier."""
    return in_dossier(seated("Carl", "full_access", atelier.dossier.firm, atelier.dossier), atelier.dossier)


def synchronised(atelier, more: str) -> int:
    """One more run, that brings these lines."""
    export(atelier.folder, BOOKS + more)
    return atelier.run().pk


def test_the_first_visit_begins_nowhere_and_the_next_one_where_it_ended(atelier, carl):
    first = atelier.run().pk
    visit = note_visit(atelier.dossier, by=carl, at=NOW)
    assert (visit.since_id, visit.seen_id) == (None, first)

    second = synchronised(atelier, "2026-04-20 BNK 5  400000 C1 Martin  -100.00")
    visit = note_visit(atelier.dossier, by=carl, at=NOW + LATER)
    assert (visit.since_id, visit.seen_id) == (first, second)


def test_what_came_stays_told_while_the_visit_lasts(atelier, carl):
    first = atelier.run().pk
    note_visit(atelier.dossier, by=carl, at=NOW)
    second = synchronised(atelier, "2026-04-20 BNK 5  400000 C1 Martin  -100.00")
    at = NOW + LATER
    for minutes in (0, 20, 45, 70):
        visit = note_visit(atelier.dossier, by=carl, at=at + timedelta(minutes=minutes))
        assert (visit.since_id, visit.seen_id) == (first, second)

    assert note_visit(atelier.dossier, by=carl, at=at + timedelta(minutes=101)).since_id == second
    assert Visit.objects.count() == 1


def test_a_second_look_in_the_same_minute_is_not_written_down_again(atelier, carl):
    atelier.run()
    note_visit(atelier.dossier, by=carl, at=NOW)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        note_visit(atelier.dossier, by=carl, at=NOW + timedelta(seconds=30))

    assert [query["sql"].split()[0] for query in asked] == ["SELECT", "SELECT"]


def test_a_clock_that_went_back_begins_no_visit(atelier, carl):
    first = atelier.run().pk
    note_visit(atelier.dossier, by=carl, at=NOW)
    visit = note_visit(atelier.dossier, by=carl, at=NOW - timedelta(days=1))

    assert (visit.since_id, visit.seen_id, visit.looked_at) == (None, first, NOW)


def test_who_may_not_see_the_archive_leaves_no_visit_and_nobody_leaves_a_line_in_the_trail(atelier, carl):
    atelier.run()
    person = seated("Paul", "document_processing", atelier.dossier.firm, atelier.dossier)
    before = Event.objects.count()
    with pytest.raises(NotAllowed):
        note_visit(atelier.dossier, by=in_dossier(person, atelier.dossier), at=NOW)
    note_visit(atelier.dossier, by=carl, at=NOW)

    assert (Visit.objects.count(), Event.objects.count()) == (1, before)
