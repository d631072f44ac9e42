"""Writing the trail: one call inside the transaction of every action."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from comptoir.audit.models import Event
from comptoir.kit.batches import batched

AT_ONCE = 1000
WIDEST = 10**6
"""Further apart than this no two events lie that were written together, whoever else wrote in between."""


class Actor(Protocol):
    """Who acts, as far as the trail needs to know."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def firm_id(self) -> int | None: ...
    @property
    def dossier_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


def record(action: str, target: models.Model, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Append one event; `facts` are plain JSON values, and never a secret."""
    _event(action, target._meta.label_lower, target.pk, facts, by=by, at=at).save(force_insert=True)


def record_each(
    action: str, kind: type[models.Model], facts: Mapping[int, dict[str, Any]], *, by: Actor, at: datetime
) -> str:
    """Append one event for each row of that kind, its facts under its id; tells the mark that finds them again.

    "" when there is none.
    """
    label, written = kind._meta.label_lower, []
    for some in batched(facts.items(), AT_ONCE):
        events = [_event(action, label, pk, each, by=by, at=at) for pk, each in some]
        written += [event.pk for event in Event.objects.bulk_create(events)]
    return f"{min(written)}-{max(written)}" if written else ""


def recorded_together(mark: str, kind: type[models.Model], *, by: Actor) -> list[Event]:
    """The events that this person wrote together for rows of that kind, by their mark; [] when it is none of his."""
    first, dash, last = mark.partition("-")
    if not dash or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (first, last)):
        return []
    if not 0 <= int(last) - int(first) <= WIDEST:
        return []
    own = {"person_id": by.person_id, "firm_id": by.firm_id, "dossier_id": by.dossier_id}
    events = Event.objects.filter(target_type=kind._meta.label_lower, **own)
    begun = events.filter(pk=int(first)).first()
    if begun is None:
        return []
    same = events.filter(pk__gte=begun.pk, pk__lte=int(last), action=begun.action, at=begun.at)
    return list(same.order_by("pk"))


def events_about(target: models.Model, *, by: Actor) -> models.QuerySet[Event]:
    """The events about one thing, written for the actor's dossier, newest first."""
    about = {"target_type": target._meta.label_lower, "target_id": str(target.pk), "dossier_id": by.dossier_id}
    return Event.objects.filter(**about).order_by("-pk")


def events_about_each(kind: type[models.Model], ids: Iterable[int], *, by: Actor) -> models.QuerySet[Event]:
    """The same about several things of that kind."""
    about = {"target_type": kind._meta.label_lower, "target_id__in": [str(pk) for pk in ids]}
    return Event.objects.filter(**about, dossier_id=by.dossier_id).order_by("-pk")


def _event(action: str, label: str, pk: Any, facts: dict[str, Any], *, by: Actor, at: datetime) -> Event:
    return Event(
        at=at,
        action=action,
        person_id=by.person_id,
        by=by.name,
        firm_id=by.firm_id,
        dossier_id=by.dossier_id,
        target_type=label,
        target_id=str(pk),
        facts=facts,
    )
