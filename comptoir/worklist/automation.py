"""What becomes of a proposal by itself: checked, or transferred at once, where the dossier says so and all conditions hold.

The rule that let it through is named in the document's timeline.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.choices import Validation
from comptoir.firms.models import Dossier
from comptoir.kit.words import Cents, Sentence
from comptoir.worklist.choices import ByItself, Status
from comptoir.worklist.codes import codes_of
from comptoir.worklist.models import Proposal, WorklistSettings
from comptoir.worklist.past import frame_of, invoices_of, shapes_of
from comptoir.worklist.transferring import CannotTransfer, transfer
from comptoir.worklist.twins import with_twins
from comptoir.worklist.vat import Treatment


def go_by_themselves(dossier: Dossier, proposals: Sequence[Proposal], *, by: Access, at: datetime) -> int:
    """Check or transfer those of the dossier's new proposals that need nobody; tells how many were transferred.

    Possible duplicates, and what a person has touched, always wait for somebody.
    """
    chosen = WorklistSettings.objects.filter(dossier=dossier).first() or WorklistSettings(dossier=dossier)
    doubled = with_twins(proposals)
    gone = []
    for proposal in proposals:
        if proposal.status != Status.OK or proposal.touched or proposal.pk in doubled:
            continue
        why = _straight(dossier, proposal)
        if why is None and chosen.by_itself:
            why = _as_before(proposal, chosen)
            if why is not None and chosen.by_itself == ByItself.CHECK:
                _check(proposal, why, by=by, at=at)
                continue
        if why is not None:
            gone.append((proposal, why))
    return _transfer(gone, by=by, at=at)


def _straight(dossier: Dossier, proposal: Proposal) -> Sentence | None:
    """Why it goes without anybody: the client said in which journal it belongs, and that is how it is proposed."""
    said = proposal.submission.journal
    if dossier.validated_by != Validation.STRAIGHT or not said or said != proposal.journal_code:
        return None
    return Sentence("the client chose the journal %(journal)s, and nothing is missing", {"journal": said})


def _as_before(proposal: Proposal, chosen: WorklistSettings) -> Sentence | None:
    """Why it goes: so many of the partner's last invoices were booked just so, and it is below the limit."""
    many, cents = chosen.equal_bookings, proposal.gross_cents
    if proposal.partner is None or cents is None or cents >= chosen.below_cents or not many:
        return None
    treatments = {row.code: row.treatment for row in codes_of(proposal.dossier, of_sale=proposal.of_sale)}
    booked: set[tuple[str, Treatment | None]] = {
        (line["account"], treatments.get(line["vat"])) for line in proposal.lines
    }
    entries = invoices_of(proposal.dossier_id, of_sale=proposal.of_sale).filter(lines__partner=proposal.partner)
    frame = frame_of(proposal.dossier)
    shapes = shapes_of(entries.distinct()[:many], frame, of_sale=proposal.of_sale)
    equal = [shape for shape in shapes if {(part.account, part.treatment) for part in shape.parts} == booked]
    if len(equal) < many:
        return None
    return Sentence(
        "the last %(count)s invoices of this partner were booked so, and it is below %(limit)s",
        {"count": many, "limit": Cents(chosen.below_cents)},
    )


@transaction.atomic
def _check(proposal: Proposal, why: Sentence, *, by: Access, at: datetime) -> None:
    row = Proposal.objects.select_for_update(of=("self",)).select_related("submission").get(pk=proposal.pk)
    if row.status == Status.OK and not row.touched:
        row.status, row.version = Status.CHECKED, row.version + 1
        row.save(update_fields=["status", "version"])
        record("worklist.checked_by_itself", row.submission, by=by, at=at, why=why.to_json())


def _transfer(gone: Sequence[tuple[Proposal, Sentence]], *, by: Access, at: datetime) -> int:
    """All at once, in their order; one by one where one of them holds the others up."""
    if not gone:
        return 0
    try:
        return _together(gone, by=by, at=at)
    except CannotTransfer:
        if len(gone) == 1:
            return 0
    return sum(_transfer([each], by=by, at=at) for each in gone)


@transaction.atomic
def _together(gone: Sequence[tuple[Proposal, Sentence]], *, by: Access, at: datetime) -> int:
    rows = Proposal.objects.filter(pk__in=[proposal.pk for proposal, _ in gone], touched=False, status=Status.OK)
    why = {proposal.pk: sentence for proposal, sentence in gone}
    numbered = transfer(rows, by=by, at=at)
    for each in numbered:
        facts = {"why": why[each.proposal.pk].to_json()}
        record("worklist.transferred_by_itself", each.proposal.submission, by=by, at=at, **facts)
    return len(numbered)
