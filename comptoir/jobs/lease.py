"""What the holder of a claimed job may do to its row: show life and progress, end it, give it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import Error, IntegrityError, connections, transaction
from django.utils import timezone

from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import LEASE, Clock


class LostLease(BaseException):
    """The lease ran out and another worker has the job: stop, and leave its row alone.

    Not an error of the job: no `except Exception` of a job function may take it for one.
    """


class Lease:
    """The right to write the row of one claimed job, for as long as it carries the mark of this claim."""

    def __init__(self, job: Job, *, now: Clock = timezone.now, length: timedelta = LEASE) -> None:
        self.job_id = job.pk
        self.mark = job.worker
        self.now = now
        self.length = length
        self.lost = False

    def extend(self) -> None:
        """Show life; raises LostLease when the job is no longer ours."""
        self._write(leased_until=self.now() + self.length)

    def show_progress(self, done: int, total: int) -> None:
        """Show life and how far the work is; raises LostLease when the job is no longer ours."""
        self._write(leased_until=self.now() + self.length, progress_done=done, progress_total=total)

    def end_done(self, done: int, total: int) -> None:
        """The work is done; its last progress is kept."""
        self._end(JobState.DONE, "", progress_done=done, progress_total=total)

    def end_parked(self, error: str) -> None:
        """The work cannot be done; it waits for a person."""
        self._end(JobState.PARKED, error)

    def try_again(self, run_at: datetime, error: str) -> None:
        """Back into the queue for later. When a job of the same unique key waits already, both will run."""
        self._queue(run_at=run_at, error=error)

    def give_back(self, attempts: int) -> None:
        """Back into the queue, with the attempts it had before this one: the worker has to stop.

        Not due before the process that gives it back is surely gone.
        """
        self._queue(run_at=self.now() + timedelta(seconds=5), attempts=attempts)

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Show life from a thread of its own (and its own connection) for as long as the block runs."""
        over = Event()
        beat = Thread(target=self._beat, args=[over], name=f"lease of job {self.job_id}", daemon=True)
        beat.start()
        try:
            yield
        finally:
            over.set()
            beat.join()

    def _beat(self, over: Event) -> None:
        """A database that is busy or away is asked again soon; a lease that is gone ends the beating."""
        usual = self.length.total_seconds() / 3
        pause = usual
        while not over.wait(pause):
            try:
                self.extend()
                pause = usual
            except LostLease:
                break
            except Error:
                connections.close_all()
                pause = min(1.0, usual)
        connections.close_all()

    def _end(self, state: JobState, error: str, **fields: int) -> None:
        self._write(state=state, error=error, finished_at=self.now(), leased_until=None, **fields)

    def _queue(self, **fields: datetime | str | int) -> None:
        try:
            with transaction.atomic():
                self._write(state=JobState.WAITING, leased_until=None, worker="", **fields)
        except IntegrityError:
            self._write(state=JobState.WAITING, leased_until=None, worker="", unique_key="", **fields)

    def _write(self, **fields: datetime | str | int | None) -> None:
        held = Job.objects.filter(pk=self.job_id, worker=self.mark, state=JobState.RUNNING)
        if self.lost or not held.update(**fields):
            self.lost = True
            raise LostLease(f"job {self.job_id}")
