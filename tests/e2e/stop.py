"""A stop of the tour, and what a person does there to bring a page into a state."""

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from comptoir.demo.people import PASSWORD, DemoPerson
from tests.e2e.visits import log_in

Act = Callable[[Page], object]
PANEL = ".menu-panel"

SUPPORT, HANDS_IN = DemoPerson("", "", "support"), DemoPerson("", "", "hands_in")
"""People of the ground, known only once it is made."""


@dataclass(frozen=True)
class Stop:
    """One page in one state: its name in the tree of addresses, who stands there, and what he has done."""

    page: str
    state: str
    who: DemoPerson | None
    address: str
    act: Act = lambda page: None
    shows: str = "main"
    status: int = 200

    @property
    def part(self) -> str:
        """What of the page is looked at: of an open menu nothing that lies beneath it."""
        return "details.menu[open]" if self.shows == PANEL else "html"

    def __str__(self) -> str:
        return f"{self.page} {self.state}"


def send(form: str = "main form", **typed: str) -> Act:
    """Send a form with these values, without the browser's own checks: what the server says is looked at."""

    def act(page: Page) -> None:
        page.locator(form).first.evaluate("form => form.noValidate = true")
        for name, value in typed.items():
            field = page.locator(f"{form} [name={name}]").first
            field.evaluate("field => { if (field.type === 'date') field.type = 'text' }")
            field.fill(value)
        page.locator(f"{form} button:not([formmethod]):not([type=button])").first.click()

    return act


def opened(menu: str) -> Act:
    """A menu that stays open."""
    return lambda page: page.locator(f"{menu} > summary").first.click()


def keep_without_name(page: Page) -> None:
    """A filter to be kept under no name."""
    page.locator("details.saved-menu > summary").click()
    page.locator("#view-name").evaluate("field => { field.required = false }")
    page.locator("button[form=keep]").click()


def pressed(button: str) -> Act:
    """Something pressed."""
    return lambda page: page.locator(button).first.click()


def add_without_name(page: Page) -> None:
    """A category that is called nothing."""
    page.locator("#permanent summary").click()
    send("#permanent details form")(page)


def add_root_twice(page: Page) -> None:
    """A cost category with a root that another one has."""
    page.locator(".panel details summary").click()
    send(".panel details form", fr="Loyers", roots="60")(page)


def add_without_answer(page: Page) -> None:
    """A question that nobody answers."""
    page.locator("#add details summary").click()
    send("#add details form", question="Quoi ?")(page)


def under_way(page: Page) -> None:
    """A run that is being performed: what the page then asks is never answered, so that it stays so."""
    page.route("**/progress/", lambda _route: None)
    send("form.sync-form")(page)


def column_left_out(page: Page) -> None:
    """A column of a file that is said to be nothing: the preview follows by itself."""
    page.locator("[name=column_0]").select_option("")


def gone_wrong(page: Page) -> None:
    """The page of an error on our side."""
    page.route(
        "**/gone-wrong", lambda route: route.fulfill(body=render_to_string("500.html"), content_type="text/html")
    )
    page.goto("/gone-wrong")


def logged_in_as(person: DemoPerson) -> Act:
    """A login of one's own, in which nothing was visited yet."""
    return lambda page: log_in(page, person.email, PASSWORD)


def picked(page: Page) -> None:
    """Two rows picked."""
    for row in (0, 1):
        page.locator("tbody [name=ids]").nth(row).check()


def keys_shown(page: Page) -> None:
    """The list of keys."""
    page.keyboard.press("?")


def done_together(page: Page) -> None:
    """Two rows ticked together, and the notice that undoes it."""
    for act, pressed in (("unhandled", "false"), ("handled", "true")):
        picked(page)
        with page.expect_navigation():
            page.locator(f"button[formaction$='picked/{act}']").click()
        expect(page.locator(f"button.tick[aria-pressed={pressed}]").nth(1)).to_be_visible()


def all_asked(page: Page) -> None:
    """All results, asked for once more."""
    page.locator("tbody [name=ids]").first.check()
    page.locator("[name=all]").check()
    page.locator("button[formaction$='picked/handled']").click()


def nothing_to_pack(page: Page) -> None:
    """A ZIP of a row without a document."""
    page.locator("tbody tr:not(:has(.file-link)) [name=ids]").first.check()
    page.locator("button[formaction$='documents.zip']").click()
