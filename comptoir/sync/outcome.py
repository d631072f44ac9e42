"""How a run ends: recorded with its reason and place, audited, its staging forgotten."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptoir.audit.trail import record
from comptoir.connectors.port import Place
from comptoir.firms.access import Access
from comptoir.kit.words import Refusal
from comptoir.ledger.models import Books
from comptoir.ledger.stage import clear_staging
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Run


@transaction.atomic
def end_run(
    run: Run,
    outcome: Outcome,
    reason: Refusal | None = None,
    *,
    place: Place | None = None,
    needs_confirmation: bool = False,
    by: Access,
    at: datetime | None = None,
) -> Run:
    """Record the outcome of a run that is still running; one that has ended keeps its first outcome.

    The books are in step when it is done, and no more when it began and did not end well.
    """
    at = at or timezone.now()
    current = Run.objects.select_for_update().get(pk=run.pk)
    if current.outcome != Outcome.RUNNING:
        return current
    run.outcome, run.finished_at, run.needs_confirmation = outcome, at, needs_confirmation
    run.reason = reason.sentence.to_json() if reason else None
    run.place = place.to_json() if place and (place.file or place.line) else None
    run.save()
    if current.started_at is not None:
        Books.objects.filter(dossier_id=run.dossier_id).update(in_step=outcome == Outcome.DONE)
    clear_staging(run.pk)
    facts: dict[str, Any] = {"outcome": str(outcome), "counts": run.counts}
    if reason:
        facts["reason"] = str(reason.sentence)
    record("sync.ended", run, by=by, at=at, **facts)
    return run
