"""One's tokens: made with the password, shown once, listed with their use, revoked."""

import re

import pytest
from django.test import Client

from comptoir.firms.models import ApiToken
from tests.firms.people import NOW, PASSWORD, seated
from tests.web.public.visits import log_in

ADDRESS = "/account/tokens/"


@pytest.fixture
def browser(carl) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(carl)
    return client


def make(browser: Client, *dossiers: int, **other: str):
    asked = {"name": "Odoo", "days": "365", "password": PASSWORD} | other
    return browser.post(ADDRESS, asked | {"dossiers": [str(pk) for pk in dossiers]})


def test_a_new_token_is_on_the_page_once(browser, dossier):
    answer = make(browser, dossier.pk)
    secret = re.search(r'value="(cpt_[\w-]+)"', answer.content.decode())
    later = browser.get(ADDRESS).content.decode()

    assert answer.status_code == 200
    assert secret is not None
    assert answer["Cache-Control"] == "private, no-store"
    assert secret[1] not in later
    assert "Odoo" in later
    assert "Never used" in later
    assert dossier.name in later


def test_the_only_dossier_is_ticked_already(browser, dossier):
    assert f'name="dossiers" value="{dossier.pk}" checked' in browser.get(ADDRESS).content.decode()


def test_sent_again_the_form_makes_no_second_token(browser, dossier):
    answers = [make(browser, dossier.pk) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert "You have a token with that name already." in answers[1].content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"password": "no"}, "Your present password is not right."),
        ({"dossiers": []}, "This field is required."),
        ({"dossiers": ["987654"]}, "Select a valid choice."),
        ({"days": "4000"}, "Select a valid choice."),
    ],
    ids=["password", "none", "foreign", "for ever"],
)
def test_what_cannot_be_is_said_at_its_field(browser, dossier, said, sentence):
    asked = {"name": "Odoo", "days": "365", "password": PASSWORD, "dossiers": [str(dossier.pk)]} | said
    answer = browser.post(ADDRESS, asked)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ApiToken.objects.count() == 0


def test_a_token_is_revoked_by_its_person_only(browser, dossier, firm):
    make(browser, dossier.pk)
    token = ApiToken.objects.get()
    other = Client()
    other.force_login(seated("Nora", "full_access", firm, dossier))

    other.post(f"{ADDRESS}revoke/", {"token": token.pk})
    untouched = ApiToken.objects.get().revoked_at
    answer = browser.post(f"{ADDRESS}revoke/", {"token": token.pk}, follow=True)

    assert untouched is None
    assert ApiToken.objects.get().revoked_at is not None
    assert "is revoked." in answer.content.decode()
    assert 'name="token"' not in answer.content.decode()


def test_a_token_that_is_over_says_so(browser, dossier):
    make(browser, dossier.pk)
    ApiToken.objects.update(expires_at=NOW.replace(year=2020))

    assert "badge-late" in browser.get(ADDRESS).content.decode()


def test_who_may_hand_in_nowhere_is_told(firm, dossier):
    rita = Client(headers={"accept-language": "en"})
    rita.force_login(seated("Rita", "full_feedback", firm, dossier))

    page = rita.get(ADDRESS).content.decode()

    assert "a token could do nothing" in page
    assert 'name="password"' not in page


def test_the_form_needs_its_protection_token(visitor, carl):
    log_in(visitor, "Carl")

    assert visitor.post(ADDRESS, {"name": "x"}).status_code == 403


def test_a_page_of_many_tokens_costs_the_same(browser, dossier, django_assert_max_num_queries):
    make(browser, dossier.pk)
    with django_assert_max_num_queries(12):
        browser.get(ADDRESS)
    for number in range(3):
        make(browser, dossier.pk, name=f"Odoo {number}")
    with django_assert_max_num_queries(12):
        browser.get(ADDRESS)
