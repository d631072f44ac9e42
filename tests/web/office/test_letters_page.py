"""The texts of mails in the office: read, looked over, saved, dropped, by who may."""

import pytest

from comptoir.archive.models import MailTemplate
from comptoir.firms.actions import assign
from tests.firms.people import NOW, new_dossier, new_firm, office, seat_of, seated
from tests.web.portal.conftest import browser_of
from tests.web.portal.page import text_of

TEXT = {"language": "fr", "subject": "Votre {kind} {number}", "body": "Voici :\n{link}"}


@pytest.fixture
def dossier(db):
    return new_dossier(new_firm())


@pytest.fixture
def anne(dossier):
    return browser_of(seated("Anne", "administrator", dossier.firm))


@pytest.fixture
def bob(dossier):
    person = seated("Bob", "collaborator", dossier.firm)
    assign(seat_of(person), dossier, by=office(dossier.firm), at=NOW)
    return browser_of(person)


@pytest.fixture
def firm_page(dossier) -> str:
    return f"/office/{dossier.firm_id}/templates/"


@pytest.fixture
def dossier_page(dossier) -> str:
    return f"/office/{dossier.firm_id}/dossiers/{dossier.pk}/templates/"


def kept() -> list[tuple[str, bool]]:
    return [(row.subject, row.dossier_id is None) for row in MailTemplate.objects.order_by("pk")]


def test_the_page_opens_in_the_firms_language_with_the_text_that_holds(anne, firm_page):
    page = anne.get(firm_page).content.decode()

    assert "Votre {kind} {number} de {company}" in page
    assert "The text that comes with Comptoir holds here" in page


def test_a_saved_text_holds_for_the_firm_and_shows_in_its_dossiers(anne, firm_page, dossier_page):
    answer = anne.post(firm_page, TEXT)

    assert answer["Location"] == f"{firm_page}?language=fr"
    assert kept() == [("Votre {kind} {number}", True)]
    assert "The firm's text holds here" in text_of(anne.get(dossier_page).content.decode())
    assert "Votre {kind} {number}" in anne.get(dossier_page).content.decode()


def test_a_dossiers_own_text_goes_back_to_the_firms(bob, dossier_page):
    bob.post(dossier_page, TEXT)
    assert kept() == [("Votre {kind} {number}", False)]

    bob.post(dossier_page, {"language": "fr", "step": "drop"})
    assert kept() == []


def test_a_text_is_looked_over_without_being_saved(anne, firm_page):
    answer = anne.post(firm_page, TEXT | {"step": "preview", "body": "{amount} <i>{link}</i>"})

    assert "1\u202f210,00 EUR &lt;i&gt;[ici se trouve le lien]&lt;/i&gt;" in answer.content.decode()
    assert kept() == []


@pytest.mark.parametrize("step", ["save", "preview"])
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": "{link} {unknown}"}, "“{unknown}” is no placeholder. These are: {kind}, {number},"),
        ({"body": "nothing"}, "put {link} into it"),
        ({"subject": "{link}"}, "not into the subject"),
    ],
)
def test_what_cannot_be_a_mail_is_refused_in_words(anne, firm_page, step, changed, said):
    answer = anne.post(firm_page, TEXT | {"step": step} | changed)

    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert kept() == []


def test_a_collaborator_changes_the_texts_of_his_dossiers_and_not_the_firms(bob, firm_page, dossier_page):
    assert bob.post(firm_page, TEXT).status_code == 403
    assert bob.get(firm_page).status_code == 403
    assert bob.post(dossier_page, TEXT).status_code == 302
    assert kept() == [("Votre {kind} {number}", False)]


def test_another_firms_texts_are_not_there(anne, dossier):
    other = new_dossier(new_firm("Autre"), "Voisin", "0403019261")

    assert anne.get(f"/office/{other.firm_id}/templates/").status_code == 404
    assert anne.post(f"/office/{dossier.firm_id}/dossiers/{other.pk}/templates/", TEXT).status_code == 404
    assert kept() == []
