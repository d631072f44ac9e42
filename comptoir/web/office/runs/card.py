"""The parts of a dossier's page about synchronising: asking for it, how far it is, the last runs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from comptoir.sync.choices import Outcome
from comptoir.sync.models import Connection, Run
from comptoir.sync.queries import progress_of, runs_of
from comptoir.web.office.request import DossierRequest
from comptoir.web.office.runs.forms import SynchroniseForm
from comptoir.web.office.words import (
    FAULTS,
    asker_in_words,
    counts_in_words,
    kind_in_words,
    outcome_badge,
    place_in_words,
)

LAST = 10
PATIENCE = timedelta(seconds=15)
"""After this long without a worker, the page says that none has come."""


def sync_card(request: DossierRequest, form: SynchroniseForm | None = None, *, ended: bool = False) -> dict[str, Any]:
    """What the part for "Synchronise now" shows: the form, or how far the run is that has not ended.

    The latest run is told of when it is at fault, or has `ended` under the reader's eyes; else the list of runs does.
    """
    latest = runs_of(request.access).first()
    stands = state(request, latest)
    fault = latest is not None and latest.outcome in FAULTS
    return stands | {
        "telling": ended or fault or stands["progress"] is not None,
        "form": form or SynchroniseForm(),
        "connected": Connection.objects.visible_to(request.access).exists(),
        "may_sync": request.access.may("office.sync"),
    }


def state(request: DossierRequest, run: Run | None) -> dict[str, Any]:
    """How the run stands: `running` while somebody may still work on it."""
    progress = progress_of(run) if run is not None and run.outcome == Outcome.RUNNING else None
    waited = timezone.now() - run.asked_at if run is not None else timedelta()
    return {
        "latest": dressed(run) if run is not None else None,
        "progress": progress,
        "running": progress is not None and not progress.lost,
        "nobody_comes": progress is not None and progress.waiting and not progress.attempts and waited > PATIENCE,
        "may_confirm": run is not None and run.needs_confirmation and request.access.may("office.sync"),
    }


def runs_card(request: DossierRequest) -> dict[str, Any]:
    """The dossier's last runs, and whether there are more."""
    runs = list(runs_of(request.access)[: LAST + 1])
    return {"runs": [dressed(run) for run in runs[:LAST]], "more_runs": len(runs) > LAST}


def dressed(run: Run) -> dict[str, Any]:
    """A run with its words beside its values."""
    return {
        "pk": run.pk,
        "at": run.finished_at or run.started_at or run.asked_at,
        "kind": kind_in_words(run),
        "by": asker_in_words(run),
        "done_until": run.done_until,
        "badge": outcome_badge(run),
        "outcome": run.outcome,
        "held": run.needs_confirmation,
        "counts": counts_in_words(run.counts),
        "read": run.counts.get("read", 0),
        "reason": run.reason,
        "place": place_in_words(run.place),
        "findings": run.findings,
    }
