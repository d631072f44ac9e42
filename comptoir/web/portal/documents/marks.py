"""Marks over the pages in the viewer: where a value stands that a form beside it shows.

Rectangles of an SVG, as the layer of words is one: no style is needed in the markup. They are unseen until
`shared/static/shared/marks.js` lights those of the field that has the focus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WHOLE = 10_000
"""Places are told in parts of the page's width and height, of which there are so many."""

ROUND = 50
"""So much of the page is left free round a value."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over a page, in parts of `WHOLE`, and the names of the fields whose value stands there."""

    fields: str
    left: int
    top: int
    width: int
    height: int


Marks = Mapping[int, Sequence[Mark]]
"""By page, counted from 1."""


def marks_of(places: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[int, list[Mark]]:
    """The marks of these places by field, each of page and box as a reading keeps them; one for each place."""
    fields: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for name, spots in places.items():
        for spot in spots:
            fields.setdefault((int(spot["page"]), tuple(int(side) for side in spot["box"])), []).append(name)
    marks: dict[int, list[Mark]] = {}
    for (page, box), names in sorted(fields.items()):
        marks.setdefault(page, []).append(_mark(names, *box))
    return marks


def _mark(names: Sequence[str], left: int, top: int, width: int, height: int) -> Mark:
    """A little larger than the value, and never beyond the page."""
    x, y = max(left - ROUND, 0), max(top - ROUND, 0)
    right, bottom = min(left + width + ROUND, WHOLE), min(top + height + ROUND, WHOLE)
    return Mark(" ".join(dict.fromkeys(names)), x, y, max(right - x, 0), max(bottom - y, 0))
