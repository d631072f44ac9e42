"""The pictures of the guide, in each language: drawn at every run, kept only when `make screenshots` asks for it."""

import io
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT
from comptoir.firms.choices import Language
from comptoir.guide.pictures import FOLDER
from comptoir.guide.words import TEXTS
from tests.e2e import archive_page as archive
from tests.e2e.test_screenshots import OPENED
from tests.e2e.test_without_script import look_again
from tests.e2e.visits import arrived

KEPT = bool(os.environ.get("COMPTOIR_TEST_SCREENSHOTS"))
DESK, PHONE = (1200, 760), (390, 760)
MOST_BYTES = 80_000


@dataclass(frozen=True)
class View:
    """A page as it is drawn: below the dossier's address, on which screen, what is done there first; touched by fingers."""

    address: str
    act: Callable[[Page], object] = lambda page: None
    size: tuple[int, int] = DESK
    touched: bool = False


def invoice_opened(page: Page) -> None:
    """A purchase with its document beside the list."""
    archive.row_of(page, OPENED).locator("a.opens").click()
    page.locator("#pane .sheet .words").first.wait_for()
    assert archive.written_on(page.locator("#pane .sheets"), lines=20)


def mail_looked_over(page: Page) -> None:
    """A sale whose mail is written, before it goes."""
    page.locator("tbody tr:has(.file-link) a.opens").first.click()
    page.locator("#sent-links .panel-head a").click()
    arrived(page.locator("main input[type=email]").first)
    for field in page.locator("main input[type=email]").all():
        field.fill("compta@client.example")
    page.locator("button[value=preview]").click()
    arrived(page.locator(".mail-shown").first)


def handed_opened(page: Page) -> None:
    """A document of a mailbox beside the list, that can be sent; all of them are read."""
    look_again(page, lambda: not page.locator("tbody .icon-sync").count())
    page.locator("tbody a.opens", has_text="Martens").click()
    page.locator("#pane .sheet .words").first.wait_for()


def opened(menu: str) -> Callable[[Page], object]:
    """A menu, open."""
    return lambda page: page.locator(f"{menu} > summary").click()


VIEWS = {
    "home": View(""),
    "mailbox": View("mailboxes/purchases/", handed_opened),
    "handing": View("hand-in/", size=PHONE, touched=True),
    "progress": View("in-progress/"),
    "archive": View("archive/purchases/", invoice_opened),
    "phone": View("archive/purchases/", size=PHONE),
    "dates": View("archive/purchases/", opened("details.dates")),
    "mail": View("archive/sales/", mail_looked_over),
    "financial": View("financial/"),
    "history": View("history/customers/"),
    "report": View("reports/result/"),
    "help": View("help/?open=two-dates"),
}
"""By the names that texts/pictures.toml gives them."""


@pytest.fixture(params=Language.values)
def reader(request, door) -> Iterator[tuple[str, Page, str]]:
    """A client in each language: the language, the page, and the address of the dossier."""
    page = door.come_in(CLIENT, color_scheme="light", reduced_motion="reduce", device_scale_factor=1)
    choose(page, request.param)
    yield request.param, page, archive.enter(page).url.partition("/archive/")[0]
    choose(page, CLIENT.language)


def choose(page: Page, language: str) -> None:
    """Read the pages in that language from now on."""
    page.goto("/")
    page.locator("details.menu:has(button[name=language]) > summary").click()
    with page.expect_navigation():
        page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_pictures_of_the_guide_are_drawn_in_the_language_and_small(reader):
    language, page, dossier = reader
    made = {name: drawn(page, dossier, view) for name, view in VIEWS.items()}

    for name, picture in made.items():
        image = Image.open(io.BytesIO(picture))
        assert image.size == VIEWS[name].size, name
        assert len(set(image.convert("L").histogram())) > 20, f"{name} is blank"
        assert len(picture) < MOST_BYTES, f"{name}: {len(picture)} bytes"
    if KEPT:
        keep(language, made)


def test_every_picture_that_the_guide_names_is_drawn_and_kept():
    named = {each["name"] for each in tomllib.loads((TEXTS / "pictures.toml").read_text("utf-8"))["pictures"]}

    assert named == set(VIEWS)
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")} == {
        f"{language}/{name}.webp" for language in Language.values for name in named
    }


def drawn(page: Page, dossier: str, view: View) -> bytes:
    """The page as a WebP."""
    page.set_viewport_size({"width": view.size[0], "height": view.size[1]})
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": view.touched})
    page.goto(f"{dossier}/{view.address}")
    view.act(page)
    page.mouse.move(0, 0)
    shot, found = Image.open(io.BytesIO(page.screenshot())).convert("RGB"), io.BytesIO()
    shot.save(found, "WEBP", quality=76, method=6)
    return found.getvalue()


def keep(language: str, pictures: dict[str, bytes]) -> None:
    """Write them where the guide finds them."""
    folder = FOLDER / language
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / f"{name}.webp").write_bytes(picture)
