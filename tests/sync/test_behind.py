"""Books that are not brought any more stay as they were, and say of when they are."""

from datetime import date

from django.utils import timezone

from comptoir.jobs.models import Job, JobState
from comptoir.jobs.registry import job_functions
from comptoir.jobs.worker import run_here
from comptoir.ledger.models import Books
from comptoir.ledger.queries import dates_of
from comptoir.sync.actions import ask_for_run
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.interrupted import withdraw_run
from tests.sync.exports import write


def test_books_are_behind_from_the_first_run_that_fails_until_one_is_done(atelier):
    atelier.run()
    loaded = Books.objects.get(dossier=atelier.dossier).loaded_at
    assert dates_of(atelier.dossier).behind_since is None

    export = atelier.folder / "FEC20261231.txt"
    whole = export.read_bytes()
    write(atelier.folder, [["broken"]])
    assert atelier.run().outcome == Outcome.REFUSED
    assert atelier.run(RunKind.NIGHTLY).outcome == Outcome.REFUSED
    assert dates_of(atelier.dossier).behind_since == loaded
    assert dates_of(atelier.dossier).bank_until == date(2026, 3, 9)

    write(atelier.folder, [])
    export.write_bytes(whole)
    assert atelier.run().outcome == Outcome.DONE
    assert dates_of(atelier.dossier).behind_since is None


def test_books_that_were_never_brought_are_behind_nothing(atelier):
    write(atelier.folder, [["broken"]])
    assert atelier.run().outcome == Outcome.REFUSED

    assert dates_of(atelier.dossier).behind_since is None


def test_a_run_that_never_began_says_nothing_of_the_books(atelier):
    atelier.run()
    waiting = ask_for_run(atelier.dossier, kind=RunKind.MANUAL, full=False, by=atelier.by, at=timezone.now())
    withdraw_run(waiting, by=atelier.by, at=timezone.now())

    assert dates_of(atelier.dossier).behind_since is None


def test_a_fault_that_never_passes_is_tried_five_times_and_then_ends_the_run(atelier):
    atelier.run()
    loaded = Books.objects.get(dossier=atelier.dossier).loaded_at
    away = atelier.folder.with_name("away")
    atelier.folder.rename(away)
    atelier.folder.symlink_to(atelier.folder)

    run = ask_for_run(atelier.dossier, kind=RunKind.NIGHTLY, full=False, by=atelier.by, at=timezone.now())
    states = []
    for _ in range(5):
        Job.objects.filter(pk=run.job_id, state=JobState.WAITING).update(run_at=timezone.now())
        states.append(run_here(Job.objects.get(pk=run.job_id), job_functions()).state)
    atelier.folder.unlink()
    away.rename(atelier.folder)
    run.refresh_from_db()

    assert states == [JobState.WAITING] * 4 + [JobState.DONE]
    assert run.outcome == Outcome.FAILED
    assert dates_of(atelier.dossier).behind_since == loaded
