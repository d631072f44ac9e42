"""A client in his archive: what he sees, finds, opens and ticks."""

import hashlib
import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.serving import Demo
from tests.e2e.visits import Door, arrived, log_in
from tests.e2e.words import day

NAME, NUMBER = "Atelier Exemple SRL", "0200065765"


@pytest.fixture
def purchases(door: Door) -> Page:
    """The client's purchases."""
    return archive.enter(door.come_in(CLIENT))


@pytest.fixture(scope="module")
def books(demo: Demo) -> list[dict[str, str]]:
    """The purchases as the command line tells them, newest first."""
    told: list[dict[str, str]] = demo.ask("show", "archive", "--dossier", NUMBER, "--tab", "purchases")
    return told


def test_a_client_logs_in_and_sees_his_dossier_and_its_two_dates(door, demo):
    page = door.come_in()
    page.goto("/")
    log_in(page, CLIENT.email, demo.password_of(CLIENT))

    expect(page).to_have_url(re.compile(r"/d/\d+/$"))
    told = demo.ask("show", "dossier", NUMBER)
    expect(page).to_have_title(re.compile(rf"· {NAME} \({NUMBER}\) · Fiduciaire Exemple$"))
    expect(page.locator("details.dossier .dossier-name")).to_have_text(NAME)
    expect(page.locator("details.dossier .number")).to_have_text(NUMBER)
    dates = [day(told["accounts_until"]), day(told["bank_until"])]
    expect(page.locator("details.dates summary .date-day")).to_have_text(dates)


def test_the_two_dates_open_and_tell_what_they_mean_with_the_day_of_each_bank_journal(purchases):
    purchases.locator("details.dates summary").click()

    expect(purchases.locator("details.dates dd")).to_have_count(2)
    expect(purchases.locator("details.dates table tr").first).to_contain_text(re.compile(r"\d\d/\d\d/\d{4}"))

    purchases.keyboard.press("Escape")
    expect(purchases.locator("details.dates dd").first).to_be_hidden()


def test_the_list_shows_what_the_books_hold_newest_first(purchases, books):
    shown = archive.pieces(purchases)

    assert shown == [f"{row['journal']} {row['number']}" for row in books][: len(shown)]
    assert archive.amounts(purchases)[0] == archive.cents(books[0]["amount"])
    expect(purchases.locator("tfoot th")).to_contain_text(str(len(books)))


def test_the_ready_made_view_stands_in_the_address_and_its_filters_come_off_one_by_one(purchases):
    purchases.locator(archive.STILL_TO_DO).click()

    expect(purchases).to_have_url(re.compile(r"handled=no&payment=partly&payment=unpaid$"))
    expect(archive.chips(purchases)).to_have_count(3)
    open_ones = archive.rows(purchases).count()

    purchases.locator("a.chip:not([href*='handled'])").click()
    expect(archive.chips(purchases)).to_have_count(2)
    expect(purchases).to_have_url(re.compile(r"\?payment=partly&payment=unpaid$"))
    assert archive.rows(purchases).count() == open_ones

    purchases.go_back()
    expect(archive.chips(purchases)).to_have_count(3)


def test_free_text_finds_a_partner_and_the_chip_clears_it(purchases):
    everything = archive.pieces(purchases)
    purchases.locator("#q").fill("softhaus")
    purchases.locator("#q").press("Enter")

    expect(purchases).to_have_url(re.compile(r"\?q=softhaus"))
    expect(archive.chips(purchases)).to_have_count(1)
    names = purchases.locator(f"{archive.ROWS} .at-partner").all_inner_texts()
    assert names
    assert {name.splitlines()[0] for name in names} == {"Softhaus Beispiel GmbH"}

    archive.chips(purchases).click()
    expect(archive.chips(purchases)).to_have_count(0)
    assert archive.pieces(purchases) == everything


def test_a_range_of_amounts_limits_the_list_and_words_that_are_no_amount_are_told(purchases):
    purchases.locator("details.more summary").click()
    purchases.locator("#min").fill("1.000,00")
    purchases.locator("#max").fill("2000")
    purchases.locator("details.more button.btn-primary").click()

    expect(archive.chips(purchases)).to_have_count(2)
    assert "min=1.000%2C00" in purchases.url
    found = archive.amounts(purchases)
    assert found
    assert all(100_000 <= amount <= 200_000 for amount in found)

    purchases.goto(f"{purchases.url.split('?')[0]}?min=much")
    expect(purchases.locator("a.chip.chip-wrong")).to_contain_text("much")


def test_a_filter_that_fits_nothing_offers_to_be_cleared(purchases):
    purchases.goto(f"{purchases.url}?q=zzzz")

    expect(archive.rows(purchases)).to_have_count(0)
    purchases.locator(".empty a.btn").click()
    expect(archive.rows(purchases).first).to_be_visible()


def test_a_click_on_a_heading_sorts_up_then_down(purchases):
    heading = purchases.locator("thead th.amount")
    heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    upwards = archive.amounts(purchases)
    heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    downwards = archive.amounts(purchases)

    assert upwards == sorted(upwards)
    assert downwards == sorted(downwards, reverse=True)
    assert downwards[0] > upwards[-1]
    expect(purchases).to_have_url(re.compile(r"sort=-amount$"))


