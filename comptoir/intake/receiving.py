"""The one entry of intake: a file becomes a submission, whatever channel it came by; the same bytes twice are one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from comptoir.audit.models import Event
from comptoir.audit.trail import record
from comptoir.documents.actions import keep
from comptoir.documents.models import Document
from comptoir.documents.store import WITH_PICTURES
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.cards import CARRIED, join
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.holding import hold
from comptoir.intake.models import MailboxSettings, Submission
from comptoir.intake.placing import place
from comptoir.intake.queries.waiting import READ, key_of_reading
from comptoir.intake.searching import index_search, written_for_search
from comptoir.jobs.queue import enqueue
from comptoir.kit.file_names import label
from comptoir.kit.text import readable

ARRIVED, SEEN_AGAIN = "intake.arrived", "intake.seen_again"


@dataclass(frozen=True, slots=True)
class Handed:
    """How a file came: into which mailbox, by which channel, from whom (in words), with what said of it.

    `facts` are more of it for the timeline, plain JSON values: the subject of the e-mail, the name of the ZIP. `once`
    names this very delivery: the same again, after somebody was killed in between, is answered as the first time.
    `waits`: it is not sent on by itself, whatever its mailbox does: one page of what is being put together.
    """

    mailbox: Mailbox
    channel: Channel
    sender: str
    comment: str = ""
    tags: Sequence[str] = ()
    facts: Mapping[str, str | int | None] | None = None
    once: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: its submission, and whether that was there before."""

    submission: Submission
    known: bool


def receive(source: Path | bytes, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime) -> Received:
    """Keep the file and put it into the mailbox. Bytes that were handed in before are noted as seen again, and no more;
    deleted ones come back into the mailbox that they were sent to now.

    Refuses (NotAllowed, and what `documents.actions.keep` refuses); after a refusal nothing is there. When it returns,
    the bytes are on the disk and the row is written: it may be answered "received". Call it outside a transaction.
    """
    by.demand("mailbox.use")
    document = keep(source, dossier=dossier, name=name, accepts=WITH_PICTURES, by=by, at=at)
    return _received(document, handed, label(name), by, at)


@transaction.atomic
def _received(document: Document, handed: Handed, name: str, by: Access, at: datetime) -> Received:
    hold(document.dossier_id)
    document = Document.objects.select_for_update().visible_to(by).get(pk=document.pk)
    known = Submission.objects.filter(dossier=document.dossier_id, original=document).first()
    known = known or Submission.objects.filter(dossier=document.dossier_id, document=document).first()
    if known is not None:
        answered = _answered(known, handed.once)
        if answered is None:
            _seen_again(known, handed, name, by, at)
        return Received(known, known=answered != ARRIVED)
    submission = Submission(
        dossier_id=document.dossier_id,
        original=document,
        document=document,
        mailbox=handed.mailbox,
        name=name,
        channel=handed.channel,
        sender=readable(handed.sender)[:254],
        handed_by_id=by.person_id,
        arrived_at=at,
        comment=handed.comment,
        tags=list(handed.tags),
    )
    submission.search = written_for_search(submission)
    submission.save(force_insert=True)
    index_search(submission)
    record(ARRIVED, submission, by=by, at=at, **_told(handed, name))
    ask_to_read(submission, at=at)
    if _is_sent_on(handed, submission.dossier_id):
        forward(submission, by=by, at=at)
    return Received(submission, known=False)


def _answered(known: Submission, once: str) -> str | None:
    """What the timeline says of this very delivery already."""
    about = Event.objects.filter(target_type=known._meta.label_lower, target_id=str(known.pk))
    told = about.filter(action__in=(ARRIVED, SEEN_AGAIN), facts__once=once) if once else about.none()
    return told.order_by("pk").values_list("action", flat=True).first()


def _seen_again(known: Submission, handed: Handed, name: str, by: Access, at: datetime) -> None:
    record(SEEN_AGAIN, known, by=by, at=at, **_told(handed, name))
    if known.state != State.DELETED:
        return
    head = known.evidence_of or known
    to = {"state": State.MAILBOX, "mailbox": handed.mailbox, "ended_at": None}
    place({head: to}, "intake.put_back", by=by, at=at)
    if _is_sent_on(handed, known.dossier_id):
        forward(head, by=by, at=at)
    join(head, by=by, at=at)
    known.refresh_from_db(fields=(*CARRIED, "evidence_of"))


def ask_to_read(submission: Submission, *, at: datetime) -> None:
    """Have what its document says read, and written on it."""
    enqueue(READ, at=at, group=READ, unique=key_of_reading(submission.pk), submission_id=submission.pk)


def _is_sent_on(handed: Handed, dossier_id: int) -> bool:
    return not handed.waits and handed.mailbox in forwarded(dossier_id)


def forwarded(dossier_id: int) -> list[str]:
    """The mailboxes of the dossier whose documents are sent on at once."""
    settings = MailboxSettings.objects.filter(dossier_id=dossier_id).first()
    return list(settings.forwards) if settings else []


def forward(submission: Submission, *, by: Access, at: datetime) -> None:
    """Send on, with all of its card, what a mailbox forwards by itself: the firm chooses the journal."""
    place({submission: {"state": State.SENT, "sent_at": at}}, "intake.sent", by=by, at=at, by_itself=True)


def _told(handed: Handed, name: str) -> dict[str, str | int | None]:
    told = {"name": name, "channel": handed.channel, "sender": handed.sender, "mailbox": handed.mailbox}
    return told | dict(handed.facts or {}) | ({"once": handed.once} if handed.once else {})
