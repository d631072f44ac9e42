"""The viewer at work: zoom that stays, pages that are turned, words that are selected, the original one click away."""

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT, OUTSIDER
from tests.e2e import archive_page as archive
from tests.e2e.ground import Ground
from tests.e2e.visits import WITHOUT_SCRIPT, Door

SELECT = """
() => {
    const words = document.querySelector("#viewer .words text");
    const range = document.createRange();
    range.selectNodeContents(words);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return String(getSelection());
}
"""


@pytest.fixture
def paper(door: Door, ground: Ground) -> Page:
    """A row with a document of twelve pages."""
    page = door.come_in(OUTSIDER)
    page.goto(ground.at("/d/{essai}/archive/purchases/{long}/"))
    expect(page.locator(".sheet")).to_have_count(12)
    return page


def width(page: Page) -> float:
    return page.locator(".sheet").first.bounding_box()["width"]


def test_zoom_by_button_and_by_key_stays_from_one_row_to_the_next_and_after_a_reload(paper):
    fits = width(paper)
    paper.locator("[data-viewer=in]").click()
    paper.keyboard.press("+")

    expect(paper.locator("[data-viewer-zoom]")).to_have_text("150\u00a0%")
    assert width(paper) == pytest.approx(fits * 1.5, abs=2)

    archive.row_of(paper, "ACH 113").locator("a.opens").click()
    expect(paper.locator(".sheet")).to_have_count(1)
    assert width(paper) == pytest.approx(fits * 1.5, abs=2)
    paper.reload()
    assert width(paper) == pytest.approx(fits * 1.5, abs=2)

    paper.locator(".sheets").focus()
    paper.keyboard.press("0")
    expect(paper.locator("[data-viewer-zoom]")).to_have_text("100\u00a0%")
    expect(paper.locator("[data-viewer=out]")).to_be_disabled()


def test_pages_are_turned_counted_and_loaded_when_they_come_into_sight(paper):
    expect(paper.locator("[data-viewer-page]")).to_have_text("1")
    later = paper.locator(".sheet").nth(11).locator(".words")
    expect(later.locator("tspan")).to_have_count(0)

    paper.locator("[data-viewer=after]").click()
    expect(paper.locator("[data-viewer-page]")).to_have_text("2")

    paper.locator(".sheets").evaluate("box => box.scrollTo(0, box.scrollHeight)")
    expect(paper.locator("[data-viewer-page]")).to_have_text("12")
    expect(later).to_have_text("Page number 12")


def test_the_words_over_the_picture_are_selected_as_text(paper):
    assert paper.evaluate(SELECT) == "Page number 1"
    word = paper.locator(".sheet tspan").nth(1).bounding_box()
    sheet = paper.locator(".sheet").first.bounding_box()
    assert sheet["x"] < word["x"] < sheet["x"] + sheet["width"] / 2
    assert word["width"] < sheet["width"] / 4


def test_the_original_opens_in_a_page_of_its_own(paper):
    link = paper.locator("#viewer .viewer-bar a.btn")

    answer = paper.context.request.get(link.get_attribute("href"))

    assert (link.get_attribute("target"), answer.headers["content-type"]) == ("_blank", "application/pdf")


def test_the_tabs_change_the_viewer_alone_and_stand_in_the_address(door):
    page = archive.enter(door.come_in(CLIENT))
    archive.rows(page).filter(has=page.locator(".file-link")).first.locator("a.opens").click()
    head = page.locator("#pane-title").element_handle()

    page.locator(".ways a").nth(1).click()

    expect(page.locator("#viewer .paper")).to_be_visible()
    assert head.evaluate("element => element.isConnected")
    expect(page.locator(".ways a[aria-current]")).to_be_focused()
    page.reload()
    expect(page.locator("#viewer .paper")).to_be_visible()


def test_without_script_the_tabs_are_links_and_all_pages_are_there(door, ground):
    page = door.come_in(OUTSIDER, **WITHOUT_SCRIPT)
    page.goto(ground.at("/d/{essai}/archive/purchases/{long}/"))

    expect(page.locator(".sheet img")).to_have_count(12)
    expect(page.locator(".viewer-tools")).to_be_hidden()
    expect(page.locator(".sheet").first.locator(".words")).to_have_text("Page number 1")