def test_pages_follow_each_other_without_a_piece_lost_or_shown_twice(purchases, books):
    first = archive.pieces(purchases)

    purchases.locator("a[rel=next]").click()
    expect(purchases.locator("a[rel=prev]")).to_be_visible()
    assert [*first, *archive.pieces(purchases)] == [f"{row['journal']} {row['number']}" for row in books]

    purchases.locator("a[rel=prev]").click()
    expect(purchases.locator("a[rel=prev]")).to_have_count(0)
    assert archive.pieces(purchases) == first


def test_a_row_opens_beside_the_list_with_its_facts_and_its_pdf_drawn(purchases, books):
    row = purchases.locator(f"{archive.ROWS}:has(.file-link)").first
    piece = row.locator("a.opens").inner_text()
    told = next(each for each in books if f"{each['journal']} {each['number']}" == piece)
    row.locator(".at-partner").click()

    pane = purchases.locator("#pane")
    expect(pane.locator("h2")).to_have_text(told["partner"])
    expect(pane.locator("dl.facts")).to_contain_text(told["document_number"])
    expect(pane.locator("dl.facts")).to_contain_text(day(told["date"]))
    assert archive.cents(pane.locator(".pane-amount").inner_text()) == archive.cents(told["amount"])
    expect(row.locator("a.opens")).to_have_attribute("aria-current", "true")
    expect(archive.rows(purchases).first).to_be_visible()
    assert archive.written_on(pane.locator(".sheets"), lines=50)


def test_the_original_is_the_very_file_that_lay_beside_the_books(purchases, books):
    link = purchases.locator(f"{archive.ROWS} .file-link").first.get_attribute("href")

    answer = purchases.context.request.get(link)

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert hashlib.sha256(answer.body()).hexdigest() in {row["document"] for row in books}


def test_a_reload_of_an_opened_row_shows_it_opened(purchases):
    archive.rows(purchases).nth(2).locator("a.opens").click()
    expect(purchases.locator("#pane h2")).to_be_visible()
    partner = purchases.locator("#pane h2").inner_text()

    purchases.reload()

    expect(purchases.locator("#pane h2")).to_have_text(partner)
    purchases.locator("a.pane-close").click()
    expect(purchases.locator("#pane h2")).to_have_count(0)
    expect(purchases).to_have_url(re.compile(r"/archive/purchases/$"))


def test_a_ticked_row_leaves_the_view_at_the_next_look_and_comes_back_without_the_tick(purchases):
    purchases.locator(archive.STILL_TO_DO).click()
    expect(archive.chips(purchases)).to_have_count(3)
    piece = archive.pieces(purchases)[1]
    tick = archive.row_of(purchases, piece).locator("button.tick")
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", "true")

    purchases.reload()
    assert piece not in archive.pieces(purchases)

    purchases.goto(f"{purchases.url.split('?')[0]}?handled=yes")
    assert archive.pieces(purchases) == [piece]
    archive.rows(purchases).locator("a.opens").click()
    expect(purchases.locator("#pane")).to_contain_text(CLIENT.name)
    purchases.locator("#pane button.tick-wide").click()
    expect(purchases.locator("#pane button.tick-wide")).to_have_attribute("aria-pressed", "false")
    expect(tick).to_have_attribute("aria-pressed", "false")

    purchases.reload()
    assert piece not in archive.pieces(purchases)


def test_a_list_is_walked_and_ticked_with_keys_alone(purchases):
    purchases.keyboard.press("j")
    purchases.keyboard.press("j")
    second = archive.rows(purchases).nth(1)
    expect(second.locator("a.opens")).to_be_focused()
    purchases.keyboard.press("Enter")
    expect(purchases.locator("#pane h2")).to_be_visible()

    purchases.keyboard.press("p")
    expect(second.locator("button.tick")).to_have_attribute("aria-pressed", "true")
    purchases.keyboard.press("p")
    expect(second.locator("button.tick")).to_have_attribute("aria-pressed", "false")


def test_a_slash_leads_to_the_search(purchases):
    purchases.keyboard.press("/")
    expect(purchases.locator("#q")).to_be_focused()

    purchases.keyboard.type("/12")
    expect(purchases.locator("#q")).to_have_value("/12")


def test_the_menu_of_columns_tells_them_one_below_the_other_and_its_choice_stays(purchases):
    purchases.locator(".columns-menu summary").click()
    arrived(purchases.locator(".columns-menu .menu-panel"))
    labels = [label.bounding_box() for label in purchases.locator(".columns-menu label").all()]
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(labels))
    assert min(label["width"] for label in labels) > 100

    purchases.locator("[name=dense]").check()
    purchases.locator("[name=show][value=period]").uncheck()
    purchases.locator(".columns-menu button").click()
    expect(purchases.locator("table.dense")).to_be_visible()
    purchases.reload()
    expect(purchases.locator("table.dense")).to_be_visible()
    assert "Période" not in purchases.locator("thead").inner_text()

    purchases.locator(".columns-menu summary").click()
    purchases.locator("[name=dense]").uncheck()
    purchases.locator("[name=show][value=period]").check()
    purchases.locator(".columns-menu button").click()
    arrived(purchases.locator("table.table-books:not(.dense)"))
    assert "Période" in purchases.locator("thead").inner_text()
