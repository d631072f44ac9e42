"""Somebody of another firm: what is not his looks exactly like what does not exist."""

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT, OUTSIDER
from tests.e2e import archive_page as archive

NEVER = 987654


@pytest.fixture
def addresses(door) -> list[str]:
    """Addresses of a dossier, as its client sees them."""
    page = archive.enter(door.come_in(CLIENT))
    home = str(page.locator("a.house").get_attribute("href"))
    row = page.locator(f"{archive.ROWS}:has(.file-link)").first
    row.locator("a.opens").click()
    partner = page.locator("#pane a[href*='?of=']").get_attribute("href")
    inside = [row.locator("a.opens").get_attribute("href"), row.locator(".file-link").get_attribute("href"), partner]
    rooms = [home + room for room in ("", "archive/", "archive/sales/", "archive/partners?partner=a")]
    return [*rooms, *map(str, inside)]


@pytest.fixture
def outsider(door) -> Page:
    """The administrator of the firm next door, in his own office."""
    door.expect(404)
    page = door.come_in(OUTSIDER)
    page.goto("/")
    return page


def test_nothing_of_a_dossier_is_found_by_an_outsider(outsider, addresses):
    assert len(addresses) == 7
    assert [outsider.context.request.get(address).status for address in addresses] == [404] * 7


def test_the_page_is_the_same_as_for_a_dossier_that_does_not_exist(outsider, addresses):
    for address in addresses:
        absent = re.sub(r"^/d/\d+/", f"/d/{NEVER}/", address)
        assert words(outsider, address) == words(outsider, absent)


def test_an_office_and_its_dossiers_are_not_found_by_an_outsider(outsider, addresses):
    dossier = addresses[0].split("/")[2]
    own = re.search(r"/office/\d+/", outsider.url)[0]
    firm = "/office/1/" if own != "/office/1/" else "/office/2/"

    for address in (firm, f"{firm}dossiers/{dossier}/", f"{own}dossiers/{dossier}/", f"{own}dossiers/{dossier}/runs/"):
        assert outsider.context.request.get(address).status == 404


def test_a_partner_of_another_dossier_is_no_filter(outsider, addresses):
    outsider.locator("td a.file-link").first.click()
    expect(outsider.locator(".seen-as")).to_be_visible()
    own = re.search(r"/d/\d+/", outsider.url)[0]
    partner = addresses[-1].partition("?")[2]

    assert outsider.context.request.get(f"{own}archive/purchases/").status == 200
    assert outsider.context.request.get(f"{own}archive/purchases/?{partner}").status == 404
    assert words(outsider, f"{own}archive/purchases/?{partner}") == words(
        outsider, f"{own}archive/purchases/?of={NEVER}"
    )


def test_a_tick_sent_by_an_outsider_changes_nothing(outsider, addresses, demo):
    before = demo.ask("show", "archive", "--dossier", "0200065765", "--tab", "purchases")
    token = next(each["value"] for each in outsider.context.cookies() if each["name"].endswith("csrf"))

    answer = outsider.context.request.post(
        f"{addresses[5]}handled", form={"handled": "yes"}, headers={"X-CSRFToken": token, "Referer": outsider.url}
    )

    assert answer.status == 404
    assert demo.ask("show", "archive", "--dossier", "0200065765", "--tab", "purchases") == before


def test_who_is_not_logged_in_is_led_to_the_login_and_back(door, addresses, demo):
    page = door.come_in()

    page.goto(addresses[5])

    expect(page).to_have_url(f"{demo.url}/login/?next={addresses[5]}")


def words(page: Page, address: str) -> str:
    """Everything that the page there says and holds, but for what is made anew or repeats the address."""
    page.goto(address)
    source = page.content().replace(page.evaluate("location.pathname + location.search").replace("&", "&amp;"), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", source)
