"""What is transferred and not in the books yet: how far its booking is on its way, since when, and why it is held up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from comptoir.documents.models import Document
from comptoir.documents.queries import kept_inside
from comptoir.firms.access import Access
from comptoir.intake.choices import State
from comptoir.intake.models import Submission
from comptoir.kit.words import Sentence
from comptoir.sync.choices import PushState
from comptoir.sync.models import PushedBooking
from comptoir.sync.pushing import inside_of
from comptoir.worklist.choices import Status, Step
from comptoir.worklist.models import Proposal
from comptoir.worklist.reach import within_reach

LONG = {Step.OUTBOX: timedelta(days=7), Step.TAKEN: timedelta(days=2)}
"""What waits longer for the books than this has probably been forgotten there."""


@dataclass(frozen=True, slots=True)
class Underway:
    """A transferred proposal: its step, since when, the reason of what went wrong; `long`: it waits for too long."""

    proposal: Proposal
    step: Step
    since: datetime
    reason: Sentence | None
    long: bool


def transferred_of(access: Access, *, of_sale: bool) -> "QuerySet[Proposal]":
    """What is transferred and waits for the books, in the order in which it was transferred and numbered."""
    rows = within_reach(access).filter(of_sale=of_sale)
    rows = rows.filter(status=Status.TRANSFERRED, submission__state=State.TRANSFERRED)
    return rows.select_related("submission", "journal", "partner", "pushed").order_by(
        "changed_at", "period__start_on", "dated_on", "submission_id"
    )


def underway(proposal: Proposal, *, at: datetime) -> Underway:
    """How far it is at that moment."""
    pushed = proposal.pushed
    step, since = _step(pushed), proposal.changed_at
    if pushed is not None and pushed.sent_at is not None:
        since = pushed.sent_at
    reason = Sentence.from_json(pushed.reason) if pushed is not None and pushed.reason else None
    return Underway(proposal, step, since, reason, step in LONG and at - since > LONG[step])


def underway_among(access: Access, submissions: Iterable[int], *, at: datetime) -> dict[int, Underway]:
    """Those of these submissions that are transferred and wait for the books, by their ids; for whoever hands in, too."""
    rows = Proposal.objects.visible_to(access).filter(submission__in=list(submissions), status=Status.TRANSFERRED)
    rows = rows.filter(submission__state=State.TRANSFERRED).select_related("pushed")
    return {each.submission_id: underway(each, at=at) for each in rows}


def looked_at(submission: Submission) -> list[Document]:
    """The document with what lies inside it; from its transfer on the stamped copy, in the place of what was stamped."""
    pushed = PushedBooking.objects.filter(proposal__submission=submission).first()
    if pushed is None:
        return [submission.document, *kept_inside(submission.document)]
    documents = list(pushed.documents.order_by("pk"))
    return [*documents, *inside_of(documents)]


def _step(pushed: PushedBooking | None) -> Step:
    if pushed is None:
        return Step.PREPARED
    if pushed.state == PushState.REFUSED:
        return Step.REFUSED
    if pushed.state == PushState.WAITING:
        return Step.TRIED if pushed.reason else Step.ON_ITS_WAY
    return Step.TAKEN if pushed.entry_key else Step.OUTBOX
