"""A possible duplicate looked at side by side: field by field, both documents, and what is said of it."""

import re

import pytest

from comptoir.documents.prepare import prepare
from comptoir.intake.choices import State
from comptoir.intake.models import Submission
from comptoir.worklist.models import Proposal
from tests.intake.handing import NOW
from tests.web.portal.page import text_of

BOOKED = {"issue_date": "2026-02-01", "due_date": "2026-03-15"}
"""What the invoice says that is booked."""


@pytest.fixture
def twins(proposed) -> tuple[Proposal, Proposal]:
    """Two proposals with one number, their documents ready to be looked at."""
    first, second = proposed(1), proposed(2, issue_date="2026-04-30")
    Proposal.objects.filter(pk=second.pk).update(number="F-1")
    for each in (first, second):
        prepare(each.submission.document, at=NOW)
    return first, second


def address_of(place: str, proposal: Proposal, other: Proposal) -> str:
    return f"{place}{proposal.pk}/twins/document-{other.submission_id}/"


def state_of(proposal: Proposal) -> str:
    return Submission.objects.get(pk=proposal.submission_id).state


def test_both_documents_stand_beside_each_other_below_what_they_say(anne, place, twins):
    first, second = twins

    html = anne.get(address_of(place, second, first)).content.decode()

    words = text_of(html)
    assert "Number F-1 F-1 the same" in words
    assert "Invoice date 30/04/2026 03/03/2026 different" in words
    assert "Amount 121.00 121.00 the same" in words
    assert re.findall(r'<section id="(\w+)" class="viewer-box"', html) == ["viewer", "other"]
    for each in twins:
        assert f"/documents/{each.submission.document_id}/pages/1.webp" in html
    assert html.count('data-viewer="in"') == 1


def test_an_invoice_of_the_books_without_a_document_shows_how_it_is_booked(anne, place, proposed):
    found = proposed(1, **BOOKED)
    link = re.search(r'href="([^"]+/twins/archive-\d+/)"', anne.get(f"{place}{found.pk}/").content.decode())

    words = text_of(anne.get(link[1]).content.decode())

    assert "PUR 1 In the archive" in words
    assert "No document hangs there. It is booked so:" in words
    assert "612300" in words


def test_what_is_not_a_duplicate_is_not_warned_about_any_more(anne, place, twins):
    first, second = twins

    page = anne.post(address_of(place, second, first), {"act": "apart", "version": "1"}, follow=True)

    assert page.redirect_chain == [(f"{place}{second.pk}/", 302)]
    assert "Anne said that it is no duplicate of “1.pdf”." in text_of(page.content.decode())
    assert "Possible duplicate" not in text_of(anne.get(place).content.decode())
    assert anne.get(address_of(place, second, first)).status_code == 404


@pytest.mark.parametrize(
    ("act", "state", "said"),
    [
        ("back", State.MAILBOX, "“2.pdf” is back in its mailbox."),
        ("delete", State.DELETED, "“2.pdf” is deleted."),
    ],
    ids=["sent back", "deleted"],
)
def test_a_duplicate_leaves_the_worklist_with_the_reason(anne, place, twins, act, state, said):
    first, second = twins
    address = address_of(place, second, first)
    assert ">It is a duplicate of 1.pdf.</textarea>" in anne.get(address).content.decode()

    page = anne.post(address, {"act": act, "why": "Twice the same.", "version": "1"}, follow=True)

    assert page.redirect_chain == [(f"{place}{first.pk}/", 302)]
    assert said in text_of(page.content.decode())
    assert (state_of(second), state_of(first)) == (state, State.SENT)


def test_one_that_somebody_has_changed_meanwhile_stays_and_what_was_typed_too(anne, place, twins):
    first, second = twins

    page = anne.post(address_of(place, second, first), {"act": "delete", "why": "Twice.", "version": "0"})

    assert page.status_code == 422
    assert "Somebody has changed this proposal" in text_of(page.content.decode())
    assert ">Twice.</textarea>" in page.content.decode()
    assert state_of(second) == State.SENT


@pytest.mark.parametrize("which", ["document-0", "archive-1", "books-1", "nonsense"])
def test_what_is_no_duplicate_of_it_has_no_page(anne, place, twins, which):
    assert anne.get(f"{place}{twins[1].pk}/twins/{which}/").status_code == 404


def test_the_client_sees_no_duplicates(carl, place, twins):
    first, second = twins

    assert carl.get(address_of(place, second, first)).status_code == 403
