"""Where a card is: moved with all its submissions, each head's line in the trail saying from where to where.

`intake.moved`, `sent`, `taken_back`, `deleted` and `put_back` carry `before` and `after`, the columns that changed: enough
to undo them, and to tell them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from comptoir.audit.trail import record_each
from comptoir.firms.access import Access
from comptoir.intake.cards import CARRIED, whole
from comptoir.intake.choices import State
from comptoir.intake.models import Submission
from comptoir.jobs.queue import enqueue
from comptoir.kit.batches import batched

AT_ONCE = 400
MOMENTS = ("sent_at", "ended_at")
Place = Mapping[str, Any]
"""Some of the columns `cards.CARRIED`, by name."""


def place(
    cards: Mapping[Submission, Place], action: str, *, by: Access, at: datetime, **facts: str | int | bool | None
) -> str:
    """Put cards, by their heads, where they are to be; tells the mark that finds their lines in the trail again.

    The mailroom is held already. `facts` are more for the trail.
    """
    told = {}
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for head, to in cards.items():
        told[head.pk] = {"before": written({name: getattr(head, name) for name in to}), "after": written(to), **facts}
        alike.setdefault(tuple(sorted(to.items(), key=lambda pair: pair[0])), []).append(head.pk)
        for name, value in to.items():
            setattr(head, name, value)
    for columns, heads in alike.items():
        for some in batched(heads, AT_ONCE):
            whole(some).update(**dict(columns))
    for dossier_id in {head.dossier_id for head, to in cards.items() if to.get("state") == State.SENT}:
        ask_to_propose(dossier_id, at=at)
    return record_each(action, Submission, told, by=by, at=at)


def ask_to_propose(dossier_id: int, *, at: datetime) -> None:
    """Have the worklist make booking proposals of what was sent and is read; asked several times at once, it is once."""
    enqueue(
        "worklist.propose", at=at, group=f"worklist:{dossier_id}", unique=f"propose:{dossier_id}", dossier_id=dossier_id
    )


def written(to: Place) -> dict[str, Any]:
    """The place as plain JSON values."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in to.items()}


def read(told: Mapping[str, Any]) -> dict[str, Any]:
    """Read back what `written` wrote."""
    moments = {name: datetime.fromisoformat(told[name]) for name in MOMENTS if told.get(name)}
    return {name: told[name] for name in CARRIED if name in told} | moments


def heads_of(rows: Iterable[Submission]) -> list[int]:
    """The ids of the heads of these submissions' cards, each once, in order."""
    return sorted({row.evidence_of_id or row.pk for row in rows})
