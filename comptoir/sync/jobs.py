"""The jobs of synchronisation: one run, one booking handed over, and the nightly round that asks for runs."""

import logging

from django.utils import timezone

from comptoir.connectors.port import PassingFault
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.jobs.work import Again, Work
from comptoir.kit.words import Refusal
from comptoir.sync import pushing
from comptoir.sync.actions import ask_for_run
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.interrupted import end_interrupted_runs
from comptoir.sync.perform import fail, perform

log = logging.getLogger("comptoir.sync")


class Unforeseen(Refusal):
    """An error that nobody foresaw; the log has it whole."""


UNFORESEEN = Unforeseen("Something went wrong that nobody foresaw; the log of the server says what.")


def run(work: Work) -> None:
    """Perform the run whose id is in the arguments; try again on a passing fault, and in the end say that it failed."""
    run_id = int(work.arguments["run_id"])
    try:
        perform(run_id, work.progress)
    except PassingFault as fault:
        if work.last_attempt:
            fail(run_id, fault)
            return
        raise Again(text=str(fault)) from fault
    except Exception:
        if work.last_attempt:
            log.exception("run %s failed", run_id)
            fail(run_id, UNFORESEEN)
        raise


def push(work: Work) -> None:
    """Hand over the booking whose id is in the arguments; try again on a passing fault, and in the end say why not."""
    pushed_id = int(work.arguments["pushed_id"])
    try:
        pushing.push(pushed_id, last=work.last_attempt)
    except PassingFault as fault:
        raise Again(text=str(fault)) from fault
    except Exception:
        if work.last_attempt:
            log.exception("the booking %s was not handed over", pushed_id)
            pushing.refuse(pushed_id, UNFORESEEN)
        raise


def start_nightly_runs(_work: Work) -> None:
    """Ask for tonight's run of every connected dossier; once a month, on a day of its own, for a complete one."""
    at = timezone.now()
    today = timezone.localdate(at)
    dossiers = Dossier.objects.open().filter(connection__nightly=True)
    for dossier in dossiers.order_by("pk"):
        by = machine(dossier.firm_id, dossier.pk, "Comptoir")
        end_interrupted_runs(dossier, by=by, at=at)
        if dossier.runs.filter(outcome=Outcome.RUNNING).exists():
            continue
        complete = today.day == dossier.pk % 28 + 1
        ask_for_run(
            dossier,
            kind=RunKind.MONTHLY if complete else RunKind.NIGHTLY,
            full=complete,
            by=by,
            at=at,
        )
