"""Somebody looked at a possible duplicate and said that it is another invoice: nobody is warned of it any more."""

from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.intake.holding import hold
from comptoir.worklist.editing import CannotChange
from comptoir.worklist.models import Proposal
from comptoir.worklist.reach import within_reach
from comptoir.worklist.twins import Twin, TwinKind


@transaction.atomic
def tell_apart(proposal: Proposal, twin: Twin, *, by: Access, at: datetime) -> None:
    """Remember that these are two invoices; of two that are under way, both know it. Nothing else changes.

    Saying it twice is saying it once. Refuses (NotAllowed, CannotChange).
    """
    by.demand("worklist.use")
    hold(by.dossier_id)
    row = within_reach(by).select_for_update(of=("self",)).filter(pk=proposal.pk).select_related("submission").first()
    if row is None:
        raise CannotChange("This document is checked by somebody else.")
    _remember(row, twin.key, twin.name, by=by, at=at)
    if twin.kind == TwinKind.DOCUMENT:
        others = Proposal.objects.select_for_update(of=("self",)).visible_to(by).select_related("submission")
        for other in others.filter(submission=twin.pk):
            _remember(other, f"{TwinKind.DOCUMENT}-{row.submission_id}", row.submission.name, by=by, at=at)


def _remember(row: Proposal, key: str, name: str, *, by: Access, at: datetime) -> None:
    if key in row.told_apart:
        return
    row.told_apart = sorted({*row.told_apart, key})
    row.save(update_fields=["told_apart"])
    record("worklist.told_apart", row.submission, by=by, at=at, name=name)
