"""The rooms of what is handed in, by the name of their list: which rows they have, where they are, what is done there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.queries.bundle import with_documents
from comptoir.intake.queries.handed_in import (
    IN_PROGRESS,
    Scope,
    Totals,
    annotated,
    filtered,
    handed_in,
    sums_of,
    values_of,
    waiting_in,
)
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.plan import ListPlan
from comptoir.web.portal.mailboxes.plan import history_plan, mailbox_plan, progress_plan, wanted_of
from comptoir.web.portal.mailboxes.waiting import AT_BOOKS
from comptoir.web.portal.picking.kind import Kind
from comptoir.worklist.underway import underway

TABS = (Mailbox.PURCHASES, Mailbox.SALES, Mailbox.MISCELLANEOUS)
"""The tabs of the document history, and the mailboxes from which is sent."""


@dataclass(frozen=True, slots=True)
class Room:
    """A list of what was handed in.

    `place` is where it is in the dossier; `mailbox` the one of which it tells, None in progress; `history`: it is that.
    """

    plan: ListPlan
    place: str
    scope: Scope
    mailbox: Mailbox | None = None
    history: bool = False

    @property
    def waits(self) -> bool:
        """Whether its documents wait in a mailbox."""
        return self.mailbox is not None and not self.history

    @property
    def sends(self) -> bool:
        """Whether they can be sent."""
        return self.waits and self.mailbox != Mailbox.UNTYPED


def _rooms() -> list[Room]:
    mailboxes = [Room(mailbox_plan(each), f"mailboxes/{each}/", waiting_in(each), each) for each in Mailbox]
    history = [
        Room(history_plan(tab), f"document-history/{tab}/", {"tab": tab.value}, tab, history=True) for tab in TABS
    ]
    return [*mailboxes, PROGRESS, *history]


PROGRESS = Room(progress_plan(), "in-progress/", IN_PROGRESS)
ROOMS: Mapping[str, Room] = {room.plan.name: room for room in _rooms()}
MAILBOXES = {room.mailbox: room for room in ROOMS.values() if room.waits}
HISTORY = {room.mailbox: room for room in ROOMS.values() if room.history}


def kind_of(room: Room) -> Kind:
    """The rows of a room, to be picked."""

    def told(found: "QuerySet[Submission]") -> "QuerySet[Submission]":
        found = annotated(found, history=room.history)
        return found.select_related("proposal__pushed") if room is PROGRESS else found

    def rows(access: Access) -> "QuerySet[Submission]":
        return told(handed_in(access).filter(**room.scope))

    def wanted(access: Access, asked: Asked) -> "QuerySet[Submission]":
        return told(filtered(access, room.scope, wanted_of(asked)))

    return Kind(
        plan=room.plan,
        place=room.place,
        acts=f"mailboxes/picked/{room.plan.name}/",
        model=Submission,
        rows=rows,
        wanted=wanted,
        sums=lambda _access, found: by_name(room, sums_of(found)),
        bundled=with_documents,
        row_of=_in_progress if room is PROGRESS else partial(values_of, history=room.history),
        names=lambda _access, _asked: {},
    )


def _in_progress(submission: Submission) -> Row:
    """A row of what is in progress; of what is transferred, with how far it is on its way into the books."""
    row = values_of(submission)
    if submission.state == State.TRANSFERRED:
        row[AT_BOOKS] = underway(submission.proposal, at=timezone.now())
    return row


def by_name(room: Room, sums: Totals) -> dict[str, int]:
    """The sums as foot, selection and exports take them."""
    return {"count": sums.count} if room.history else {"count": sums.count, "amount": sums.euro_cents}
