"""Transfer: checked proposals get their numbers and go to the books; what the package refuses comes back to the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comptoir.audit.trail import events_about, record
from comptoir.documents.actions import CannotKeep
from comptoir.documents.arranging import keep_stamped
from comptoir.documents.models import Document
from comptoir.documents.queries import kept_inside
from comptoir.documents.reading import copy_reading
from comptoir.firms.access import Access
from comptoir.formats.media import PDF, XML
from comptoir.intake.choices import State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import place
from comptoir.jobs.queue import enqueue
from comptoir.kit.words import Refusal, Sentence
from comptoir.sync.actions import ask_for_run
from comptoir.sync.choices import PushState, RunKind
from comptoir.sync.models import Connection, PushedBooking
from comptoir.sync.pushing import ask_to_push
from comptoir.worklist.booking import booking_of
from comptoir.worklist.choices import READY, Status
from comptoir.worklist.models import PieceNumber, Proposal
from comptoir.worklist.pieces import NoNumber, Numbering


class CannotTransfer(Refusal):
    """The proposals cannot be transferred as they are."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A proposal and the number that its piece has, or would have."""

    proposal: Proposal
    number: int


def in_order(rows: "QuerySet[Proposal]") -> "QuerySet[Proposal]":
    """The order on screen, in which numbers are given: booking period, then invoice date, then arrival."""
    return rows.order_by("period__start_on", "dated_on", "submission_id")


def would_number(rows: "QuerySet[Proposal]") -> list[Numbered]:
    """The numbers that a transfer of these proposals would give now; nothing is written. Refuses as `transfer` does."""
    return _numbered(list(in_order(rows).select_related("journal", "period", "submission")))


@transaction.atomic
def transfer(rows: "QuerySet[Proposal]", *, by: Access, at: datetime) -> list[Numbered]:
    """Give these proposals of one dossier their numbers, and have them handed over to its accounting package.

    Refuses (CannotTransfer, NotAllowed), and then nothing is transferred: where one of them is not OK or checked, has a
    number that is taken, or where the dossier's package takes no bookings.
    """
    by.demand("worklist.transfer")
    found = list(in_order(rows).select_related("journal", "period", "submission__document", "dossier"))
    if not found:
        return []
    hold(found[0].dossier_id)
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in found])
    proposals = list(in_order(locked).select_related("journal", "period", "submission__document", "dossier"))
    if not Connection.objects.filter(dossier=proposals[0].dossier).exists():
        raise CannotTransfer("This dossier is not connected to an accounting package yet.")
    numbered = _numbered(proposals)
    for each in numbered:
        _give(each, by=by, at=at)
    return numbered


def _numbered(proposals: Sequence[Proposal]) -> list[Numbered]:
    numbering, numbered = Numbering(), []
    for proposal in proposals:
        name = proposal.submission.name
        if proposal.status not in READY:
            raise CannotTransfer("%(name)s is not ready: nothing was transferred.", name=name)
        try:
            numbered.append(Numbered(proposal, numbering.next_for(proposal)))
        except NoNumber as problem:
            raise CannotTransfer("%(name)s: %(why)s", name=name, why=problem.sentence) from None
    return numbered


def _give(each: Numbered, *, by: Access, at: datetime) -> None:
    proposal, journal, period = each.proposal, each.proposal.journal, each.proposal.period
    if journal is None or period is None:
        raise CannotTransfer("%(name)s is not ready: nothing was transferred.", name=proposal.submission.name)
    PieceNumber.objects.filter(proposal=proposal).exclude(
        journal=journal, fiscal_year=period.fiscal_year, number=each.number
    ).update(proposal=None)
    PieceNumber.objects.update_or_create(
        journal=journal,
        fiscal_year=period.fiscal_year,
        number=each.number,
        defaults={"dossier": proposal.dossier, "proposal": proposal},
    )
    proposal.status, proposal.piece, proposal.touched = Status.TRANSFERRED, str(each.number), True
    proposal.version, proposal.changed_at = proposal.version + 1, at
    proposal.save(update_fields=["status", "piece", "touched", "version", "changed_at"])
    enqueue("worklist.hand_over", at=at, group=f"worklist:{proposal.dossier_id}", proposal_id=proposal.pk)
    to = {"state": State.TRANSFERRED}
    place({proposal.submission: to}, "worklist.transferred", by=by, at=at, piece=journal.code, number=proposal.piece)


