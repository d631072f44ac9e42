"""What a job function is given, what it may raise, and what becomes of its job then."""

import logging
import re
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from secrets import SystemRandom
from typing import Any

from comptoir.jobs.lease import Lease, LostLease
from comptoir.jobs.models import Job

logger = logging.getLogger("comptoir.jobs")

BACK_OFF = (30, 120, 480, 1800, 7200)
"""Seconds before the second, third, ... attempt; later ones wait as long as the last."""

_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")
_NAMED = re.compile(
    r"(?i)(\w*(?:password|passwd|secret|token|authorization|api_?key)\w*['\"]?\s*[=:]\s*)('[^']*'|\"[^\"]*\"|\S+)"
)


class Again(Exception):
    """Something passing stands in the way: try again after at least so many seconds (None: as the back-off says).

    The text says what it is, for the people who look at the job. Counts as an attempt; after the last one the job is
    parked.
    """

    def __init__(self, seconds: float | None = None, text: str = "") -> None:
        self.seconds = seconds
        super().__init__(text)


class Park(Exception):
    """This job cannot be done however often it is tried; the text says why."""


class Work:
    """One attempt at one job."""

    def __init__(self, job: Job, lease: Lease, tell: Callable[[int, int], None] | None = None) -> None:
        self.job_id: int = job.pk
        self.arguments: Mapping[str, Any] = job.arguments
        self.attempt = job.attempts
        self.last_attempt = job.attempts >= job.max_attempts
        self.now = lease.now
        self.done = self.total = 0
        self._lease = lease
        self._tell = tell
        self._shown_at = self.now()

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is (total 0 while unknown) and that it lives; raises LostLease if another took the job.

        Cheap enough to be called for every batch: the row is written once a second. Inside a transaction of the job
        the row is written with it.
        """
        self.done, self.total = done, total
        if self._tell:
            self._tell(done, total)
        now = self.now()
        if now - self._shown_at >= timedelta(seconds=1) or self._lease.lost:
            self._shown_at = now
            self._lease.show_progress(done, total)


JobFunction = Callable[[Work], None]


def perform(job: Job, work: Work, functions: Mapping[str, JobFunction], lease: Lease) -> Callable[[], None]:
    """Make one attempt and return how the row has to be written; LostLease comes through.

    Any exception the function did not foresee is logged and counts as a failed attempt.
    """
    function = functions.get(job.name)
    if function is None:
        return lambda: lease.end_parked(f"This version knows no job named {job.name}.")
    try:
        function(work)
    except LostLease:
        raise
    except Again as again:
        logger.info("job %s %s stands back at attempt %s: %s", job.pk, job.name, work.attempt, again)
        return _failed(work, lease, seconds=again.seconds or 0, error=readable(str(again)))
    except Park as park:
        text = readable(str(park))
        logger.warning("job %s %s is parked: %s", job.pk, job.name, text)
        return lambda: lease.end_parked(text)
    except Exception as error:
        logger.exception("job %s %s failed at attempt %s", job.pk, job.name, work.attempt)
        return _failed(work, lease, seconds=0, error=readable("".join(traceback.format_exception(error))))
    return lambda: lease.end_done(work.done, work.total)


def wait_before(attempt: int) -> float:
    """Seconds to wait after this failed attempt, a little longer by chance so that many do not come back at once."""
    return BACK_OFF[min(attempt, len(BACK_OFF)) - 1] * SystemRandom().uniform(1, 1.25)


def readable(text: str) -> str:
    """The last lines of an error, without the passwords and keys that such texts may quote."""
    last = "\n".join(text.strip().splitlines()[-5:])[-2000:]
    return _NAMED.sub(r"\1***", _IN_ADDRESS.sub("***@", last))


def _failed(work: Work, lease: Lease, *, seconds: float, error: str) -> Callable[[], None]:
    if work.last_attempt:
        return lambda: lease.end_parked(error)
    run_at = work.now() + timedelta(seconds=max(seconds, wait_before(work.attempt)))
    return lambda: lease.try_again(run_at, error)
