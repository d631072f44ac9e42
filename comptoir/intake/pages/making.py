"""What was made of other submissions lies in a mailbox as a submission of its own; made twice, it is there once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comptoir.audit.trail import record
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.pages.allowed import PagesStay, refuse_unless_free
from comptoir.intake.receiving import ask_to_read, forward, forwarded
from comptoir.intake.searching import index_search, written_for_search
from comptoir.kit.file_names import label


@dataclass(frozen=True, slots=True)
class Making:
    """What is made: its file and how many pages that has, its name and mailbox, by which way and of what."""

    document: Document
    pages: int
    name: str
    mailbox: Mailbox
    channel: Channel
    sender: str
    made_from: Submission | None = None
    comment: str = ""
    tags: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def place(making: Making, *, action: str, by: Access, at: datetime) -> Submission:
    """The submission of what was made, in its mailbox, with a line of this action in its timeline.

    One that was deleted comes back; one that is there stays as it is. Call it in a transaction, the
    mailroom held.
    """
    known = Submission.objects.select_for_update(of=("self",)).filter(
        dossier_id=making.document.dossier_id, original=making.document
    )
    submission = known.first()
    if submission is not None and submission.state != State.DELETED:
        return submission
    if submission is None:
        submission = Submission(
            dossier_id=making.document.dossier_id,
            original=making.document,
            document=making.document,
            pages=making.pages,
            handed_by_id=by.person_id,
            arrived_at=at,
        )
    _fill(submission, making)
    submission.save()
    index_search(submission)
    record(action, submission, by=by, at=at, name=submission.name, mailbox=submission.mailbox, **making.facts)
    ask_to_read(submission, at=at)
    if submission.mailbox in forwarded(submission.dossier_id):
        forward(submission, by=by, at=at)
    return submission


def _fill(submission: Submission, making: Making) -> None:
    submission.state, submission.ended_at, submission.evidence_of = State.MAILBOX, None, None
    submission.name, submission.mailbox, submission.channel = label(making.name), making.mailbox, making.channel
    submission.sender, submission.made_from = making.sender, making.made_from
    submission.comment, submission.tags = making.comment, list(making.tags)
    submission.search = written_for_search(submission)


def refuse_if_worked_on(made: Submission) -> None:
    """Refuse (PagesStay) unless what was made lies in its mailbox as it was made."""
    refuse_unless_free(made, alone=True)
    lively = made.parts.exclude(state=State.DELETED)
    if made.document_id != made.original_id or lively.exists():
        raise PagesStay("%(name)s was worked on since; it is not undone any more.", name=made.name)


def take_away(made: Submission, *, action: str, by: Access, at: datetime) -> None:
    """Delete what was made, as undone; it stays to be found."""
    made.state, made.ended_at = State.DELETED, at
    made.save(update_fields=["state", "ended_at"])
    record(action, made, by=by, at=at, name=made.name)
