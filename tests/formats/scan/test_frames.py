"""Frames are taken off a page before it is recognised once more, and nothing else is."""

from PIL import Image, ImageChops, ImageDraw

from comptoir.formats.scan.frames import without_frames
from tests.formats.scan.make import drawn

FRAME = (800, 300, 1000, 372)
"""Left, top, right and bottom of a frame on the drawn page, where nothing is written."""


def differing(one: Image.Image, other: Image.Image) -> int:
    """Pixels of which one is ink and the other white."""
    return sum(ImageChops.difference(one, other).histogram()[128:])


def framed(page: Image.Image, width: int = 6) -> Image.Image:
    copy = page.copy()
    ImageDraw.Draw(copy).rectangle(FRAME, outline=0, width=width)
    return copy


def test_a_frame_goes_and_what_is_written_stays():
    page = drawn()
    bare = without_frames(framed(page))

    assert bare is not None
    assert differing(framed(page), page) > 2000
    assert differing(bare, page) == 0


def test_a_page_without_frames_has_no_second_picture():
    assert without_frames(drawn()) is None


def test_lines_that_frame_nothing_are_left_alone():
    page = drawn()
    ImageDraw.Draw(page).line((100, 390, 1100, 390), fill=0, width=3)
    ImageDraw.Draw(page).line((100, 430, 1100, 430), fill=0, width=3)

    assert without_frames(page) is None


def test_a_page_that_is_one_dark_area_is_no_fault():
    assert without_frames(Image.new("L", (300, 200), 0)) is not None
    assert without_frames(Image.new("L", (1, 1), 0)) is not None
