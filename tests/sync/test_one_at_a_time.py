"""At most one run of a dossier at a time; runs that nobody performs are ended and never block the next one."""

import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from comptoir.config.main import main
from comptoir.jobs.models import Job, JobState
from comptoir.sync.actions import ask_for_run
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.interrupted import end_interrupted_runs
from comptoir.sync.models import Run
from tests.sync.conftest import NOW


def asked(atelier) -> Run:
    return ask_for_run(atelier.dossier, kind=RunKind.NIGHTLY, full=False, by=atelier.by, at=NOW)


def taken(run: Run, worker: str) -> None:
    """As if a worker performed it right now."""
    Job.objects.filter(pk=run.job_id).update(
        state=JobState.RUNNING, worker=worker, leased_until=timezone.now() + timedelta(minutes=1)
    )


def test_while_a_run_is_running_another_one_is_refused_in_words_and_leaves_no_job(atelier, capfd):
    running = asked(atelier)
    taken(running, "elsewhere:1:token")
    assert main(["sync", "--dossier", atelier.dossier.number]) == 1
    assert "Another synchronisation" in capfd.readouterr().err
    assert list(Run.objects.order_by("pk").values_list("outcome", flat=True)) == [Outcome.RUNNING, Outcome.FAILED]
    assert list(Job.objects.values_list("pk", flat=True)) == [running.job_id]


def test_a_run_whose_process_is_gone_is_ended_at_once_and_the_next_one_goes(atelier):
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    run = asked(atelier)
    taken(run, f"{socket.gethostname()[:40]}:{gone.pid}:token")
    assert main(["sync", "--dossier", atelier.dossier.number]) == 0
    assert list(Run.objects.order_by("pk").values_list("outcome", flat=True)) == [Outcome.FAILED, Outcome.DONE]


def test_a_process_that_died_between_the_end_of_its_run_and_that_of_its_job_blocks_nobody(atelier):
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    done = atelier.run()
    taken(done, f"{socket.gethostname()[:40]}:{gone.pid}:token")
    assert main(["sync", "--dossier", atelier.dossier.number]) == 0
    assert [run.outcome for run in Run.objects.order_by("pk")] == [Outcome.DONE, Outcome.DONE]
    assert Job.objects.get(pk=done.job_id).state == JobState.PARKED


@pytest.mark.parametrize("state", [JobState.PARKED, JobState.DONE])
def test_a_run_whose_job_was_given_up_is_ended(atelier, state):
    run = asked(atelier)
    Job.objects.filter(pk=run.job_id).update(state=state)
    assert end_interrupted_runs(atelier.dossier, by=atelier.by, at=NOW) == 1
    assert Run.objects.get(pk=run.pk).outcome == Outcome.FAILED


def test_a_run_that_waits_or_runs_elsewhere_is_left_alone(atelier):
    waiting, elsewhere = asked(atelier), asked(atelier)
    taken(elsewhere, "elsewhere:1:token")
    assert end_interrupted_runs(atelier.dossier, by=atelier.by, at=NOW) == 0
    assert set(Run.objects.filter(pk__in=[waiting.pk, elsewhere.pk]).values_list("outcome", flat=True)) == {
        Outcome.RUNNING
    }
