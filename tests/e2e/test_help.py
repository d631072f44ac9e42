"""The help in a browser: a search that answers while one types, words put off and on, the guide to keep."""

import re

from playwright.sync_api import expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive


def help_of(door):
    """The help of a client."""
    page = door.come_in(CLIENT)
    dossier = archive.enter(page).url.partition("/archive/")[0]
    page.goto(f"{dossier}/help/")
    return page


def test_answers_come_while_one_types_and_the_address_keeps_what_was_sought(door):
    page = help_of(door)
    page.get_by_role("searchbox").press_sequentially("revoquer")

    expect(page.locator("details.question")).to_have_count(1)
    expect(page.locator("details.question mark")).to_have_text("Révoquer")
    expect(page).to_have_url(re.compile(r"\?q=revoquer$"))


def test_a_topic_a_question_and_its_link_lead_to_the_answer(door):
    page = help_of(door)
    page.get_by_role("link", name="Personnes et sécurité").click()
    page.locator("#password > summary").click()
    page.locator("#password a.linked").click()

    expect(page).to_have_url(re.compile(r"\?open=password#password$"))
    expect(page.locator("#password .answer")).to_be_visible()


def test_the_question_marks_are_put_off_and_on_again(door):
    page = help_of(door)
    page.locator(".in-words > summary").first.click()
    expect(page.locator(".in-words[open] .menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".in-words[open]")).to_have_count(0)

    page.get_by_role("button", name="Masquer les points d’interrogation").click()
    expect(page.get_by_role("button", name="Afficher les points d’interrogation")).to_be_visible()
    archive.enter(page)
    expect(page.locator(".words-menu")).to_have_count(0)
    page.locator("details.menu:has(.icon-leave) > summary").click()
    page.get_by_role("button", name="Expliquer les chiffres avec des mots").click()
    expect(page.locator(".words-menu")).to_have_count(1)


def test_the_guide_is_downloaded(door):
    page = help_of(door)
    with page.expect_download() as found:
        page.get_by_role("link", name="Guide en PDF").click()

    assert found.value.suggested_filename == "Guide Fiduciaire Exemple.pdf"
    assert found.value.path().read_bytes().startswith(b"%PDF-")
