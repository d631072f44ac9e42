"""The stops of handing in: the page, and what it says of files that were handed in."""

from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT, PASSWORD
from tests.e2e.stop import Stop, opened, send
from tests.formats.pdf.make import pdf


def handed_in(page: Page) -> None:
    """Two files handed in, one of a kind that is not kept."""
    files = [("facture.pdf", pdf()), ("jeu.exe", b"MZ")]
    sent = [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    page.locator("[data-ready] input[name=file]").set_input_files(sent)
    expect(page.locator(".upload:is(.is-kept, .is-known)").first).to_be_visible()


def token_made(page: Page) -> None:
    """A token that is new, under a name of its own each time."""
    page.locator("[name=dossiers]").first.check()
    page.locator("[name=password]").fill(PASSWORD)
    send("form[action$='tokens/']", name=f"Odoo {page.locator('main li').count()}")(page)


HANDING = [
    Stop(
        "portal:hand_in", "by e-mail", CLIENT, "/d/{atelier}/hand-in/", opened("details.panel"), ".addresses .address"
    ),
    Stop("portal:hand_in", "empty", CLIENT, "/d/{atelier}/hand-in/", shows="[data-ready]"),
    Stop("portal:hand_in", "with files told", CLIENT, "/d/{atelier}/hand-in/?mailbox=sales", handed_in, ".is-refused"),
    Stop(
        "public:tokens",
        "refused",
        CLIENT,
        "/account/tokens/",
        send("form[action$='tokens/']"),
        ".invalid-feedback",
        422,
    ),
    Stop("public:tokens", "with a new one", CLIENT, "/account/tokens/", token_made, "#the-token"),
]
