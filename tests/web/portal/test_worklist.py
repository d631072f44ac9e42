"""The worklist's pages: the list, a proposal beside its document, the transfer."""

import pytest
from django.test import Client

from comptoir.documents.prepare import prepare
from comptoir.firms.actions import assign
from comptoir.sync.actions import connect
from comptoir.worklist.choices import Status
from comptoir.worklist.models import Proposal
from tests.firms.people import office, seat_of, seated
from tests.intake.handing import NOW
from tests.sync.exports import export
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import text_of
from tests.web.portal.worklist_pages import form_of


def test_the_list_says_what_is_ready_and_what_is_missing(anne, place, proposed):
    proposed(1)
    proposed(2, supplier={"name": "Neuve", "vat": "BE0466279295"})

    words = text_of(anne.get(place).content.decode())

    assert "1 proposal is Nok" in words
    assert "The account is missing." in words
    assert "Transfer what is ready (1)" in words


def test_an_empty_list_says_what_comes_there(anne, place, books):
    assert "Nothing to check" in text_of(anne.get(place).content.decode())


def test_a_proposal_is_checked_as_it_stands_and_the_next_one_opens(anne, place, proposed):
    first, second = proposed(1), proposed(2)

    page = anne.get(f"{place}{first.pk}/")
    assert "1 of the last 1 invoices of this partner: 612300, VAT code 21." in text_of(page.content.decode())
    assert "VAT grids: 82, 59" in text_of(page.content.decode())
    answer = anne.post(f"{place}{first.pk}/", form_of(page) | {"act": "check"})

    first.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"{place}{second.pk}/")
    assert (first.status, first.checked_by.name) == (Status.CHECKED, "Anne")


def test_sums_are_worked_out_and_what_is_left_is_told(anne, place, proposed):
    found = proposed(1)
    sent = form_of(anne.get(f"{place}{found.pk}/"))

    page = anne.post(f"{place}{found.pk}/", sent | {"act": "save", "base-0": "50+30-5", "tax-0": ""})

    found.refresh_from_db()
    assert (found.lines[0]["base"], found.status) == (7_500, Status.NOK)
    assert "The lines come to 90.75; 30.25 are left." in text_of(page.content.decode())


def test_a_line_is_split_over_two_accounts(anne, place, proposed):
    found = proposed(1)
    sent = form_of(anne.get(f"{place}{found.pk}/"))
    split = {"base-0": "60", "tax-0": "", "account-1": "411000", "vat-1": "21", "base-1": "40"}

    anne.post(f"{place}{found.pk}/", sent | split | {"act": "check"})

    found.refresh_from_db()
    assert [(line["account"], line["base"]) for line in found.lines] == [("612300", 6_000), ("411000", 4_000)]
    assert found.status == Status.CHECKED


def test_the_lines_carry_what_the_running_balance_is_worked_out_with(anne, place, proposed):
    html = anne.get(f"{place}{proposed(1).pk}/").content.decode()

    assert '<option value="21" data-rate="2100" data-adds selected>' in html
    assert '<option value="21 50%" data-rate="2100" data-adds>' in html
    assert '<option value="21 CC" data-rate="2100">' in html
    assert 'data-says="The lines come to {total}; {left} are left."' in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"gross": "12,x"}, "12,x is no amount."),
        ({"gross": "12+"}, "12+ is no amount."),
        ({"base-0": "+"}, "+ is no amount."),
        ({"dated_on": "31/12"}, "31/12 is no date."),
        ({"partner": "Nobody"}, "The books have no partner Nobody."),
    ],
    ids=["amount", "end of a sum", "sign", "date", "partner"],
)
def test_what_cannot_be_read_is_said_and_nothing_changes(anne, place, proposed, typed, said):
    found = proposed(1)
    sent = form_of(anne.get(f"{place}{found.pk}/"))

    page = anne.post(f"{place}{found.pk}/", sent | typed | {"act": "save"})

    version = found.version
    found.refresh_from_db()
    assert (page.status_code, found.version) == (422, version)
    assert said in text_of(page.content.decode())


def test_two_people_cannot_overwrite_each_other(anne, place, proposed, dossier):
    found = proposed(1)
    bob = browser_of(seated("Bob", "administrator", dossier.firm))
    address = f"{place}{found.pk}/"
    annes, bobs = form_of(anne.get(address)), form_of(bob.get(address))
    bob.post(address, bobs | {"number": "of Bob", "act": "save"})

    page = anne.post(address, annes | {"number": "of Anne", "act": "save"})

    found.refresh_from_db()
    assert (page.status_code, found.number) == (422, "of Bob")
    assert "Somebody has changed this proposal since you opened it" in text_of(page.content.decode())


