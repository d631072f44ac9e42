"""A collaborator of the firm: the dossiers, synchronising one, what a run changed or why it was refused, the portal."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from comptoir.demo.folders import ATELIER, GENERATED
from comptoir.demo.generate.company import COMPANY
from comptoir.demo.people import COLLABORATOR, FIRM
from tests.e2e import archive_page as archive
from tests.e2e.books import Lines, just_left, other_books
from tests.e2e.serving import Demo
from tests.e2e.visits import arrived
from tests.e2e.words import amount, day, said

NAME, NUMBER = "Atelier Exemple SRL", "0200065765"
A_RUN = 120_000
"""Milliseconds within which a run of the demo's books has ended."""


@pytest.fixture
def office(door) -> Page:
    """The collaborator in the office."""
    page = door.come_in(COLLABORATOR)
    page.goto("/")
    return page


@pytest.fixture
def atelier(office) -> Page:
    """The page of a dossier."""
    office.get_by_role("link", name=NAME, exact=True).click()
    arrived(office.locator("#sync"))
    return office


def synchronise(page: Page, books: Path, *, until: str = "", everything: bool = False) -> None:
    """Ask for a run on the dossier's page and wait until it has ended under our eyes."""
    just_left(books)
    if everything:
        page.locator("#sync [value=complete]").check()
    page.locator("#sync [name=done_until]").fill(until)
    page.locator("#sync form.sync-form button").click()
    expect(page.locator("#sync progress")).to_be_visible()
    expect(page.locator("#sync progress")).to_have_count(0, timeout=A_RUN)


def fec_of(demo: Demo, folder: str, year: str) -> Path:
    """The export of that year."""
    return next((demo.data / "books").glob(f"*/{folder}/*FEC{year}*.txt"))


def test_the_office_lists_each_dossier_with_its_dates_and_its_last_run(office, demo):
    told = demo.ask("show", "dossier", NUMBER)
    row = office.locator("tbody tr", has_text=NUMBER)

    expect(office).to_have_title(re.compile(rf"· {FIRM}$"))
    expect(office.locator("tbody tr")).to_have_count(2)
    expect(row).to_contain_text(NAME)
    expect(row).to_contain_text(day(told["accounts_until"]))
    expect(row).to_contain_text(day(told["bank_until"]))
    expect(row.locator(".badge-good")).to_be_visible()

    office.locator("#q").fill(COMPANY.number)
    office.locator("#q").press("Enter")
    expect(office.locator("tbody tr")).to_have_count(1)
    expect(office.locator("tbody tr")).to_contain_text(COMPANY.name)


def test_synchronise_now_tells_how_far_it_is_and_sets_the_first_date(atelier, demo):
    asked: list[Response] = []
    atelier.on("response", lambda answer: asked.append(answer) if answer.url.endswith("/progress/") else None)
    before = str(atelier.locator("#runs a.figures").first.get_attribute("href"))

    synchronise(atelier, fec_of(demo, ATELIER, "2026"), until="2026-10-31")

    assert asked
    expect(atelier.locator("#sync .badge-good")).to_be_visible()
    expect(atelier.locator("#runs a.figures").first).not_to_have_attribute("href", before)
    expect(atelier.locator("#runs a.figures").nth(1)).to_have_attribute("href", before)
    expect(atelier.locator("#runs ul.rows > li").first).to_contain_text(COLLABORATOR.name)
    assert demo.ask("show", "dossier", NUMBER)["accounts_until"] == "2026-10-31"
    atelier.reload()
    expect(atelier.locator("details.dates .date-day").first).to_have_text("31/10/2026")


def test_a_broken_export_is_refused_with_its_place_and_the_books_stay_as_they_were(office, demo):
    def break_it(lines: Lines) -> None:
        lines[9][lines[0].index("Debit")] = "12,3x"

    before = demo.ask("show", "dossier", COMPANY.number)
    file = fec_of(demo, GENERATED, "2024")
    place = said("Line %(line)s, column %(column)s of %(file)s", line=10, column="Debit", file=file.name)
    office.get_by_role("link", name=COMPANY.name, exact=True).click()
    arrived(office.locator("#sync"))
    dossier = office.url

    with other_books(file, break_it) as put_back:
        synchronise(office, file, everything=True, until="2026-12-31")

        expect(office.locator("#sync .reason")).to_contain_text(place)
        expect(office.locator("#sync .reason")).to_contain_text("12,3x")
        after = demo.ask("show", "dossier", COMPANY.number)
        unchanged = ("accounts_until", "bank_until", "counts")
        assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}
        assert after["runs"][0]["outcome"] == "refused"

        office.goto(dossier.split("dossiers/")[0])
        expect(office.locator("tbody tr").first).to_contain_text(COMPANY.name)
        expect(office.locator("tbody tr").first.locator("td.late")).to_be_visible()

        put_back()
        office.goto(dossier)
        synchronise(office, file, everything=True)
        expect(office.locator("#sync .badge-good")).to_be_visible()
        expect(office.locator("#sync .reason")).to_have_count(0)


