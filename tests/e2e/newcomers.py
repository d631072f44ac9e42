"""People of a test's own: what is done to their login disturbs nobody else's."""

from playwright.sync_api import Page

from comptoir.demo.people import FIRM, DemoPerson
from tests.e2e.serving import Demo
from tests.e2e.visits import Door

PASSWORD = "une-phrase-a-soi-2026"


def newcomer(
    door: Door,
    demo: Demo,
    email: str,
    name: str,
    *,
    firm: str = FIRM,
    number: str = "",
    profile: str = "full_access",
    page: Page | None = None,
) -> DemoPerson:
    """Somebody new in that dossier or office, by an invitation that was printed; logged in on the page, if one is given."""
    place = ("--dossier", number) if number else ()
    link = demo.ask("invite", "--email", email, "--firm", firm, "--profile", profile, *place)["link"]
    accept(page or door.come_in(), link, name)
    return DemoPerson(email, name, profile, password=PASSWORD)


def accept(page: Page, link: str, name: str) -> None:
    """Accept an invitation with a new login."""
    page.goto(link)
    page.locator("[name=name]").fill(name)
    page.locator("[name=new_password1]").fill(PASSWORD)
    page.locator("[name=new_password2]").fill(PASSWORD)
    page.locator("main form button").click()
    page.locator("details.dossier").wait_for()
