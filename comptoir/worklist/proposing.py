"""Enrichment: a booking proposal made of what reading found, each value with its evidence."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import Submission
from comptoir.kit.numbers import iban, structured_communication
from comptoir.kit.words import Sentence
from comptoir.worklist.choices import Status
from comptoir.worklist.currency import OWN_CURRENCY
from comptoir.worklist.judging import judge
from comptoir.worklist.lines import gross_of, lines_for
from comptoir.worklist.models import Proposal
from comptoir.worklist.partners import find_partner
from comptoir.worklist.placing import journal_for, period_for

BOOKABLE = (Mailbox.PURCHASES, Mailbox.SALES)


def waiting_for_a_proposal(dossier: Dossier) -> list[Submission]:
    """What was sent to be booked and was read, and has no proposal, or one from before that; the oldest first."""
    rows = Submission.objects.filter(dossier=dossier, state=State.SENT, mailbox__in=BOOKABLE, evidence_of=None)
    older = Q(proposal__changed_at__lt=F("sent_at")) | Q(proposal__changed_at__lt=F("read_at"))
    rows = rows.filter(Q(proposal=None) | older, read_at__isnull=False)
    return list(rows.select_related("document__reading", "dossier").order_by("sent_at", "pk"))


@transaction.atomic
def propose(submission: Submission, *, by: Access, at: datetime) -> Proposal | None:
    """Make the proposal of a submission that is sent, and none of another.

    One that a person has touched stays, unless the document is no longer on the side for which it was made.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related("document__reading", "dossier")
    submission = locked.get(pk=submission.pk)
    if submission.state != State.SENT or submission.mailbox not in BOOKABLE or submission.evidence_of_id:
        return None
    proposal = Proposal.objects.select_for_update().filter(submission=submission).first()
    same_side = proposal is not None and proposal.of_sale == (submission.mailbox == Mailbox.SALES)
    if proposal is not None and (proposal.pushed_id or (proposal.touched and same_side)):
        return proposal
    proposal = proposal or Proposal(dossier=submission.dossier, submission=submission, version=0)
    _enrich(proposal, submission)
    proposal.status, proposal.touched, proposal.checked_by = Status.NOK, False, None
    judge(proposal)
    proposal.version, proposal.changed_at = proposal.version + 1, at
    proposal.save()
    record("worklist.proposed", submission, by=by, at=at, status=proposal.status)
    return proposal


def _enrich(proposal: Proposal, submission: Submission) -> None:
    dossier, told = submission.dossier, invoice_in(submission)
    proposal.of_sale = submission.mailbox == Mailbox.SALES
    proposal.credit = told.get("kind") == "credit_note"
    proposal.number, proposal.currency = (told.get("number") or "")[:80], told.get("currency") or OWN_CURRENCY
    proposal.dated_on, proposal.due_on = _day(told.get("issue_date")), _day(told.get("due_date"))
    proposal.gross_cents = gross_of(told)
    proposal.communication = _communication(told)
    evidence: dict[str, Any] = {}
    proposal.journal, why = journal_for(dossier, submission.journal, of_sale=proposal.of_sale, credit=proposal.credit)
    _note(evidence, "journal", why)
    if proposal.dated_on:
        proposal.period, why = period_for(dossier, proposal.dated_on)
        _note(evidence, "period", why)
    party = told.get("customer" if proposal.of_sale else "supplier") or {}
    ibans = [] if proposal.of_sale else [each for each in map(iban, told.get("ibans") or ()) if each]
    found = find_partner(dossier, party, ibans, of_sale=proposal.of_sale)
    proposal.partner, proposal.card = found.partner, found.card
    if found.partner or found.card:
        _note(evidence, "partner", found.evidence)
    vat = (found.partner.vat if found.partner else (found.card or {}).get("vat")) or ""
    proposal.lines, why_lines = lines_for(dossier, found.partner, vat, told, of_sale=proposal.of_sale)
    for place, sentence in enumerate(why_lines):
        _note(evidence, f"line-{place}", sentence)
    proposal.evidence = evidence


def invoice_in(submission: Submission) -> dict[str, Any]:
    """What reading found in its document; {} where it found nothing."""
    reading = getattr(submission.document, "reading", None)
    return (reading.invoice if reading is not None else None) or {}


def _note(evidence: dict[str, Any], field: str, why: Sentence | None) -> None:
    if why is not None:
        evidence[field] = why.to_json()


def _communication(told: dict[str, Any]) -> str:
    for text in told.get("communications") or ():
        digits = structured_communication(text)
        if digits:
            return digits
    return next(iter(told.get("communications") or ()), "")[:40]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
