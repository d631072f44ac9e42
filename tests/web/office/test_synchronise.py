"""Synchronise now: what is asked for, how far it is, how it ended, and what has to be confirmed first."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from comptoir.jobs.models import Job, JobState
from comptoir.ledger.models import Books, Entry
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.models import Run
from tests.sync.exports import export, settle
from tests.web.office.office import HTMX, ended, section, words

MANY = "\n".join(f"2026-03-{day:02d} ACH {day}  440000 F1 Proximus   -121.00" for day in range(1, 31))


def polled(browser, room, run):
    return browser.get(f"{room.address}runs/{run.pk}/progress/", headers=HTMX)


def test_a_dossier_without_connection_has_nothing_to_synchronise(anne, room):
    assert "not connected to its books" in section(anne.get(room.address), "sync")
    assert "It was never synchronised." in section(anne.get(room.address), "runs")

    answer = anne.post(f"{room.address}synchronise/", {"reading": "incremental"})

    assert answer.status_code == 422
    assert "This dossier is not connected to an accounting package yet." in words(answer)
    assert not Run.objects.exists()


def test_a_run_is_asked_for_as_the_accountant_said(bob, room):
    room.connect()

    answer = bob.post(f"{room.address}synchronise/", {"reading": "complete", "done_until": "2026-03-31"})

    run = Run.objects.get()
    assert answer["Location"] == f"{room.address}#sync"
    assert (run.kind, run.full, run.done_until) == (RunKind.MANUAL, True, date(2026, 3, 31))
    assert (run.asked_name, Job.objects.get(pk=run.job_id).name) == ("Bob", "sync.run")


def test_without_a_date_the_first_date_is_left_alone(anne, room):
    room.connect()

    anne.post(f"{room.address}synchronise/", {"reading": "incremental", "done_until": ""})

    assert (Run.objects.get().full, Run.objects.get().done_until) == (False, None)


@pytest.mark.parametrize("wrong", [{"done_until": "2026-02-30"}, {"reading": "half"}])
def test_a_form_that_cannot_be_is_shown_again_and_nothing_is_asked_for(anne, room, wrong):
    room.connect()

    answer = anne.post(f"{room.address}synchronise/", {"reading": "incremental"} | wrong, headers=HTMX)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not Run.objects.exists()


def test_htmx_gets_the_part_that_asks_every_second(anne, room):
    room.connect()

    answer = anne.post(f"{room.address}synchronise/", {"reading": "incremental"}, headers=HTMX)

    run = Run.objects.get()
    assert "Waiting for its turn…" in words(answer)
    assert f'hx-get="{room.address}runs/{run.pk}/progress/" hx-trigger="every 1s"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_after_fifteen_seconds_without_a_worker_the_page_says_so(anne, room):
    room.connect()
    run = room.ask(at=timezone.now() - timedelta(seconds=16))

    assert "No worker has taken it yet." in words(polled(anne, room, run))
    assert "No worker has taken it yet." in section(anne.get(room.address), "sync")


def test_a_run_that_is_being_read_says_how_far_it_is_and_goes_on_asking(anne, room):
    room.connect()
    run = room.ask(at=timezone.now() - timedelta(minutes=1))
    Job.objects.filter(pk=run.job_id).update(state=JobState.RUNNING, progress_done=12000, progress_total=100000)

    part = polled(anne, room, run)

    assert "12,000 of about 100,000 lines read" in words(part)
    assert '<progress aria-label="Progress of the synchronisation" value="12000" max="100000">' in part.content.decode()
    assert 'hx-trigger="every 1s"' in part.content.decode()


def test_a_run_that_is_written_a_run_behind_another_and_one_that_is_tried_again_say_so(anne, room):
    room.connect()
    first = room.ask()
    second = room.ask()
    assert "It waits for the run before it to end." in words(polled(anne, room, second))

    Job.objects.filter(pk=first.job_id).update(state=JobState.RUNNING, progress_done=9, progress_total=9)
    assert "what changed is being written" in words(polled(anne, room, first))

    Job.objects.filter(pk=first.job_id).update(state=JobState.WAITING, attempts=2)
    assert "It did not work at attempt 2" in words(polled(anne, room, first))


def test_a_run_whose_job_was_given_up_stops_asking_and_another_can_be_asked_for(anne, room):
    room.connect()
    run = room.ask()
    Job.objects.filter(pk=run.job_id).update(state=JobState.PARKED)

    part = polled(anne, room, run)

    assert "This run stopped without a word" in words(part)
    assert "Synchronise now" in words(part)
    assert "every 1s" not in part.content.decode()


def test_when_the_run_has_ended_the_part_shows_the_outcome_and_stops_asking(anne, room):
    room.connect()
    run = room.run(done_until=date(2026, 3, 31))

    part = polled(anne, room, run)

    assert (part["HX-Retarget"], part["HX-Reswap"]) == ("#sync", "outerHTML")
    assert json.loads(part["HX-Trigger-After-Settle"]) == {"run-ended": {}}
    assert "every 1s" not in part.content.decode()
    assert "4 entries added" in section(part, "sync")
    assert "Accounts up to date until 31/03/2026" in section(part, "sync")
    assert "4 entries added" in section(part, "runs")
    assert "BNK Banque Bank booked until 09/03/2026" in section(part, "journals")
    assert 'id="dates" hx-swap-oob="true"' in part.content.decode()
    assert "31/03/2026" in words(part)


def test_beside_the_configuration_the_part_comes_without_lists_that_are_not_there(anne, room):
    room.connect()
    run = room.run()
    address = f"{room.address}runs/{run.pk}/progress/"
    there = f"http://testserver{room.address}configuration/"

    part = anne.get(address, headers=HTMX | {"hx-current-url": there}).content.decode()

    assert 'id="sync"' in part
    assert 'id="dates" hx-swap-oob="true"' in part
    assert ('id="runs"' in part, 'id="books"' in part) == (False, False)


def test_the_progress_of_a_run_is_a_page_without_script_too(anne, room):
    room.connect()
    run = room.ask()

    answer = anne.get(f"{room.address}runs/{run.pk}/progress/")

    assert answer["Location"] == f"{room.address}runs/{run.pk}/"
    assert "Waiting for its turn…" in words(anne.get(answer["Location"]))
    assert "Look again" in section(anne.get(room.address), "sync")


def test_a_refused_run_says_why_and_where_on_the_dossiers_page(anne, room):
    room.connect()
    path = room.folder / "FEC20261231.txt"
    path.write_bytes(path.read_bytes().replace(b"121,00", b"12x,00", 1))
    settle(path)

    room.run()

    told = section(anne.get(room.address), "sync")
    assert "Refused" in told
    assert "Line 2, column Credit of FEC20261231.txt." in told


def test_removals_that_are_held_are_done_once_the_firm_confirms_them(anne, room):
    export(room.folder, MANY)
    room.connect()
    room.run(full=True)
    export(room.folder, "\n".join(MANY.splitlines()[:20]))
    held = room.run(full=True, done_until=date(2026, 3, 31))
    page = anne.get(room.address)
    assert "To be confirmed" in section(page, "sync")
    assert "would remove 10 of the 30 entries of 2026" in section(page, "sync")
    assert Entry.objects.filter(dossier=room.dossier).count() == 30

    answer = anne.post(f"{room.address}runs/{held.pk}/confirm/")

    asked = Run.objects.latest("pk")
    assert answer["Location"] == f"{room.address}#sync"
    assert (asked.removals_confirmed, asked.kind, asked.full) == (True, held.kind, True)
    assert asked.done_until == date(2026, 3, 31)
    assert asked.asked_name == "Anne"


def test_only_the_latest_held_run_can_be_confirmed(anne, room):
    room.connect()
    held = ended(room.dossier, Outcome.REFUSED, needs_confirmation=True)
    ended(room.dossier, Outcome.DONE)

    answer = anne.post(f"{room.address}runs/{held.pk}/confirm/", follow=True)

    assert "There is nothing to confirm any more" in words(answer)
    assert Run.objects.filter(removals_confirmed=True).count() == 0


def test_support_sees_runs_and_may_not_ask_for_one(sue, room):
    room.connect()
    run = ended(room.dossier, Outcome.REFUSED, needs_confirmation=True)

    page = words(sue.get(room.address))
    posted = [sue.post(f"{room.address}{what}") for what in ("synchronise/", f"runs/{run.pk}/confirm/")]

    assert "To be confirmed" in page
    assert "Synchronise now" not in page
    assert "really gone" not in page
    assert [answer.status_code for answer in posted] == [403, 403]
    assert "Your profile does not allow this." in posted[0].content.decode()
    assert Run.objects.count() == 1


def test_the_first_date_moves_only_when_the_run_has_ended(anne, room):
    room.connect()
    anne.post(f"{room.address}synchronise/", {"reading": "incremental", "done_until": "2026-03-31"})

    assert Books.objects.get(dossier=room.dossier).accounts_until is None
