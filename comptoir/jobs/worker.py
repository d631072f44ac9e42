"""The worker: threads that take due jobs and perform them; and the same in this very process, for the command line."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from threading import Event, Lock, Thread

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from comptoir.jobs.lease import Lease, LostLease
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import LEASE, Clock, claim_next, claim_this
from comptoir.jobs.recurrence import Recurring, enqueue_recurring
from comptoir.jobs.work import Again, JobFunction, Park, Work, perform

__all__ = ["Again", "Busy", "JobFunction", "LostLease", "Park", "Work", "Worker", "run_here"]

logger = logging.getLogger("comptoir.jobs")

DATABASE_AWAY = (OperationalError, InterfaceError)
"""Locked by a long write, restarting, out of reach: nothing is lost by asking again."""


class Busy(Exception):
    """The job cannot run now: another one of its group does."""


class Worker:
    """Performs due jobs until it is told to stop.

    Beside `threads` that take any job, one takes only jobs of no group, which are short: a mail never waits behind a
    night of synchronisations.
    """

    def __init__(
        self,
        functions: Mapping[str, JobFunction],
        recurring: Sequence[Recurring] = (),
        *,
        threads: int = 2,
        now: Clock = timezone.now,
        lease: timedelta = LEASE,
        pause: float = 0.5,
        grace: float = 10,
    ) -> None:
        self.functions = functions
        self.recurring = recurring
        self.now = now
        self.lease = lease
        self.pause = pause
        self.grace = grace
        self._asked_to_stop = False
        self._stop = Event()
        self._held: dict[int, tuple[Job, Lease]] = {}
        self._lock = Lock()
        lanes = [True] * threads + [False]
        self._threads = [
            Thread(target=self._work, args=[with_groups], name=f"lane {number}", daemon=True)
            for number, with_groups in enumerate(lanes, start=1)
        ]

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those at hand are finished or given back. Safe in a signal handler."""
        self._asked_to_stop = True

    def run(self) -> None:
        """Work until `stop`. Jobs that are not finished `grace` seconds later go back into the queue.

        Raises RuntimeError when a thread of its own has died, which only an error in this module can cause.
        """
        for thread in self._threads:
            thread.start()
        while not self._asked_to_stop and self._all_alive():
            self._enqueue_recurring()
            time.sleep(self.pause)
        sound = self._all_alive()
        self._stop.set()
        deadline = time.monotonic() + self.grace
        self._wait_for_threads(deadline)
        self._give_back()
        self._wait_for_threads(deadline + 2)
        connections.close_all()
        if not sound:
            raise RuntimeError("A thread of the worker has died; see above.")

    def _all_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def _work(self, with_groups: bool) -> None:
        while not self._stop.is_set():
            try:
                close_old_connections()
                job = claim_next(now=self.now, lease=self.lease, with_groups=with_groups)
            except DATABASE_AWAY as error:
                logger.warning("the queue cannot be read: %s", error)
                connections.close_all()
                job = None
            if job is None:
                self._stop.wait(self.pause)
            else:
                self._do(job)
        connections.close_all()

    def _do(self, job: Job) -> None:
        lease = Lease(job, now=self.now, length=self.lease)
        with self._lock:
            self._held[job.pk] = (job, lease)
        began = time.monotonic()
        try:
            settled = _attempt(job, lease, self.functions)
            logger.info("job %s %s: %s in %.1f s", job.pk, job.name, settled, time.monotonic() - began)
        finally:
            with self._lock:
                del self._held[job.pk]

    def _enqueue_recurring(self) -> None:
        try:
            close_old_connections()
            enqueue_recurring(self.recurring, at=self.now())
        except DATABASE_AWAY as error:
            logger.warning("the recurring jobs cannot be enqueued: %s", error)
            connections.close_all()

    def _wait_for_threads(self, deadline: float) -> None:
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _give_back(self) -> None:
        with self._lock:
            held = list(self._held.values())
        for job, lease in held:
            try:
                lease.give_back(job.attempts - 1)
                logger.info("job %s %s: given back", job.pk, job.name)
            except (LostLease, *DATABASE_AWAY) as error:
                logger.info("job %s %s: left to its lease: %s", job.pk, job.name, error)


def run_here(
    job: Job,
    functions: Mapping[str, JobFunction],
    *,
    progress: Callable[[int, int], None] | None = None,
    now: Clock = timezone.now,
    lease: timedelta = LEASE,
    pause: float = 0.5,
) -> Job:
    """Make an attempt at this job here and now and return its row afterwards; `progress` hears each done and total.

    When a worker was quicker, its progress is followed to the end of its attempt instead. Raises Busy when another
    job of the group runs. An interrupt gives the job back to the queue.
    """
    while True:
        claimed = claim_this(job, now=now, lease=lease)
        if claimed:
            _attempt_here(claimed, Lease(claimed, now=now, length=lease), functions, progress)
        job = Job.objects.get(pk=job.pk)
        if job.state == JobState.WAITING and not claimed:
            raise Busy(job.group_key)
        if job.state != JobState.RUNNING:
            return job
        if progress:
            progress(job.progress_done, job.progress_total)
        time.sleep(pause)


def _attempt_here(
    job: Job, lease: Lease, functions: Mapping[str, JobFunction], progress: Callable[[int, int], None] | None
) -> None:
    try:
        _attempt(job, lease, functions, progress)
    except KeyboardInterrupt:
        lease.give_back(job.attempts - 1)
        raise


def _attempt(
    job: Job, lease: Lease, functions: Mapping[str, JobFunction], tell: Callable[[int, int], None] | None = None
) -> str:
    """One attempt, kept alive and written down; says in a word how it went."""
    try:
        with lease.kept_alive():
            settle = perform(job, Work(job, lease, tell), functions, lease)
            return _written(settle)
    except LostLease:
        return "lost to another worker"


def _written(settle: Callable[[], None]) -> str:
    """Write the end of an attempt, through a busy or restarting database; else its lease runs out."""
    for pause in (0, 1, 3, 9, 27):
        time.sleep(pause)
        try:
            settle()
        except DATABASE_AWAY as error:
            logger.warning("the end of a job cannot be written yet: %s", error)
            connections.close_all()
        else:
            return "ended"
    return "left to its lease"
