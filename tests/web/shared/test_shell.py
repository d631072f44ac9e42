"""The frame round every page: place, dates, switcher, language, theme, and the pages of refusal."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from comptoir.firms.actions import give_seat
from comptoir.ledger.models import Books, Journal
from tests.firms.people import NOW, new_dossier, new_firm, office, seated
from tests.house.source import templates
from tests.web.portal.page import links, text_of


@pytest.fixture
def dossier(db):
    return new_dossier(new_firm())


@pytest.fixture
def carl(dossier):
    return seated("Carl", "full_access", dossier.firm, dossier)


@pytest.fixture
def visitor(carl) -> Client:
    visitor = Client()
    visitor.force_login(carl)
    return visitor


def page_of(visitor: Client, dossier) -> str:
    return visitor.get(f"/d/{dossier.pk}/archive/purchases/").content.decode()


def test_the_current_dossier_is_named_with_its_number_on_the_page_and_in_its_title(visitor, dossier):
    page = page_of(visitor, dossier)

    assert "<title>Purchases · Atelier (0123456749) · Fiduciaire Exemple</title>" in page
    assert "Atelier 0123456749" in text_of(page)


def test_the_switcher_lists_every_place_of_the_person(visitor, carl, dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    give_seat(carl, profile="full_access", firm=other.firm, dossier=other, by=office(other.firm, other), at=NOW)

    found = links(visitor.get(f"/d/{dossier.pk}/archive/purchases/"))

    assert found["Atelier 0123456749 · Fiduciaire Exemple"] == f"/d/{dossier.pk}/"
    assert found["Boulangerie 0403019261 · Fiduciaire Exemple"] == f"/d/{other.pk}/"


def test_the_two_dates_are_told_with_what_they_mean_and_a_journal_that_is_behind(visitor, dossier):
    Books.objects.create(dossier=dossier, accounts_until=date(2026, 3, 31), bank_until=date(2026, 5, 20))
    Journal.objects.create(dossier=dossier, code="KBC", name="Current", type="bank", last_booked_on=date(2026, 5, 20))
    Journal.objects.create(dossier=dossier, code="ING", name="Savings", type="bank", last_booked_on=date(2026, 5, 5))

    page = text_of(page_of(visitor, dossier))

    assert (
        "Accounts up to date until 31/03/2026 Bank journals up to date until 20/05/2026 A bank journal is behind."
        in page
    )
    assert "ING Savings more than 14 days behind 05/05/2026" in page
    assert "KBC Current 20/05/2026" in page


def test_dates_that_are_not_known_yet_say_so(visitor, dossier):
    assert "Accounts up to date until not yet known Bank journals up to date until not yet known" in text_of(
        page_of(visitor, dossier)
    )


def test_the_frame_costs_the_same_queries_with_one_place_and_with_three(
    visitor, carl, dossier, django_assert_num_queries
):
    start = f"/d/{dossier.pk}/"
    visitor.get(start)
    with django_assert_num_queries(18):
        visitor.get(start)

    for name, number in (("Boulangerie", "0403019261"), ("Café", "0867686774")):
        other = new_dossier(dossier.firm, name, number)
        give_seat(carl, profile="full_access", firm=other.firm, dossier=other, by=office(other.firm, other), at=NOW)
    with django_assert_num_queries(18):
        visitor.get(start)


def test_the_theme_is_kept_in_a_cookie_and_written_on_the_page(visitor, dossier):
    back = f"/d/{dossier.pk}/"

    answer = visitor.post("/theme", {"theme": "dark", "next": back})

    assert (answer.status_code, answer["Location"]) == (302, back)
    assert 'data-theme="dark"' in page_of(visitor, dossier)


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_theme_never_leads_to_a_foreign_site(db, away):
    assert Client().post("/theme", {"theme": "dark", "next": away})["Location"] == "/"


def test_a_theme_that_does_not_exist_is_not_kept(db):
    assert "comptoir_theme" not in Client().post("/theme", {"theme": "neon"}).cookies


def test_the_logo_is_for_people_of_the_firm_and_its_dossiers(visitor, dossier):
    dossier.firm.logo = b"\x89PNG..."
    dossier.firm.save()
    stranger = Client()
    stranger.force_login(seated("Nora", "administrator", new_firm("Elsewhere")))

    answer = visitor.get(f"/logo/{dossier.firm_id}")

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"\x89PNG...", "image/png")
    assert f'src="/logo/{dossier.firm_id}"' in page_of(visitor, dossier)
    assert stranger.get(f"/logo/{dossier.firm_id}").status_code == 404


def test_a_page_that_is_not_there_says_so_kindly(visitor):
    answer = visitor.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing here" in text_of(answer.content.decode())


@pytest.mark.parametrize(
    ("template", "language", "heading"),
    [
        ("500.html", "en", "Something went wrong on our side"),
        ("500.html", "nl", "Er ging iets mis aan onze kant"),
        ("400.html", "en", "This was not understood"),
        ("400.html", "fr", "Ceci n’a pas été compris"),
    ],
)
def test_what_could_not_be_answered_has_a_page_that_needs_nothing_in_the_reader_s_language(template, language, heading):
    with translation.override(language):
        page = render_to_string(template)

    assert heading in text_of(page)
    assert f'<html lang="{language}">' in page


def test_every_icon_that_a_template_names_is_drawn():
    sprite = Path(finders.find("shared/icons.svg") or "").read_text()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {name for path in templates() for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}

    assert named - drawn == set()
