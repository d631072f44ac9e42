"""Documents are sent to the accountant, into a journal where there is a choice, and taken back."""

import pytest

from comptoir.firms.access import NotAllowed
from comptoir.intake.actions.moving import undo
from comptoir.intake.actions.sending import NoSuchJournal, Untyped, send, take_back
from comptoir.intake.actions.together import Elsewhere
from comptoir.intake.queries.journals import journals_of
from comptoir.ledger.models import Journal
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW, now, rows, told


@pytest.fixture
def journals(dossier):
    """Journals of every kind; one of purchases is not shown."""
    kinds = {"ACH": "purchase", "NCA": "purchase_credit", "OLD": "purchase", "VEN": "sale", "BNK": "bank"}
    for code, kind in kinds.items():
        Journal.objects.create(dossier=dossier, code=code, name=code, type=kind, shown=code != "OLD")


def test_the_journals_to_choose_from_are_those_of_the_mailbox(journals, client_access):
    found = {box: [each.code for each in journals_of(client_access, box)] for box in ("purchases", "sales", "untyped")}

    assert found == {"purchases": ["ACH", "NCA"], "sales": ["VEN"], "untyped": []}


def test_a_document_is_sent_into_the_journal_that_was_chosen(handing_in, journals, client_access):
    submission = handing_in(pdf()).submission

    done = send(rows(submission), journal="NCA", by=client_access, at=NOW)

    sent = now(submission)
    assert (done.changed, sent.state, sent.sent_at, sent.journal) == (1, "sent", NOW, "NCA")
    assert told(submission) == ["arrived", "sent"]


@pytest.mark.parametrize("code", ["VEN", "OLD", "ZZZ"])
def test_a_journal_of_another_kind_is_refused(handing_in, journals, client_access, code):
    submission = handing_in(pdf()).submission

    with pytest.raises(NoSuchJournal):
        send(rows(submission), journal=code, by=client_access, at=NOW)
    assert now(submission).state == "mailbox"


def test_what_nobody_has_typed_is_not_sent_nor_anything_with_it(handing_in, client_access):
    typed, untyped = handing_in(pdf(1)).submission, handing_in(pdf(2), mailbox="untyped").submission

    with pytest.raises(Untyped, match="Say first what the document is"):
        send(rows(typed, untyped), by=client_access, at=NOW)
    assert {now(typed).state, now(untyped).state} == {"mailbox"}


def test_evidence_goes_with_its_card(handing_in, reading, client_access):
    paper = reading(handing_in(pdf()).submission, "text")
    xml = reading(handing_in(invoice()).submission, "xml")

    send(rows(xml), by=client_access, at=NOW)

    assert [(now(each).state, now(each).sent_at) for each in (xml, paper)] == [("sent", NOW)] * 2


def test_what_was_sent_is_taken_back_to_its_mailbox(handing_in, journals, client_access):
    submission = handing_in(pdf(), mailbox="sales").submission
    send(rows(submission), journal="VEN", by=client_access, at=NOW)

    take_back(rows(submission), by=client_access, at=NOW)

    back = now(submission)
    assert (back.state, back.mailbox, back.sent_at, back.journal) == ("mailbox", "sales", None, "")
    with pytest.raises(Elsewhere, match="The document is in a mailbox"):
        take_back(rows(submission), by=client_access, at=NOW)


def test_sending_is_undone_and_so_is_taking_back(handing_in, journals, client_access):
    submission = handing_in(pdf()).submission
    done = send(rows(submission), journal="ACH", by=client_access, at=NOW)

    undone = undo(done.mark, by=client_access, at=NOW)
    there = now(submission)
    undo(undone.mark, by=client_access, at=NOW)

    assert (there.state, there.journal, there.sent_at) == ("mailbox", "", None)
    assert (now(submission).state, now(submission).journal, now(submission).sent_at) == ("sent", "ACH", NOW)
    assert told(submission) == ["arrived", "sent", "taken_back", "sent"]


def test_who_only_consults_sends_nothing(handing_in, reader_access):
    submission = handing_in(pdf()).submission

    with pytest.raises(NotAllowed):
        send(rows(submission), by=reader_access, at=NOW)
    assert now(submission).state == "mailbox"
