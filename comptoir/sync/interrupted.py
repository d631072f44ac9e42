"""Runs whose process is gone: ended, so that the next run need not wait for their lease to run out."""

import os
import socket
from datetime import datetime

from django.db import transaction

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.jobs.models import Job, JobState
from comptoir.kit.words import Refusal
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Run
from comptoir.sync.outcome import end_run


class Interrupted(Refusal):
    """The process of a run ended before the run did."""


def end_interrupted_runs(dossier: Dossier, *, by: Access, at: datetime) -> int:
    """End the dossier's runs that nobody performs any more; tells how many. They have changed nothing.

    Those are the runs of a process of this machine that died, and those whose job was given up. Runs that wait, and those
    of living processes or of other machines, are left alone. A process that died between the end of its run and that of
    its job has left the job; that ends too.
    """
    over = Run.objects.filter(dossier=dossier).exclude(outcome=Outcome.RUNNING)
    for left in Job.objects.filter(pk__in=over.values("job_id"), state=JobState.RUNNING):
        _is_given_up(left, at)
    running = list(Run.objects.filter(dossier=dossier, outcome=Outcome.RUNNING))
    jobs = Job.objects.in_bulk([run.job_id for run in running if run.job_id])
    ended = 0
    for run in running:
        job = jobs.get(run.job_id or 0)
        if job is not None and not _is_given_up(job, at):
            continue
        reason = Interrupted("This run was interrupted before it had changed anything.")
        ended += end_run(run, Outcome.FAILED, reason, by=by, at=at).outcome == Outcome.FAILED
    return ended


@transaction.atomic
def withdraw_run(run: Run, *, by: Access, at: datetime) -> Run:
    """Take back a run that could not begin because another one of the dossier was running."""
    Job.objects.filter(pk=run.job_id or 0, state=JobState.WAITING).delete()
    return end_run(
        run, Outcome.FAILED, Interrupted("Another synchronisation of this dossier was running."), by=by, at=at
    )


def _is_given_up(job: Job, at: datetime) -> bool:
    """Whether nobody will perform this job; one whose process is gone is parked."""
    if job.state in {JobState.PARKED, JobState.DONE}:
        return True
    if job.state != JobState.RUNNING or not _is_gone(job.worker):
        return False
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)
    parked = mine.update(state=JobState.PARKED, error="Its process was killed.", leased_until=None, finished_at=at)
    return bool(parked)


def _is_gone(worker: str) -> bool:
    """Whether the worker ("host:process:token") was a process of this machine that lives no more."""
    host, _, rest = worker.partition(":")
    process = rest.partition(":")[0]
    if host != socket.gethostname()[:40] or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
