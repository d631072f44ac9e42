"""How fast documents go through the worklist: seconds from upload to proposal, documents an hour and keystrokes by keyboard.

Loads the demo into a folder of its own, hands in invoices of a supplier that the books know as the client does, in the
browser, and checks and transfers them as the accountant does, by keyboard alone: `python scripts/worklist_pace.py`. The pace
is that of pages and server: nobody reads what he checks here.
"""

import argparse
import shutil
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from comptoir.demo.generate import pdf, ubl  # noqa: E402
from comptoir.demo.generate.chart import vat_of  # noqa: E402
from comptoir.demo.generate.paper import Paper, Side  # noqa: E402
from comptoir.demo.generate.partners import belgian_iban  # noqa: E402
from comptoir.demo.people import ADMINISTRATOR, CLIENT, DemoPerson  # noqa: E402
from tests.e2e.serving import Demo, served  # noqa: E402
from tests.e2e.visits import log_in  # noqa: E402

KNOWN = Side("Fournitures Dubois SA", "BE0225660701", "", "1000 Bruxelles")
US = Side("Atelier Exemple SRL", "BE0200065765", "Rue de l'Exemple 12", "1000 Bruxelles")
PATIENCE = 120.0


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        """Press a key that leads to another page, and wait for that."""
        before = self.page.evaluate("performance.timeOrigin")
        self.page.keyboard.press(key)
        self.pressed += 1
        self.page.wait_for_function(
            "before => performance.timeOrigin !== before && document.readyState !== 'loading'", arg=before
        )


def paper_of(place: int) -> Paper:
    """An invoice of the known supplier, another one each time."""
    net, issued = 10_000 + 137 * place, date.today() - timedelta(days=5)
    return Paper(
        credit=False,
        language="fr",
        number=f"VP26{place:03}",
        issued_on=issued,
        due_on=issued + timedelta(days=30),
        supplier=KNOWN,
        customer=US,
        iban=belgian_iban(Random(408)),  # noqa: S311  an invented account, the same each time
        communication="",
        rate=21,
        lines=(("Fournitures de bureau", net),),
        net_cents=net,
        tax_cents=vat_of(net, 21),
        reverse_charge=False,
    )


def logged_in(browser, demo: Demo, person: DemoPerson) -> Page:
    """A page of that person."""
    page = browser.new_context(locale="fr-BE", viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{demo.url}/login/")
    log_in(page, person.email, demo.password_of(person))
    page.wait_for_url("**/d/*/") if person is CLIENT else page.wait_for_url("**/office/**")
    return page


def until_proposed(client: Page, accountant: Page, home: str, name: str, content: bytes, number: str) -> float:
    """Seconds from handing the file in until its proposal stands in the worklist."""
    client.goto(f"{home}hand-in/?mailbox=purchases")
    client.locator("input[name=mailbox][value=purchases]").check()
    began = time.perf_counter()
    client.locator(".uploader-files input[name=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    while time.perf_counter() - began < PATIENCE:
        if number in accountant.request.get(f"{home}worklist/purchases/").text():
            return time.perf_counter() - began
        time.sleep(0.05)
    raise SystemExit(f"{name} did not become a proposal")


def keyed(page: Page, home: str) -> tuple[int, int, float]:
    """Everything that is ready in the list, checked and transferred by keyboard: documents, keystrokes and seconds."""
    page.goto(f"{home}worklist/purchases/")
    keys, began = Keyboard(page), time.perf_counter()
    page.locator("tbody a.opens").first.focus()
    keys.press("Enter")
    seen: set[str] = set()
    while page.locator("#booking").count() and page.url not in seen:
        if "Nok" in page.locator(".page-head").inner_text():
            seen.add(page.url)
            keys.press("n")
        else:
            keys.press("c")
    page.goto(f"{home}worklist/purchases/")
    keys.press("t")
    count = page.locator("tbody tr").count()
    keys.press("t")
    return count, keys.pressed, time.perf_counter() - began


def main() -> None:
    """Measure, and print a row for docs/figures.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=30)
    many = parser.parse_args().documents
    with TemporaryDirectory(prefix="comptoir-pace-") as folder, served(Path(folder)) as demo, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        client, accountant = logged_in(browser, demo, CLIENT), logged_in(browser, demo, ADMINISTRATOR)
        home = client.url
        accountant.goto(f"{home}mailboxes/settings/")
        accountant.locator("input[name=forwards][value=purchases]").check()
        accountant.locator("main form button.btn-primary").first.click()
        times: dict[str, list[float]] = {"PDF": [], "UBL": []}
        for place in range(many):
            paper = paper_of(place)
            kind, content = ("UBL", ubl.render(paper)) if place % 3 == 0 else ("PDF", pdf.render(paper))
            name = f"{paper.number}.{'xml' if kind == 'UBL' else 'pdf'}"
            times[kind].append(until_proposed(client, accountant, home, name, content, paper.number))
        for kind, found in times.items():
            print(f"{kind}: median {statistics.median(found):.1f} s, slowest {max(found):.1f} s, of {len(found)}")
        count, pressed, seconds = keyed(accountant, home)
        print(
            f"{count} documents, {pressed} keystrokes ({pressed / count:.2f} each), {count / seconds * 3600:,.0f} an hour"
        )
        browser.close()


if __name__ == "__main__":
    main()
