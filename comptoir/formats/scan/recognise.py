"""Recognises the words of a page of a file: drawn by the limited child, read by tesseract, told as words of a text layer.

A page of which little is recognised may lie on its side or upside down: tesseract is asked, and the page drawn again.
Of a page with frames a picture without them is read too, for what stands in them and was not seen.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comptoir.formats.media import PDF
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.scan.tesseract import turn_of, words_on
from comptoir.formats.scan.tsv import Seen
from comptoir.formats.text_layer import WHOLE, Place, Word, turned_back

CLEAR = 60
"""The sureness from which a word counts as recognised."""

ENOUGH = 55
"""The share of clear words, in hundredths, below which a page may be turned."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a page in ten-thousandths of it as it lies, how sure each is, and by how much it is turned.

    `turn` is by how many degrees clockwise the page has to be turned to be read; `sure` has the shape of `lines`.
    """

    lines: list[list[Word]]
    sure: list[list[int]]
    turn: int = 0


def recognise(path: Path, media_type: str, index: int) -> Recognised:
    """The words of the page with that index (from 0) of a PDF or a picture.

    Refuses (Unreadable) what cannot be drawn or takes too long, and (NoRecognition) when tesseract is not there.
    """
    reader = "grey_page" if media_type == PDF else "grey_picture"
    with TemporaryDirectory(prefix="comptoir-scan-") as folder:
        told, picture = _drawn(reader, path, Path(folder, "0"), index, 0)
        seen, turn = words_on(picture), 0
        if not _is_clear(seen) and (turn := turn_of(picture)):
            again, picture = _drawn(reader, path, Path(folder, "1"), index, turn)
            other = words_on(picture)
            if _clear(other) > _clear(seen):
                told, seen = again, other
            else:
                turn = 0
        if told["framed"]:
            seen += _only_in(words_on(attachment_in(picture.parent, 1)), seen)
    lines = [[(word.text, *turned_back(_place(word, told), turn)) for word in line] for line in seen]
    return Recognised(lines, [[word.sure for word in line] for line in seen], turn)


def _drawn(reader: str, path: Path, folder: Path, index: int, turn: int) -> tuple[dict[str, Any], Path]:
    folder.mkdir()
    told = read_in_child(reader, path, asked=(index, turn), files=folder)
    return told, attachment_in(folder, 0)


def _only_in(other: Sequence[Sequence[Seen]], seen: Sequence[Sequence[Seen]]) -> list[list[Seen]]:
    """The clear words of the other reading where this one has seen nothing."""
    there = [word for line in seen for word in line if any(map(str.isalnum, word.text))]
    found = [
        [word for word in line if word.sure >= CLEAR and not any(_overlap(word, each) for each in there)]
        for line in other
    ]
    return [line for line in found if any(map(str.isalnum, "".join(word.text for word in line)))]


def _overlap(one: Seen, other: Seen) -> bool:
    return (
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def _clear(lines: Sequence[Sequence[Seen]]) -> int:
    """How many letters were recognised clearly."""
    return sum(len(word.text) for line in lines for word in line if word.sure >= CLEAR)


def _is_clear(lines: Sequence[Sequence[Seen]]) -> bool:
    letters = sum(len(word.text) for line in lines for word in line)
    return _clear(lines) * 100 >= letters * ENOUGH and letters > 0


def _place(word: Seen, told: dict[str, Any]) -> Place:
    """Where the word stood before the page was put straight."""
    width, height = max(int(told["width"]), 1), max(int(told["height"]), 1)
    angle = math.radians(int(told["slant"]) / 100)
    across, down = 2 * word.left + word.width - width, 2 * word.top + word.height - height
    left = round(math.cos(angle) * across - math.sin(angle) * down) + width - word.width
    top = round(math.sin(angle) * across + math.cos(angle) * down) + height - word.height
    return (
        _within(left * WHOLE // (2 * width)),
        _within(top * WHOLE // (2 * height)),
        max(1, word.width * WHOLE // width),
        max(1, word.height * WHOLE // height),
    )


def _within(place: int) -> int:
    return min(max(place, 0), WHOLE)
