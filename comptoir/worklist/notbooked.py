"""What is sent and not booked: filed in Miscellaneous or Permanent, or made a purchase or sale; only then it is there."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comptoir.archive.actions.filing import Card, file_kept, put_back, take_out
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import FiledDocument
from comptoir.audit.trail import events_about
from comptoir.firms.access import Access
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import place
from comptoir.kit.words import Refusal
from comptoir.worklist.proposing import BOOKABLE


class Gone(Refusal):
    """The document is no longer where it was."""


def not_booked(access: Access) -> "QuerySet[Submission]":
    """The miscellaneous documents that were sent and wait to be processed, the earliest first."""
    rows = Submission.objects.visible_to(access)
    if not access.may("archive.file_all"):
        return rows.none()
    rows = rows.filter(state=State.SENT, mailbox=Mailbox.MISCELLANEOUS, evidence_of=None)
    return rows.select_related("document", "dossier").order_by("sent_at", "pk")


def processed_lately(access: Access) -> "QuerySet[FiledDocument]":
    """What was processed and is in the archive, the latest first: it can be taken back."""
    rows = Submission.objects.visible_to(access).filter(state=State.BOOKED, mailbox=Mailbox.MISCELLANEOUS)
    if not access.may("archive.file_all"):
        rows = rows.none()
    filed = FiledDocument.objects.visible_to(access).filter(document__in=rows.values("document"), removed_at=None)
    return filed.order_by("-filed_at", "-pk")


@transaction.atomic
def process(submission: Submission, card: Card, *, tab: FiledTab, by: Access, at: datetime) -> FiledDocument:
    """File it in that tab under the card, where the client sees it from now on.

    Refuses (NotAllowed, Gone, and what `archive.actions.filing.file_kept` refuses); nothing is changed then.
    """
    row = _held(submission, by)
    filed = file_kept(row.document, card, tab=tab, by=by, at=at)
    _place_in(row, filed, by, at)
    return filed


@transaction.atomic
def take_back(filed: FiledDocument, *, by: Access, at: datetime) -> Submission:
    """Take what was processed out of its tab, to be processed anew. Refuses (NotAllowed, Gone)."""
    by.demand("archive.file_all")
    hold(filed.dossier_id)
    rows = Submission.objects.select_for_update(of=("self",)).visible_to(by)
    row = rows.filter(document=filed.document, state=State.BOOKED, mailbox=Mailbox.MISCELLANEOUS).first()
    if row is None or filed.removed_at is not None:
        raise Gone("This document was not processed in the worklist.")
    take_out(filed, by=by, at=at)
    place({row: {"state": State.SENT, "ended_at": None}}, "worklist.unprocessed", by=by, at=at)
    return row


@transaction.atomic
def put_back_filed(filed: FiledDocument, *, by: Access, at: datetime) -> FiledDocument:
    """Put what was taken out of a tab back there; what was taken back to be processed anew is processed again by that.

    Refuses (NotAllowed, AlreadyFiled), and Gone where the document is elsewhere by now.
    """
    hold(filed.dossier_id)
    row = Submission.objects.select_for_update(of=("self",)).visible_to(by).filter(document=filed.document).first()
    if row is not None and _processed_as(row, filed, by):
        others = FiledDocument.objects.filter(document=filed.document, removed_at=None).exclude(pk=filed.pk)
        waits = row.state == State.SENT and row.mailbox == Mailbox.MISCELLANEOUS
        if others.exists() or not (waits or row.state == State.BOOKED):
            raise Gone("The document is elsewhere by now, and cannot be in two places.")
        if waits:
            _place_in(row, filed, by, at)
    return put_back(filed, by=by, at=at)


@transaction.atomic
def make_bookable(submission: Submission, mailbox: Mailbox, *, by: Access, at: datetime) -> Submission:
    """Make it a purchase or sale: a booking proposal is made of it. Refuses (NotAllowed, Gone)."""
    row = _held(submission, by)
    if mailbox not in BOOKABLE:
        raise Gone("Say whether it is a purchase or a sale.")
    place({row: {"state": State.SENT, "mailbox": mailbox}}, "intake.moved", by=by, at=at)
    return row


def _place_in(row: Submission, filed: FiledDocument, by: Access, at: datetime) -> None:
    to = {"state": State.BOOKED, "ended_at": at}
    place({row: to}, "worklist.processed", by=by, at=at, tab=filed.tab, title=filed.title, filed=filed.pk)


def _processed_as(submission: Submission, filed: FiledDocument, by: Access) -> bool:
    """Whether it was filed there from the worklist."""
    return events_about(submission, by=by).filter(action="worklist.processed", facts__filed=filed.pk).exists()


def _held(submission: Submission, by: Access) -> Submission:
    by.demand("archive.file_all")
    hold(submission.dossier_id)
    rows = Submission.objects.select_for_update(of=("self",)).visible_to(by).select_related("document")
    row = rows.filter(pk=submission.pk).first()
    if row is None or row.state != State.SENT or row.mailbox != Mailbox.MISCELLANEOUS:
        raise Gone("The document is no longer in this list.")
    return row
