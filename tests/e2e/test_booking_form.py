"""The form of a booking proposal in the browser: two people at one document, and what was typed and not saved."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import ADMINISTRATOR, CLIENT, COLLABORATOR, DemoPerson
from tests.e2e import archive_page as archive
from tests.e2e.visits import Door, arrived

NUMBER = "VF26114"


def opened(door: Door, who: DemoPerson) -> Page:
    """The proposal of that invoice, before somebody of the firm; the demo makes it in its first minute."""
    client = archive.enter(door.come_in(CLIENT)).url
    page = door.come_in(who)
    page.goto(client.replace("/archive/", "/worklist/"))
    row = archive.rows(page).filter(has_text=NUMBER)
    until = time.monotonic() + 120
    while not row.count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    row.locator("a.opens").click()
    arrived(page.locator("#booking"))
    return page


@pytest.fixture
def anne(door: Door) -> Page:
    """The administrator at the proposal."""
    return opened(door, ADMINISTRATOR)


def test_two_people_see_each_other_and_what_was_typed_comes_back_after_the_browser_was_closed(anne, door):
    thomas = opened(door, COLLABORATOR)
    expect(thomas.locator("[data-company]")).to_contain_text("Anne Lambert regarde aussi ce document.")

    with anne.expect_response(re.compile(r"/here$")):
        anne.locator("#number").fill("VF-typed")
    expect(anne.locator("[data-company]")).to_contain_text("Thomas Renard regarde aussi ce document.")
    anne.locator("#communication").fill("typed last")
    anne.close(run_before_unload=True)

    again = opened(door, ADMINISTRATOR)
    expect(again.locator("#number")).to_have_value("VF-typed")
    expect(again.locator("#communication")).to_have_value("typed last")
    again.get_by_role("button", name="Abandonner").click()
    expect(again.locator("#number")).to_have_value(NUMBER)


SAID = "[data-balance] [data-when]:not([hidden])"
BY_THE_SERVER = """async (shown) => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll(shown)].map((each) => each.textContent.trim());
}"""


def typed(page: Page, name: str, text: str) -> None:
    """Type into a field, and wait until the form has told it."""
    with page.expect_response(re.compile(r"/here$")) as answer:
        page.locator(f"[name={name}]").fill(text)
    assert answer.value.ok


def stand(page: Page, values: dict[str, str]) -> None:
    """Look whether these texts stand in the fields."""
    for name, text in values.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)


@pytest.fixture
def lines(anne: Page) -> Iterator[Page]:
    """The proposal with one line on 612300, at 100 without VAT; what was typed is dropped afterwards."""
    anne.locator("[name=account-0]").fill("612300")
    anne.locator("[name=tax-0]").fill("")
    typed(anne, "base-0", "100")
    yield anne
    typed(anne, "communication", "to be dropped")
    anne.reload()
    anne.get_by_role("button", name="Abandonner").click()
    expect(anne.locator("[name=tax-0]")).not_to_have_value("")


def test_what_is_left_is_said_while_one_types_as_the_server_says_it_for_every_vat_code(lines):
    codes = lines.locator("[name=vat-0] option").evaluate_all("options => options.map((each) => each.value)")
    assert len(codes) >= 9
    said = set()
    for place, code in enumerate(codes):
        with lines.expect_response(re.compile(r"/here$")):
            lines.locator("[name=vat-0]").select_option(code)
            lines.locator("[name=base-0]").fill(f"120,55+3-1,2{place % 10}")
        here = lines.locator(SAID).inner_text()
        assert lines.evaluate(BY_THE_SERVER, SAID) == [here], code
        said.add(here)
    assert len(said) > 3


def test_what_ties_and_what_is_no_amount_is_said_at_once(lines):
    lines.locator("[name=vat-0]").select_option("21")
    lines.locator("[name=base-0]").fill("186,40")
    expect(lines.locator(SAID)).to_have_text(re.compile(r"225,54"))
    expect(lines.locator("[data-when=tie]")).to_be_visible()
    expect(lines.locator("[name=tax-0]")).to_have_attribute("placeholder", "39,14")

    lines.locator("[name=base-0]").fill("186,4x")
    expect(lines.locator(SAID)).to_have_text("186,4x n’est pas un montant.")
    lines.locator("[name=base-0]").fill("186,40+1")
    expect(lines.locator("[data-when=left]")).to_be_visible()
    lines.locator("[name=gross]").fill("")
    expect(lines.locator("[data-when=bare]")).to_be_visible()
    typed(lines, "gross", "225,54")


def test_a_line_is_split_by_a_key_and_the_second_takes_what_the_first_leaves(lines):
    lines.locator("[name=vat-0]").select_option("21")
    lines.locator("[name=base-0]").fill("186,40")
    lines.locator("[name=tax-0]").fill("39,14")
    lines.keyboard.press("Escape")
    expect(lines.locator("[data-split]").first).to_be_focused()
    lines.keyboard.press("s")

    expect(lines.locator("[name=base-0]")).to_be_focused()
    lines.keyboard.type("100")
    stand(lines, {"account-1": "612300", "vat-1": "21", "base-1": "86,40", "tax-0": "20,99", "tax-1": "18,15"})
    expect(lines.locator("[data-when=tie]")).to_be_visible()

    lines.locator("[name=base-1]").fill("80")
    lines.keyboard.press("Escape")
    lines.keyboard.press("s")
    stand(lines, {"account-2": "612300", "base-1": "80", "tax-1": "16,80", "base-2": "6,40", "tax-2": "1,35"})
    expect(lines.locator("[name=account-2]")).to_be_focused()
    expect(lines.locator("[data-when=tie]")).to_be_visible()


def test_a_line_that_is_split_while_something_is_left_leaves_its_own_amounts_alone(lines):
    lines.locator("[name=vat-0]").select_option("21")
    lines.locator("[name=tax-0]").fill("21")
    lines.get_by_role("button", name="Scinder la ligne 1", exact=True).click()

    stand(lines, {"base-0": "100", "tax-0": "21", "base-1": "86,40", "tax-1": "18,14"})
    expect(lines.locator("[data-when=tie]")).to_be_visible()


def test_lines_are_added_and_removed_by_keys_and_are_numbered_from_top_to_bottom(lines):
    before = lines.locator("[name^=account-]").count()
    lines.locator("[name=base-0]").focus()
    lines.keyboard.press("Escape")
    lines.keyboard.press("m")
    expect(lines.locator(f"[name=account-{before}]")).to_be_focused()
    lines.keyboard.type("613000")

    lines.get_by_role("button", name="Supprimer la ligne 1", exact=True).click()
    expect(lines.locator(f"[name=account-{before - 1}]")).to_have_value("613000")
    names = lines.locator("[name^=account-]").evaluate_all("all => all.map((each) => [each.name, each.ariaLabel])")
    assert names == [[f"account-{place}", f"Compte {place + 1}"] for place in range(before)]


@pytest.mark.parametrize("keys", [["Control+Enter"], ["Escape", "c"]], ids=["within", "outside"])
def test_keys_check_it_from_within_a_field_and_outside_and_the_next_one_opens(anne, keys):
    address = anne.url
    anne.locator("#number").focus()
    with anne.expect_navigation():
        for key in keys:
            anne.keyboard.press(key)

    assert anne.url != address
    anne.goto(address)
    expect(anne.locator(".page-head .badge-good")).to_have_text("Contrôlé")
