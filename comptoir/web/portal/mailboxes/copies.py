"""The card of what was received more than once: the strongest source, its evidence, and the same bytes seen again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext

from comptoir.audit.trail import events_about_each
from comptoir.firms.access import Access
from comptoir.intake.choices import Channel
from comptoir.intake.models import Submission
from comptoir.intake.receiving import SEEN_AGAIN

SHOWN = 20
"""So many times that the same bytes were seen again are told, the latest."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One arrival: what it is to the card, by which way it came, when, from whom.

    `document_id` is that of a file of its own, 0 for bytes that were there; `parts_from` the id of the submission that
    somebody can say is another document, 0 for none.
    """

    name: str
    role: str
    channel: str | Promise
    at: datetime
    sender: str
    document_id: int = 0
    parts_from: int = 0


def copies_of(access: Access, submission: Submission, evidence: Sequence[Submission]) -> list[Copy]:
    """Every arrival of the card, the strongest source first; none where it arrived once."""
    head = submission.evidence_of or submission
    others = evidence if head is submission else [submission]
    again = _again(access, [head, *others])
    if not others and not again:
        return []
    strongest = _arrival(head, gettext("strongest source") if others else gettext("first received"))
    return [strongest, *(_arrival(each, gettext("evidence"), parts=True) for each in others), *again]


def _arrival(submission: Submission, role: str, *, parts: bool = False) -> Copy:
    return Copy(
        name=submission.name,
        role=role,
        channel=Channel(submission.channel).label,
        at=submission.arrived_at,
        sender=submission.sender,
        document_id=submission.document_id,
        parts_from=submission.pk if parts else 0,
    )


def _again(access: Access, card: Sequence[Submission]) -> list[Copy]:
    """The same bytes, by whom, when and how they came again; what came with the books may have brought no name."""
    names = {str(each.pk): each.name for each in card}
    events = events_about_each(Submission, [each.pk for each in card], by=access).filter(action=SEEN_AGAIN)[:SHOWN]
    return [
        Copy(
            name=str(event.facts.get("name") or names[event.target_id]),
            role=gettext("the same file again"),
            channel=Channel(event.facts["channel"]).label,
            at=event.at,
            sender=str(event.facts["sender"] or event.by),
        )
        for event in events
    ]
