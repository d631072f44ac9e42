"""Handling: the client's own tick, on one row of the archive or on many at once. The books know nothing of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet

from comptoir.archive.models import ArchivedInvoice, FiledDocument
from comptoir.audit.models import Event
from comptoir.audit.trail import record, record_each, recorded_together
from comptoir.firms.access import Access
from comptoir.kit.batches import batched
from comptoir.kit.words import Refusal
from comptoir.ledger.models import Books

MOST = 10_000
"""More rows than this are not ticked at once: the books would be held for too long."""

AT_ONCE = 500
Item = TypeVar("Item", ArchivedInvoice, FiledDocument)
Tick = tuple[datetime | None, int | None]
"""When, and by whom; nothing twice for no tick."""

NONE: Tick = (None, None)


class ListChanged(Refusal):
    """There are no longer as many rows as the person saw; nothing was done."""


class TooManyRows(Refusal):
    """More rows than can be ticked at once; nothing was done."""


class NothingToUndo(Refusal):
    """The mark is none that this person got for what he did here."""


@dataclass(frozen=True, slots=True)
class Handled:
    """How many rows there were, how many of them changed, and the mark by which that is undone, "" for nothing."""

    count: int
    changed: int
    mark: str


@transaction.atomic
def mark_handled(item: Item, *, by: Access, at: datetime) -> Item:
    """Tick the row as handled by the client; asking twice keeps the first tick. Refuses (NotAllowed)."""
    by.demand("archive.handle")
    item = _locked(item, by)
    if item.handled_at is None:
        item.handled_at, item.handled_by_id = at, by.person_id
        item.save(update_fields=["handled_at", "handled_by"])
        record("archive.handled", item, by=by, at=at)
        _lists_changed(by)
    return item


@transaction.atomic
def clear_handled(item: Item, *, by: Access, at: datetime) -> Item:
    """Take the tick away again; without a tick nothing happens. Refuses (NotAllowed)."""
    by.demand("archive.handle")
    item = _locked(item, by)
    if item.handled_at is not None:
        ticked = _facts((item.handled_at, item.handled_by_id))
        item.handled_at, item.handled_by_id = None, None
        item.save(update_fields=["handled_at", "handled_by"])
        record("archive.unhandled", item, by=by, at=at, **ticked)
        _lists_changed(by)
    return item


@transaction.atomic
def mark_all_handled(rows: QuerySet[Item], *, by: Access, at: datetime, seen: int | None = None) -> Handled:
    """Tick all these rows, looked up again now; those that are ticked keep their first tick.

    `seen` is how many there were when the person asked. Refuses (NotAllowed, ListChanged, TooManyRows), and then
    nothing changes.
    """
    by.demand("archive.handle")
    held = _held(rows, by)
    count = _counted(held, seen)
    fresh = list(held.filter(handled_at=None).values_list("pk", flat=True))
    _write(rows.model, dict.fromkeys(fresh, (at, by.person_id)), by)
    mark = record_each("archive.handled", rows.model, {pk: {} for pk in fresh}, by=by, at=at)
    return Handled(count, len(fresh), mark)


@transaction.atomic
def clear_all_handled(rows: QuerySet[Item], *, by: Access, at: datetime, seen: int | None = None) -> Handled:
    """Take the tick of all these rows away, looked up again now. Refuses as `mark_all_handled` does."""
    by.demand("archive.handle")
    held = _held(rows, by)
    count = _counted(held, seen)
    ticked = held.filter(handled_at__isnull=False).values_list("pk", "handled_at", "handled_by_id")
    return _clear(rows.model, {pk: (when, person) for pk, when, person in ticked}, count, by=by, at=at)


@transaction.atomic
def undo_handling(kind: type[Item], mark: str, *, by: Access, at: datetime) -> Handled:
    """Undo what this person did to many rows at once, where nobody has changed it since.

    Ticks that were taken away come back as they were. Refuses (NotAllowed, NothingToUndo).
    """
    by.demand("archive.handle")
    done = recorded_together(mark, kind, by=by)
    if not done:
        raise NothingToUndo("There is nothing to undo.")
    ticks = {int(event.target_id): _tick_of(event) for event in done}
    now = _now(kind, ticks, by)
    if done[0].action == "archive.handled":
        return _clear(kind, {pk: tick for pk, tick in now.items() if tick == ticks[pk]}, len(ticks), by=by, at=at)
    back = {pk: ticks[pk] for pk, tick in now.items() if tick == NONE}
    _write(kind, back, by)
    mark = record_each("archive.handled", kind, {pk: _facts(tick) for pk, tick in back.items()}, by=by, at=at)
    return Handled(len(ticks), len(back), mark)


def _clear(kind: type[Item], ticks: Mapping[int, Tick], count: int, *, by: Access, at: datetime) -> Handled:
    """Take those ticks away; the trail keeps what they were."""
    _write(kind, dict.fromkeys(ticks, NONE), by)
    mark = record_each("archive.unhandled", kind, {pk: _facts(tick) for pk, tick in ticks.items()}, by=by, at=at)
    return Handled(count, len(ticks), mark)


def _write(kind: type[Item], ticks: Mapping[int, Tick], by: Access) -> None:
    """Give each row its tick, all rows of the same tick together."""
    rows_of: dict[Tick, list[int]] = {}
    for pk, tick in ticks.items():
        rows_of.setdefault(tick, []).append(pk)
    for (when, person), pks in rows_of.items():
        for some in batched(pks, AT_ONCE):
            _rows(kind, by).filter(pk__in=some).update(handled_at=when, handled_by=person)
    if ticks:
        _lists_changed(by)


def _now(kind: type[Item], pks: Iterable[int], by: Access) -> dict[int, Tick]:
    """The ticks of those rows as they are now, held."""
    held = _held(_rows(kind, by), by).values_list("pk", "handled_at", "handled_by_id")
    return {pk: (when, who) for some in batched(pks, AT_ONCE) for pk, when, who in held.filter(pk__in=some)}


def _tick_of(event: Event) -> Tick:
    """The tick of which an event tells: the one given then, or the earlier one that its facts keep."""
    if not event.facts:
        return event.at, event.person_id
    return datetime.fromisoformat(event.facts["handled_at"]), event.facts["handled_by"]


def _facts(tick: Tick) -> dict[str, str | int | None]:
    when, person = tick
    return {"handled_at": when.isoformat() if when else None, "handled_by": person}


def _counted(rows: QuerySet[Item], seen: int | None) -> int:
    count = rows.count()
    if seen is not None and count != seen:
        raise ListChanged("The list has changed: it has %(now)s rows now, and had %(seen)s.", now=count, seen=seen)
    if count > MOST:
        raise TooManyRows(
            "These are %(count)s rows; at most %(most)s are handled at once. Filter first.", count=count, most=MOST
        )
    return count


def _locked(item: Item, by: Access) -> Item:
    """The row as it is now, held."""
    return _held(_rows(type(item), by), by).get(pk=item.pk)


def _held(rows: QuerySet[Item], by: Access) -> QuerySet[Item]:
    """The rows of this dossier, held when they are read; the books before, in the order of a synchronisation."""
    Books.objects.select_for_update().visible_to(by).first()
    return _of_dossier(rows, by).order_by("pk").select_for_update()


def _rows(kind: type[Item], by: Access) -> QuerySet[Item]:
    return _of_dossier(kind._default_manager.all(), by)


def _of_dossier(rows: QuerySet[Item], by: Access) -> QuerySet[Item]:
    return rows.none() if by.dossier_id is None else rows.filter(dossier_id=by.dossier_id)


def _lists_changed(by: Access) -> None:
    """Have totals made again: their keys carry the version."""
    Books.objects.visible_to(by).update(version=F("version") + 1)
