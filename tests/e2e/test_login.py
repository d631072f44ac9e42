"""Logging in and out, invitations and forgotten passwords, from the mail to the first page."""

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.demo.people import ADMINISTRATOR, CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.mailbox import link_mailed_to
from tests.e2e.newcomers import PASSWORD, accept, newcomer
from tests.e2e.visits import arrived, log_in
from tests.e2e.words import said

NUMBER = "0200065765"
HOME = re.compile(r"/d/\d+/$")
LOGIN = re.compile(r"/login/")


@pytest.fixture
def login(door) -> Page:
    """The page where nobody is logged in yet."""
    page = door.come_in()
    page.goto("/login/")
    return page


def test_a_wrong_password_is_refused_with_a_sentence_that_tells_nothing_more(door, login):
    door.expect(422)
    log_in(login, CLIENT.email, "not-the-password")
    expect(login.locator("[role=alert]")).to_have_text(said("The e-mail address or the password is not right."))
    expect(login.locator("[name=email]")).to_have_value(CLIENT.email)
    expect(login.locator("[name=password]")).to_have_value("")

    log_in(login, "nobody@atelier.example", "not-the-password")
    expect(login.locator("[name=password]")).to_have_value("")
    expect(login.locator("[role=alert]")).to_have_text(said("The e-mail address or the password is not right."))


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(door, demo, login):
    door.expect(422, 429)
    person = newcomer(door, demo, "vera.limite@atelier.example", "Vera Limite", number=NUMBER)
    for _ in range(5):
        log_in(login, person.email, "not-the-password")
        expect(login.locator("[name=password]")).to_have_value("")
        expect(login.locator("[role=alert]")).to_be_visible()

    log_in(login, person.email, PASSWORD)

    too_many = said("Too many attempts. Try again in %(minutes)s min.", minutes="MINUTES")
    expect(login.locator("[role=alert]")).to_have_text(re.compile(re.escape(too_many).replace("MINUTES", r"\d+")))
    expect(login).to_have_url(LOGIN)


def test_who_logs_out_has_to_log_in_again_and_comes_back_to_the_page_he_asked_for(demo, login):
    log_in(login, CLIENT.email, demo.password_of(CLIENT))
    expect(login).to_have_url(HOME)
    address = login.url

    login.locator("header details.menu:has(form[action$='/logout/']) summary").click()
    login.locator("form[action$='/logout/'] button").click()
    expect(login.locator(".notice-success")).to_be_visible()
    login.go_back()
    expect(login.locator("details.dossier")).to_have_count(0)
    login.goto(address)
    expect(login).to_have_url(re.compile(r"/login/\?next=/d/"))

    log_in(login, CLIENT.email, demo.password_of(CLIENT))
    expect(login).to_have_url(address)


def test_an_invitation_by_mail_gives_somebody_new_a_login_and_a_seat_once(door, demo):
    door.expect(410)
    office = door.come_in(ADMINISTRATOR)
    office.goto("/")
    office.locator("tbody tr", has_text=NUMBER).locator("a.opens").click()
    office.locator("#people a[href$='people/invite/']").click()
    office.locator("[name=email]").fill("nadia.neuve@atelier.example")
    office.locator("main form button").click()
    expect(office.locator("#people")).to_contain_text("nadia.neuve@atelier.example")

    link = link_mailed_to(demo, "nadia.neuve@atelier.example")
    page = door.come_in()
    accept(page, link, "Nadia Neuve")
    expect(page).to_have_url(HOME)
    expect(page.locator("header")).to_contain_text("Nadia Neuve")

    other = door.come_in()
    other.goto(link)
    expect(other.locator("main form")).to_have_count(0)


def test_a_forgotten_password_is_set_anew_by_the_mail_and_its_link_works_once(door, demo):
    door.expect(410, 422)
    person = newcomer(door, demo, "oscar.oubli@atelier.example", "Oscar Oubli", number=NUMBER)
    page = door.come_in()
    page.goto("/login/")
    page.locator("a[href$='/reset/']").click()
    expect(page).to_have_url(re.compile(r"/reset/$"))
    page.locator("[name=email]").fill(person.email)
    page.locator("main form button").click()
    expect(page.locator("[role=status]", has_text=re.compile(r"\w"))).to_be_visible()

    link = link_mailed_to(demo, person.email)
    page.goto(link)
    page.locator("[name=new_password1]").fill("une-autre-phrase-2026")
    page.locator("[name=new_password2]").fill("une-autre-phrase-2026")
    page.locator("main form button").click()
    expect(page).to_have_url(LOGIN)
    log_in(page, person.email, PASSWORD)
    expect(page.locator("[role=alert]")).to_be_visible()
    log_in(page, person.email, "une-autre-phrase-2026")
    expect(page).to_have_url(HOME)

    again = door.come_in()
    again.goto(link)
    expect(again.locator("[name=new_password1]")).to_have_count(0)


def test_sign_out_everywhere_ends_the_other_browser_at_its_next_click(door, demo):
    person = newcomer(door, demo, "paul.partout@atelier.example", "Paul Partout", number=NUMBER)
    browsers = [door.come_in(), door.come_in()]
    for browser in browsers:
        browser.goto("/login/")
        log_in(browser, person.email, PASSWORD)
        expect(browser).to_have_url(HOME)
        archive.enter(browser)
    here, there = browsers

    here.goto("/account/devices/")
    expect(here.locator("main li")).to_have_count(3)
    here.locator("form[action$='/end-all/'] button").click()
    expect(here).to_have_url(LOGIN)

    there.locator("thead th.amount a").click()
    expect(there).to_have_url(re.compile(r"/login/\?next=/d/\d+/archive/purchases/"))


def test_another_language_is_kept_with_the_person(door, demo):
    page = door.come_in()
    newcomer(door, demo, "lise.langue@atelier.example", "Lise Langue", number=NUMBER, page=page)
    page.locator("header details:has([name=language]) summary").first.click()
    page.locator("button[name=language][value=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")

    elsewhere = door.come_in()
    elsewhere.goto("/login/")
    log_in(elsewhere, "lise.langue@atelier.example", PASSWORD)

    expect(elsewhere).to_have_url(HOME)
    expect(elsewhere.locator("html")).to_have_attribute("lang", "nl")


def test_dark_is_chosen_and_stays(login):
    background = "getComputedStyle(document.body).backgroundColor"
    light = login.evaluate(background)
    login.locator("header details summary").click()
    login.locator("button[name=theme][value=dark]").click()

    arrived(login.locator("html[data-theme=dark]"))
    assert login.evaluate(background) != light
    login.reload()
    expect(login.locator("html")).to_have_attribute("data-theme", "dark")
