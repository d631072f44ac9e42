"""With JavaScript switched off: everything that is a link or a form still works."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.generate.company import COMPANY
from comptoir.demo.people import CLIENT, CLIENT_OF_TWO, COLLABORATOR
from tests.e2e import archive_page as archive
from tests.e2e.visits import WITHOUT_SCRIPT, arrived, log_in

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
    page.locator("a.first-item[href*='/archive/']").first.click()
    expect(archive.rows(page).first).to_be_visible()
    page.locator("details.dates summary").click()
    expect(page.locator("details.dates dd").first).to_be_visible()


def look_again(page: Page, ready: Callable[[], bool]) -> None:
    """Load the page anew until it is so, as somebody does who waits for it: two minutes at most."""
    until = time.monotonic() + 120
    while not ready() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()


def test_filters_are_set_and_taken_off(purchases):
    purchases.locator("#q").fill("softhaus")
    purchases.locator(".search-box button").click()
    expect(archive.chips(purchases)).to_have_count(1)
    archive.chips(purchases).click()
    expect(archive.chips(purchases)).to_have_count(0)

    purchases.locator("details.more summary").click()
    purchases.locator("#min").fill("1000")
    purchases.locator("details.more button.btn-primary").click()
    arrived(archive.chips(purchases))
    assert min(archive.amounts(purchases)) >= 100_000


def test_a_row_opens_with_its_facts_and_its_original_and_closes_again(purchases):
    row = purchases.locator(f"{archive.ROWS}:has(.file-link)").first
    row.locator("a.opens").click()
    arrived(purchases.locator("#pane h2"))
    look_again(purchases, lambda: purchases.locator("#pane .sheets").count() == 1)
    original = purchases.locator("#pane .viewer-box a.btn").get_attribute("href")
    assert purchases.context.request.get(original).headers["content-type"] == "application/pdf"
    expect(purchases.locator("#pane .sheets")).to_be_visible()

    purchases.locator("a.pane-close").click()
    expect(purchases).to_have_url(re.compile(r"/archive/purchases/$"))


def test_a_tick_in_the_list_and_one_in_the_opened_row_come_back_to_where_they_were_set(purchases):
    purchases.locator(archive.STILL_TO_DO).click()
    arrived(archive.chips(purchases).first)
    address, piece = purchases.url, archive.pieces(purchases)[-1]
    with purchases.expect_navigation():
        archive.row_of(purchases, piece).locator("button.tick").click()
    expect(purchases).to_have_url(address)
    expect(archive.chips(purchases).first).to_be_visible()
    assert piece not in archive.pieces(purchases)

    purchases.goto(f"{address.partition('?')[0]}?handled=yes")
    archive.row_of(purchases, piece).locator("a.opens").click()
    expect(purchases.locator("button.tick-wide")).to_have_attribute("aria-pressed", "true")
    opened = purchases.url
    purchases.locator("button.tick-wide").click()
    expect(purchases).to_have_url(opened)
    expect(purchases.locator("button.tick-wide")).to_have_attribute("aria-pressed", "false")


def test_a_client_of_two_dossiers_switches(door):
    page = door.come_in(CLIENT_OF_TWO, **WITHOUT_SCRIPT)
    page.goto("/places/")
    page.locator("main li a", has_text=NAME).click()
    expect(page).to_have_title(re.compile(re.escape(NAME)))
    page.locator("details.dossier summary").click()
    page.locator("details.dossier nav a", has_text=COMPANY.name).click()

    expect(page).to_have_title(re.compile(re.escape(COMPANY.name)))


def test_a_collaborator_synchronises_and_looks_again_until_it_is_done(door):
    page = door.come_in(COLLABORATOR, **WITHOUT_SCRIPT)
    page.goto("/")
    page.locator("tbody tr", has_text=NUMBER).locator("a.opens").click()
    arrived(page.locator("#sync form.sync-form"))
    before = page.locator("#runs a.figures").first.get_attribute("href")
    with page.expect_navigation():
        page.locator("#sync form.sync-form button").click()
    expect(page.locator(".notice-success")).to_be_visible()
    look_again(page, lambda: page.locator("#sync progress").count() == 0)

    expect(page.locator("#runs a.figures").first).not_to_have_attribute("href", str(before))
    expect(page.locator("#runs a.figures").nth(1)).to_have_attribute("href", str(before))
    expect(page.locator("#runs ul.rows > li").first.locator(".badge-good")).to_be_visible()


def test_language_and_theme_are_chosen_by_buttons(purchases):
    purchases.locator("header details:has([name=theme]) summary").first.click()
    purchases.locator("button[name=theme][value=dark]").click()

    expect(purchases.locator("html")).to_have_attribute("data-theme", "dark")
    expect(purchases).to_have_url(re.compile(r"/archive/purchases/$"))


def test_all_of_a_mailbox_is_sent_and_taken_back(door):
    page = door.come_in(CLIENT, **WITHOUT_SCRIPT)
    page.goto("/")
    page.goto(f"{page.url.partition('/d/')[0]}/d/{page.url.split('/')[4]}/mailboxes/sales/")
    count = archive.rows(page).count()

    page.locator(".send-all button", has_text=f"({count})").click()
    arrived(page.locator(".empty"))
    page.locator("#notices button[formaction*=undo]").click()

    expect(archive.rows(page)).to_have_count(count)
    assert count > 0
