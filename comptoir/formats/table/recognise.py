"""How a table is written, told from its bytes and cells; and how sure that is: what fits two ways is for a person to say."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from comptoir.formats.table.cells import DAY, LONGEST, NUMBER, UnreadableTable, shown
from comptoir.formats.table.text import SEPARATORS
from comptoir.formats.table.values import DECIMALS, GROUPS, ORDERS, TYPED, Amounts, Days
from comptoir.kit.dates import BadDate
from comptoir.kit.money import BadAmount

MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
PEEK_LINES = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What was recognised: every choice that fits, the likeliest first. None: nothing fits, `example` is what does not.

    `sure` where nothing else fits; else a person has to choose. `seen` counts the cells that speak for it.
    """

    fitting: tuple[str, ...]
    seen: int = 0
    example: str = ""

    @property
    def sure(self) -> bool:
        """Whether there is one choice only."""
        return len(self.fitting) == 1

    @property
    def choice(self) -> str:
        """The only choice; "" where a person has to choose."""
        return self.fitting[0] if self.sure else ""


def tell_encoding(path: Path) -> Told:
    """By the mark at the beginning; else UTF-8 when the whole file is that, else Windows-1252.

    Raises UnreadableTable for bytes that are no text, and OSError.
    """
    with path.open("rb") as file:
        start = file.read(4)
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                return Told((encoding,), 1)
        if not start:
            raise UnreadableTable("The file is empty.")
        file.seek(0)
        while block := file.read(LONGEST):
            if b"\0" in block:
                raise UnreadableTable("The file holds bytes that are no text: it is no table.")
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(LONGEST):
                pass
    except UnicodeDecodeError:
        return Told(("cp1252",), 1)
    return Told(("utf-8",), 1)


def first_lines(path: Path, encoding: str) -> list[str]:
    """The first lines, each as far as a line may be long. Raises UnreadableTable, and OSError."""
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            return [line for line in (file.readline(LONGEST) for _ in range(PEEK_LINES)) if line]
    except UnicodeError:  # UTF-16 without its mark
        raise UnreadableTable(
            "The file holds bytes that are no text in %(encoding)s.", encoding=encoding.upper()
        ) from None


def tell_separator(lines: Sequence[str]) -> Told:
    """The separator that makes the largest table: rows of one same number of columns, two at least.

    One whose table is more than half as large fits too: a comma before cents makes a small one.
    """
    size: dict[str, int] = {}
    rows = 0
    for separator in SEPARATORS:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if any(row))
        except csv.Error:
            continue
        largest = max(((found * columns, found) for columns, found in counts.items() if columns > 1), default=(0, 0))
        if largest[0]:
            size[separator] = largest[0]
            rows = max(rows, largest[1])
    best = sorted(size, key=lambda separator: size[separator], reverse=True)
    return Told(tuple(separator for separator in best if size[separator] * 2 > size[best[0]]), rows)


def tell_quote(lines: Iterable[str], separator: str) -> Told:
    """The mark round cells: the ordinary one, unless apostrophes stand round cells and no ordinary mark does."""
    counts = Counter(
        cell[0]
        for line in lines
        for cell in line.rstrip("\r\n").split(separator)
        if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "\"'"
    )
    return Told(("'",) if counts["'"] and not counts['"'] else ('"',), sum(counts.values()))


def tell_days(cells: Iterable[str]) -> Told:
    """The orders in which every one of these cells says a day."""
    texts = [cell for cell in cells if cell.strip()]
    written = {cell for cell in texts if cell[0] != DAY}
    if not written:
        return Told((TYPED,) if texts else (), len(texts))
    return _fitting(ORDERS, written, lambda order: Days(order).__getitem__, BadDate)


def tell_decimal(cells: Iterable[str]) -> Told:
    """The decimal signs with which every one of these cells is an amount, whatever stands between its thousands."""
    filled = {cell for cell in cells if cell.strip()}
    written = {cell for cell in filled if cell[0] != NUMBER}
    if filled and not written:
        return Told((TYPED,), len(filled))
    fits = [decimal for decimal in DECIMALS if tell_thousands(written, decimal).fitting]
    if fits or not written:
        return Told(tuple(fits), len(written))
    return _fitting(DECIMALS, written, lambda decimal: Amounts(decimal, "").__getitem__, BadAmount)


def tell_thousands(cells: Iterable[str], decimal: str) -> Told:
    """What may stand between the thousands of all these cells; nothing where that is enough."""
    written = {cell for cell in cells if cell.strip()}
    signs = [sign for sign in GROUPS if sign != decimal]
    told = _fitting(signs, written, lambda sign: Amounts(decimal, sign).__getitem__, BadAmount)
    return Told(told.fitting[:1], told.seen, told.example)


def _fitting(
    choices: Sequence[str], cells: set[str], reader: Callable[[str], Callable[[str], object]], bad: type[ValueError]
) -> Told:
    """The choices that read every cell; the cell that the best of them cannot read."""
    good, misfit = [], ""
    for choice in choices:
        read = reader(choice)
        wrong = next((cell for cell in sorted(cells) if not _reads(read, cell, bad)), None)
        if wrong is None:
            good.append(choice)
        elif not misfit:
            misfit = shown(wrong)
    return Told(tuple(good), len(cells), misfit)


def _reads(read: Callable[[str], object], cell: str, bad: type[ValueError]) -> bool:
    try:
        read(cell)
    except bad:
        return False
    return True
