"""What leaves the worklist without being booked: back to the client with the reason, or deleted."""

import pytest

from comptoir.audit.models import Event
from comptoir.intake.actions.moving import put_back
from comptoir.intake.actions.sending import send
from comptoir.intake.choices import State
from comptoir.intake.models import Submission
from comptoir.worklist.asking import ask
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import CannotChange, ChangedMeanwhile, said_of, save
from comptoir.worklist.models import PieceNumber
from comptoir.worklist.queries import worklist_of
from comptoir.worklist.returning import delete, returned, send_back
from comptoir.worklist.transferring import give_up, transfer
from tests.worklist.conftest import NOW


def row(proposal) -> Submission:
    return Submission.objects.get(pk=proposal.submission_id)


def test_a_document_goes_back_to_its_mailbox_and_the_client_is_told_why(anne, proposed):
    found = proposed()
    save(found, said_of(found), seen=1, check=True, by=anne, at=NOW)

    send_back(found, " Please send\nall pages. ", seen=2, by=anne, at=NOW)

    found.refresh_from_db()
    assert (row(found).state, row(found).sent_at) == (State.MAILBOX, None)
    assert (found.status, found.version) == (Status.OK, 3)
    told = returned(row(found), by=anne)
    assert (told.by, told.why) == (anne.name, "Please send all pages.")
    assert not worklist_of(anne, of_sale=False).exists()


def test_sent_again_it_is_no_longer_one_that_came_back(anne, proposed):
    found = proposed()
    send_back(found, "x", seen=1, by=anne, at=NOW)

    send(Submission.objects.filter(pk=found.submission_id), by=anne, at=NOW)

    assert returned(row(found), by=anne) is None
    assert worklist_of(anne, of_sale=False).get() == found


def test_a_deleted_one_is_in_the_document_history_and_can_be_put_back(anne, proposed):
    found = proposed()

    delete(found, "Twice the same.", seen=1, by=anne, at=NOW)

    assert (row(found).state, row(found).ended_at) == (State.DELETED, NOW)
    assert Event.objects.get(action="worklist.deleted").facts["why"] == "Twice the same."
    put_back(Submission.objects.filter(pk=found.submission_id), by=anne, at=NOW)
    assert row(found).state == State.MAILBOX


def test_the_number_of_its_piece_is_given_to_the_next_one(anne, proposed):
    found = proposed()
    transfer(worklist_of(anne, of_sale=False), by=anne, at=NOW)
    give_up(found, CannotChange("No.").sentence, by=anne, at=NOW)
    found.refresh_from_db()

    delete(found, "", seen=found.version, by=anne, at=NOW)

    assert PieceNumber.objects.get().proposal is None
    other = proposed("other")
    assert [each.number for each in transfer(worklist_of(anne, of_sale=False), by=anne, at=NOW)] == [13]
    other.refresh_from_db()
    assert other.piece == "13"


def test_one_that_was_changed_meanwhile_stays(anne, proposed):
    found = proposed()

    with pytest.raises(ChangedMeanwhile):
        send_back(found, "x", seen=0, by=anne, at=NOW)

    assert row(found).state == State.SENT


def test_while_somebody_is_asked_it_stays(anne, proposed):
    found = proposed()
    ask(found, "What is it?", colleague=None, seen=1, by=anne, at=NOW)

    with pytest.raises(CannotChange, match="Somebody is asked about it"):
        delete(found, "x", seen=2, by=anne, at=NOW)

    assert row(found).state == State.SENT
