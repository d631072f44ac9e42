"""More ground than the demo has, for pages in every state: in the firm next door, where no other test looks."""

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

from comptoir.demo.folders import ATELIER
from comptoir.demo.people import ADMINISTRATOR, CLIENT, CLIENT_OF_TWO, OTHER_FIRM, OUTSIDER, DemoPerson
from tests.e2e import archive_page as archive
from tests.e2e.books import Lines, other_books
from tests.e2e.mailbox import link_mailed_to
from tests.e2e.newcomers import newcomer
from tests.e2e.serving import Demo
from tests.e2e.visits import Door, arrived
from tests.formats.pdf.make import written
from tests.formats.ubl.sample import rich

NUMBER, CLOSED = "1999200187", "1999200286"
BROKEN, LONG, RICH = "ACH 112", "ACH 115", "ACH 114"
"""Purchases of the dossier with books, by their documents."""


@dataclass(frozen=True)
class Ground:
    """What addresses are made of, by name; and people with less than full rights."""

    ids: dict[str, str]
    support: DemoPerson
    hands_in: DemoPerson

    def at(self, address: str) -> str:
        """The address with its places filled in."""
        return address.format_map(self.ids)


def prepare(door: Door, demo: Demo) -> Ground:
    """Dossiers with a refused run, with one to be confirmed, closed; people, invitations, links of mails."""
    _dossiers(demo)
    office = door.come_in(OUTSIDER)
    ids = _places(office)
    ids |= _rows(office, ids)
    _close(office, ids)
    support = newcomer(door, demo, "sofie.support@autre.example", "Sofie Support", firm=OTHER_FIRM, profile="support")
    hands_in = newcomer(
        door,
        demo,
        "henri.remise@essai.example",
        "Henri Remise",
        firm=OTHER_FIRM,
        number=NUMBER,
        profile="document_processing",
    )
    ids |= _mapping(office, ids, demo)
    ids |= (
        {"question": _question(office, ids)}
        | _people(office, ids)
        | _categories(office, ids)
        | _invoices(door)
        | _handed(door)
        | _proposal(door)
        | _accounts(door)
        | _bank(door)
    )
    ids |= _links(door, demo, hands_in) | _letters(door, demo)
    _switch_on(office, ids)
    return Ground(ids, support, hands_in)


def _dossiers(demo: Demo) -> None:
    """One with books, a run done, one refused, one to be confirmed; and one to be closed."""
    folder = demo.data / "books" / "essai"
    shutil.copytree(next((demo.data / "books").glob(f"*/{ATELIER}")), folder, ignore=_most_papers)
    create = ("create-dossier", "--firm", OTHER_FIRM)
    demo.command(*create, "--number", CLOSED, "--name", "Ancienne Maison SRL")
    books = ("--connector", "fec", "--folder", str(folder))
    demo.command(*create, "--number", NUMBER, "--name", "Boulangerie Essai SRL", *books)
    _papers(folder)
    demo.command("sync", "--dossier", NUMBER)
    file = next(folder.glob("*FEC2026*.txt"))
    _refused(demo, file, lambda lines: lines[9].pop())
    _refused(demo, file, _half_gone, "--full")


def _most_papers(_folder: str, names: list[str]) -> list[str]:
    """All documents but two: each that is read takes its time, and the archive of the demo has enough of them."""
    return sorted(name for name in names if name.endswith((".pdf", ".xml")))[2:]


def _papers(folder: Path) -> None:
    """A document that does not open, one of twelve pages, and an electronic invoice that says all that one can say."""
    pages = ([(59, 700, f"Page number {number}")] for number in range(1, 13))
    papers = {f"{BROKEN}.pdf": b"%PDF-1.7 and then nothing", f"{LONG}.pdf": written(*pages), f"{RICH}.xml": rich()}
    for name, content in papers.items():
        file = folder / name.replace(" ", "-2026-")
        file.write_bytes(content)
        os.utime(file, (time.time() - 60, time.time() - 60))


def _refused(demo: Demo, file: Path, change: object, *how: str) -> None:
    """A run on books that are not as they should be."""
    with other_books(file, change):
        try:
            demo.command("sync", "--dossier", NUMBER, *how)
        except subprocess.CalledProcessError:
            return
    raise AssertionError("The run should have been refused")


