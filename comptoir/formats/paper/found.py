"""A value that was found: where it stands, as what, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.formats.paper.beside import Standing
from comptoir.formats.text_layer import Place, turned_back


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page (counted from 1), the text as it stands there, and the confidence from 0 to 100."""

    page: int
    box: Place
    text: str
    confidence: int

    def to_json(self) -> dict[str, Any]:
        """Plain values; the box as left, top, width and height in ten-thousandths of the page."""
        return {"page": self.page, "box": list(self.box), "text": self.text, "confidence": self.confidence}


def spot(value: Standing, confidence: int, *, checked: bool = False) -> Spot:
    """The place of a value between two places of a line, on the page as it lies.

    What was recognised is never surer than its recognition, unless the value was `checked` by its own digits.
    """
    line = value.line
    box = line.box(value.start, value.end)
    place = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    text = line.text[value.start : value.end].replace("\t", " ").strip()
    sure = confidence if checked else min(confidence, line.sure(value.start, value.end))
    return Spot(line.page, turned_back(place, line.turn), text, max(0, min(sure, 100)))


Places = dict[str, list[Spot]]
"""By the path of a fact in the JSON of an invoice (totals.net, ibans.0): where it stands."""


def places_to_json(places: Places) -> dict[str, list[dict[str, Any]]]:
    """Plain values, in the order of the names."""
    return {name: [each.to_json() for each in _once(places[name])] for name in sorted(places)}


def _once(spots: Sequence[Spot]) -> list[Spot]:
    return list(dict.fromkeys(spots))
