"""Every page of the office: another firm's ids are not found, clients have no seat there, each form needs its token."""

import pytest
from django.test import Client

from comptoir.firms.models import Dossier
from comptoir.sync.choices import Outcome
from comptoir.web.office.urls import urlpatterns
from tests.firms.people import new_dossier, new_firm, seated
from tests.web.office.conftest import browser_of
from tests.web.office.office import ended

ROUTES = [str(pattern.pattern) for pattern in urlpatterns]


def address(route: str, dossier: Dossier, pk: int) -> str:
    path = route.replace("<int:dossier>", str(dossier.pk)).replace("<int:pk>", str(pk))
    return f"/office/{dossier.firm_id}/{path}"


def answers(browser: Client, page: str) -> set[int]:
    """How the page answers to being opened and to being sent a form, as far as it does either."""
    return {browser.get(page).status_code, browser.post(page).status_code} - {405}


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_of_another_firm_is_not_found(anne, firm, route):
    foreign = new_dossier(new_firm("Autre"), "Ailleurs", "0200065765")

    page = address(route, foreign, ended(foreign, Outcome.DONE).pk)

    assert answers(anne, page) == {404}


@pytest.mark.parametrize("route", [route for route in ROUTES if "<int:dossier>" in route])
def test_another_firms_dossier_is_not_found_under_ones_own_firm(anne, firm, route):
    foreign = new_dossier(new_firm("Autre"), "Ailleurs", "0200065765")
    run = ended(foreign, Outcome.DONE)

    page = address(route, foreign, run.pk).replace(f"/office/{foreign.firm_id}/", f"/office/{firm.pk}/")

    assert answers(anne, page) == {404}


@pytest.mark.parametrize("route", [route for route in ROUTES if "<int:dossier>" in route])
def test_a_dossier_that_a_collaborator_does_not_look_after_is_not_found(firm, dossier, route):
    other = new_dossier(firm, "Zinc", "0200065765")
    tom = browser_of("Tom", "collaborator", firm, dossier)

    page = address(route, other, ended(other, Outcome.DONE).pk)

    assert answers(tom, page) == {404}


@pytest.mark.parametrize("route", ROUTES)
def test_a_client_has_no_seat_in_the_office(firm, dossier, route):
    browser = Client()
    browser.force_login(seated("Carl", "administrator", firm, dossier))

    assert answers(browser, address(route, dossier, 1)) == {404}


@pytest.mark.parametrize("route", ROUTES)
def test_who_is_not_logged_in_goes_to_the_login(dossier, route):
    assert answers(Client(), address(route, dossier, 1)) == {302}


def test_a_form_without_its_token_is_refused(anne, dossier):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = anne.cookies

    assert strict.post(f"/office/{dossier.firm_id}/dossiers/new/", {}).status_code == 403
