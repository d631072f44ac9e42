"""Several proposals picked in the list: checked, held back, changed, sent back to the client, transferred."""

import re

import pytest

from comptoir.intake.choices import State
from comptoir.intake.models import Submission
from comptoir.sync.actions import connect
from comptoir.worklist.choices import Status
from comptoir.worklist.models import Proposal
from tests.firms.people import office
from tests.intake.handing import NOW
from tests.sync.exports import export
from tests.web.portal.page import text_of

NEW_SUPPLIER = {"name": "Neuve", "vat": "BE0466279295"}


def picked(*proposals: Proposal) -> list[str]:
    return [f"{each.pk}-{each.version}" for each in proposals]


def said(browser, address: str, **sent) -> str:
    """What the page says to which the form leads."""
    return text_of(browser.post(address, sent, follow=True).content.decode())


def status_of(*proposals: Proposal) -> list[str]:
    return [Proposal.objects.get(pk=each.pk).status for each in proposals]


@pytest.fixture
def connected(dossier, tmp_path):
    """The dossier's package takes bookings."""
    folder = tmp_path / "fec"
    folder.mkdir()
    export(folder, "2026-02-01 ACH 1 440000 F1 Lambert -121.00")
    connect(dossier, "fec", {"folder": str(folder), "country": "BE"}, by=office(dossier.firm, dossier), at=NOW)


def test_the_rows_of_the_list_can_be_picked_with_the_versions_that_are_seen(anne, place, proposed):
    found = proposed(1)

    html = anne.get(place).content.decode()

    assert re.search(r'<input[^>]+name="ids" value="([\d-]+)"', html)[1] == f"{found.pk}-1"
    assert 'data-amount="12100"' in html
    assert "Text of the PDF Upload" in text_of(html)


def test_picked_ones_are_checked_and_those_that_are_not_are_named_with_the_reason(anne, place, proposed):
    good, bad = proposed(1), proposed(2, supplier=NEW_SUPPLIER)

    words = said(anne, f"{place}picked/done", ids=picked(good, bad), act="check")

    assert "1 proposal is changed." in words
    assert "Left as they are: 2.pdf: It is Nok: The account is missing." in words
    assert status_of(good, bad) == [Status.CHECKED, Status.NOK]


def test_picked_ones_are_held_back_and_taken_off_hold(anne, place, proposed):
    one, two = proposed(1), proposed(2)

    said(anne, f"{place}picked/done", ids=picked(one, two), act="hold")
    assert status_of(one, two) == [Status.ON_HOLD, Status.ON_HOLD]

    said(anne, f"{place}picked/done", ids=[f"{one.pk}-2", f"{two.pk}-2"], act="go_on")
    assert status_of(one, two) == [Status.OK, Status.OK]


def test_what_is_to_be_the_same_in_all_is_said_on_a_page_of_its_own(anne, place, proposed):
    one, two = proposed(1, supplier=NEW_SUPPLIER), proposed(2, supplier=NEW_SUPPLIER)
    page = text_of(anne.post(f"{place}picked/change/", {"ids": picked(one, two)}).content.decode())
    assert "2 proposals are selected." in page

    change = {"act": "change", "account": "612300 Energy", "vat": "21", "journal": "", "period": ""}
    words = said(anne, f"{place}picked/change/", ids=picked(one, two), **change)

    assert "2 proposals are changed." in words
    assert status_of(one, two) == [Status.OK, Status.OK]


def test_what_cannot_be_is_said_and_what_was_typed_stays(anne, place, proposed):
    found = proposed(1)

    page = anne.post(f"{place}picked/change/", {"ids": picked(found), "act": "change", "account": "999999"})

    assert page.status_code == 422
    assert "The books have no account 999999." in text_of(page.content.decode())
    assert 'value="999999"' in page.content.decode()


def test_the_client_reads_why_a_document_came_back(anne, carl, place, proposed):
    found = proposed(1)

    words = said(anne, f"{place}picked/back/", ids=picked(found), act="back", why="The second page is missing.")

    assert "1 document is in the client’s mailbox again." in words
    assert Submission.objects.get().state == State.MAILBOX
    mailbox = carl.get(place.replace("worklist", "mailboxes") + f"{found.submission_id}/")
    words = text_of(mailbox.content.decode())
    assert re.search(r"Anne sent it back \(.*\): The second page is missing\.", words)


def test_one_nok_blocks_the_selection_is_named_and_what_is_ready_is_one_click(anne, place, proposed, connected):
    good, bad = proposed(1), proposed(2, supplier=NEW_SUPPLIER)

    page = anne.post(f"{place}transfer/", {"ids": picked(good, bad), "act": "look"}).content.decode()

    words = text_of(page)
    assert (
        "These are Nok, and nothing is transferred together with them: Neuve F-2 The account is missing. Nok" in words
    )
    assert "Transfer what is ready (1)" in words
    assert re.findall(r'name="ids" value="(\d+)"', page) == [str(good.pk)]
    answer = anne.post(f"{place}transfer/", {"ids": picked(good, bad)})
    assert (answer.status_code, status_of(good, bad)) == (422, [Status.OK, Status.NOK])
    anne.post(f"{place}transfer/", {"ids": good.pk})
    assert status_of(good, bad) == [Status.TRANSFERRED, Status.NOK]


def test_what_is_on_hold_stays_behind_and_does_not_block(anne, place, proposed, connected):
    good, held = proposed(1), proposed(2)
    said(anne, f"{place}picked/done", ids=picked(held), act="hold")

    page = anne.post(f"{place}transfer/", {"ids": picked(good, held), "act": "look"}).content.decode()

    assert "These stay behind: Lambert F-2 On hold" in text_of(page)
    assert re.findall(r'name="ids" value="(\d+)"', page) == [str(good.pk)]


@pytest.mark.parametrize("deed", ["picked/done", "picked/change/", "picked/back/", "transfer/"])
def test_without_a_selection_nothing_is_done(anne, place, proposed, deed):
    found = proposed(1)

    assert "Nothing is selected" in said(anne, f"{place}{deed}", act="check")

    assert status_of(found) == [Status.OK]


@pytest.mark.parametrize("ids", ["x", "1-", "-1", "1-2-3", "٣"], ids=["word", "half", "sign", "three", "digit"])
def test_what_no_page_has_sent_is_like_nothing(anne, place, books, ids):
    assert anne.post(f"{place}picked/done", {"ids": ids, "act": "check"}).status_code == 404


def test_the_list_costs_the_same_with_one_row_and_with_three(anne, place, proposed, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            anne.get(place)
        return len(counted)

    proposed(1)
    anne.get(place)
    alone = queries()
    proposed(2)
    proposed(3)

    assert queries() == alone
