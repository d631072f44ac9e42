"""Workers as real processes, killed and raced, on whichever database the tests run on."""

import os
import signal
import time
from collections import Counter
from itertools import pairwise

from django.utils import timezone

from comptoir.jobs.models import Job, JobState
from comptoir.jobs.queue import enqueue
from tests.jobs.conftest import Workers


def all_done() -> bool:
    return not Job.objects.exclude(state=JobState.DONE).exists()


def test_two_workers_run_two_hundred_jobs_each_once(workers: Workers) -> None:
    workers.start()
    workers.start()
    workers.wait_for(lambda: workers.ready() == 2)

    jobs = {enqueue("note", at=timezone.now(), seconds=0.01).pk for _ in range(200)}
    workers.wait_for(all_done)

    began = Counter(happening.job for happening in workers.happenings() if happening.what == "began")
    assert began == dict.fromkeys(jobs, 1)
    assert len({happening.pid for happening in workers.happenings()}) == 2


def test_a_job_whose_worker_is_killed_is_done_by_another_after_its_lease(workers: Workers) -> None:
    job = enqueue("note", at=timezone.now(), seconds=3)
    first = workers.start(lease=1)
    workers.wait_for(lambda: len(workers.happenings()) == 1)
    first.send_signal(signal.SIGKILL)
    first.wait()

    second = workers.start()
    workers.wait_for(all_done)

    assert [(happening.what, happening.pid) for happening in workers.happenings()] == [
        ("began", first.pid),
        ("began", second.pid),
        ("ended", second.pid),
    ]
    job.refresh_from_db()
    assert (job.attempts, job.error) == (2, "")


def test_a_job_longer_than_its_lease_is_kept_by_the_heartbeat(workers: Workers) -> None:
    enqueue("note", at=timezone.now(), seconds=7)

    workers.start(lease=3)
    workers.start(lease=3)
    workers.wait_for(all_done)

    assert [happening.what for happening in workers.happenings()] == ["began", "ended"]


def test_jobs_of_one_group_never_overlap(workers: Workers) -> None:
    for _ in range(3):
        enqueue("note", at=timezone.now(), group="sync:7", seconds=0.5)

    workers.start(threads=3)
    workers.start(threads=3)
    workers.wait_for(all_done)

    assert [happening.what for happening in workers.happenings()] == ["began", "ended"] * 3
    moments = [happening.at for happening in workers.happenings()]
    assert all(earlier <= later for earlier, later in pairwise(moments))


def test_a_short_job_does_not_wait_behind_long_ones(workers: Workers) -> None:
    for dossier in range(4):
        enqueue("note", at=timezone.now(), group=f"sync:{dossier}", seconds=30)
    workers.start(threads=2)
    workers.wait_for(lambda: len(workers.happenings()) == 2)

    mail = enqueue("note", at=timezone.now())

    workers.wait_for(lambda: Job.objects.get(pk=mail.pk).state == JobState.DONE, seconds=20)


def test_a_worker_that_is_asked_to_stop_finishes_its_job_and_takes_no_other(workers: Workers) -> None:
    go = workers.journal.with_suffix(".go")
    first = enqueue("note", at=timezone.now(), group="sync:1", awaits=str(go))
    second = enqueue("note", at=timezone.now(), group="sync:1")
    worker = workers.start(grace=60, threads=1)
    workers.wait_for(lambda: len(workers.happenings()) == 1)

    worker.terminate()
    workers.wait_for(workers.journal.with_suffix(".stopping").exists)
    time.sleep(2)  # forty times what it takes to look whether it was asked
    go.touch()

    assert worker.wait(60) == 0
    assert Job.objects.get(pk=first.pk).state == JobState.DONE
    assert Job.objects.get(pk=second.pk).state == JobState.WAITING


def test_a_worker_that_is_asked_to_stop_gives_a_long_job_back(workers: Workers) -> None:
    job = enqueue("note", at=timezone.now(), seconds=60, talks=True)
    worker = workers.start(grace=0.5)
    workers.wait_for(lambda: len(workers.happenings()) == 1)

    worker.terminate()

    assert worker.wait(20) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == (JobState.WAITING, 0, "")


def test_a_worker_that_was_stopped_in_its_tracks_notices_that_it_lost_the_job(workers: Workers) -> None:
    enqueue("note", at=timezone.now(), seconds=3, talks=True)
    frozen = workers.start(lease=1)
    workers.wait_for(lambda: len(workers.happenings()) == 1)
    os.kill(frozen.pid, signal.SIGSTOP)

    other = workers.start()
    workers.wait_for(lambda: len(workers.happenings()) == 2)
    os.kill(frozen.pid, signal.SIGCONT)
    workers.wait_for(all_done)

    ended = [happening.pid for happening in workers.happenings() if happening.what == "ended"]
    assert ended == [other.pid]
