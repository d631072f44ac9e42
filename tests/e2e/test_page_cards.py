"""Pages laid out in the browser: moved by buttons, keys and by dragging, turned at once; what comes of it is told live."""

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.serving import Demo
from tests.e2e.visits import Door, arrived
from tests.formats.pdf.make import written

STACK = written(*([(59, 758, f"Page {number}")] for number in range(1, 5)))


@pytest.fixture
def cards(door: Door, demo: Demo) -> Page:
    """Four pages of a document that was just handed in, laid out."""
    page = door.come_in(CLIENT)
    page.goto("/")
    home = f"/d/{page.url.split('/')[4]}/"
    page.goto(f"{home}mailboxes/purchases/")
    page.locator("details.hand-in-menu > summary").click()
    page.locator("input[name=file]").set_input_files(
        {"name": "stack.pdf", "mimeType": "application/pdf", "buffer": STACK}
    )
    received = page.locator(".upload", has_text="stack.pdf").first
    expect(received).to_have_class(re.compile("is-kept|is-known"))
    page.goto(f"{home}mailboxes/purchases/?q=stack")
    row = str(arrived(page.locator(archive.ROWS).first).get_attribute("id")).split("-")[-1]
    page.goto(f"{home}mailboxes/documents/{row}/pages/")
    for _ in range(20):
        if page.locator(".page-card").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    arrived(page.locator(".page-card").first)
    return page


def order(page: Page) -> list[str]:
    """The numbers of the pages as they lie."""
    return list(page.locator("[data-card] [name=out]").evaluate_all("all => all.map(one => one.value)"))


def test_pages_are_moved_and_turned_and_what_comes_of_it_is_told(cards):
    told = cards.locator("[data-preview]")
    cards.locator(".page-card").nth(2).locator("[data-first]").check()
    expect(told).to_have_text(re.compile("2, 2$"))

    cards.locator(".page-card").nth(3).locator("[data-move='-1']").click()
    assert order(cards) == ["1", "2", "4", "3"]
    expect(told).to_have_text(re.compile("3, 1$"))

    cards.locator(".page-card").nth(0).locator("[data-first]").focus()
    cards.keyboard.press("Alt+ArrowRight")
    assert order(cards) == ["2", "1", "4", "3"]

    cards.locator(".page-card").nth(3).drag_to(cards.locator(".page-card").nth(0))
    assert order(cards)[0] == "3"

    cards.locator("[data-every]").select_option("1")
    turns = cards.locator("[data-turn]").evaluate_all("all => all.map(one => one.value)")
    assert turns == ["1", "1", "1", "1"]
