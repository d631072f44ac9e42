"""Draws a page of a photograph or a scan for text recognition.

Imports Pillow, whose decoders are written in C: only the limited child may import this module.
"""

from comptoir.formats.picture.check import opened, pages_of
from comptoir.formats.picture.draw import on_white
from comptoir.formats.scan.grey import LONGEST, Grey, grey_of


def draw_grey(content: bytes, index: int = 0, turn: int = 0) -> Grey:
    """The page with that index (from 0), upright as its own word says, then turned clockwise by so many degrees.

    Refuses (Unreadable) what `check_picture` refuses, and a page that is not there.
    """
    with opened(content) as picture:
        count = pages_of(picture)
    with opened(content, index) as picture:
        return grey_of(count, on_white(picture, LONGEST), turn)
