"""Handing in with a browser: several files, dropped ones, and going on after the network broke or the page was left."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.visits import PHONE, WITHOUT_SCRIPT, arrived
from tests.formats.pdf.make import pdf

PIECE = 2**20
PIECES = re.compile(r"/uploads/[0-9a-f-]+/$")


def content(number: int, size: int = 0) -> bytes:
    """A PDF that no other test hands in, at least so long."""
    made = pdf(1) + b"%% handed in %d\n" % number
    return made + b"%" * max(size - len(made), 0)


def named(number: int, size: int = 0) -> dict[str, object]:
    return {"name": f"essai-{number}.pdf", "mimeType": "application/pdf", "buffer": content(number, size)}


@pytest.fixture
def page(door) -> Page:
    """The page for handing in."""
    page = door.come_in(CLIENT)
    page.goto("/")
    page.locator("a.hand-in").click()
    arrived(page.locator("[data-ready]"))
    return page


def choose(page: Page, *files: object) -> None:
    page.locator("[data-ready] input[name=file]").set_input_files(list(files))


def upload(page: Page, name: str):
    return page.locator(".upload", has_text=name).first


def test_several_files_are_received_each_told_by_itself(page):
    choose(page, named(1), named(2), {"name": "jeu.exe", "mimeType": "", "buffer": b"MZ"})

    expect(upload(page, "essai-1.pdf")).to_have_class(re.compile("is-kept"))
    expect(upload(page, "essai-2.pdf").locator(".upload-words")).to_have_text("Reçu.")
    expect(upload(page, "jeu.exe")).to_have_class(re.compile("is-refused"))
    expect(page.locator("[data-uploader-said]")).not_to_be_empty()

    choose(page, named(1))
    expect(upload(page, "essai-1.pdf")).to_have_class(re.compile("is-known"))
    expect(upload(page, "essai-1.pdf").locator(".upload-words")).to_contain_text("Déjà présent depuis le")


def test_after_a_break_of_the_network_it_goes_on_by_itself(page, door):
    offsets = watched(page)
    page.route(PIECES, broken_from(PIECE))
    choose(page, named(3, 3 * PIECE))
    expect(upload(page, "essai-3.pdf")).to_have_class(re.compile("is-away"))
    expect(upload(page, "essai-3.pdf").locator(".upload-words")).to_have_text(re.compile("continuera de lui-même"))

    page.unroute_all()
    expect(upload(page, "essai-3.pdf")).to_have_class(re.compile("is-kept"))
    assert sorted(set(offsets)) == [0, PIECE, 2 * PIECE]
    door.troubles.clear()


def test_after_the_page_was_loaded_again_it_goes_on_where_it_was(page, door):
    page.route(PIECES, broken_from(PIECE))
    choose(page, named(4, 3 * PIECE))
    expect(upload(page, "essai-4.pdf")).to_have_class(re.compile("is-away"))
    page.unroute_all()
    offsets = watched(page)

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(upload(page, "essai-4.pdf")).to_have_class(re.compile("is-kept"))
    assert offsets == [PIECE, 2 * PIECE]
    door.troubles.clear()


def test_where_the_browser_has_kept_no_file_the_same_one_goes_on_when_it_is_chosen_again(page, door, tmp_path):
    file = Path(tmp_path, "essai-5.pdf")
    file.write_bytes(content(5, 3 * PIECE))
    page.route(PIECES, broken_from(PIECE))
    choose(page, file)
    expect(upload(page, "essai-5.pdf")).to_have_class(re.compile("is-away"))
    page.unroute_all()
    page.evaluate("indexedDB.deleteDatabase('comptoir.upload')")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(upload(page, "essai-5.pdf").locator(".upload-words")).to_contain_text("33 % est arrivé")

    offsets = watched(page)
    choose(page, file)

    expect(upload(page, "essai-5.pdf")).to_have_class(re.compile("is-kept"))
    assert offsets == [PIECE, 2 * PIECE]
    assert page.locator(".upload", has_text="essai-5.pdf").count() == 1
    door.troubles.clear()


def test_what_is_given_up_is_gone_from_the_server(page, door):
    door.expect(404)
    page.route(PIECES, broken_from(PIECE))
    choose(page, named(6, 3 * PIECE))
    expect(upload(page, "essai-6.pdf")).to_have_class(re.compile("is-away"))
    page.unroute_all()

    with page.expect_response(lambda answer: answer.request.method == "DELETE") as given_up:
        upload(page, "essai-6.pdf").get_by_role("button").click()

    assert given_up.value.status == 204
    expect(upload(page, "essai-6.pdf")).to_have_count(0)
    door.troubles.clear()


def test_files_dropped_on_the_page_are_received(page):
    dropped = page.evaluate_handle(
        """text => {
            const brought = new DataTransfer();
            brought.items.add(new File([text], "essai-7.pdf"));
            return brought;
        }""",
        content(7).decode("latin-1"),
    )
    page.locator("main h1").dispatch_event("dragover", {"dataTransfer": dropped})
    expect(page.locator("[data-uploader]")).to_have_class(re.compile("is-over"))
    page.locator("main h1").dispatch_event("drop", {"dataTransfer": dropped})

    expect(upload(page, "essai-7.pdf")).to_have_class(re.compile("is-(kept|refused)"))


def test_the_mailbox_is_chosen_by_a_large_button(page):
    page.get_by_role("radio", name="Ventes").check()
    with page.expect_request(lambda request: request.method == "POST") as begun:
        choose(page, named(8))

    expect(upload(page, "essai-8.pdf")).to_have_class(re.compile("is-kept"))
    assert "mailbox c2FsZXM=" in begun.value.headers["upload-metadata"]


def test_on_a_phone_handing_in_is_one_tap_from_home_and_its_buttons_are_large(door):
    page = door.come_in(CLIENT, **PHONE)
    page.goto("/")
    page.locator("a.hand-in").tap()

    arrived(page.locator("[data-ready]"))
    for button in [*page.locator(".uploader-mailbox").all(), page.locator(".uploader-camera")]:
        assert button.bounding_box()["height"] >= 44
    expect(page.locator(".uploader-camera")).to_be_in_viewport()


def test_without_script_the_plain_form_does_the_same(door):
    page = door.come_in(CLIENT, **WITHOUT_SCRIPT)
    page.goto("/")
    page.locator("a.hand-in").click()
    page.locator("input[name=file]").set_input_files([named(9), named(10)])
    page.get_by_role("button", name="Remettre").click()

    expect(upload(page, "essai-9.pdf").locator(".upload-words")).to_have_text("Reçu.")
    expect(upload(page, "essai-10.pdf").locator(".upload-words")).to_have_text("Reçu.")


def watched(page: Page) -> list[int]:
    """The places at which pieces are sent from now on."""
    places: list[int] = []

    def note(request) -> None:
        if request.method == "PATCH":
            places.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return places


def broken_from(offset: int):
    """A network on which pieces from that place on do not come through."""

    def answer(route: Route) -> None:
        if route.request.method == "PATCH" and int(route.request.headers["upload-offset"]) >= offset:
            route.abort()
        else:
            route.continue_()

    return answer


def test_after_a_document_is_sent_by_its_key_the_next_one_has_the_focus(door):
    page = door.come_in(CLIENT)
    page.goto("/")
    page.goto(f"{page.url.partition('/d/')[0]}/d/{page.url.split('/')[4]}/mailboxes/purchases/")
    names = archive.rows(page).locator("a.opens").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#pane-title")).to_have_text(names[0])

    page.keyboard.press("s")

    expect(page.locator("#pane-title")).to_have_text(names[1])
    expect(page.locator("a.opens", has_text=names[1])).to_be_focused()
    page.locator("#notices button[formaction*=undo]").click()
    expect(archive.rows(page)).to_have_count(len(names))
