"""A client of two dossiers: he always sees which one he is in, and nothing of one shows in the other."""

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.generate.company import COMPANY
from comptoir.demo.people import CLIENT_OF_TWO
from tests.e2e import archive_page as archive
from tests.e2e.visits import arrived

ATELIER = "Atelier Exemple SRL"


@pytest.fixture
def places(door) -> Page:
    """Where he may go."""
    page = door.come_in(CLIENT_OF_TWO)
    page.goto("/places/")
    return page


def test_who_has_two_places_begins_with_the_choice_and_then_where_he_was_last(door, places):
    links = places.locator("main li a")
    expect(links).to_have_text([re.compile(ATELIER), re.compile(re.escape(COMPANY.name))])

    links.nth(1).click()
    expect(places.locator("details.dossier .dossier-name")).to_have_text(COMPANY.name)
    address = places.url
    places.goto("/")

    expect(places).to_have_url(address)


def test_the_switcher_leads_to_the_other_dossier_and_everything_says_so(places):
    places.locator("main li a", has_text=ATELIER).click()
    expect(places).to_have_title(re.compile(ATELIER))
    arrived(places.locator(".key dd").first)
    keys_here = places.locator(".key dd").all_inner_texts()
    expect(places.locator("html")).to_have_attribute("lang", "nl")

    places.locator("details.dossier summary").click()
    expect(places.locator("details.dossier nav a[aria-current]")).to_contain_text(ATELIER)
    places.locator("details.dossier nav a", has_text=COMPANY.name).click()

    expect(places).to_have_title(re.compile(rf"{re.escape(COMPANY.name)} \({COMPANY.number}\)"))
    expect(places.locator("details.dossier .dossier-name")).to_have_text(COMPANY.name)
    expect(places.locator("details.dossier .number")).to_have_text(COMPANY.number)
    arrived(places.locator(".key dd").first)
    assert places.locator(".key dd").all_inner_texts() != keys_here


def test_what_belongs_to_one_dossier_is_not_found_in_the_other(door, places):
    door.expect(404)
    places.locator("main li a", has_text=ATELIER).click()
    expect(places.locator("details.dossier .dossier-name")).to_have_text(ATELIER)
    archive.enter(places)
    opened = archive.rows(places).first.locator("a.opens").get_attribute("href")
    document = places.locator(f"{archive.ROWS} .file-link").first.get_attribute("href")
    here, there = dossiers(places)

    for address in (opened, document):
        assert places.context.request.get(address).status == 200
        assert places.context.request.get(address.replace(here, there)).status == 404

    places.goto(opened.replace(here, there))
    expect(places.locator("details.dossier")).to_have_count(0)


def test_a_row_ticked_in_one_dossier_stays_as_it_is_in_the_other(places):
    places.locator("main li a", has_text=COMPANY.name).click()
    expect(places.locator("details.dossier .dossier-name")).to_have_text(COMPANY.name)
    archive.enter(places)
    tick = archive.rows(places).first.locator("button.tick")
    here, there = dossiers(places)
    ticked_here, ticked_there = len(ticked(places, here)), ticked(places, there)
    places.goto(f"{here}archive/purchases/")
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", "true")

    assert ticked(places, there) == ticked_there
    assert len(ticked(places, here)) == ticked_here + 1

    places.goto(f"{here}archive/purchases/")
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", "false")


def ticked(page: Page, dossier: str) -> list[str]:
    """The purchases of that dossier that are handled; the page shows them."""
    page.goto(f"{dossier}archive/purchases/?handled=yes")
    return archive.pieces(page)


def dossiers(page: Page) -> tuple[str, str]:
    """The addresses of the dossier where one is, and of the other."""
    links = page.locator("details.dossier nav a")
    here = str(page.locator("details.dossier nav a[aria-current]").get_attribute("href"))
    other = next(each for each in links.all() if each.get_attribute("href") != here)
    return here, str(other.get_attribute("href"))
