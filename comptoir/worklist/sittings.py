"""Who sits at the form of a proposal, and what he has typed there and not saved yet: nothing of it is in the books."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from comptoir.audit.models import Event
from comptoir.audit.trail import events_about
from comptoir.firms.access import Access, NotAllowed
from comptoir.kit.text import readable
from comptoir.worklist.choices import Status
from comptoir.worklist.models import Proposal, Sitting

HERE = timedelta(seconds=45)
"""Whoever was not seen for longer has left: forms tell of themselves every twenty seconds."""

KEPT = timedelta(days=60)
"""For so long it is kept what somebody typed and never saved."""

HEAD = (
    *("credit", "journal", "period", "partner", "card_name", "card_vat", "number", "dated_on", "due_on"),
    *("communication", "gross", "rate"),
)
OF_A_LINE = ("account", "vat", "base", "tax", "text")
MOST_LINES, LONGEST, MOST_OTHERS = 100, 200, 10
_LINE = re.compile(rf"({'|'.join(OF_A_LINE)})-(0|[1-9][0-9]?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else at the same proposal."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """Who else sits there, and which version the proposal has by now.

    `changed_by` made it, where that is not the version seen; "" for the machine.
    """

    others: tuple[Other, ...]
    version: int
    changed_by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed and did not save. `current` says whether the proposal is still as it was then."""

    typed: dict[str, str]
    at: datetime
    current: bool


def known(typed: Mapping[str, str]) -> dict[str, str]:
    """What of it is of a proposal's form, each text no longer than a field of it takes."""
    ours = {name: text for name, text in typed.items() if name in HEAD or _LINE.fullmatch(name)}
    return {name: readable(text.replace("\x00", ""))[:LONGEST] for name, text in ours.items()}


@transaction.atomic
def sit(
    proposal: Proposal, typed: Mapping[str, str] | None, *, seen: int, leaving: bool = False, by: Access, at: datetime
) -> Company:
    """Note that somebody sits there before version `seen`, and what he has typed; None leaves that as it was.

    What is typed into an older version is kept only where somebody else has changed it since: what he has saved himself
    is not typed any more. Not in the trail: it changes no proposal. Refuses (NotAllowed).
    """
    person = _person(by)
    row = Proposal.objects.visible_to(by).select_related("submission").get(pk=proposal.pk)
    last = _last_change(row, by) if row.version != seen else None
    found, _ = Sitting.objects.select_for_update(of=("self",)).get_or_create(
        proposal=row,
        person_id=person,
        defaults={"dossier_id": row.dossier_id, "since": at, "version": min(seen, row.version)},
    )
    if found.seen_at is None or found.seen_at < at - HERE:
        found.since = at
    found.seen_at = None if leaving else at
    if typed is not None and seen <= row.version and not (last and last.person_id == person):
        kept = known(typed)
        found.typed, found.typed_at, found.version = kept or None, at if kept else None, seen
    if leaving and found.typed_at is None:
        found.delete()
    else:
        found.save()
    return Company(others_at(row, by=by, at=at), row.version, last.by if last and last.person_id else "")


@transaction.atomic
def forget_typed(proposal: Proposal, *, by: Access) -> None:
    """Drop what this person typed there and did not save."""
    Sitting.objects.visible_to(by).filter(proposal=proposal, person=by.person_id).update(typed=None, typed_at=None)


def others_at(proposal: Proposal, *, by: Access, at: datetime) -> tuple[Other, ...]:
    """Who else sits there now, whoever came first before the others."""
    rows = Sitting.objects.visible_to(by).filter(proposal=proposal, seen_at__gte=at - HERE)
    rows = rows.exclude(person=by.person_id).select_related("person").order_by("since", "pk")
    return tuple(Other(row.person.name, row.since) for row in rows[:MOST_OTHERS])


def draft_of(proposal: Proposal, *, by: Access) -> Draft | None:
    """What this person typed there and did not save; None without any."""
    row = Sitting.objects.visible_to(by).filter(proposal=proposal, person=by.person_id).first()
    if row is None or row.typed is None or row.typed_at is None:
        return None
    return Draft(dict(row.typed), row.typed_at, row.version == proposal.version)


def clean(at: datetime) -> int:
    """Remove sittings with nothing typed, of proposals that are transferred, and long left ones; says how many."""
    bare = Q(typed_at=None) & (Q(seen_at=None) | Q(seen_at__lt=at - timedelta(days=1)))
    old = Q(typed_at__lt=at - KEPT)
    return Sitting.objects.filter(bare | old | Q(proposal__status=Status.TRANSFERRED)).delete()[0]


def _person(by: Access) -> int:
    by.demand("worklist.use")
    if by.person_id is None:
        raise NotAllowed("Your profile does not allow this.")
    return by.person_id


def _last_change(proposal: Proposal, by: Access) -> Event | None:
    return events_about(proposal.submission, by=by).filter(action__startswith="worklist.").first()