def test_held_back_and_taken_off_hold(anne, place, proposed):
    found = proposed(1)
    address = f"{place}{found.pk}/"
    anne.post(address, form_of(anne.get(address)) | {"act": "hold"})
    found.refresh_from_db()
    assert found.status == Status.ON_HOLD

    anne.post(address, form_of(anne.get(address)) | {"act": "go_on"})

    found.refresh_from_db()
    assert found.status == Status.OK


def test_the_numbers_are_shown_before_they_are_given(anne: Client, place, proposed, dossier, tmp_path):
    found = proposed(1)
    folder = tmp_path / "fec"
    folder.mkdir()
    export(folder, "2026-02-01 ACH 1 440000 F1 Lambert -121.00")
    connect(dossier, "fec", {"folder": str(folder), "country": "BE"}, by=office(dossier.firm, dossier), at=NOW)

    page = anne.get(f"{place}transfer/")
    assert "PUR 2" in text_of(page.content.decode())
    assert Proposal.objects.get().piece == ""
    answer = anne.post(f"{place}transfer/", {"ids": found.pk})

    found.refresh_from_db()
    assert (answer.status_code, found.piece, found.status) == (302, "2", Status.TRANSFERRED)
    assert "Nothing to check" in text_of(anne.get(place).content.decode())


def test_a_possible_duplicate_is_marked_in_the_list_and_named_beside_its_document(anne, place, proposed):
    first, second = proposed(1), proposed(2)
    Proposal.objects.filter(pk=second.pk).update(number=first.number)

    assert text_of(anne.get(place).content.decode()).count("Possible duplicate") == 2
    page = anne.get(f"{place}{second.pk}/").content.decode()
    assert f"{place}{second.pk}/twins/document-{first.submission_id}/" in page
    assert "1.pdf" in text_of(page)


def test_the_client_sees_no_worklist(carl, place, proposed):
    proposed(1)

    assert carl.get(place).status_code == 403


def test_where_a_value_stands_is_marked_on_the_page_beside_the_form(anne, place, proposed):
    total = [{"page": 1, "box": [8000, 7000, 800, 110], "text": "121,00", "confidence": 95}]
    found = proposed(1, places={"totals.gross": total})
    prepare(found.submission.document, at=NOW)

    page = anne.get(f"{place}{found.pk}/").content.decode()

    assert '<rect data-fields="gross" x="7950" y="6950" width="900" height="210"/>' in page


def test_the_lines_are_taken_from_the_last_booking_of_the_partner_that_was_typed(anne, place, proposed):
    found = proposed(1, supplier={"name": "Neuve", "vat": "BE0466279295"})
    address = f"{place}{found.pk}/"
    sent = form_of(anne.get(address)) | {"act": "last", "number": "F-9"}

    page = anne.post(address, sent | {"partner": ""})
    assert page.status_code == 422
    assert "Only a supplier or customer of the books has a last booking" in text_of(page.content.decode())
    page = anne.post(address, sent | {"partner": "Lambert"})

    found.refresh_from_db()
    assert "As in the last booking of this partner, of 01/02/2026 (PUR 1)." in text_of(page.content.decode())
    assert (found.partner_name, found.number, found.status) == ("Lambert", "F-9", Status.OK)
    assert [(line["account"], line["vat"], line["base"]) for line in found.lines] == [("612300", "21", 10_000)]


def test_a_rule_that_is_refused_leaves_the_form_at_the_version_that_was_saved(anne, place, proposed):
    found = proposed(1)
    address = f"{place}{found.pk}/"

    page = anne.post(address, form_of(anne.get(address)) | {"act": "rule", "account-0": "", "number": "F-9"})

    assert page.status_code == 422
    assert form_of(page)["version"] == "2"
    assert form_of(page)["number"] == "F-9"


def test_support_checks_and_sees_the_pages_but_neither_transfers_nor_enters_other_rooms(proposed, dossier):
    colleague = seated("Sam", "support", dossier.firm)
    assign(seat_of(colleague), dossier, by=office(dossier.firm), at=NOW)
    sam, found = browser_of(colleague), proposed(1)
    here = f"/d/{dossier.pk}/"

    assert sam.get(here)["Location"] == f"{here}worklist/"
    address = f"{here}worklist/purchases/{found.pk}/"
    page = sam.get(address).content.decode()
    assert "archive/" not in page
    assert sam.get(f"{here}documents/{found.submission.document_id}/file").status_code == 200
    sam.post(address, form_of(sam.get(address)) | {"act": "check"})
    found.refresh_from_db()
    assert found.status == Status.CHECKED
    assert sam.get(f"{here}worklist/purchases/transfer/").status_code == 403
    assert "transfer/" not in sam.get(f"{here}worklist/purchases/").content.decode()
