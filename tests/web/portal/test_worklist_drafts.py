"""What was typed at a proposal and not saved comes back; who sits there is told; nobody overwrites anybody."""

import re

import pytest
from django.test import Client

from comptoir.intake.choices import State
from comptoir.worklist.choices import Status
from comptoir.worklist.models import Proposal, Sitting
from tests.firms.people import seated
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import text_of
from tests.web.portal.worklist_pages import form_of

BACK, CHANGED = "Your unsaved entries of", "The proposal was changed since you typed something here on"


@pytest.fixture
def bob(dossier) -> Client:
    return browser_of(seated("Bob", "administrator", dossier.firm))


def words(page) -> str:
    return text_of(page.content.decode())


def test_what_was_typed_comes_back_when_the_page_is_opened_again_and_is_dropped(anne, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    sent = form_of(anne.get(address)) | {"number": "F-9", "base-0": "60+40", "account-1": "411000", "vat-1": "21"}

    answer = anne.post(f"{address}here", sent | {"typed": "1"})
    page = anne.get(address)

    assert answer.json() == {"others": [], "changed": ""}
    assert BACK in words(page)
    assert {name: form_of(page)[name] for name in ("number", "base-0", "account-1", "vat-1")} == {
        "number": "F-9",
        "base-0": "60+40",
        "account-1": "411000",
        "vat-1": "21",
    }
    assert anne.post(address, {"act": "drop"})["Location"] == address
    page = anne.get(address)
    assert (BACK in words(page), form_of(page)["number"]) == (False, "F-1")


def test_nobody_else_sees_what_was_typed(anne, bob, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    anne.post(f"{address}here", form_of(anne.get(address)) | {"number": "F-9", "typed": "1"})

    page = bob.get(address)

    assert (form_of(page)["number"], BACK in words(page)) == ("F-1", False)


def test_a_form_in_which_nothing_was_typed_leaves_no_draft(anne, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    sent = form_of(anne.get(address))

    anne.post(f"{address}here", sent | {"number": "F-9", "typed": "1"})
    anne.post(f"{address}here", sent | {"typed": "1"})

    assert BACK not in words(anne.get(address))


def test_what_is_saved_is_typed_no_more(anne, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    sent = form_of(anne.get(address)) | {"number": "F-9"}
    anne.post(f"{address}here", sent | {"typed": "1"})

    page = anne.post(address, sent | {"act": "save"})

    assert (form_of(page)["number"], BACK in words(page)) == ("F-9", False)
    assert Sitting.objects.get().typed is None


def test_what_is_refused_stays_in_the_form_and_is_there_again_later(anne, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    sent = form_of(anne.get(address)) | {"number": "F-9", "base-0": "12,x", "credit": "1"}

    page = anne.post(address, sent | {"act": "save"})

    assert "12,x is no amount." in words(page)
    assert re.findall(r'data-when="(\w+)" hidden', page.content.decode()) == ["tie", "bare", "left", "wrong"]
    for shown in (page, anne.get(address)):
        assert (form_of(shown)["number"], form_of(shown)["base-0"]) == ("F-9", "12,x")
        assert 'name="credit" value="1" checked' in shown.content.decode()


def test_what_was_typed_when_it_is_put_on_hold_is_there_when_it_is_taken_off(anne, place, proposed):
    found = proposed(1)
    address = f"{place}{found.pk}/"
    anne.post(address, form_of(anne.get(address)) | {"number": "F-9", "act": "hold"})

    page = anne.get(address)
    assert (form_of(page)["number"], BACK in words(page)) == ("F-9", True)
    page = anne.post(address, form_of(page) | {"act": "go_on"})

    found.refresh_from_db()
    assert (form_of(page)["number"], found.number, found.status) == ("F-9", "F-1", Status.OK)


def test_the_lines_that_were_typed_are_added_up(anne, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    sent = form_of(anne.get(address)) | {"base-0": "75", "tax-0": ""}

    anne.post(f"{address}here", sent | {"typed": "1"})

    assert "The lines come to 90.75; 30.25 are left." in words(anne.get(address))


def test_two_people_at_one_proposal_are_told_of_each_other(anne, bob, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    bob.post(f"{address}here", {"version": "1"})

    answer = anne.post(f"{address}here", {"version": "1"})

    assert answer.json() == {"others": ["Bob is looking at this document too."], "changed": ""}
    assert "Bob is looking at this document too." in words(anne.get(address))
    bob.post(f"{address}here", {"version": "1", "leaving": "1"})
    assert "Bob is looking" not in words(anne.get(address))


def test_who_changed_it_meanwhile_is_told_and_nothing_typed_is_lost(anne, bob, place, proposed):
    found = proposed(1)
    address = f"{place}{found.pk}/"
    annes = form_of(anne.get(address)) | {"number": "of Anne"}
    bob.post(address, form_of(bob.get(address)) | {"number": "of Bob", "act": "save"})

    assert anne.post(f"{address}here", annes).json()["changed"] == "Bob has changed it meanwhile."
    page = anne.post(address, annes | {"act": "save"})

    assert (page.status_code, form_of(page)["number"]) == (422, "of Bob")
    assert CHANGED in words(page)
    assert CHANGED in words(anne.get(address))
    page = anne.get(address, {"mine": "1"})
    assert (form_of(page)["number"], BACK in words(page)) == ("of Anne", True)
    anne.post(f"{address}?mine=1", form_of(page) | {"act": "save"})
    found.refresh_from_db()
    assert found.number == "of Anne"


def test_own_entries_over_a_change_of_somebody_else_are_refused_once_more(anne, bob, place, proposed):
    address = f"{place}{proposed(1).pk}/"
    annes = form_of(anne.get(address)) | {"number": "of Anne"}
    for number in ("first", "second"):
        bob.post(address, form_of(bob.get(address)) | {"number": number, "act": "save"})

    page = anne.post(f"{address}?mine=1", annes | {"act": "save"})

    assert (page.status_code, form_of(page)["number"]) == (422, "second")
    assert Proposal.objects.get().number == "second"


def test_a_proposal_that_was_made_anew_by_the_machine_says_so(anne, place, proposed):
    found = proposed(1)
    address = f"{place}{found.pk}/"
    Proposal.objects.filter(pk=found.pk).update(version=2)

    assert anne.post(f"{address}here", {"version": "1"}).json()["changed"] == "It was proposed anew meanwhile."


def test_a_document_that_left_the_worklist_keeps_nothing_more(anne, carl, place, proposed):
    found = proposed(1)
    address = f"{place}{found.pk}/here"

    assert carl.post(address, {"version": "1", "typed": "1"}).status_code == 403
    assert anne.get(address).status_code == 405
    found.submission.state = State.TRANSFERRED
    found.submission.save(update_fields=["state"])
    assert anne.post(address, {"version": "1", "typed": "1"}).status_code == 404
    assert not Sitting.objects.exists()
