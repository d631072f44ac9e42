"""The pictures of the README: drawn at every run, kept only when `make screenshots` asks for it."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from comptoir.demo.people import CLIENT
from tests.e2e import archive_page as archive
from tests.e2e.serving import ROOT

KEPT_IN = os.environ.get("COMPTOIR_TEST_SCREENSHOTS", "")
OPENED = "ACH 113"
"""A purchase with its invoice, still to be paid."""

HANDLED = ("ACH 112", "ACH 101")


def test_the_archive_with_a_row_opened_beside_the_list_makes_a_picture(door):
    page = door.come_in(CLIENT, color_scheme="light", reduced_motion="reduce")
    archive.enter(page)
    for piece in HANDLED:
        tick(page, piece, "true")
    archive.row_of(page, OPENED).locator("a.opens").click()
    assert archive.written_on(page.locator("#pane .sheets"), lines=50)
    page.mouse.move(0, 0)

    picture = page.screenshot()

    assert Image.open(io.BytesIO(picture)).size == (1440, 900)
    keep("archive.png", picture)
    for piece in HANDLED:
        tick(page, piece, "false")


def tick(page, piece: str, pressed: str) -> None:
    """Set or clear the tick of a row."""
    button = archive.row_of(page, piece).locator("button.tick")
    button.click()
    expect(button).to_have_attribute("aria-pressed", pressed)


def keep(name: str, picture: bytes) -> None:
    """Write the picture into the tree, if that was asked for."""
    if KEPT_IN:
        folder = Path(ROOT, KEPT_IN)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(picture)
