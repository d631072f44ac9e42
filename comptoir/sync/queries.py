"""What is known of a dossier's runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.jobs.models import Job, JobState
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Change, Run


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is that has not ended; `total` is 0 while unknown.

    `waiting`: nobody works on it now. `again_at`: it is tried again then, after `attempts` attempts. `ahead`: an
    earlier run of the dossier has to end first. `lost`: nothing will take it up any more.
    """

    waiting: bool
    ahead: bool
    lost: bool
    attempts: int
    again_at: datetime | None
    done: int
    total: int


def runs_of(access: Access) -> QuerySet[Run]:
    """The runs of the dossier, newest first."""
    return Run.objects.visible_to(access).order_by("-pk")


def changes_of(access: Access, run: Run) -> QuerySet[Change]:
    """What the run changed, in the order in which it was noted."""
    return Change.objects.visible_to(access).filter(run=run).order_by("pk")


def changes_of_entry(access: Access, entry_key: str) -> QuerySet[Change]:
    """What runs did to one entry, newest first, each with its run."""
    return Change.objects.visible_to(access).filter(entry_key=entry_key).select_related("run").order_by("-pk")


def latest_runs(dossiers: Iterable[Dossier]) -> dict[int, Run]:
    """The newest run of each dossier that has one, in two queries."""
    newest = Run.objects.filter(dossier__in=list(dossiers)).values("dossier").annotate(newest=Max("pk"))
    return {run.dossier_id: run for run in Run.objects.filter(pk__in=[row["newest"] for row in newest])}


def progress_of(run: Run) -> RunProgress:
    """How far the run is, in two queries."""
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    if job is None:
        return RunProgress(True, False, True, 0, None, 0, 0)
    waiting = job.state == JobState.WAITING
    earlier = Run.objects.filter(dossier_id=run.dossier_id, outcome=Outcome.RUNNING, pk__lt=run.pk)
    return RunProgress(
        waiting=waiting,
        ahead=waiting and earlier.exists(),
        lost=job.state in {JobState.DONE, JobState.PARKED},
        attempts=job.attempts,
        again_at=job.run_at if waiting and job.attempts else None,
        done=job.progress_done,
        total=job.progress_total,
    )


def changes_by_kind(access: Access, run: Run) -> dict[str, int]:
    """How many changes of each kind the run made; kinds without any are left out."""
    counted = Change.objects.visible_to(access).filter(run=run).order_by().values_list("kind").annotate(Count("pk"))
    return dict(counted)
