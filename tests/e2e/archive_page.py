"""The archive as a person sees it: rows, amounts, filters, the document in its frame."""

import io
import re
import time
from itertools import pairwise

from PIL import Image
from playwright.sync_api import Locator, Page

ROWS = "tbody tr[id^=row-]"
STILL_TO_DO = "nav.views a[href*='handled=no']"
"""The ready-made view of what is open and not handled."""

TEXT = 10
"""Changes between light and dark along a line of pixels, from which on there is writing in it."""


def enter(page: Page, tab: str = "purchases") -> Page:
    """Go to a tab of the archive, in the dossier to which the beginning leads."""
    page.goto("/")
    dossier = re.search(r"/d/(\d+)/", page.url)
    assert dossier is not None
    page.goto(f"/d/{dossier[1]}/archive/{tab}/")
    return page


def rows(page: Page) -> Locator:
    """The rows of the list."""
    return page.locator(ROWS)


def pieces(page: Page) -> list[str]:
    """Journal and number of each row, from top to bottom."""
    return page.locator(f"{ROWS} a.opens").all_inner_texts()


def row_of(page: Page, piece: str) -> Locator:
    """The row of that piece."""
    return rows(page).filter(has=page.get_by_role("link", name=piece, exact=True))


def amounts(page: Page) -> list[int]:
    """The amounts of the rows, in cents."""
    return [cents(text) for text in page.locator(f"{ROWS} .at-amount").all_inner_texts()]


def cents(text: str) -> int:
    """An amount as a page shows it."""
    figures = int(re.sub(r"\D", "", text))
    return -figures if text.strip().startswith("\u2212") else figures


def chips(page: Page) -> Locator:
    """The active filters."""
    return page.locator("a.chip")


def written_on(frame: Locator, *, lines: int) -> bool:
    """Whether more lines of pixels than that have writing in them, in what the frame shows within a minute."""
    until = time.monotonic() + 60
    while sum(1 for changes in _changes(frame.screenshot()) if changes > TEXT) <= lines:
        if time.monotonic() > until:
            return False
        frame.page.wait_for_timeout(200)
    return True


def _changes(picture: bytes) -> list[int]:
    """Per line of pixels, how often it goes from light to dark or back."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    width, pixels = image.width, image.tobytes()
    lines = [pixels[start : start + width] for start in range(0, len(pixels), width)]
    return [sum((one > 128) != (next_one > 128) for one, next_one in pairwise(line)) for line in lines]