def _half_gone(lines: Lines) -> None:
    lines[1:] = [line for line in lines[1:] if line[0] != "VEN"]


def _places(office: Page) -> dict[str, str]:
    office.goto("/")
    rows = {name: office.locator("tbody tr", has_text=name).locator("a.opens") for name in (NUMBER, CLOSED, "Voisin")}
    addresses = {name: str(row.get_attribute("href")) for name, row in rows.items()}
    found = {name: address.rstrip("/").split("/")[-1] for name, address in addresses.items()}
    office.goto(addresses[NUMBER])
    runs = [str(link.get_attribute("href")).split("/")[-2] for link in office.locator("#runs li a.figures").all()]
    return {
        "firm": addresses[NUMBER].split("/")[2],
        "essai": found[NUMBER],
        "closed": found[CLOSED],
        "empty": found["Voisin"],
        "run_held": runs[0],
        "run_refused": runs[1],
        "run_done": runs[2],
    }


def _rows(office: Page, ids: dict[str, str]) -> dict[str, str]:
    office.goto("/d/{essai}/archive/purchases/".format_map(ids))
    rows = {"broken": BROKEN, "long": LONG, "rich": RICH}
    return {name: str(archive.row_of(office, piece).get_attribute("id")).split("-")[-1] for name, piece in rows.items()}


def _close(office: Page, ids: dict[str, str]) -> None:
    office.goto("/office/{firm}/dossiers/{closed}/close/".format_map(ids))
    office.locator("main form button.btn-danger").click()
    office.locator(".notice-success").wait_for()


def _people(office: Page, ids: dict[str, str]) -> dict[str, str]:
    office.goto("/office/{firm}/people/".format_map(ids))
    me, colleague = (_seat(office, name) for name in (OUTSIDER.email, "sofie.support"))
    office.goto("/office/{firm}/dossiers/{essai}/".format_map(ids))
    return {"me": me, "colleague": colleague, "seat": _seat(office, "henri.remise")}


def _question(office: Page, ids: dict[str, str]) -> str:
    """What the firm has added to the help."""
    office.goto("/office/{firm}/questions/".format_map(ids))
    office.locator("#add details summary").click()
    office.locator("#add [name=question]").fill("Quand êtes-vous ouverts ?")
    office.locator("#add [name=answer]").fill("Du **lundi** au vendredi.\n\n- de 9 h à 12 h\n- de 13 h à 17 h")
    office.locator("#add details form button").click()
    office.locator(".notice-success").wait_for()
    return str(office.locator("#add li a").last.get_attribute("href")).split("/")[-2]


def _mapping(office: Page, ids: dict[str, str], demo: Demo) -> dict[str, str]:
    """The export of the dossier with books, taken for a table, and a mapping of it that the firm keeps."""
    folder = demo.data / "books" / "essai"
    file = next(folder.glob("*FEC2026*.txt")).name
    table = f"?folder={quote(str(folder), safe='')}&file={quote(file)}"
    place = "/office/{firm}/dossiers/{essai}/connection/mapping/".format_map(ids)
    office.goto(place + table)
    office.locator("#mapping-name").fill("Octopus")
    office.locator("button[value=save]").click()
    office.locator("[name=profile]").wait_for()
    office.goto(place)
    form = office.locator("li form[action*=mapping]").first
    return {"table": table, "mapping": str(form.get_attribute("action")).split("/")[-2]}


def _categories(office: Page, ids: dict[str, str]) -> dict[str, str]:
    """One of the firm's, and one that the dossier adds."""
    office.goto("/office/{firm}/categories/".format_map(ids))
    of_firm = _last(office)
    office.goto("/office/{firm}/dossiers/{essai}/categories/".format_map(ids))
    office.locator("#permanent summary").click()
    office.locator("#permanent [name=permanent-fr]").fill("Recettes de la maison")
    office.locator("#permanent details form button").click()
    office.locator(".notice-success").wait_for()
    return {"category": of_firm, "own_category": _last(office)} | _costs(office, ids)


