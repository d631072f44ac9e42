"""The worklist at work in the browser: what a form's field shows is outlined on the page beside it."""

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import ADMINISTRATOR
from tests.e2e.ground import Ground
from tests.e2e.visits import Door

LIT = ".marks rect.lit"


@pytest.fixture
def booking(door: Door, ground: Ground) -> Page:
    """A proposal beside its document."""
    page = door.come_in(ADMINISTRATOR)
    page.goto(ground.at("/d/{atelier}/worklist/purchases/{proposal}/"))
    expect(page.locator("#viewer .sheet .words")).to_be_visible()
    return page


def over(page: Page, words: str) -> bool:
    """Whether the outline lies over these words of the page."""
    mark = page.locator(LIT).first.bounding_box()
    word = page.locator("#viewer .words text", has_text=words).last.bounding_box()
    across = mark["x"] <= word["x"] + word["width"] and word["x"] <= mark["x"] + mark["width"]
    return across and mark["y"] <= word["y"] + word["height"] / 2 <= mark["y"] + mark["height"]


def test_the_place_of_a_value_is_outlined_while_its_field_has_the_focus(booking):
    booking.locator("#gross").focus()
    expect(booking.locator(LIT)).to_have_count(1)
    assert over(booking, "225,54")

    booking.locator("#number").focus()
    expect(booking.locator(LIT)).to_have_count(1)
    assert over(booking, "VF26114")

    booking.locator("#journal").focus()
    expect(booking.locator(LIT)).to_have_count(0)


def test_the_outline_stays_while_the_page_is_enlarged(booking):
    booking.locator("#gross").focus()
    booking.locator("[data-viewer=in]").click()
    booking.keyboard.press("+")

    expect(booking.locator("[data-viewer-zoom]")).to_have_text("150\u00a0%")
    assert over(booking, "225,54")
    booking.keyboard.press("0")


def test_a_field_that_is_pointed_at_is_outlined_beside_the_one_with_the_focus(booking):
    booking.locator("#gross").focus()
    booking.locator("#number").hover()

    expect(booking.locator(".marks rect.pointed")).to_have_count(1)
    expect(booking.locator(LIT)).to_have_count(1)


def test_rows_are_picked_and_what_is_to_change_is_asked_with_keys_alone(door, ground):
    page = door.come_in(ADMINISTRATOR)
    page.goto(ground.at("/d/{atelier}/worklist/purchases/"))
    expect(page.locator("main tbody tr").nth(1)).to_be_visible()

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked=count]")).to_have_text("2")
    page.keyboard.press("e")

    expect(page.locator("main .rows-plain li")).to_have_count(2)
    expect(page.locator("#journal")).to_be_focused()
