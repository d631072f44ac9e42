"""The stops of the worklist: its list, a proposal beside its document, the transfer."""

from playwright.sync_api import Page

from comptoir.demo.people import ADMINISTRATOR, CLIENT, OUTSIDER
from tests.e2e.stop import Act, Stop, keys_shown, picked, send

LIST = "/d/{atelier}/worklist/purchases/"
NOT_BOOKED = "/d/{atelier}/worklist/miscellaneous/{not_booked}/"


def focused_total(page: Page) -> None:
    """The total has the focus, once the pages are there."""
    page.locator("#viewer .sheet").first.wait_for()
    page.locator("#gross").focus()


def picked_for(key: str) -> Act:
    """Two proposals picked, for what the button with that key does with them."""

    def act(page: Page) -> None:
        picked(page)
        page.locator(f"[data-key={key}]").click()

    return act


def split(page: Page) -> None:
    """A line that is split: both halves come to the total."""
    page.locator("#gross").fill("225,54")
    page.locator("[data-split]").first.click()
    page.locator("[name=base-0]").fill("100+20,50")


def come_back(page: Page) -> None:
    """Entries that were typed and not saved."""
    with page.expect_response(lambda answer: answer.url.endswith("/here")):
        page.locator("#number").fill("F-1")
    page.reload()


WORKLIST = [
    Stop("portal:worklist", "full", ADMINISTRATOR, LIST, shows="tbody tr"),
    Stop("portal:worklist", "with its keys", ADMINISTRATOR, LIST, keys_shown, "dialog[open]"),
    Stop("portal:worklist", "picked", ADMINISTRATOR, LIST, picked, ".picking [data-key=check-picked]"),
    Stop("portal:proposals_changed", "asked", ADMINISTRATOR, LIST, picked_for("change-picked"), "#vat"),
    Stop("portal:proposals_sent_back", "asked", ADMINISTRATOR, LIST, picked_for("back-picked"), "#why"),
    Stop("portal:transfer", "picked", ADMINISTRATOR, LIST, picked_for("transfer-picked"), "main form, .notice-error"),
    Stop("portal:worklist", "empty", OUTSIDER, "/d/{empty}/worklist/sales/", shows=".empty"),
    Stop("portal:proposal", "full", ADMINISTRATOR, LIST + "{proposal}/", shows="#viewer .sheet .words"),
    Stop("portal:proposal", "a value outlined", ADMINISTRATOR, LIST + "{proposal}/", focused_total, ".marks rect.lit"),
    Stop(
        "portal:proposal",
        "refused",
        ADMINISTRATOR,
        LIST + "{proposal}/",
        send("#booking", gross="x"),
        ".notice-error",
        status=422,
    ),
    Stop("portal:proposal", "a line split", ADMINISTRATOR, LIST + "{proposal}/", split, "[data-when=tie]"),
    Stop("portal:proposal", "with entries back", ADMINISTRATOR, LIST + "{proposal}/", come_back, "form.notice"),
    Stop("portal:proposal", "with its keys", ADMINISTRATOR, LIST + "{proposal}/", keys_shown, "dialog[open]"),
    Stop("portal:questions", "full", CLIENT, "/d/{atelier}/questions/", shows="article.question form"),
    Stop("portal:questions", "empty", OUTSIDER, "/d/{empty}/questions/", shows=".empty"),
    Stop("portal:duplicate", "full", ADMINISTRATOR, LIST + "{proposal}/twins/{twin}/", shows="#other .sheet .words"),
    Stop("portal:not_booked", "full", ADMINISTRATOR, "/d/{atelier}/worklist/miscellaneous/", shows="tbody tr"),
    Stop("portal:not_booked", "empty", OUTSIDER, "/d/{empty}/worklist/miscellaneous/", shows=".empty"),
    Stop("portal:process", "full", ADMINISTRATOR, NOT_BOOKED, shows="#viewer .sheet .words"),
    Stop("portal:process", "refused", ADMINISTRATOR, NOT_BOOKED, send(title=""), ".invalid-feedback", status=422),
    Stop("portal:transferred", "empty", OUTSIDER, "/d/{empty}/worklist/sales/transferred/", shows=".empty"),
    Stop("portal:transfer", "full", ADMINISTRATOR, LIST + "transfer/", shows="tbody tr"),
    Stop("portal:transfer", "nothing ready", OUTSIDER, "/d/{empty}/worklist/sales/transfer/", shows="main p.muted"),
]