def test_a_run_shows_what_it_changed_before_and_after_and_the_client_sees_it(atelier, demo):
    def correct_it(lines: Lines) -> None:
        debit, credit = lines[0].index("Debit"), lines[0].index("Credit")
        of_piece = [line for line in lines if line[0] == "ACH" and line[2] == "115"]
        next(line for line in of_piece if line[debit] == "1249,99")[debit] = "1349,99"
        next(line for line in of_piece if line[credit] == "1512,49")[credit] = "1612,49"

    file = fec_of(demo, ATELIER, "2026")
    with other_books(file, correct_it):
        synchronise(atelier, file)
        atelier.locator("#runs ul.rows > li").first.locator("a.figures").click()

        row = atelier.locator("tbody tr", has_text="ACH 115")
        expect(row.locator("del")).to_have_count(2)
        expect(row.locator("del").first).to_contain_text(amount("1249.99"))
        expect(row.locator("ins").first).to_contain_text(amount("1349.99"))
        expect(row.locator("del").nth(1)).to_have_text(amount("1512.49"))
        expect(row.locator("ins").nth(1)).to_have_text(amount("1612.49"))

        row.get_by_role("link").click()
        expect(atelier.locator("#pane h2")).to_be_visible()
        assert archive.cents(atelier.locator("#pane .pane-amount").inner_text()) == 161_249
    demo.command("sync", "--dossier", NUMBER)


def test_the_journals_of_the_configuration_follow_when_a_run_ends(atelier, demo):
    atelier.goto(re.sub(r"#.*", "", atelier.url) + "configuration/")
    journals = atelier.locator("#journals")
    expect(journals.get_by_role("button")).to_be_visible()

    journals.evaluate("part => part.dataset.seen = 'before the run'")
    synchronise(atelier, fec_of(demo, ATELIER, "2026"))

    expect(journals).not_to_have_attribute("data-seen", "before the run")
    expect(journals.get_by_role("button")).to_be_visible()
    expect(atelier.locator("#sync .badge-good")).to_be_visible()


def test_what_is_being_typed_in_the_configuration_stays_when_a_run_ends(atelier, demo):
    atelier.goto(re.sub(r"#.*", "", atelier.url) + "configuration/")
    iban, journals = atelier.locator("#banks input[name^=iban]").first, atelier.locator("#journals")
    iban.fill("BE")
    journals.evaluate("part => part.dataset.seen = 'before the run'")

    synchronise(atelier, fec_of(demo, ATELIER, "2026"))

    expect(journals).not_to_have_attribute("data-seen", "before the run")
    expect(iban).to_have_value("BE")


def test_the_firm_opens_a_clients_portal_and_sees_that_it_looks_as_the_firm(office):
    office.locator("tbody tr", has_text=NUMBER).locator("a.file-link").click()

    expect(office).to_have_url(re.compile(r"/d/\d+/$"))
    expect(office).to_have_title(re.compile(rf"{NAME} \({NUMBER}\)"))
    office.locator(".seen-as a").click()
    expect(office).to_have_url(re.compile(r"/office/\d+/$"))


def test_a_dossier_tells_its_connection_its_journals_and_its_people(atelier):
    expect(atelier.locator("#connection dl")).to_contain_text(ATELIER)
    expect(atelier.locator("#journals li", has_text="ACH")).to_be_visible()
    expect(atelier.locator("#people")).to_contain_text("marie.dubois@atelier.example")

    atelier.locator("#connection a.btn").click()
    expect(atelier.locator("[name=folder]")).to_have_value(re.compile(rf"{ATELIER}$"))
    expect(atelier.locator("select[name^=journal_]").first).to_have_value(re.compile(r"\w"))
