"""With JavaScript switched off: everything that is a link or a form still works."""

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.generate.company import COMPANY
from comptoir.demo.people import CLIENT, CLIENT_OF_TWO, COLLABORATOR
from tests.e2e import archive_page as archive
from tests.e2e.visits import WITHOUT_SCRIPT, log_in

NAME, NUMBER = "Atelier Exemple SRL", "0200065765"


@pytest.fixture
def purchases(door) -> Page:
    """The client's purchases in a browser without script."""
    return archive.enter(door.come_in(CLIENT, **WITHOUT_SCRIPT))


def test_a_client_logs_in_and_sees_what_to_do_first_and_goes_on_to_his_archive(door, demo):
    page = door.come_in(**WITHOUT_SCRIPT)
    page.goto("/")
    log_in(page, CLIENT.email, demo.password_of(CLIENT))

    expect(page).to_have_title(re.compile(rf"{NAME} \({NUMBER}\)"))
    page.locator("a.first-item").first.click()
    expect(archive.rows(page).first).to_be_visible()
    page.locator("details.dates summary").click()
    expect(page.locator("details.dates dd").first).to_be_visible()


def test_filters_are_set_and_taken_off(purchases):
    purchases.locator("#q").fill("softhaus")
    purchases.locator(".search-box button").click()
    expect(archive.chips(purchases)).to_have_count(1)
    archive.chips(purchases).click()
    expect(archive.chips(purchases)).to_have_count(0)

    purchases.locator("details.more summary").click()
    purchases.locator("#min").fill("1000")
    purchases.locator("details.more button.btn-primary").click()
    assert min(archive.amounts(purchases)) >= 100_000


def test_a_row_opens_with_its_facts_and_its_original_and_closes_again(purchases):
    row = purchases.locator(f"{archive.ROWS}:has(.file-link)").first
    row.locator("a.opens").click()

    for _ in range(120):
        if purchases.locator("#pane .sheets").count():
            break
        purchases.wait_for_timeout(500)
        purchases.reload()
    original = purchases.locator("#pane .viewer-box a.btn").get_attribute("href")
    assert purchases.context.request.get(original).headers["content-type"] == "application/pdf"
    expect(purchases.locator("#pane .sheets")).to_be_visible()

    purchases.locator("a.pane-close").click()
    expect(purchases).to_have_url(re.compile(r"/archive/purchases/$"))


def test_a_tick_in_the_list_and_one_in_the_opened_row_come_back_to_where_they_were_set(purchases):
    purchases.locator(archive.STILL_TO_DO).click()
    address, piece = purchases.url, archive.pieces(purchases)[-1]
    archive.row_of(purchases, piece).locator("button.tick").click()
    expect(purchases).to_have_url(address)
    assert piece not in archive.pieces(purchases)

    purchases.goto(f"{address.partition('?')[0]}?handled=yes")
    archive.row_of(purchases, piece).locator("a.opens").click()
    opened = purchases.url
    expect(purchases.locator("button.tick-wide")).to_have_attribute("aria-pressed", "true")
    purchases.locator("button.tick-wide").click()
    expect(purchases).to_have_url(opened)
    expect(purchases.locator("button.tick-wide")).to_have_attribute("aria-pressed", "false")


def test_a_client_of_two_dossiers_switches(door):
    page = door.come_in(CLIENT_OF_TWO, **WITHOUT_SCRIPT)
    page.goto("/places/")
    page.locator("main li a", has_text=NAME).click()
    page.locator("details.dossier summary").click()
    page.locator("details.dossier nav a", has_text=COMPANY.name).click()

    expect(page).to_have_title(re.compile(re.escape(COMPANY.name)))


def test_a_collaborator_synchronises_and_looks_again_until_it_is_done(door):
    page = door.come_in(COLLABORATOR, **WITHOUT_SCRIPT)
    page.goto("/")
    page.locator("tbody tr", has_text=NUMBER).locator("a.opens").click()
    runs = page.locator("#runs ul.rows > li").count()
    page.locator("#sync form.sync-form button").click()
    for _ in range(240):
        if not page.locator("#sync progress").count():
            break
        page.wait_for_timeout(500)
        page.reload()

    expect(page.locator("#runs ul.rows > li")).to_have_count(runs + 1)
    expect(page.locator("#runs ul.rows > li").first.locator(".badge-good")).to_be_visible()


def test_language_and_theme_are_chosen_by_buttons(purchases):
    purchases.locator("header details:has([name=theme]) summary").first.click()
    purchases.locator("button[name=theme][value=dark]").click()

    expect(purchases.locator("html")).to_have_attribute("data-theme", "dark")
    expect(purchases).to_have_url(re.compile(r"/archive/purchases/$"))
