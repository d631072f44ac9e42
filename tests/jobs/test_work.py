"""What becomes of a job: done, again, parked, lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from comptoir.jobs.lease import Lease
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import claim_next, enqueue
from comptoir.jobs.work import BACK_OFF, readable
from comptoir.jobs.worker import Again, Busy, LostLease, Park, Work, run_here

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def attempt(job: Job, function: Callable[[Work], None], clock: Clock) -> Job:
    return run_here(job, {"work": function}, now=clock)


def test_a_job_that_returns_is_done_and_keeps_its_last_progress(clock: Clock) -> None:
    heard: list[tuple[int, int]] = []

    def work(work: Work) -> None:
        work.progress(40, 100)
        work.progress(100, 100)

    job = run_here(enqueue("work", at=NOON), {"work": work}, now=clock, progress=lambda *at: heard.append(at))

    assert (job.state, job.finished_at, job.leased_until, job.error) == (JobState.DONE, NOON, None, "")
    assert (job.progress_done, job.progress_total) == (100, 100)
    assert heard == [(40, 100), (100, 100)]


def test_a_job_is_given_its_arguments_and_the_number_of_the_attempt(clock: Clock) -> None:
    seen: list[object] = []

    def work(work: Work) -> None:
        seen.append((work.arguments["run_id"], work.attempt, work.last_attempt))
        raise Again

    job = enqueue("work", at=NOON, max_attempts=2, run_id=7)
    attempt(job, work, clock)
    attempt(job, work, clock)

    assert seen == [(7, 1, False), (7, 2, True)]


def test_a_failed_job_is_tried_five_times_with_growing_pauses_and_then_parked(clock: Clock) -> None:
    def work(_work: Work) -> None:
        raise ValueError("no such column")

    job = enqueue("work", at=NOON)
    for pause in BACK_OFF[:4]:
        job = attempt(job, work, clock)
        assert job.state == JobState.WAITING
        assert pause <= (job.run_at - clock.moment).total_seconds() <= pause * 1.25
        clock.moment = job.run_at
    job = attempt(job, work, clock)

    assert (job.state, job.attempts) == (JobState.PARKED, 5)
    assert job.error.endswith("ValueError: no such column")


def test_again_waits_at_least_as_long_as_asked(clock: Clock) -> None:
    def work(_work: Work) -> None:
        raise Again(600, "the file is still being written")

    job = attempt(enqueue("work", at=NOON), work, clock)

    assert job.run_at == NOON + timedelta(seconds=600)
    assert (job.state, job.error) == (JobState.WAITING, "the file is still being written")


def test_park_parks_at_the_first_attempt(clock: Clock) -> None:
    def work(_work: Work) -> None:
        raise Park("The password was refused.")

    job = attempt(enqueue("work", at=NOON), work, clock)

    assert (job.state, job.attempts, job.error) == (JobState.PARKED, 1, "The password was refused.")
    assert job.finished_at == NOON


def test_a_job_of_an_unknown_name_is_parked(clock: Clock) -> None:
    job = run_here(enqueue("forgotten", at=NOON), {}, now=clock)

    assert (job.state, job.error) == (JobState.PARKED, "This version knows no job named forgotten.")


def test_a_failed_job_whose_unique_key_waits_again_goes_back_without_the_key(clock: Clock) -> None:
    def work(_work: Work) -> None:
        enqueue("work", at=NOON, unique="nightly")
        raise Again

    job = attempt(enqueue("work", at=NOON, unique="nightly"), work, clock)

    assert job.state == JobState.WAITING
    assert sorted(Job.objects.values_list("unique_key", flat=True)) == ["", "nightly"]


def test_progress_shows_life_at_most_every_second(clock: Clock) -> None:
    job = claim(clock)
    work = Work(job, Lease(job, now=clock))

    clock.turn(0.9)
    work.progress(1, 3)
    job.refresh_from_db()
    assert (job.progress_done, job.leased_until) == (0, NOON + timedelta(seconds=60))

    clock.turn(0.1)
    work.progress(2, 3)
    job.refresh_from_db()
    assert (job.progress_done, job.leased_until) == (2, NOON + timedelta(seconds=61))


def test_progress_says_when_another_worker_has_the_job_and_leaves_its_row_alone(clock: Clock) -> None:
    job = claim(clock)
    work = Work(job, Lease(job, now=clock))
    clock.turn(61)
    other = claim_next(now=clock)
    assert other == job

    with pytest.raises(LostLease):
        work.progress(1, 3)

    job.refresh_from_db()
    assert (job.worker, job.progress_done) == (other.worker, 0)


def test_a_job_that_was_lost_is_not_written_by_who_lost_it(clock: Clock) -> None:
    def work(_work: Work) -> None:
        Job.objects.update(worker="another", state=JobState.DONE, progress_done=5)

    job = attempt(enqueue("work", at=NOON), work, clock)

    assert (job.worker, job.progress_done) == ("another", 5)


def test_run_here_refuses_while_another_job_of_the_group_runs(clock: Clock) -> None:
    enqueue("work", at=NOON, group="sync:1")
    claim_next(now=clock)
    second = enqueue("work", at=NOON, group="sync:1")

    with pytest.raises(Busy):
        run_here(second, {}, now=clock)

    second.refresh_from_db()
    assert (second.state, second.attempts) == (JobState.WAITING, 0)


def test_run_here_follows_a_job_that_a_worker_took_first(clock: Clock) -> None:
    job = claim(clock)
    Job.objects.update(progress_done=1, progress_total=2)
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))
        Job.objects.update(state=JobState.DONE)

    ended = run_here(job, {}, now=clock, progress=hear, pause=0)

    assert heard == [(1, 2)]
    assert (ended.state, ended.attempts) == (JobState.DONE, 1)


def test_an_interrupt_gives_the_job_back(clock: Clock) -> None:
    def work(_work: Work) -> None:
        raise KeyboardInterrupt

    job = enqueue("work", at=NOON)
    with pytest.raises(KeyboardInterrupt):
        attempt(job, work, clock)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cannot reach smtp://anne:s3cret@mail.firm.be:465", "cannot reach smtp://***@mail.firm.be:465"),
        ("{'password': 's3cret', 'host': 'x'}", "{'password': ***, 'host': 'x'}"),
        ("Authorization: Bearer-s3cret", "Authorization: ***"),
        ("access_token=s3cret&page=2", "access_token=***"),
        ("1\n2\n3\n4\n5\n6\n7", "3\n4\n5\n6\n7"),
    ],
)
def test_an_error_text_keeps_its_last_lines_and_no_secret(text: str, shown: str) -> None:
    assert readable(text) == shown


def claim(clock: Clock) -> Job:
    enqueue("work", at=NOON)
    job = claim_next(now=clock)
    assert job is not None
    return job
