"""What is transferred and waits for the books: how far it is, and what is said of what goes wrong."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.documents.store import path_of
from comptoir.formats.pdf.text import read_words
from comptoir.intake.models import Submission
from comptoir.ledger.models import Journal
from comptoir.sync.choices import PushState
from comptoir.sync.models import PushedBooking
from comptoir.worklist.choices import Status
from comptoir.worklist.models import Proposal
from comptoir.worklist.transferring import settle, transfer
from tests.firms.people import seated
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import cells, rows, text_of
from tests.worklist.conftest import NOW, work

ALL = Proposal.objects.all
REASON = {"text": "The period %(period)s is closed.", "facts": {"period": "202604"}}


@pytest.fixture
def page(atelier):
    """Gets the page, as a colleague of the firm sees it."""
    browser = browser_of(seated("Bob", "administrator", atelier.dossier.firm))
    return lambda: browser.get(f"/d/{atelier.dossier.pk}/worklist/purchases/transferred/")


@pytest.fixture
def handed_over(anne, proposed) -> PushedBooking:
    """The booking of a proposal that lies in the outbox."""
    proposed()
    transfer(ALL(), by=anne, at=NOW)
    work()
    return PushedBooking.objects.get()


def told(answer) -> tuple[str, str]:
    """The tone of the one row, and what it says of how far it is."""
    (row,) = rows(answer)
    return row.partition("badge badge-")[2].partition('"')[0], cells(row)[-1]


def test_what_is_transferred_is_listed_with_its_piece_and_what_is_to_be_done(page, handed_over):
    (row,) = rows(page())

    assert cells(row)[:4] == ["ACH 13", "Proximus", "2026-117", "363.00"]
    assert told(page()) == (
        "plain",
        "In the outbox Import it from the outbox into FEC; once it is in an export, it goes to the archive by itself.",
    )


def test_what_lies_in_the_outbox_for_long_is_orange(page, handed_over):
    PushedBooking.objects.update(sent_at=timezone.now() - timedelta(days=8))

    assert told(page())[0] == "part"


def test_what_could_not_be_handed_over_is_orange_and_says_why_and_that_it_is_tried_again(page, handed_over):
    PushedBooking.objects.update(state=PushState.WAITING, sent_at=None, reason=REASON)

    tone, words = told(page())
    assert (tone, words.partition(", after")[0]) == (
        "part",
        "Tried again The period 202604 is closed. It is tried again by itself",
    )


def test_what_the_package_refused_is_red_until_it_is_back_in_the_worklist_where_it_says_why(page, handed_over, atelier):
    PushedBooking.objects.update(state=PushState.REFUSED, sent_at=None, reason=REASON)
    handed_over.refresh_from_db()
    assert told(page())[0] == "late"

    settle(handed_over, by=atelier.by, at=NOW)

    assert "Nothing is on its way" in text_of(page().content.decode())
    browser = browser_of(seated("Eve", "administrator", atelier.dossier.firm))
    (row,) = rows(browser.get(f"/d/{atelier.dossier.pk}/worklist/purchases/"))
    assert "The accounting package refused it: The period 202604 is closed." in text_of(row)


def test_the_list_costs_the_same_with_one_and_with_three(page, anne, proposed):
    proposed("one")
    transfer(ALL(), by=anne, at=NOW)
    page()
    with CaptureQueriesContext(
        connection,
    ) as few:
        page()
    proposed("two")
    proposed("three")
    transfer(ALL().filter(status=Status.OK), by=anne, at=NOW)

    with CaptureQueriesContext(connection) as many:
        assert len(rows(page())) == 3
    assert len(many) == len(few)


def test_the_client_does_not_see_the_list(atelier, handed_over):
    browser = browser_of(seated("Carl", "administrator", atelier.dossier.firm, atelier.dossier))

    assert browser.get(f"/d/{atelier.dossier.pk}/worklist/purchases/transferred/").status_code == 403


def test_what_came_back_has_no_stamp_and_gets_that_of_its_new_number_alone(anne, handed_over, atelier):
    submission = Submission.objects.get()
    assert "ACH 13" in stamp_of(submission)
    PushedBooking.objects.update(state=PushState.REFUSED, reason=REASON)
    handed_over.refresh_from_db()
    settle(handed_over, by=atelier.by, at=NOW)
    submission.refresh_from_db()
    assert submission.document_id == submission.original_id

    other = Journal.objects.create(dossier=atelier.dossier, code="ACX", name="Achats", type="purchase")
    ALL().update(status=Status.OK, reasons={}, journal=other)
    transfer(ALL(), by=anne, at=NOW)
    work()

    submission.refresh_from_db()
    assert stamp_of(submission) == "ACX 1"


def stamp_of(submission: Submission) -> str:
    """The words at the top of the page that is looked at, after what the page says itself."""
    with open(path_of(submission.document.sha256), "rb") as file:
        (lines,) = read_words(file.read())["pages"]
    return " ".join(text for line in lines for text, _, top, _, _ in line if top < 500)
