"""Who sees which rooms of the portal, and that somebody else's things are not there, whatever the address says."""

import pytest

from comptoir.documents.actions import keep
from comptoir.firms.access import machine
from tests.formats.pdf.make import pdf
from tests.intake.conftest import NOW
from tests.web.portal.page import links, text_of


@pytest.fixture
def row(books):
    books.book("2026-02-10 PUR 2  440000 Proximus  -121.00")
    return books.row("PUR 2")


def test_the_portal_opens_with_what_to_do_first_and_the_figures(carl, dossier):
    page = text_of(carl.get(f"/d/{dossier.pk}/").content.decode())

    assert "To do first" in page
    assert "Key figures" in page


def test_who_hands_in_only_is_told_what_will_be_there_and_sees_no_figures(paul, dossier, row):
    answer = paul.get(f"/d/{dossier.pk}/", follow=True)
    page = text_of(answer.content.decode())

    assert "Hand in documents" in page
    assert "Your profile shows no figures and no archive" in page
    assert "Bank journals up to date until" not in page
    assert "Archive" not in links(answer)


@pytest.mark.parametrize(
    "room",
    ["archive/", "archive/purchases/", "archive/purchases/{pk}/", "archive/partners"],
)
def test_who_hands_in_only_is_refused_in_the_archive(paul, dossier, row, room):
    assert paul.get(f"/d/{dossier.pk}/" + room.format(pk=row.pk)).status_code == 403


def test_a_document_of_the_archive_is_not_there_for_who_hands_in_only(paul, carl, dossier, tmp_path, settings):
    settings.DOCUMENTS = tmp_path / "documents"
    kept = keep(pdf(), dossier=dossier, name="a.pdf", by=machine(dossier.firm_id, dossier.pk, "FEC"), at=NOW)
    address = f"/d/{dossier.pk}/documents/{kept.pk}/file"

    assert (carl.get(address).status_code, paul.get(address).status_code) == (200, 404)


@pytest.mark.parametrize("room", ["", "archive/", "archive/purchases/", "archive/sales/", "archive/partners"])
def test_a_neighbour_finds_no_room_here(nora, dossier, room):
    assert nora.get(f"/d/{dossier.pk}/{room}").status_code == 404


def test_a_neighbour_finds_nothing_of_here_under_his_own_address(nora, other, row):
    here = f"/d/{other.pk}/archive/purchases/"

    assert nora.get(f"{here}{row.pk}/").status_code == 404
    assert nora.post(f"{here}{row.pk}/handled").status_code == 404
    assert nora.get(f"{here}?of={row.partner_id}").status_code == 404
    assert nora.get(f"/d/{other.pk}/archive/sales/?of={row.partner_id}").status_code == 404


def test_a_row_is_found_under_its_own_tab_only(carl, dossier, row):
    assert carl.get(f"/d/{dossier.pk}/archive/sales/{row.pk}/").status_code == 404
    assert carl.get(f"/d/{dossier.pk}/archive/elsewhere/{row.pk}/").status_code == 404
    assert carl.get(f"/d/{dossier.pk}/archive/elsewhere/").status_code == 404


def test_a_row_that_left_the_books_cannot_be_opened(carl, dossier, books, row):
    books.strike("PUR", "2")

    assert carl.get(f"/d/{dossier.pk}/archive/purchases/{row.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["99999999999999999999", "0"])
def test_an_id_that_cannot_be_is_not_found(carl, dossier, row, number):
    assert carl.get(f"/d/{dossier.pk}/archive/purchases/{number}/").status_code == 404
    assert carl.get(f"/d/{dossier.pk}/documents/{number}/file").status_code == 404


def test_somebody_of_the_firm_is_told_that_this_is_the_clients_portal(anne, dossier, row):
    page = anne.get(f"/d/{dossier.pk}/archive/purchases/")

    assert "You are looking at your client's portal as the firm." in text_of(page.content.decode())
    assert links(page)["Back to the office"] == f"/office/{dossier.firm_id}/"


def test_a_client_is_not_told_so(carl, dossier, row):
    page = carl.get(f"/d/{dossier.pk}/archive/purchases/")

    assert "as the firm" not in text_of(page.content.decode())
