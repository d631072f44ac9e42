"""Numbers of pieces, what blocks a transfer, and what the package refuses."""

import pytest

from comptoir.intake.choices import State
from comptoir.intake.models import Submission
from comptoir.jobs.models import Job, JobState
from comptoir.sync.choices import PushState
from comptoir.sync.models import Connection, PushedBooking
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import ChangedMeanwhile, hold_back
from comptoir.worklist.models import PieceNumber, Proposal
from comptoir.worklist.transferring import CannotTransfer, settle, transfer, would_number
from tests.worklist.conftest import NOW, work

ALL = Proposal.objects.all


def numbers() -> dict[str, str]:
    return dict(Proposal.objects.values_list("number", "piece"))


def test_purchases_get_the_next_numbers_in_the_order_of_their_dates(anne, proposed):
    proposed("second", issue_date="2026-04-16")
    proposed("first", issue_date="2026-04-10")
    proposed("third", issue_date="2026-05-02")

    assert [(each.proposal.number, each.number) for each in would_number(ALL())] == [
        ("first", 13),
        ("second", 14),
        ("third", 15),
    ]
    transfer(ALL(), by=anne, at=NOW)

    assert numbers() == {"first": "13", "second": "14", "third": "15"}


def test_a_sale_has_the_number_of_its_invoice_and_none_twice(anne, proposed):
    proposed("V2026-0042", mailbox="sales")
    proposed("V2026-0007", mailbox="sales")

    with pytest.raises(CannotTransfer, match="7 is in the books already"):
        transfer(ALL(), by=anne, at=NOW)
    assert numbers() == {"V2026-0042": "", "V2026-0007": ""}

    transfer(Proposal.objects.filter(number="V2026-0042"), by=anne, at=NOW)
    assert numbers()["V2026-0042"] == "42"


def test_one_that_is_not_ready_blocks_all_and_is_named(anne, proposed):
    proposed("good")
    proposed("bad", supplier={"name": "Neuve", "vat": "BE0466279295"})

    with pytest.raises(CannotTransfer, match=r"^bad\.pdf is not ready"):
        transfer(ALL(), by=anne, at=NOW)

    assert set(numbers().values()) == {""}
    assert not PieceNumber.objects.exists()


def test_what_is_on_hold_stays(anne, proposed):
    found = proposed()
    hold_back(found, seen=found.version, by=anne, at=NOW)

    with pytest.raises(CannotTransfer):
        transfer(ALL(), by=anne, at=NOW)


def test_a_refused_booking_comes_back_with_its_reason_and_keeps_its_number(anne, proposed, atelier):
    first = proposed("first", issue_date="2026-04-10")
    transfer(ALL(), by=anne, at=NOW)
    work()
    pushed = PushedBooking.objects.get()
    PushedBooking.objects.update(state=PushState.REFUSED, reason={"text": "The period is closed.", "facts": {}})
    pushed.refresh_from_db()

    settle(pushed, by=atelier.by, at=NOW)
    settle(pushed, by=atelier.by, at=NOW)

    first.refresh_from_db()
    assert (first.status, first.reasons["refused"]["text"]) == (Status.NOK, "The period is closed.")
    assert Submission.objects.get().state == State.SENT
    proposed("later", issue_date="2026-04-12")
    Proposal.objects.filter(pk=first.pk).update(status=Status.OK, reasons={})
    assert [each.number for each in would_number(ALL())] == [13, 14]


def test_what_cannot_be_handed_over_comes_back_and_says_why(anne, proposed, atelier):
    found = proposed()
    transfer(ALL(), by=anne, at=NOW)
    Connection.objects.filter(dossier=atelier.dossier).delete()
    work()

    found.refresh_from_db()
    assert (found.status, found.pushed_id) == (Status.NOK, None)
    assert found.reasons["refused"]["text"] == "This dossier is not connected to an accounting package yet."
    assert Submission.objects.get().state == State.SENT
    assert PieceNumber.objects.get().proposal_id == found.pk


def test_a_number_that_came_back_is_given_first(anne, proposed):
    proposed("one", issue_date="2026-04-10")
    proposed("two", issue_date="2026-04-11")
    transfer(ALL(), by=anne, at=NOW)
    PieceNumber.objects.filter(number=13).update(proposal=None)
    proposed("three", issue_date="2026-04-12")

    assert [each.number for each in would_number(Proposal.objects.filter(number="three"))] == [13]


def test_handing_over_twice_asks_for_one_booking(anne, proposed):
    proposed()
    transfer(ALL(), by=anne, at=NOW)
    work()
    Job.objects.filter(name="worklist.hand_over").update(state=JobState.WAITING, finished_at=None)
    work()

    assert PushedBooking.objects.count() == 1


def test_a_page_that_is_old_changes_nothing(anne, proposed):
    found = proposed()
    hold_back(found, seen=found.version, by=anne, at=NOW)

    with pytest.raises(ChangedMeanwhile):
        hold_back(found, seen=found.version, by=anne, at=NOW)
