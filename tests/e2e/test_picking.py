"""Many rows at once in the browser: with keys alone, with the mouse, and without script."""

import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.visits import WITHOUT_SCRIPT, Door

FEW = "?q=carburants"
UNTICKED = 'button.tick[aria-pressed="false"]'
TICKED = 'button.tick[aria-pressed="true"]'


@pytest.fixture
def purchases(door: Door) -> Page:
    """The client's purchases."""
    return archive.enter(door.come_in(CLIENT))


def focused(page: Page) -> str:
    """What the focus stands on: an id, or the end of where its button leads."""
    said: str = page.evaluate("document.activeElement.id || document.activeElement.getAttribute('formaction') || ''")
    return said


def tab_to(page: Page, end: str) -> None:
    """Go on with Tab until the focus stands there."""
    for _ in range(120):
        if focused(page).endswith(end):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {end}")


def test_rows_are_found_picked_ticked_together_and_undone_with_keys_alone(purchases):
    purchases.keyboard.press("/")
    purchases.keyboard.type("carburants")
    purchases.keyboard.press("Enter")
    expect(archive.chips(purchases)).to_have_count(1)
    purchases.keyboard.press("Escape")
    purchases.locator("#q").evaluate("field => field.blur()")

    for key in ("j", "x", "j", "x", "ArrowDown", "x", "x"):
        purchases.keyboard.press(key)
    expect(purchases.locator("[data-picked=count]")).to_have_text("2")
    sums = [archive.cents(text) for text in purchases.locator("[data-picked].amount").all_inner_texts()]
    assert sums[0] == sum(archive.amounts(purchases)[:2])

    tab_to(purchases, "picked/handled")
    purchases.keyboard.press("Enter")
    expect(purchases.locator("#notices")).to_contain_text("2 pièces")
    expect(archive.rows(purchases).nth(0).locator(TICKED)).to_be_visible()
    expect(archive.rows(purchases).nth(1).locator(TICKED)).to_be_visible()
    expect(archive.rows(purchases).nth(2).locator(UNTICKED)).to_be_visible()

    tab_to(purchases, re.search(r"picked/undo\?mark=[\d-]+$", undo_of(purchases))[0])
    purchases.keyboard.press("Enter")
    expect(purchases.locator("#notices button")).to_have_count(0)
    expect(archive.rows(purchases).nth(0).locator(UNTICKED)).to_be_visible()


def undo_of(page: Page) -> str:
    """Where the notice's button leads."""
    return page.locator("#notices button").get_attribute("formaction") or ""


def test_enter_on_a_tick_box_opens_the_row_and_sends_nothing(purchases):
    purchases.locator("tbody [name=ids]").first.focus()
    purchases.keyboard.press("Enter")

    expect(purchases.locator("#pane h2")).to_be_visible()
    expect(purchases.locator("#notices")).to_be_empty()

    purchases.keyboard.press("x")
    purchases.keyboard.press("Escape")
    expect(purchases.locator("#pane h2")).to_have_count(0)


def test_the_list_of_keys_opens_holds_the_focus_and_tells_only_what_works_here(purchases):
    purchases.keyboard.press("?")
    dialog = purchases.get_by_role("dialog", name="Raccourcis clavier de cette page")
    expect(dialog).to_be_visible()
    assert dialog.locator("dt:visible").all_inner_texts() == ["j ↓", "k ↑", "Entrée", "x", "p", "/", "Échap", "?"]

    for _ in range(4):
        purchases.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert purchases.evaluate(inside)
    purchases.keyboard.press("x")
    expect(purchases.locator("[name=ids]:checked")).to_have_count(0)
    purchases.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    purchases.locator("[data-shows-keys]").click()
    expect(dialog).to_be_visible()


