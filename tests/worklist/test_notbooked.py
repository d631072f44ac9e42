"""What is not booked: filed in a tab of the archive, and only then there; taken back; or made a purchase."""

from datetime import date

import pytest

from comptoir.archive.actions.filing import BadCategory, Card
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category, FiledDocument
from comptoir.intake.actions.sending import send
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import Submission
from comptoir.worklist.models import Proposal
from comptoir.worklist.notbooked import (
    Gone,
    make_bookable,
    not_booked,
    process,
    processed_lately,
    put_back_filed,
    take_back,
)
from tests.formats.pdf.make import pdf
from tests.intake.handing import hand_in
from tests.worklist.conftest import NOW, work


@pytest.fixture
def letter(atelier) -> Submission:
    """A letter that was sent to the accountant as miscellaneous."""
    submission = hand_in(pdf(), "letter.pdf", "miscellaneous", dossier=atelier.dossier, by=atelier.by).submission
    send(Submission.objects.filter(pk=submission.pk), by=atelier.by, at=NOW)
    submission.refresh_from_db()
    return submission


@pytest.fixture
def card(atelier) -> Card:
    category = Category.objects.create(firm=atelier.dossier.firm, tab="miscellaneous", name_en="Bank")
    return Card(category_id=category.pk, title="Letter of the bank", dated_on=date(2026, 4, 1))


def test_a_document_is_in_its_tab_only_when_it_is_processed(anne, letter, card):
    assert list(not_booked(anne)) == [letter]
    assert not FiledDocument.objects.exists()

    filed = process(letter, card, tab=FiledTab.MISCELLANEOUS, by=anne, at=NOW)

    letter.refresh_from_db()
    assert (filed.document_id, letter.state) == (letter.document_id, State.BOOKED)
    assert (list(not_booked(anne)), list(processed_lately(anne))) == ([], [filed])


def test_a_card_that_is_wrong_changes_nothing(anne, letter, card):
    with pytest.raises(BadCategory):
        process(letter, card, tab=FiledTab.PERMANENT, by=anne, at=NOW)

    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert not FiledDocument.objects.exists()


def test_it_is_taken_back_and_processed_anew(anne, letter, card):
    filed = process(letter, card, tab=FiledTab.MISCELLANEOUS, by=anne, at=NOW)

    take_back(filed, by=anne, at=NOW)

    letter.refresh_from_db()
    filed.refresh_from_db()
    assert (letter.state, letter.ended_at, filed.removed_at) == (State.SENT, None, NOW)
    with pytest.raises(Gone):
        take_back(filed, by=anne, at=NOW)
    assert process(letter, card, tab=FiledTab.MISCELLANEOUS, by=anne, at=NOW).pk != filed.pk


def test_what_was_taken_back_and_is_put_back_into_its_tab_is_processed_again(anne, letter, card):
    filed = process(letter, card, tab=FiledTab.MISCELLANEOUS, by=anne, at=NOW)
    take_back(filed, by=anne, at=NOW)

    put_back_filed(filed, by=anne, at=NOW)

    letter.refresh_from_db()
    assert letter.state == State.BOOKED
    assert (list(not_booked(anne)), list(processed_lately(anne))) == ([], [filed])


@pytest.mark.parametrize("elsewhere", ["a purchase", "processed anew"])
def test_what_is_elsewhere_by_now_is_not_put_back_into_its_tab(anne, letter, card, elsewhere):
    filed = process(letter, card, tab=FiledTab.MISCELLANEOUS, by=anne, at=NOW)
    take_back(filed, by=anne, at=NOW)
    if elsewhere == "a purchase":
        make_bookable(letter, Mailbox.PURCHASES, by=anne, at=NOW)
    else:
        category = Category.objects.create(firm=letter.dossier.firm, tab="permanent", name_en="Deeds")
        other = Card(category_id=category.pk, title="Deed", dated_on=date(2026, 4, 1))
        process(letter, other, tab=FiledTab.PERMANENT, by=anne, at=NOW)

    with pytest.raises(Gone, match="two places"):
        put_back_filed(filed, by=anne, at=NOW)

    filed.refresh_from_db()
    assert filed.removed_at is not None


def test_it_is_made_a_purchase_and_gets_a_proposal(anne, letter):
    make_bookable(letter, Mailbox.PURCHASES, by=anne, at=NOW)
    work()

    letter.refresh_from_db()
    assert (letter.mailbox, letter.state) == (Mailbox.PURCHASES, State.SENT)
    assert Proposal.objects.get().submission_id == letter.pk
    with pytest.raises(Gone):
        make_bookable(letter, Mailbox.SALES, by=anne, at=NOW)