def _costs(office: Page, ids: dict[str, str]) -> dict[str, str]:
    """One of the firm's cost categories, and one of the dossier's own."""
    office.goto("/office/{firm}/categories/costs/".format_map(ids))
    of_firm = str(office.locator(".rows a").first.get_attribute("href")).split("/")[-2]
    office.goto("/office/{firm}/dossiers/{essai}/categories/costs/".format_map(ids))
    office.locator("button[value=own]").click()
    arrived(office.locator("button[value=leave]"))
    own = office.locator(".rows a").first.get_attribute("href")
    return {"cost": of_firm, "own_cost": str(own).split("/")[-2]}


def _last(page: Page) -> str:
    return str(page.locator("#permanent li a").last.get_attribute("href")).split("/")[-2]


def _seat(page: Page, email: str) -> str:
    return str(page.locator("li", has_text=email).locator("a").get_attribute("href")).split("/")[-2]


def _invoices(door: Door) -> dict[str, str]:
    """In the client's archive, one with a document and one without; and a document that the client filed."""
    page = door.come_in(CLIENT)
    archive.enter(page)
    rows = {"documented": f"{archive.ROWS}:has(.file-link)", "bare": f"{archive.ROWS}:not(:has(.file-link))"}
    found = {name: str(page.locator(row).first.get_attribute("id")).split("-")[-1] for name, row in rows.items()}
    _keep_view(page)
    found["atelier"] = page.url.split("/")[4]
    page.goto(f"/d/{found['atelier']}/archive/permanent/")
    return found | {"filed": str(page.locator(archive.ROWS).first.get_attribute("id")).split("-")[-1]}


def _handed(door: Door) -> dict[str, str]:
    """Of what the client handed in: one that waits, one to be sorted, one in progress, one deleted."""
    page = door.come_in(CLIENT)
    page.goto("/")
    rooms = {
        "handed": "mailboxes/purchases/?q=martens",
        "differing": "mailboxes/purchases/?q=he-2026-3318",
        "unsorted": "mailboxes/untyped/",
        "under_way": "in-progress/",
        "gone": "document-history/purchases/?state=deleted",
    }
    found, home = {}, f"/d/{page.url.split('/')[4]}/"
    for name, room in rooms.items():
        page.goto(home + room)
        found[name] = str(page.locator(archive.ROWS).first.get_attribute("id")).split("-")[-1]
    return found


def _proposal(door: Door) -> dict[str, str]:
    """A booking proposal that is ready to be transferred; another with its number; about a third the client is asked."""
    client = door.come_in(CLIENT)
    client.goto("/")
    page = door.come_in(ADMINISTRATOR)
    here = f"/d/{client.url.split('/')[4]}/worklist/"
    page.goto(f"{here}purchases/")
    row = page.locator(archive.ROWS, has_text="VF26114")
    found = {"proposal": str(row.get_attribute("id")).split("-")[-1]}
    page.locator(archive.ROWS).filter(has_not_text="VF26114").first.locator("a.opens").click()
    page.locator("summary[data-key=ask]").click()
    page.locator("#question").fill("À quoi sert cet achat ?")
    page.locator("form[action$='/ask'] button").click()
    arrived(page.locator("article.question"))
    page.goto(f"{here}purchases/")
    page.locator(archive.ROWS, has_text="T-20261101").locator("a.opens").click()
    page.locator("#partner").fill("Fournitures Dubois SA")
    page.locator("#number").fill("VF26114")
    page.locator("#booking [value=save]").click()
    arrived(page.locator("[data-key=twin]"))
    page.goto(f"{here}purchases/{found['proposal']}/")
    found["twin"] = str(arrived(page.locator("[data-key=twin]")).get_attribute("href")).split("/")[-2]
    page.goto(f"{here}miscellaneous/")
    return found | {"not_booked": str(page.locator(archive.ROWS).first.get_attribute("id")).split("-")[-1]}


def _accounts(door: Door) -> dict[str, str]:
    """In the client's history, the first customer with one of his entries, and the first general account."""
    page = door.come_in(CLIENT)
    page.goto("/")
    found = {}
    for name, room in (("customer", "customers"), ("account", "accounts")):
        page.goto(f"/d/{page.url.split('/')[4]}/history/{room}/")
        page.locator("tbody a.opens").first.click()
        page.wait_for_url(re.compile(rf"/{room}/[0-9]+/"))
        arrived(page.locator("tbody a.opens").first)
        found[name] = page.url.split("?")[0].rstrip("/").split("/")[-1]
        found["moved"] = str(page.locator("tbody a.opens").first.get_attribute("href")).split("/")[-2]
    return found


