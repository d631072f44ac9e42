"""Pages become pictures, some at a time in the limited child, so that memory and seconds stay within its limits."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comptoir.documents.shown import BLANK, PAGES, making, write_json
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable

MOST = 100
"""Pages of a document that are drawn; of a longer one the first ones, and the original has them all."""

AT_ONCE = 8
SECONDS = 60
"""After so long no further pages of the same document are begun."""

LARGEST = 4000
"""Pixels of a side, more than the child ever draws: what it says is checked, as it is not trusted."""

Size = tuple[int, int]


def draw(original: Path, digest: str, *, reader: str) -> None:
    """Make the pictures and words of the first pages with that reader, and keep them as one folder.

    Refuses (Unreadable) what cannot be opened or whose first pages cannot be drawn. Where later ones cannot, those before
    are kept.
    """
    with making(digest) as folder:
        sizes: list[Size] = []
        blank: list[int] = []
        count, ends = 1, time.monotonic() + SECONDS
        while len(sizes) < min(count, MOST) and time.monotonic() < ends:
            try:
                count, more, unseen = _some(reader, original, folder, len(sizes))
            except Unreadable:
                if not sizes:
                    raise
                break
            if not more:
                break
            sizes += more
            blank += unseen
        if not sizes:
            raise Unreadable("The file could not be read.")
        write_json(folder / PAGES, sizes)
        write_json(folder / BLANK, blank)


def _some(reader: str, original: Path, folder: Path, first: int) -> tuple[int, list[Size], list[int]]:
    """The next pages: how many the document has in all, the sizes of those that were drawn, the numbers of blank ones."""
    with TemporaryDirectory(dir=folder.parent, prefix="pages-") as own:
        files = Path(own)
        asked = (first, min(AT_ONCE, MOST - first))
        told = read_in_child(reader, original, asked=asked, files=files)
        for index, page in enumerate(told["pages"]):
            number = first + index + 1
            attachment_in(files, index).rename(folder / f"{number}.webp")
            write_json(folder / f"{number}.json", [[_word(word) for word in line] for line in page["lines"]])
        blank = [number for number, page in enumerate(told["pages"], start=first + 1) if page.get("blank")]
        return int(told["count"]), [_size(page) for page in told["pages"]], blank


def _size(page: dict[str, Any]) -> Size:
    width, height = int(page["width"]), int(page["height"])
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        raise Unreadable("The file could not be read.")
    return width, height


def _word(word: list[Any]) -> list[Any]:
    text, *box = word
    return [str(text)[:200], *(int(number) for number in box[:4])]
