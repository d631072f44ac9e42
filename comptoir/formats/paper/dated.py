"""The day of the invoice and the day on which it falls due."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comptoir.formats.paper.beside import below, to_the_right
from comptoir.formats.paper.days import Day
from comptoir.formats.paper.labels import DAYS, Vocabulary
from comptoir.formats.paper.lines import Line
from comptoir.formats.paper.number import Number

VOCABULARY = Vocabulary(DAYS)
FAR = 60
"""Characters between a label and its date."""

_PLACE = re.compile(r"[a-z]{3,}, (?:le|de|den|the|den|am)? ?$")
_OF = re.compile(r"(?:\b(?:du|van|vom|von|of|dated|dd|d\.d|de dato|le|op|am)|,|-|/|\t)[\s:.]{0,3}$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the one of the issue or as the one when it is due, and how sure that is (0 to 100)."""

    day: Day
    field: str
    confidence: int


def dates(
    lines: Sequence[Line], days: Sequence[Sequence[Day]], number: Number | None
) -> tuple[Dated | None, Dated | None]:
    """When it was issued and when it is due, as far as that stands there."""
    found = list(_labelled(lines, days))
    due = _best(found, "due")
    taken = {(each.day.line.index, each.day.start) for each in found if each.field in {"other", "due"}}
    found += [each for each in _unlabelled(lines, days, number) if (each.day.line.index, each.day.start) not in taken]
    issue = _best(found, "issue")
    if issue and due and due.day.value < issue.day.value:
        due = Dated(due.day, "due", due.confidence - 40)
    return issue, due


def _best(found: Sequence[Dated], field: str) -> Dated | None:
    return max((each for each in found if each.field == field), key=lambda each: each.confidence, default=None)


def _labelled(lines: Sequence[Line], days: Sequence[Sequence[Day]]) -> Iterator[Dated]:
    for line in lines:
        labels = list(VOCABULARY.labels_of(line))
        for place, label in enumerate(labels):
            until = labels[place + 1].start if place + 1 < len(labels) else len(line.text) + 1
            right = [day for day in to_the_right(label, days[line.index], until) if day.start - label.end < FAR]
            sure = 40 + label.weight * 17
            if right:
                yield Dated(right[0], label.field, sure)
            elif not to_the_right(label, days[line.index], until):
                yield from (Dated(day, label.field, sure - 12) for day in below(label, lines, days)[:1])


def _unlabelled(lines: Sequence[Line], days: Sequence[Sequence[Day]], number: Number | None) -> Iterator[Dated]:
    """Dates that speak for themselves: behind the number, behind a place, or the only one of the first page."""
    if number:
        behind = [day for day in days[number.line.index] if 0 <= day.start - number.end < 25]
        yield from (Dated(day, "issue", 80) for day in behind[:1] if _OF.search(number.line.plain[: day.start]))
    first = [day for line in lines if line.page == 1 for day in days[line.index]]
    for day in first:
        if _PLACE.search(day.line.plain[: day.start]):
            yield Dated(day, "issue", 65)
    if len({day.value for day in first}) == 1:
        yield Dated(first[0], "issue", 45)
