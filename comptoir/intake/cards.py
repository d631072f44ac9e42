"""Cards: submissions that tell the same invoice lie on one card, the strongest source as its head.

None of them is deleted, and none is kept from being booked: whoever says that they are two documents takes them apart.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from comptoir.audit.trail import record
from comptoir.documents.models import ReadFrom
from comptoir.firms.access import Access
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import Submission

STRENGTH = {ReadFrom.XML: 3, ReadFrom.TEXT: 2, ReadFrom.OCR: 1, ReadFrom.NOTHING: 0}
LIVELY = (State.MAILBOX, State.SENT, State.TRANSFERRED, State.BOOKED)
"""Where a submission is not given up, the furthest on its way last."""

CARRIED = ("state", "mailbox", "journal", "sent_at", "ended_at")
"""What all submissions of a card have in common: where the card is."""


@transaction.atomic
def join(submission: Submission, *, by: Access, at: datetime) -> None:
    """Lay it on the card of the same invoice, if there is one; the stronger source becomes, or stays, the head.

    The card is where the one of them is that was further on its way. The mailroom is held already.
    """
    if not submission.key or submission.evidence_of_id is not None or submission.state not in LIVELY:
        return
    rows = Submission.objects.select_for_update(of=("self",)).select_related("document__reading")
    same = rows.filter(dossier=submission.dossier_id, key=submission.key, evidence_of=None, state__in=LIVELY)
    others = same.exclude(pk=submission.pk).order_by("pk")
    other = next((each for each in others if not apart(submission, each)), None)
    if other is None:
        return
    head, below = other, submission
    if other.state not in {State.TRANSFERRED, State.BOOKED} and _strength(submission) > _strength(other):
        head, below = submission, other
    ahead = max((other, submission), key=_how_far)
    carried = {name: getattr(ahead, name) for name in CARRIED}
    for name, value in carried.items():
        setattr(head, name, value)
        setattr(below, name, value)
    head.comment, head.tags, below.evidence_of = head.comment or below.comment, head.tags or below.tags, head
    head.save(update_fields=[*CARRIED, "comment", "tags"])
    Submission.objects.filter(evidence_of__in=(head, below)).update(evidence_of=head, **carried)
    below.save(update_fields=[*CARRIED, "evidence_of"])
    record("intake.joined", head, by=by, at=at, evidence=below.pk, name=below.name, channel=below.channel)
    record("intake.became_evidence", below, by=by, at=at, of=head.pk, name=head.name)


def whole(heads: list[int]) -> "QuerySet[Submission]":
    """Every submission of the cards with these heads."""
    return Submission.objects.filter(Q(pk__in=heads) | Q(evidence_of__in=heads))


def apart(one: Submission, other: Submission) -> bool:
    """Whether somebody said that these two are not the same."""
    return other.pk in one.kept_apart or one.pk in other.kept_apart


def _how_far(submission: Submission) -> tuple[int, bool]:
    return LIVELY.index(State(submission.state)), submission.mailbox != Mailbox.UNTYPED


def _strength(submission: Submission) -> int:
    reading = getattr(submission.document, "reading", None)
    return STRENGTH[ReadFrom(reading.source)] if reading is not None else 0
