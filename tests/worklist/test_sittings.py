"""Who sits at a proposal, and what he typed there: told to the others, kept, and dropped when it is saved."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from comptoir.firms.access import Access, NotAllowed
from comptoir.worklist import editing
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import Said, hold_back, save
from comptoir.worklist.models import Proposal, Sitting
from comptoir.worklist.sittings import KEPT, Company, Draft, Other, clean, draft_of, forget_typed, others_at, sit
from tests.firms.people import in_dossier, seated
from tests.worklist.conftest import NOW

LATER = NOW + timedelta(minutes=5)
TYPED = {"number": "F-7", "base-0": "100+20,50"}


@pytest.fixture
def bernard(atelier) -> Access:
    """A colleague of Anne's."""
    return in_dossier(seated("Bernard", "administrator", atelier.dossier.firm), atelier.dossier)


def said_of(proposal: Proposal, number: str = "") -> Said:
    return replace(editing.said_of(proposal), number=number or proposal.number)


def seconds(count: int) -> datetime:
    return NOW + timedelta(seconds=count)


def test_two_people_at_one_proposal_see_each_other_until_one_leaves(proposed, anne, bernard):
    found = proposed()

    alone = sit(found, None, seen=1, by=anne, at=NOW)
    sit(found, None, seen=1, by=anne, at=seconds(20))
    second = sit(found, None, seen=1, by=bernard, at=seconds(30))
    first = sit(found, None, seen=1, by=anne, at=seconds(40))
    left = sit(found, None, seen=1, leaving=True, by=bernard, at=seconds(50))

    assert alone == Company((), 1, "")
    assert second.others == (Other("Anne", NOW),)
    assert first.others == (Other("Bernard", seconds(30)),)
    assert left.others == (Other("Anne", NOW),)
    assert others_at(found, by=anne, at=seconds(51)) == ()


def test_who_was_not_seen_for_forty_five_seconds_has_left_and_comes_anew(proposed, anne, bernard):
    found = proposed()
    sit(found, None, seen=1, by=anne, at=NOW)

    assert others_at(found, by=bernard, at=seconds(45)) == (Other("Anne", NOW),)
    assert others_at(found, by=bernard, at=seconds(46)) == ()
    sit(found, None, seen=1, by=anne, at=seconds(60))
    assert others_at(found, by=bernard, at=seconds(61)) == (Other("Anne", seconds(60)),)


def test_what_is_typed_is_kept_for_who_typed_it_and_changes_no_proposal(proposed, anne, bernard):
    found = proposed()
    before = Proposal.objects.values().get(pk=found.pk)

    sit(found, TYPED, seen=1, by=anne, at=NOW)
    sit(found, None, seen=1, by=anne, at=seconds(20))
    sit(found, None, seen=1, leaving=True, by=anne, at=seconds(30))

    assert draft_of(found, by=anne) == Draft(TYPED, NOW, current=True)
    assert draft_of(found, by=bernard) is None
    assert Proposal.objects.values().get(pk=found.pk) == before
    forget_typed(found, by=anne)
    assert draft_of(found, by=anne) is None


def test_only_what_the_form_asks_is_kept_and_no_longer_than_its_fields(proposed, anne):
    found = proposed()
    typed = {"number": "x" * 5_000, "text-99": "a\x00b\udc80", "text-100": "x", "base-01": "x", "status": "checked"}

    sit(found, typed, seen=1, by=anne, at=NOW)

    assert draft_of(found, by=anne) == Draft({"number": "x" * 200, "text-99": "ab\\udc80"}, NOW, current=True)


def test_what_one_saves_is_not_typed_any_more_even_when_it_is_told_late(proposed, anne):
    found = proposed()
    sit(found, TYPED, seen=1, by=anne, at=NOW)

    save(found, said_of(found, "F-7"), seen=1, by=anne, at=LATER)
    assert draft_of(found, by=anne) is None
    sit(found, TYPED, seen=1, leaving=True, by=anne, at=LATER)

    assert draft_of(found, by=anne) is None
    assert not Sitting.objects.exists()


def test_who_changed_it_meanwhile_is_named_and_what_was_typed_before_is_kept_apart(proposed, anne, bernard):
    found = proposed()
    sit(found, TYPED, seen=1, by=anne, at=NOW)
    hold_back(found, seen=1, by=bernard, at=LATER)

    company = sit(found, TYPED | {"number": "F-8"}, seen=1, by=anne, at=LATER)

    found.refresh_from_db()
    assert (company.version, company.changed_by) == (2, "Bernard")
    assert draft_of(found, by=anne) == Draft(TYPED | {"number": "F-8"}, LATER, current=False)


def test_the_machine_that_changed_it_has_no_name(proposed, anne):
    found = proposed()
    Proposal.objects.filter(pk=found.pk).update(version=2)

    assert sit(found, None, seen=1, by=anne, at=NOW) == Company((), 2, "")


def test_sittings_are_refused_without_the_right_and_to_the_machine(proposed, anne, atelier):
    found = proposed()

    for by in (replace(anne, rights=frozenset()), atelier.by, replace(anne, person_id=None)):
        with pytest.raises(NotAllowed):
            sit(found, TYPED, seen=1, by=by, at=NOW)
    assert not Sitting.objects.exists()


def test_sittings_that_are_over_are_removed_at_night_and_what_is_typed_stays(proposed, anne, bernard):
    found, other = proposed(), proposed("2026-118")
    sit(found, TYPED, seen=1, by=anne, at=NOW)
    sit(found, None, seen=1, by=bernard, at=NOW)
    sit(other, TYPED, seen=1, by=anne, at=NOW)

    assert clean(NOW + timedelta(hours=23)) == 0
    assert clean(NOW + timedelta(hours=25)) == 1
    Proposal.objects.filter(pk=other.pk).update(status=Status.TRANSFERRED)
    assert clean(NOW + timedelta(hours=26)) == 1
    assert draft_of(found, by=anne) is not None
    assert clean(NOW + KEPT + timedelta(seconds=1)) == 1
    assert not Sitting.objects.exists()
