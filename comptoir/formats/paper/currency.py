"""The currency of the totals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.formats.paper.lines import Line
from comptoir.formats.paper.totals import Chosen

CODES = {"€": "EUR", "EUR": "EUR", "$": "USD", "USD": "USD", "£": "GBP", "GBP": "GBP", "CHF": "CHF"}
"""How currencies are written, and their codes."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency between two places of a line: its code, and how sure it is (0 to 100)."""

    line: Line
    start: int
    end: int
    code: str
    confidence: int


def currency_of(lines: Sequence[Line], chosen: Chosen) -> Currency | None:
    """The one beside a total; else the one that stands on most lines."""
    for candidate in chosen.totals.values():
        for part in candidate.parts:
            if part.currency:
                return Currency(part.line, part.start, part.end, CODES[part.currency], 95)
    seen = Counter(mark for line in lines for mark in CODES if mark in line.text)
    for mark, _ in seen.most_common(1):
        line = next(line for line in lines if mark in line.text)
        at = line.text.index(mark)
        return Currency(line, at, at + len(mark), CODES[mark], 70)
    return None
