"""What was open on a day gone by: of the lines booked until then, with letterings as if nothing had come after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from comptoir.kit.batches import batched
from comptoir.ledger.lettering import GroupLine, share_out
from comptoir.ledger.models import Line


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may have been open: its own group, or the last line that restates its item."""

    id: int
    cents: int
    booked_on: date
    due_on: date | None
    lettering: int | None
    carried_by: int | None


def open_on(lines: "QuerySet[Line]", day: date) -> dict[int, int]:
    """What was open on that day of those lines booked until then, by id in the order of booking.

    `lines` count each item once: without those that restate one. A lettering group counts with its lines booked until
    that day alone; an item that was restated by then has what was open of the restating line.
    """
    closed = Q(carried_by=None, lettering__complete=True, lettering__last_on__lte=day)
    columns = ("pk", "cents", "booked_on", "due_on", "lettering_id", "carried_by_id")
    found = lines.filter(booked_on__lte=day).exclude(closed).order_by("booked_on", "pk").values_list(*columns)
    candidates = [Candidate(*row) for row in found]
    stands_for = _restating(candidates, day)
    standing = {line.id: stands_for.get(line.id, line) for line in candidates}
    remains = _remains({line.lettering for line in standing.values() if line.lettering}, day)
    opened = {pk: remains.get(line.id, line.cents) for pk, line in standing.items()}
    return {pk: cents for pk, cents in opened.items() if cents}


def _restating(candidates: Iterable[Candidate], day: date) -> dict[int, Candidate]:
    """For items that were restated by that day, the line that restated them last."""
    last_of = {line.id: line.carried_by for line in candidates if line.carried_by}
    chains: dict[int, list[Candidate]] = defaultdict(list)
    columns = ("pk", "cents", "booked_on", "due_on", "lettering_id", "carried_by_id")
    for some in batched(sorted(set(last_of.values())), 5000):
        chained = Line.objects.filter(Q(pk__in=some) | Q(carried_by__in=some), restates=True, booked_on__lte=day)
        for row in chained.values_list(*columns):
            line = Candidate(*row)
            chains[line.carried_by or line.id].append(line)
    latest = {last: max(chain, key=lambda line: (line.booked_on, line.id)) for last, chain in chains.items()}
    return {pk: latest[last] for pk, last in last_of.items() if last in latest}


def _remains(groups: set[int], day: date) -> dict[int, int]:
    """What each line of these letterings leaves open, counting the lines booked until that day."""
    lines: dict[int, list[GroupLine]] = defaultdict(list)
    for some in batched(sorted(groups), 5000):
        booked = Line.objects.filter(lettering__in=some, booked_on__lte=day)
        for group, pk, cents, due_on, on in booked.values_list("lettering_id", "pk", "cents", "due_on", "booked_on"):
            lines[group or 0].append(GroupLine(pk, cents, due_on or on))
    return {pk: cents for group in lines.values() for pk, cents in share_out(group).items()}
