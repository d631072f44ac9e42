"""A client on his phone: the same way with a thumb."""

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.visits import PHONE, arrived, log_in


@pytest.fixture
def phone(door) -> Page:
    """The purchases on a phone."""
    return archive.enter(door.come_in(CLIENT, **PHONE))


def test_a_client_logs_in_and_sees_name_number_and_dates_without_scrolling_sideways(door, demo):
    page = door.come_in(**PHONE)
    page.goto("/")
    log_in(page, CLIENT.email, demo.password_of(CLIENT))

    arrived(page.locator("details.dossier .dossier-name"))
    expect(page.locator("details.dossier .dossier-name")).to_be_in_viewport()
    expect(page.locator("details.dossier .number")).to_be_in_viewport()
    expect(page.locator("details.dates .date-day").nth(1)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_rows_are_cards_as_wide_as_the_screen(phone):
    card = archive.rows(phone).first

    assert card.evaluate("row => getComputedStyle(row).display") == "grid"
    assert card.bounding_box()["width"] > 350
    expect(card.locator(".at-amount")).to_be_in_viewport()


def test_a_tap_opens_a_card_alone_and_a_tap_leads_back_to_the_list(phone):
    card = archive.rows(phone).nth(1)
    name = card.locator(".at-partner").inner_text().splitlines()[0]
    card.tap()

    expect(phone.locator("#pane h2")).to_have_text(name)
    expect(phone.locator("#pane h2")).to_be_in_viewport()
    expect(archive.rows(phone).first).to_be_hidden()

    phone.locator("a.pane-close").tap()
    expect(archive.rows(phone).first).to_be_visible()
    expect(phone.locator("#pane h2")).to_have_count(0)


def test_the_document_is_shown_as_wide_as_the_phone_and_opens_by_itself(phone):
    phone.goto(f"{phone.url}?q=horizon")
    documented = phone.locator(f"{archive.ROWS}:has(.file-link)").first
    documented.locator("a.opens").tap()

    original = phone.locator("#pane .viewer-box a.btn")
    expect(original).to_be_visible()
    assert phone.context.request.get(original.get_attribute("href")).headers["content-type"] == "application/pdf"
    assert phone.locator("#pane .sheet img").bounding_box()["width"] < 390


def test_filters_fill_the_width_of_the_screen_and_limit_the_list(phone):
    phone.locator("details.more summary").tap()
    panel = arrived(phone.locator("details.more .menu-panel")).bounding_box()
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 390

    phone.locator("#min").fill("1000")
    phone.locator("details.more button.btn-primary").tap()
    expect(archive.chips(phone)).to_have_count(1)
    assert min(archive.amounts(phone)) >= 100_000

    archive.chips(phone).tap()
    expect(archive.chips(phone)).to_have_count(0)


def test_a_tap_on_the_tick_ticks_without_opening_the_card(phone):
    tick = archive.rows(phone).nth(2).locator("button.tick")
    box = tick.bounding_box()
    assert min(box["width"], box["height"]) >= 44

    tick.tap()
    expect(tick).to_have_attribute("aria-pressed", "true")
    tick.tap()
    expect(tick).to_have_attribute("aria-pressed", "false")
    expect(phone.locator("#pane h2")).to_have_count(0)


def test_the_menu_lies_at_the_bottom_where_the_thumb_is(phone):
    menu = phone.locator("header nav.places").bounding_box()
    assert menu["y"] + menu["height"] == pytest.approx(844, abs=1)
    phone.set_viewport_size({"width": 360, "height": 844})
    for item in phone.locator("header nav.places > :is(a, details):visible").all():
        expect(item).to_be_in_viewport(ratio=1)

    phone.locator("header nav.places a").first.tap()
    expect(phone).to_have_url(re.compile(r"/d/\d+/$"))
