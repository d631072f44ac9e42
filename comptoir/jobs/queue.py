"""Putting a job into the queue and taking one out of it; the database decides who gets it, never the code."""

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from os import getpid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from comptoir.jobs.models import Job, JobState

LEASE = timedelta(seconds=60)
"""How long a claimed job is left to its worker without a sign of life."""

PATIENCE = timedelta(seconds=1)

FRONT = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of jobs for which somebody waits: they are due longest."""

Clock = Callable[[], datetime]


@transaction.atomic
def enqueue(
    name: str,
    *,
    at: datetime,
    group: str = "",
    unique: str = "",
    run_at: datetime | None = None,
    max_attempts: int = 5,
    **arguments: Any,
) -> Job:
    """Write the job into the caller's transaction: it exists when that commits, and never if it does not.

    `arguments` are plain JSON values. At most one job of a `group` runs at a time; when a job with this `unique` key
    waits already, that one is returned and nothing is written.
    """
    while True:
        if unique and (waiting := Job.objects.filter(state=JobState.WAITING, unique_key=unique).first()):
            return waiting
        try:
            with transaction.atomic():
                return Job.objects.create(
                    name=name,
                    arguments=arguments,
                    group_key=group,
                    unique_key=unique,
                    run_at=run_at or at,
                    max_attempts=max_attempts,
                    created_at=at,
                )
        except IntegrityError:
            if not unique:
                raise


def enqueue_first(name: str, *, at: datetime, unique: str, **arguments: Any) -> None:
    """See to it that the job of this key is the next one, in no group; one that runs, or that failed and waits, is left.

    Writes nothing when that is so already, so it may be called at every look.
    """
    lively = Job.objects.filter(unique_key=unique, state__in=(JobState.WAITING, JobState.RUNNING))
    known = list(lively.values_list("state", "attempts", "run_at"))
    if not known:
        enqueue(name, at=at, unique=unique, run_at=FRONT, **arguments)
    elif all(state == JobState.WAITING and attempts == 0 and run_at > FRONT for state, attempts, run_at in known):
        lively.filter(state=JobState.WAITING).update(run_at=FRONT, group_key="")


def was_parked(unique: str) -> bool:
    """Whether the last job of this key was given up."""
    last = Job.objects.filter(unique_key=unique).order_by("-id").values_list("state", flat=True).first()
    return last == JobState.PARKED


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is. `again_at`: it did not work, and is tried again then; `given_up`: it is not tried any more."""

    done: int
    total: int
    again_at: datetime | None
    given_up: bool


def standing_of(*uniques: str) -> Standing | None:
    """How far the last job of these keys is; None when it is done, or there is none."""
    last = Job.objects.filter(unique_key__in=uniques).order_by("-id").first()
    if last is None or last.state == JobState.DONE:
        return None
    again = last.run_at if last.state == JobState.WAITING and last.attempts else None
    return Standing(last.progress_done, last.progress_total, again, last.state == JobState.PARKED)


def claim_next(*, now: Clock, lease: timedelta = LEASE, with_groups: bool = True) -> Job | None:
    """Take the job that is due longest, or None; first those whose worker gave no sign of life, their lease run out.

    Without `with_groups`, only jobs of no group: the short ones. Looking costs no lock as long as nothing is due.
    """
    mine = Q() if with_groups else Q(group_key="")
    lost = Job.objects.filter(mine, state=JobState.RUNNING, leased_until__lt=now()).order_by("leased_until", "id")
    if lost.exists() and (job := _claim_lost(lost, now=now, lease=lease)):
        return job
    due = Job.objects.filter(mine, state=JobState.WAITING, run_at__lte=now()).order_by("run_at", "id")
    return _claim_due(due, now=now, lease=lease) if due.exists() else None


def claim_this(job: Job, *, now: Clock, lease: timedelta = LEASE) -> Job | None:
    """Take this very job if it waits (even for later) or its lease ran out; None when it is not to be had."""
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, leased_until__lt=now())
    with transaction.atomic():
        found = Job.objects.select_for_update().filter(free, pk=job.pk).first()
        return _take(found, now=now, lease=lease) if found else None


def _claim_lost(lost: QuerySet[Job], *, now: Clock, lease: timedelta) -> Job | None:
    """A job that killed its worker too often is parked instead of being given to the next.

    A database that kept us waiting for its lock kept others from showing life too: they get another moment for it.
    """
    while True:
        asked_at = now()
        with transaction.atomic():
            if now() - asked_at > PATIENCE:
                return None
            job = lost.select_for_update(skip_locked=True).first()
            if job is None:
                return None
            if job.attempts < job.max_attempts:
                return _take(job, now=now, lease=lease)
            job.state, job.finished_at, job.leased_until = JobState.PARKED, now(), None
            job.error = f"Its worker ended without a word, {job.attempts} times."
            job.save(update_fields=["state", "finished_at", "leased_until", "error"])


def _claim_due(due: QuerySet[Job], *, now: Clock, lease: timedelta) -> Job | None:
    """Jobs whose group runs elsewhere are passed over; the constraint has the last word on two at once."""
    running = Job.objects.filter(state=JobState.RUNNING).exclude(group_key="")
    taken = set(running.values_list("group_key", flat=True))
    while True:
        with transaction.atomic():
            job = due.exclude(group_key__in=taken).select_for_update(skip_locked=True).first()
            if job is None:
                return None
            if claimed := _take(job, now=now, lease=lease):
                return claimed
            taken.add(job.group_key)


def _take(job: Job, *, now: Clock, lease: timedelta) -> Job | None:
    """Mark the locked row as running here; None when another job of its group was quicker."""
    token = f"{socket.gethostname()[:40]}:{getpid()}:{secrets.token_hex(6)}"
    try:
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(
                state=JobState.RUNNING, worker=token, leased_until=now() + lease, attempts=F("attempts") + 1
            )
    except IntegrityError:
        return None
    job.refresh_from_db()
    return job
