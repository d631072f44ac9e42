"""Recurring jobs: due by the clock of Brussels, enqueued once however many ask."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.jobs.cleaning import clean
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import enqueue
from comptoir.jobs.recurrence import Daily, Every, Monthly, Recurring, enqueue_recurring
from comptoir.jobs.worker import run_here

NIGHTLY = (Recurring("sync.nightly", Daily(hour=2, minute=30)),)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (utc(2026, 1, 10, 0, 0), utc(2026, 1, 10, 1, 30)),
        (utc(2026, 1, 10, 1, 30), utc(2026, 1, 11, 1, 30)),
        (utc(2026, 7, 10, 0, 0), utc(2026, 7, 10, 0, 30)),
        (utc(2026, 3, 28, 12, 0), utc(2026, 3, 29, 1, 30)),  # the clock skips from 2:00 to 3:00
        (utc(2026, 3, 29, 1, 30), utc(2026, 3, 30, 0, 30)),
        (utc(2026, 10, 24, 12, 0), utc(2026, 10, 25, 0, 30)),  # 2:30 comes twice: once is enough
        (utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)),
    ],
)
def test_a_daily_job_is_due_once_a_day_by_the_clock_of_the_place(after: datetime, due: datetime) -> None:
    assert Daily(hour=2, minute=30).after(after) == due


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (utc(2026, 1, 1, 0, 0), utc(2026, 1, 5, 3, 0)),
        (utc(2026, 1, 5, 3, 0), utc(2026, 2, 5, 3, 0)),
        (utc(2026, 12, 31, 12, 0), utc(2027, 1, 5, 3, 0)),
    ],
)
def test_a_monthly_job_is_due_on_its_day(after: datetime, due: datetime) -> None:
    assert Monthly(day=5, hour=4).after(after) == due


def test_a_job_of_every_ten_minutes_is_due_ten_minutes_later() -> None:
    assert Every(minutes=10).after(utc(2026, 1, 1, 0, 0)) == utc(2026, 1, 1, 0, 10)


@pytest.mark.django_db
def test_a_clock_that_stood_years_ahead_for_a_moment_stops_no_recurring_job() -> None:
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 9, 20, 0))
    assert enqueue_recurring(NIGHTLY, at=utc(2099, 1, 1, 0, 0)) == ["sync.nightly"]
    Job.objects.all().delete()

    assert enqueue_recurring(NIGHTLY, at=utc(2026, 1, 9, 20, 1)) == []
    assert enqueue_recurring(NIGHTLY, at=utc(2026, 1, 10, 1, 31)) == ["sync.nightly"]


@pytest.mark.django_db
def test_a_worker_whose_clock_is_a_little_late_does_not_enqueue_again() -> None:
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 9, 20, 0))
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 10, 1, 30))

    assert enqueue_recurring(NIGHTLY, at=utc(2026, 1, 10, 1, 29)) == []
    assert enqueue_recurring(NIGHTLY, at=utc(2026, 1, 10, 1, 31)) == []


@pytest.mark.django_db
def test_a_recurring_job_is_enqueued_when_due_and_once_only() -> None:
    evening, night = utc(2026, 1, 9, 20, 0), utc(2026, 1, 10, 1, 31)

    assert enqueue_recurring(NIGHTLY, at=evening) == []
    assert enqueue_recurring(NIGHTLY, at=night) == ["sync.nightly"]
    assert enqueue_recurring(NIGHTLY, at=night) == []

    job = Job.objects.get()
    assert (job.name, job.run_at, job.unique_key) == ("sync.nightly", night, "recurring:sync.nightly")


@pytest.mark.django_db
def test_what_was_missed_while_nothing_ran_is_enqueued_once() -> None:
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 9, 20, 0))

    morning = utc(2026, 1, 14, 8, 0)
    assert enqueue_recurring(NIGHTLY, at=morning) == ["sync.nightly"]
    assert enqueue_recurring(NIGHTLY, at=morning + timedelta(hours=12)) == []


@pytest.mark.django_db
def test_a_recurring_job_that_still_waits_is_not_enqueued_again() -> None:
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 9, 20, 0))
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 10, 2, 0))
    enqueue_recurring(NIGHTLY, at=utc(2026, 1, 11, 2, 0))

    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_cleaning_deletes_what_was_done_a_month_ago_and_keeps_the_rest() -> None:
    today = utc(2026, 3, 1, 4, 0)
    kept = [enqueue("recent", at=today), enqueue("parked", at=today), enqueue("waiting", at=today)]
    old = enqueue("old", at=today)
    Job.objects.filter(name="recent").update(state=JobState.DONE, finished_at=today - timedelta(days=29))
    Job.objects.filter(name="parked").update(state=JobState.PARKED, finished_at=today - timedelta(days=400))
    Job.objects.filter(name="old").update(state=JobState.DONE, finished_at=today - timedelta(days=31))

    done = run_here(enqueue("jobs.clean", at=today), {"jobs.clean": clean}, now=lambda: today)

    assert done.state == JobState.DONE
    assert set(Job.objects.exclude(pk=done.pk)) == set(kept)
    assert not Job.objects.filter(pk=old.pk).exists()