def hand_over(proposal: Proposal, *, by: Access, at: datetime) -> PushedBooking | None:
    """Stamp its document and ask for its booking; one that is no longer on its way is left as it is, None then.

    Twice does no harm. What cannot be stamped goes without a stamp, and its timeline says so.
    """
    if proposal.status != Status.TRANSFERRED:
        return None
    submission = proposal.submission
    stamped, why = _stamped(proposal, by=by, at=at)
    with transaction.atomic():
        hold(proposal.dossier_id)
        locked = Proposal.objects.select_for_update(of=("self",)).select_related("journal", "period", "dossier")
        proposal = locked.get(pk=proposal.pk)
        if proposal.status != Status.TRANSFERRED:
            return None
        token = f"proposal-{proposal.pk}-{proposal.version}"
        documents = [stamped or submission.document]
        if submission.original.media_type == XML and submission.original not in documents:
            documents.append(submission.original)
        pushed = ask_to_push(proposal.dossier, booking_of(proposal, token=token), documents, by=by, at=at)
        if proposal.pushed_id != pushed.pk:
            proposal.pushed = pushed
            proposal.save(update_fields=["pushed"])
            if stamped is not None and submission.document.media_type != XML:
                copy_reading(submission.document, stamped, at=at)
                Submission.objects.filter(pk=submission.pk).update(document=stamped)
                record("worklist.stamped", submission, by=by, at=at, before=submission.document_id, after=stamped.pk)
            if why is not None:
                record("worklist.unstamped", submission, by=by, at=at, why=str(why))
    return pushed


def _stamped(proposal: Proposal, *, by: Access, at: datetime) -> tuple[Document | None, Sentence | None]:
    """The document with its stamp; None, and why, where it cannot have one."""
    document = proposal.submission.document
    words = f"{proposal.journal.code if proposal.journal else ''} {proposal.piece}"
    if document.media_type == XML:
        document = next((part for part in kept_inside(document) if part.media_type == PDF), document)
        if document.media_type == XML:
            return None, Sentence("An electronic invoice without a PDF has no page to be stamped.")
    try:
        return keep_stamped(document, words, name=document.name, by=by, at=at), None
    except CannotKeep as refusal:
        return None, refusal.sentence


@transaction.atomic
def settle(pushed: PushedBooking, *, by: Access, at: datetime) -> None:
    """Say in the timeline that the package has the booking, or have a refused one be in the list again. Twice is once.

    A package on the network is synchronised at once, and brings the entry back.
    """
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("submission", "journal")
    proposal = rows.filter(pushed=pushed, status=Status.TRANSFERRED).first()
    if proposal is None:
        return
    hold(proposal.dossier_id)
    journal = proposal.journal.code if proposal.journal else ""
    if pushed.state == PushState.SENT:
        record("worklist.accepted", proposal.submission, by=by, at=at, journal=journal, number=pushed.number)
        if pushed.entry_key:
            ask_for_run(pushed.dossier, kind=RunKind.TRANSFER, full=False, by=by, at=at)
    elif pushed.state == PushState.REFUSED and pushed.reason is not None:
        _back_to_the_list(proposal, Sentence.from_json(pushed.reason), by=by, at=at)


@transaction.atomic
def give_up(proposal: Proposal, why: Sentence, *, by: Access, at: datetime) -> None:
    """Have a proposal that cannot be handed over be in the list again, saying why. Twice is once."""
    hold(proposal.dossier_id)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("submission")
    held = rows.filter(pk=proposal.pk, status=Status.TRANSFERRED, pushed=None).first()
    if held is not None:
        _back_to_the_list(held, why, by=by, at=at)


def _back_to_the_list(proposal: Proposal, why: Sentence, *, by: Access, at: datetime) -> None:
    """With its number, which it is given again when it is transferred anew, and without its stamp."""
    proposal.status, proposal.pushed, proposal.reasons = Status.NOK, None, {"refused": why.to_json()}
    proposal.version, proposal.changed_at = proposal.version + 1, at
    proposal.save(update_fields=["status", "pushed", "reasons", "version", "changed_at"])
    document, to = _without_stamp(proposal.submission, by=by), {"state": State.SENT}
    place({proposal.submission: to}, "worklist.refused", by=by, at=at, reason=str(why), document=document)


def _without_stamp(submission: Submission, *, by: Access) -> int:
    """Have its document be again what was stamped; tells its id."""
    told = events_about(submission, by=by).filter(action="worklist.stamped").first()
    if told is not None and told.facts["after"] == submission.document_id:
        submission.document_id = int(told.facts["before"])
        submission.save(update_fields=["document"])
    return submission.document_id