def _keep_view(page: Page) -> None:
    """A filter kept under a name."""
    page.goto(page.url.partition("?")[0] + "?q=delvaux")
    page.locator("details.saved-menu > summary").click()
    page.locator("#view-name").fill("Imprimerie")
    page.locator("button[form=keep]").click()
    page.locator(".saved-menu .name").wait_for()
    page.wait_for_load_state()


def _bank(door: Door) -> dict[str, str]:
    """A transaction of the client's bank that is lettered."""
    page = door.come_in(CLIENT)
    page.goto("/")
    atelier = page.url.split("/")[4]
    page.goto(f"/d/{atelier}/financial/?q=horizon&state=lettered")
    row = page.locator(archive.ROWS).first.get_attribute("id")
    return {"transaction": str(row).split("-")[-1]}


def _switch_on(office: Page, ids: dict[str, str]) -> None:
    """Financial, in a dossier without books."""
    office.goto("/office/{firm}/dossiers/{empty}/configuration/".format_map(ids))
    office.locator("#financial button[name=shown]").click()
    office.locator(".notice-success").wait_for()


def _links(door: Door, demo: Demo, forgetful: DemoPerson) -> dict[str, str]:
    """Links of mails that nobody has opened yet: an invitation for somebody new, one for a login, one for a password."""
    invite = ("invite", "--firm", OTHER_FIRM, "--dossier", NUMBER, "--profile", "full_access", "--email")
    fresh = demo.ask(*invite, "nora.nouvelle@essai.example")["link"]
    known = demo.ask(*invite, CLIENT.email)["link"]
    page = door.come_in()
    page.goto("/reset/")
    page.locator("[name=email]").fill(forgetful.email)
    page.locator("main form button").click()
    page.locator("main form").wait_for(state="detached")
    links = {"invitation": fresh, "invitation_known": known, "reset": link_mailed_to(demo, forgetful.email)}
    return {name: re.sub(r"^https?://[^/]+", "", link) for name, link in links.items()}


def _letters(door: Door, demo: Demo) -> dict[str, str]:
    """Of the company that sends invoices: one sent and opened, its link and the one of another that was revoked."""
    page = door.come_in(CLIENT_OF_TWO)
    sales = sales_of(page, "Verbruggen")
    page.goto(sales)
    found = [sent_number(page, f"tbody tr[id]{kind}") for kind in (":has(.file-link)", ":not(:has(.file-link))")]
    links = {}
    for name in ("letter_over", "letter"):
        send_one(page, f"{sales}mail/?ids={found[0]}", f"{name}@example.com")
        links[name] = re.sub(r"^https?://[^/]+", "", link_mailed_to(demo, f"{name}@example.com"))
    sending = page.url.rstrip("/").rpartition("/")[2]
    stranger = door.come_in()
    stranger.goto(links["letter"])
    page.goto(f"{sales}{found[0]}/")
    page.locator("#sent-links button.btn-danger").last.click()
    page.locator("#sent-links button.btn-danger").nth(1).wait_for(state="detached")
    return links | {"verbruggen": sales.split("/")[2], "sale": found[0], "bare_sale": found[1], "sending": sending}


def sales_of(page: Page, company: str) -> str:
    """Where the sales of that company stand."""
    page.goto("/places/")
    return f"{page.locator('main li a', has_text=company).first.get_attribute('href')}archive/sales/"


def sent_number(page: Page, row: str) -> str:
    """The id of the first row of the list that is such a one."""
    return str(page.locator(row).first.get_attribute("id")).split("-")[-1]


def send_one(page: Page, address: str, recipient: str) -> None:
    """Send one invoice, as a person does, and wait until it has gone."""
    page.goto(address)
    page.locator("input[type=email]").fill(recipient)
    page.locator("button[value=preview]").click()
    page.locator("button[value=send]").click()
    page.locator("#sent .notice-success").wait_for()
