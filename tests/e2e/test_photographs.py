"""A paper photographed on a phone: pages taken, laid in order, one taken away, handed in as one document."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from comptoir.demo.people import CLIENT
from tests.e2e.test_guide_pictures import choose
from tests.e2e.visits import PHONE, WITHOUT_SCRIPT, arrived

WORDS = {
    "fr": ("Remettre en un seul document", "Plus tard", "Retirer", r"Photos du \d{4}-\d\d-\d\d.*Reçu\."),
    "nl": ("Als één document indienen", "Later", "Weghalen", r"Foto’s van \d{4}-\d\d-\d\d.*Ontvangen\."),
    "en": ("Hand in as one document", "Later", "Take away", r"Photographs of \d{4}-\d\d-\d\d.*Received\."),
}
HELD_SIDEWAYS = 6


def photograph(name: str, *, orientation: int = 1) -> dict[str, object]:
    """A sheet with its name on it, as large as a phone takes it."""
    paper = Image.new("RGB", (1500, 2000), "white")
    ImageDraw.Draw(paper).text((200, 200), f"Facture {name}", fill="black", font_size=120)
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = BytesIO()
    turned = paper.transpose(Image.Transpose.ROTATE_90) if orientation == HELD_SIDEWAYS else paper
    turned.save(written, "JPEG", exif=exif)
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


@pytest.fixture
def phone(door) -> Page:
    """The page for handing in, on a phone."""
    page = door.come_in(CLIENT, **PHONE)
    page.goto("/")
    page.locator("a.hand-in").tap()
    arrived(page.locator("[data-ready]"))
    return page


@pytest.fixture
def speaking(phone):
    """Reads the page in that language, until the end of the test."""

    def read_in(language: str) -> Page:
        choose(phone, language)
        phone.locator("a.hand-in").tap()
        arrived(phone.locator("[data-ready]"))
        return phone

    yield read_in
    choose(phone, CLIENT.language)


def take(page: Page, *photographs: dict[str, object]) -> None:
    """As the camera hands them over: the first by the large button, the next ones beside the pages."""
    for each in photographs:
        shown = page.locator("[data-photos]").is_visible()
        page.locator("[data-photos] input[name=photo]" if shown else ".uploader-camera input").set_input_files([each])
        expect(cards(page).last).to_contain_text(str(each["name"]))
        expect(cards(page).last).to_have_class(re.compile("is-held"))


def cards(page: Page):
    return page.locator("[data-photos] [data-card]")


def names(page: Page) -> list[str]:
    return page.locator("[data-photos] .upload-name").all_inner_texts()


@pytest.mark.parametrize("language", WORDS)
def test_pages_are_taken_laid_in_order_and_become_one_document(speaking, language):
    one_document, later, away, told = WORDS[language]
    page = speaking(language)
    marks = [f"{language}-{number}" for number in (1, 2, 3, 4)]
    take(page, photograph(marks[0]), photograph(marks[1], orientation=HELD_SIDEWAYS), *map(photograph, marks[2:]))

    cards(page).first.get_by_role("button", name=later).tap()
    cards(page).nth(2).get_by_role("button", name=away).tap()
    expect(cards(page)).to_have_count(3)
    assert names(page) == [f"{marks[number]}.jpg" for number in (1, 0, 3)]
    picture = cards(page).first.locator("img")
    assert picture.evaluate("picture => picture.naturalHeight > picture.naturalWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator("[data-photos] button:visible, .photos-more").all():
        assert button.bounding_box()["height"] >= 44
    page.get_by_role("button", name=one_document).tap()

    expect(page.locator(".uploads > li").first).to_have_text(re.compile(told))
    expect(page.locator("[data-photos]")).to_be_hidden()


def test_pages_that_were_taken_are_there_when_the_page_is_loaded_again(phone):
    take(phone, photograph("again-1"), photograph("again-2"))

    phone.reload()

    expect(cards(phone)).to_have_count(2)
    expect(cards(phone).last).to_have_class(re.compile("is-held"))
    assert sorted(names(phone)) == ["again-1.jpg", "again-2.jpg"]
    phone.locator("[data-act=each]").tap()
    expect(phone.locator(".uploads > li.is-kept", has_text="again-")).to_have_count(2)


def test_without_script_several_photographs_become_one_document_too(door):
    page = door.come_in(CLIENT, **PHONE, **WITHOUT_SCRIPT)
    page.goto("/")
    page.locator("a.hand-in").click()
    page.locator(".uploader-camera input").set_input_files([photograph("plain-1"), photograph("plain-2")])
    page.locator(".uploader-send").click()

    expect(page.locator(".uploads > li").first).to_have_text(re.compile(WORDS["fr"][3]))