def test_where_no_row_is_left_only_what_still_works_is_listed(purchases):
    purchases.goto(purchases.url + "?q=zzzz")
    purchases.keyboard.press("?")

    expect(purchases.locator("#keys")).to_be_visible()
    assert purchases.locator("#keys dt:visible").all_inner_texts() == ["/", "Échap", "?"]


def test_keys_of_one_character_can_be_switched_off(purchases):
    purchases.keyboard.press("?")
    purchases.locator("[data-letters]").uncheck()
    purchases.keyboard.press("Escape")
    purchases.keyboard.press("j")
    expect(purchases.locator("a.opens:focus")).to_have_count(0)

    purchases.reload()
    purchases.keyboard.press("ArrowDown")
    expect(archive.rows(purchases).first.locator("a.opens")).to_be_focused()
    purchases.locator("[data-shows-keys]").click()
    purchases.locator("[data-letters]").check()


def test_a_whole_page_a_range_and_all_results_are_picked_with_the_mouse(purchases):
    boxes = purchases.locator("tbody [name=ids]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(purchases.locator("[data-picked=count]")).to_have_text("4")

    purchases.locator("[data-picks-page]").click()
    expect(purchases.locator("[data-picked=count]")).to_have_text("50")
    purchases.locator("[name=all]").check()
    everything = archive.cents(purchases.locator("tfoot td.amount").inner_text())
    assert archive.cents(purchases.locator("[data-picked=amount]").inner_text()) == everything

    boxes.first.uncheck()
    expect(purchases.locator("[name=all]")).not_to_be_checked()
    expect(purchases.locator("[data-picked=count]")).to_have_text("49")
    purchases.locator(".picking [type=reset]").click()
    expect(purchases.locator(".picking")).to_be_hidden()


def test_a_picked_row_stays_picked_when_its_tick_is_set(purchases):
    row = archive.rows(purchases).nth(3)
    row.locator("[name=ids]").check()
    row.locator("button.tick").click()

    expect(row.locator(TICKED)).to_be_visible()
    expect(row.locator("[name=ids]")).to_be_checked()
    row.locator("button.tick").click()
    expect(row.locator(UNTICKED)).to_be_visible()


def test_the_documents_of_what_is_picked_come_as_a_zip(purchases, tmp_path):
    row = purchases.locator(f"{archive.ROWS}:has(.file-link)").first
    piece = row.locator("a.opens").inner_text()
    row.locator("[name=ids]").check()

    with purchases.expect_download() as download:
        purchases.locator("button[formaction$='documents.zip']").click()
    download.value.save_as(tmp_path / "documents.zip")

    names = ZipFile(tmp_path / "documents.zip").namelist()
    assert names[:2] == ["index.csv", "index.xlsx"]
    assert all(name.startswith(piece.replace(" ", "-")) for name in names[2:])
    assert len(names) > 2


def test_without_script_the_boxes_the_bar_the_notice_and_its_undo_work(door):
    page = archive.enter(door.come_in(CLIENT, **WITHOUT_SCRIPT))
    expect(page.locator("[data-shows-keys]")).to_be_hidden()
    expect(page.locator(".picking")).to_be_hidden()
    for row in (4, 5):
        archive.rows(page).nth(row).locator("[name=ids]").check()

    page.locator("button[formaction$='picked/handled']").click()
    expect(page.locator("#notices")).to_contain_text("Marqué comme traité : 2 pièces. Total de la sélection :")
    expect(archive.rows(page).nth(4).locator(TICKED)).to_be_visible()
    page.locator("#notices button").click()
    expect(archive.rows(page).nth(4).locator(UNTICKED)).to_be_visible()

    archive.rows(page).nth(0).locator("[name=ids]").check()
    page.locator("[name=all]").check()
    page.locator("button[formaction$='picked/handled']").click()
    expect(page.locator("h1")).to_have_text("Tout marquer comme traité ?")
    page.get_by_role("link", name="Annuler").click()
    expect(archive.rows(page).nth(0).locator(UNTICKED)).to_be_visible()
