"""Putting jobs into the queue and taking them out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import FRONT, claim_next, claim_this, enqueue, enqueue_first, was_parked

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def clock(minutes: float = 0) -> datetime:
    return NOON + timedelta(minutes=minutes)


def claim(minutes: float = 0, *, with_groups: bool = True) -> Job | None:
    return claim_next(now=lambda: clock(minutes), with_groups=with_groups)


def test_five_jobs_of_one_unique_key_are_one_job() -> None:
    jobs = [enqueue("sync.nightly", at=NOON, unique="nightly", number=number) for number in range(5)]

    assert {job.pk for job in jobs} == {Job.objects.get().pk}
    assert Job.objects.get().arguments == {"number": 0}


@pytest.mark.django_db(transaction=True)
def test_five_at_once_of_one_unique_key_are_one_job() -> None:
    together = Barrier(5)

    def ask(number: int) -> int:
        together.wait()
        try:
            return enqueue("sync.nightly", at=NOON, unique="nightly", number=number).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        jobs = set(threads.map(ask, range(5)))

    assert jobs == {Job.objects.get().pk}


def test_a_unique_job_that_runs_already_may_wait_once_more() -> None:
    running = enqueue("sync.nightly", at=NOON, unique="nightly")
    claim()

    waiting = {enqueue("sync.nightly", at=NOON, unique="nightly").pk for _ in range(2)}

    assert len(waiting) == 1
    assert running.pk not in waiting


def test_a_job_enqueued_in_a_transaction_that_is_rolled_back_never_was() -> None:
    with transaction.atomic():
        enqueue("notices.send", at=NOON, mail=1)
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_job_is_claimed_once() -> None:
    job = enqueue("notices.send", at=NOON, mail=1)

    first, second = claim(), claim()

    assert first is not None
    assert (first.pk, first.state, first.attempts) == (job.pk, JobState.RUNNING, 1)
    assert first.leased_until == NOON + timedelta(seconds=60)
    assert second is None


def test_jobs_are_claimed_in_the_order_in_which_they_fell_due_and_not_before() -> None:
    later = enqueue("a", at=NOON, run_at=clock(5))
    sooner = enqueue("b", at=NOON, run_at=clock(3))

    assert claim(2) is None
    assert [claim(6), claim(6)] == [sooner, later]


def test_a_second_job_of_a_group_waits_while_others_are_taken() -> None:
    first, second = [enqueue("sync.run", at=NOON, group="sync:1") for _ in range(2)]
    other = enqueue("sync.run", at=NOON, group="sync:2")

    assert [claim(), claim(), claim()] == [first, other, None]

    Job.objects.filter(pk=first.pk).update(state=JobState.DONE)
    assert claim() == second


def test_the_lane_for_short_jobs_takes_none_of_a_group() -> None:
    enqueue("sync.run", at=NOON, group="sync:1")
    mail = enqueue("notices.send", at=NOON)

    assert [claim(with_groups=False), claim(with_groups=False)] == [mail, None]


def test_a_job_whose_lease_ran_out_is_taken_again_before_others_of_its_group() -> None:
    lost, waiting = [enqueue("sync.run", at=NOON, group="sync:1") for _ in range(2)]
    claim()

    assert claim(0.9) is None
    again = claim(1.1)

    assert again == lost
    assert again.attempts == 2
    assert Job.objects.get(pk=waiting.pk).state == JobState.WAITING


def test_a_job_that_ends_its_worker_each_time_is_parked() -> None:
    job = enqueue("sync.run", at=NOON, max_attempts=3)
    taken = [claim(2 * attempt) for attempt in range(4)]

    job.refresh_from_db()
    assert taken == [job, job, job, None]
    assert (job.state, job.error) == (JobState.PARKED, "Its worker ended without a word, 3 times.")


def test_this_very_job_can_be_claimed_unless_its_group_is_busy() -> None:
    first, second = [enqueue("sync.run", at=NOON, group="sync:1", run_at=clock(60)) for _ in range(2)]

    assert claim_this(first, now=clock) == first
    assert claim_this(first, now=clock) is None
    assert claim_this(second, now=clock) is None
    assert Job.objects.get(pk=second.pk).state == JobState.WAITING


def test_a_job_that_is_wanted_first_is_the_next_whatever_waits_and_though_its_group_runs() -> None:
    enqueue("documents.render", at=NOON, group="drawing", unique="a")
    claim()
    enqueue("notices.send", at=clock(-60))
    wanted = enqueue("documents.render", at=NOON, group="drawing", unique="b")

    enqueue_first("documents.render", at=NOON, unique="b")

    found = claim()
    assert found is not None
    assert (found.pk, found.run_at, found.group_key) == (wanted.pk, FRONT, "")


def test_what_nobody_asked_for_yet_is_asked_for_and_the_second_time_nothing_is_written(
    django_assert_num_queries,
) -> None:
    enqueue_first("documents.render", at=NOON, unique="a", document_id=7)

    with django_assert_num_queries(1):
        enqueue_first("documents.render", at=NOON, unique="a", document_id=7)

    assert (Job.objects.get().arguments, Job.objects.get().run_at) == ({"document_id": 7}, FRONT)


def test_what_runs_or_failed_and_waits_is_left_as_it_is() -> None:
    running = enqueue("documents.render", at=NOON, unique="a")
    claim()
    failed = enqueue("documents.render", at=clock(30), unique="b")
    Job.objects.filter(pk=failed.pk).update(attempts=1)

    for key in ("a", "b"):
        enqueue_first("documents.render", at=NOON, unique=key)

    assert list(Job.objects.order_by("pk").values_list("pk", "run_at")) == [(running.pk, NOON), (failed.pk, clock(30))]


def test_given_up_is_what_was_parked_last() -> None:
    job = enqueue("documents.render", at=NOON, unique="a")
    assert (was_parked("a"), was_parked("b")) == (False, False)
    Job.objects.filter(pk=job.pk).update(state=JobState.PARKED)
    assert was_parked("a") is True

    enqueue("documents.render", at=NOON, unique="a")

    assert was_parked("a") is False
