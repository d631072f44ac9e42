"""The stops of what is handed in: the mailboxes, what is in progress, the document history, an opened document."""

from playwright.sync_api import Page

from comptoir.demo.people import CLIENT, OUTSIDER
from tests.e2e.stop import HANDS_IN, PANEL, Stop, keys_shown, opened, picked, pressed, send
from tests.e2e.visits import arrived

BOX = "/d/{atelier}/mailboxes/purchases/"
PAGES = "/d/{atelier}/mailboxes/documents/{unsorted}/pages/"
TWO = "/d/{atelier}/mailboxes/merge/?ids={handed}&ids={unsorted}"
SENT = "/d/{atelier}/mailboxes/merge/?ids={under_way}&ids={unsorted}"
EMPTY = "/d/{empty}/mailboxes/"
HISTORY = "/d/{atelier}/document-history/purchases/"
ERROR = ".notice-error"


def all_of_it(page: Page) -> None:
    """All of a mailbox picked, to be deleted: it is asked first."""
    page.locator("#picked").evaluate(
        "form => { const all = document.createElement('input');"
        " Object.assign(all, { type: 'hidden', name: 'all', value: '2' }); form.append(all); }"
    )
    picked(page)
    arrived(page.locator("#picked"))
    page.locator("#picked button[formaction$='deleted']").click()


def nothing_left(page: Page) -> None:
    """All pages left out, and the rest to be kept."""
    for box in page.locator("[name=out]").all():
        box.check()
    page.locator("button[value=arrange]").click()


MAILBOXES = [
    Stop("portal:mailboxes", "full", CLIENT, "/d/{atelier}/mailboxes/", shows=".unsorted li"),
    Stop("portal:mailboxes", "empty", OUTSIDER, EMPTY, shows=".boxes-grid .box"),
    Stop("portal:mailboxes", "for who hands in", HANDS_IN, "/d/{essai}/mailboxes/", shows=".boxes-grid .box"),
    Stop("portal:mailbox", "full", CLIENT, BOX, shows="tbody tr"),
    Stop("portal:mailbox", "empty", OUTSIDER, EMPTY + "sales/", shows=".empty"),
    Stop("portal:mailbox", "without a match", CLIENT, BOX + "?q=zzzz", shows=".empty"),
    Stop("portal:mailbox", "filtered", CLIENT, BOX + "?source=mail&min=1", shows=".chip"),
    Stop("portal:mailbox", "with its filters", CLIENT, BOX, opened("details.more"), PANEL),
    Stop("portal:mailbox", "with its columns", CLIENT, BOX, opened("details.columns-menu"), PANEL),
    Stop("portal:mailbox", "handing in", CLIENT, BOX, opened("details.hand-in-menu"), PANEL),
    Stop("portal:mailbox", "with documents picked", CLIENT, BOX, picked, ".picking"),
    Stop("portal:mailbox", "with its keys", CLIENT, BOX, keys_shown, "dialog[open]"),
    Stop("portal:mailbox", "to be sorted", CLIENT, "/d/{atelier}/mailboxes/untyped/", shows="tbody tr"),
    Stop("portal:mailbox_opened", "full", CLIENT, BOX + "{handed}/", shows="#viewer .sheet .words, .paper"),
    Stop("portal:mailbox_opened", "differing", CLIENT, BOX + "{differing}/", shows=".differences td"),
    Stop("portal:mailbox_opened", "refused", CLIENT, BOX + "{handed}/", send(".said form", name=" "), ERROR),
    Stop(
        "portal:mailbox_opened",
        "to be sorted",
        CLIENT,
        "/d/{atelier}/mailboxes/untyped/{unsorted}/",
        shows=".deeds button",
    ),
    Stop("portal:pages", "full", CLIENT, PAGES, shows=".page-card img"),
    Stop("portal:pages", "refused", CLIENT, PAGES, nothing_left, ERROR, status=422),
    Stop("portal:pages", "electronic", CLIENT, "/d/{atelier}/mailboxes/documents/{under_way}/pages/", shows=".notice"),
    Stop("portal:merge", "full", CLIENT, TWO, shows=".merge-card"),
    Stop("portal:merge", "refused", CLIENT, SENT, pressed("button[value=merge]"), ERROR, status=422),
    Stop("portal:merge", "nothing chosen", CLIENT, "/d/{atelier}/mailboxes/merge/", shows=".notice"),
    Stop("portal:mailbox_settings", "full", OUTSIDER, "/d/{empty}/mailboxes/settings/", shows="#addresses .address"),
    Stop(
        "portal:mailbox_settings",
        "renewing",
        OUTSIDER,
        "/d/{empty}/mailboxes/settings/",
        opened("details.renewing"),
        ".renewing[open] .notice-warning",
    ),
    Stop("portal:handed_deleted_together", "asking", CLIENT, BOX, all_of_it, "main form button.btn-primary"),
    Stop("portal:progress", "full", CLIENT, "/d/{atelier}/in-progress/", shows="tbody tr"),
    Stop("portal:progress", "empty", OUTSIDER, "/d/{empty}/in-progress/", shows=".empty"),
    Stop("portal:progress_opened", "full", CLIENT, "/d/{atelier}/in-progress/{under_way}/", shows=".past li"),
    Stop("portal:handed_history_tab", "full", CLIENT, HISTORY, shows="tbody tr"),
    Stop("portal:handed_history_tab", "deleted", CLIENT, HISTORY + "?state=deleted", shows="tbody button.tick"),
    Stop("portal:handed_history_tab", "empty", OUTSIDER, "/d/{empty}/document-history/sales/", shows=".empty"),
    Stop("portal:handed_history_opened", "deleted", CLIENT, HISTORY + "{gone}/", shows=".deeds button"),
]
