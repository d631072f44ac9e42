"""Words with places become lines of text as they are seen, from left to right, with a tab where a column ends.

Neither the order of a PDF nor the blocks of a text recognition are believed: only the places. A page that was scanned
askew is put straight first. What is looked at is bounded: so many pages, words and characters, whatever the file holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from unicodedata import normalize

from comptoir.formats.text_layer import turned

Words = Sequence[Sequence[Sequence[object]]]
"""The lines of a page, each of words: text, left, top, width, height in ten-thousandths of the page.

A sixth value says how sure text recognition is of the word, from 0 to 100; without it the word is as it was written.
"""

FIRST, LAST = 4, 4
"""So many pages from the beginning and the end are read: an invoice says what it is on the first, sums up on the last."""

MOST = 2500
"""Words of a page that are read."""

LONGEST = 60
"""Characters of a word that are read: an account, a number or an amount has fewer."""

GAP = 22
"""Tenths of a letter: a wider gap between two words ends a column."""

STEEPEST = 1000
"""Ten-thousandths by which a line may rise over the whole page and still be one that was scanned askew."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the box around it, in ten-thousandths of the page, and how sure it is that it stands there."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: int = 100


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in ten-thousandths of its width and height."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page (counted from 1): its text, the same folded for comparing, and where each word begins in both.

    `index` is its place among all lines that are read, `turn` by how many degrees clockwise its page is turned to be read.
    """

    index: int
    page: int
    turn: int
    text: str
    plain: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]

    def box(self, start: int = 0, end: int | None = None) -> Box:
        """Around the words that have a character between these places of the text."""
        inside = self._between(start, len(self.text) if end is None else end)
        return Box(
            min(word.left for word in inside),
            min(word.top for word in inside),
            max(word.right for word in inside),
            max(word.bottom for word in inside),
        )

    def sure(self, start: int, end: int) -> int:
        """How sure it is that what stands between these places was recognised as it is (100 where it was written so)."""
        return min(word.sure for word in self._between(start, end))

    def _between(self, start: int, end: int) -> Sequence[Word]:
        inside = [
            word
            for word, begin in zip(self.words, self.starts, strict=True)
            if begin < end and begin + len(word.text) > start
        ]
        return inside or self.words

    def column(self, at: int) -> tuple[int, int]:
        """Where the column around this place of the text begins and ends."""
        start = self.text.rfind("\t", 0, at) + 1
        end = self.text.find("\t", at)
        return start, len(self.text) if end < 0 else end


def folded(text: str) -> str:
    """In lower case and without accents, letter for letter: as long as the text, so that places are the same in both."""
    if text.isascii():
        return text.lower()
    return "".join(normalize("NFKD", letter)[0].lower()[0] for letter in text)


def lines_of(pages: Sequence[Words], turns: Sequence[int] = ()) -> list[Line]:
    """The lines of the pages that are read, from top to bottom; `turns` is by how many degrees clockwise each is turned."""
    chosen = list(range(len(pages)))
    if len(chosen) > FIRST + LAST:
        chosen = chosen[:FIRST] + chosen[-LAST:]
    turned_by = dict(enumerate(turns))
    rows = [(index, row) for index in chosen for row in _rows_of_page(pages[index], turned_by.get(index, 0))]
    return [_line(place, index + 1, turned_by.get(index, 0), row) for place, (index, row) in enumerate(rows)]


def _rows_of_page(told: Words, turn: int) -> "list[list[Run]]":
    runs: list[Run] = []
    room = MOST
    for line in told:
        words = [word for word in (_word(each, turn) for each in line[:room]) if word]
        room -= len(words)
        runs += _runs(words)
    return _rows(runs, _slope(runs))


def _word(told: Sequence[object], turn: int) -> Word | None:
    """The word, or None for one without extent and for one that is written along the margin."""
    text = "".join(str(told[0])[:LONGEST].split())
    place = (_whole(told[1]), _whole(told[2]), _whole(told[3]), _whole(told[4]))
    left, top, width, height = turned(place, turn)
    if not text or width <= 0 or height <= 0 or (len(text) > 3 and height > 2 * width):
        return None
    return Word(text, left, top, left + width, top + height, _whole(told[5]) if len(told) > 5 else 100)


def _whole(told: object) -> int:
    return int(str(told))


Run = list[Word]
"""Words beside one another without a wide gap."""


def _runs(words: list[Word]) -> Iterator[Run]:
    """The line taken apart where a column ends, or where the next word does not stand beside the one before."""
    run: Run = []
    for word in words:
        if run and not _beside(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _beside(before: Word, word: Word) -> bool:
    letter = _letter(before, word)
    gap = word.left - before.right
    overlap = min(before.bottom, word.bottom) - max(before.top, word.top)
    return -letter * 3 < gap and gap * 10 <= letter * GAP and overlap * 4 > -min(_height(before), _height(word))


def _letter(*words: Word) -> int:
    """How wide a letter of these words is."""
    return max(1, max((word.right - word.left) // len(word.text) for word in words))


def _height(word: Word) -> int:
    return word.bottom - word.top


def _slope(runs: list[Run]) -> int:
    """By how many ten-thousandths of its height the page falls from left to right: the middle one of all long runs."""
    found = []
    for run in runs:
        across = run[-1].right - run[0].left
        if len(run) > 2 and across > 1500:
            found.append((run[-1].bottom + run[-1].top - run[0].bottom - run[0].top) * 5000 // across)
    slope = int(median(found)) if len(found) > 4 else 0
    return slope if abs(slope) < STEEPEST else 0


def _rows(runs: list[Run], slope: int) -> list[list[Run]]:
    """The runs that stand beside one another, from top to bottom and from left to right."""

    def place(run: Run) -> tuple[int, int]:
        falls = slope * run[0].left // 10_000
        heights = sorted((word.top, word.bottom) for word in run)
        return min(top for top, _ in heights) - falls, max(bottom for _, bottom in heights) - falls

    rows: list[tuple[int, int, list[Run]]] = []
    for (top, bottom), run in sorted(((place(run), run) for run in runs), key=lambda each: sum(each[0])):
        for row_top, row_bottom, row in rows[-12:]:
            overlap = min(bottom, row_bottom) - max(top, row_top)
            if overlap * 2 > min(bottom - top, row_bottom - row_top) and not any(_collide(run, each) for each in row):
                row.append(run)
                break
        else:
            rows.append((top, bottom, [run]))
    return [sorted(row, key=lambda run: run[0].left) for _, _, row in rows]


def _collide(one: Run, other: Run) -> bool:
    return min(one[-1].right, other[-1].right) - max(one[0].left, other[0].left) > 0


def _line(index: int, page: int, turn: int, row: list[Run]) -> Line:
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for run in row:
        for place, word in enumerate(run):
            if parts:
                parts.append(" " if place else "\t")
                at += 1
            starts.append(at)
            parts.append(word.text)
            at += len(word.text)
    text = "".join(parts)
    return Line(index, page, turn, text, folded(text), tuple(word for run in row for word in run), tuple(starts))
