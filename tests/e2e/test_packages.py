"""The whole way with the accounting software: handed in, checked, transferred, booked there, back by a run, and paid.

Once with a real Tryton on the network, once each with the folders of FEC and WinBooks, whose people import the outbox.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from comptoir.demo.people import ADMINISTRATOR, FIRM
from tests.connectors.tryton.conftest import Real, planted
from tests.connectors.tryton.seed import PASSWORD, USER
from tests.connectors.tryton.server import Unavailable
from tests.e2e import archive_page as archive
from tests.e2e.conftest import watched
from tests.e2e.newcomers import newcomer
from tests.e2e.serving import Demo, served
from tests.e2e.test_office import A_RUN
from tests.e2e.visits import Door, Logins, arrived
from tests.worklist.packages import FecFolder, WinBooksFolder
from tests.worklist.test_walk import PDF, UBL

PAPERS = (PDF, UBL)
NUMBERS = {"fec": "0466279295", "winbooks": "0403019261", "tryton": "1999100912"}
ARCHIVE = "archive/purchases/?q=2026-11"
"""The list in which what was handed in is looked for, by the beginning of its number."""
PAID, UNPAID = ".badge-good", ".badge-due"
BETWEEN = 0.5
"""Seconds between two looks at a page on which something has to come by itself."""


class AtTryton:
    """A real Tryton: what is pushed is posted at once; its people book and reconcile a statement."""

    def __init__(self, real: Real) -> None:
        self._desk, self._admin = real.desk, real.desk.admin

    def is_posted(self) -> None:
        """Look whether what was handed in stands there, posted, each with its page."""
        moves = self._ours()
        assert len(moves) == len(PAPERS)
        for move in moves:
            papers = self._admin.rows("ir.attachment", [["resource", "=", f"account.move,{move}"]], ["data"])
            assert any(row["data"].startswith(b"%PDF") for row in papers)

    def pay(self) -> None:
        """A bank statement that pays them, booked, and their reconciliation."""
        seed = self._desk.seed
        supplier, party = seed.accounts["440"], seed.parties["PROX"]
        owed = [row for move in self._ours() for row in self._lines(["move", "=", move])]
        amounts = [int(row["credit"] * 100) for row in owed]
        lines = [{"account": supplier, "party": party, "amount": -amount} for amount in amounts]
        self._desk.statement(date(2026, 4, 30), "Extrait 9", lines)
        for row in owed:
            paid = self._lines(
                ["debit", "=", row["credit"]], ["move.date", "=", date(2026, 4, 30)], ["reconciliation", "=", None]
            )
            self._desk.reconcile([row["id"], paid[0]["id"]])

    def _lines(self, *wanted: list[Any]) -> list[dict[str, Any]]:
        """Lines on the account of suppliers."""
        of_suppliers = ["account", "=", self._desk.seed.accounts["440"]]
        return list(self._admin.rows("account.move.line", [of_suppliers, *wanted], ["debit", "credit"]))

    def _ours(self) -> list[int]:
        rows = self._admin.rows("account.move", [["description", "like", "%[comptoir %"]], ["state"])
        assert {row["state"] for row in rows} == {"posted"}
        return [row["id"] for row in rows]


Kept = FecFolder | WinBooksFolder | AtTryton
"""Books, and who keeps them."""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """A Tryton; where it cannot be installed the tests are skipped, but in CI they fail."""
    try:
        with planted(tmp_path_factory.mktemp("tryton"), f"comptoir_browser_{os.getpid()}") as made:
            yield made
    except Unavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, real: Real) -> Iterator[Demo]:
    """The demo with the books of these tests within its reach; a tour through its pages would find them there."""
    with served(tmp_path_factory.mktemp("packages") / "data", books_hosts=real.server.url.split("//")[1]) as made:
        yield made


@pytest.fixture
def door(browser: Browser, installation: Demo) -> Iterator[Door]:
    """Where its people come in."""
    yield from watched(Door(browser, installation, Logins(browser, installation)))


@pytest.fixture
def books(request: pytest.FixtureRequest, tmp_path: Path, real: Real) -> tuple[Kept, tuple[str, str]]:
    """The books of that package, and the words with which a dossier is created on them."""
    if request.param == "tryton":
        address = {"url": real.server.url, "database": real.server.database, "user": USER, "password": PASSWORD}
        file = tmp_path / "settings.json"
        file.write_text(json.dumps(address | {"customer_roots": ["400"], "supplier_roots": ["440"]}))
        return AtTryton(real), ("--settings", str(file))
    folder = tmp_path / "books"
    folder.mkdir()
    return {"fec": FecFolder, "winbooks": WinBooksFolder}[request.param](folder), ("--folder", str(folder))


def until(found: Callable[[], Locator], count: int, page: Page, address: str) -> None:
    """Look at that page again and again, until so many are found on it."""
    page.goto(address)
    end = time.monotonic() + A_RUN / 1000
    while found().count() != count and time.monotonic() < end:
        time.sleep(BETWEEN)
        page.reload()
    expect(found()).to_have_count(count)


def hand_in(page: Page, here: str) -> None:
    """Both papers, by the client, and sent to the accountant."""
    page.goto(f"{here}hand-in/?mailbox=purchases")
    page.locator("input[name=mailbox][value=purchases]").check()
    files = [{"name": paper.name, "mimeType": "application/octet-stream", "buffer": paper.content} for paper in PAPERS]
    page.locator(".uploader-files input[name=file]").set_input_files(files)
    expect(page.locator(".upload.is-kept")).to_have_count(len(PAPERS))
    until(lambda: page.locator("form.send-all button", has_text="(2)"), 1, page, f"{here}mailboxes/purchases/")
    page.locator("form.send-all button").click()
    arrived(page.locator(".empty"))


def check_and_transfer(page: Page, here: str) -> None:
    """By keyboard alone, from the list to the numbers and on."""
    until(lambda: archive.rows(page), len(PAPERS), page, f"{here}worklist/purchases/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for _ in PAPERS:
        arrived(page.locator("#booking"))
        before = page.url
        page.keyboard.press("c")
        page.wait_for_url(lambda url, before=before: url != before)
    arrived(archive.rows(page).first)
    page.keyboard.press("t")
    arrived(page.locator("form.panel [data-key=transfer]"))
    expect(page.locator("main tbody tr")).to_have_count(len(PAPERS))
    page.keyboard.press("t")
    page.wait_for_url(lambda url: not url.endswith("/transfer/"))


def synchronise(page: Page, name: str) -> None:
    """A run that the firm asks for, until it has ended."""
    page.goto("/")
    page.get_by_role("link", name=name, exact=True).click()
    arrived(page.locator("#sync form.sync-form"))
    runs = page.locator("#runs a.figures").first
    before = str(runs.get_attribute("href"))
    page.locator("#sync form.sync-form button").click()
    expect(runs).not_to_have_attribute("href", before, timeout=A_RUN)
    expect(page.locator("#sync progress")).to_have_count(0, timeout=A_RUN)
    expect(page.locator("#sync .badge-good")).to_be_visible()


def paying(page: Page, badge: str) -> Locator:
    """The rows of the archive that say so about their payment."""
    return archive.rows(page).filter(has=page.locator(badge))


@pytest.mark.parametrize("books", ["fec", "winbooks", "tryton"], indirect=True)
def test_a_document_goes_from_the_client_to_the_books_and_is_paid_in_the_archive(request, books, door, installation):
    package = request.node.callspec.params["books"]
    kept, words = books
    number, name = NUMBERS[package], f"Chez {package}"
    made = ("--firm", FIRM, "--name", name, "--number", number, "--connector", package)
    dossier = json.loads(installation.command("create-dossier", *made, *words, "--json"))["id"]
    installation.command("sync", "--dossier", number)
    client = door.come_in()
    newcomer(door, installation, f"dora-{package}@example.org", "Dora", number=number, page=client)
    anne, here = door.come_in(ADMINISTRATOR), f"/d/{dossier}/"

    hand_in(client, here)
    check_and_transfer(anne, here)
    if isinstance(kept, AtTryton):
        until(lambda: paying(client, UNPAID), len(PAPERS), client, f"{here}{ARCHIVE}")
        kept.is_posted()
    else:
        waiting = f"{here}worklist/purchases/transferred/"
        until(lambda: archive.rows(anne).filter(has_text="Dans le répertoire d’envoi"), len(PAPERS), anne, waiting)
        client.goto(f"{here}{ARCHIVE}")
        expect(client.locator(".empty")).to_be_visible()
        kept.take_in()
        synchronise(anne, name)
        client.reload()
        expect(paying(client, UNPAID)).to_have_count(len(PAPERS))

    kept.pay()
    synchronise(anne, name)
    client.reload()
    expect(paying(client, PAID)).to_have_count(len(PAPERS))
