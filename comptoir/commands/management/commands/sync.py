"""comptoir sync: bring the books of a dossier, here and now."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptoir.commands.find import COMMAND_LINE, one_dossier, one_firm
from comptoir.commands.progress import Bar
from comptoir.commands.runs import run_in_json, why
from comptoir.firms.access import Access, machine
from comptoir.jobs.models import Job
from comptoir.jobs.registry import job_functions
from comptoir.jobs.worker import Busy, run_here
from comptoir.sync.actions import ask_for_run
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.interrupted import end_interrupted_runs, withdraw_run
from comptoir.sync.models import Run


class Command(BaseCommand):
    """A manual run that this process performs itself."""

    help = "Synchronise a dossier with its accounting software now, with a progress bar."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which dossier, how, and until when the accounts are done."""
        parser.add_argument("--dossier", required=True, metavar="NUMBER", help="enterprise number")
        parser.add_argument("--firm", default="", metavar="NAME_OR_ID", help="where several firms have the number")
        parser.add_argument("--full", action="store_true", help="reload everything, and put right what differs")
        parser.add_argument("--done-until", type=_day, metavar="DATE", help="the accounts are done until this day")
        parser.add_argument(
            "--confirm-removals", action="store_true", help="the entries that the books no longer have are really gone"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Ask for the run and perform it; raises CommandError with the reason when it is refused or fails."""
        dossier = one_dossier(options["dossier"], one_firm(options["firm"]) if options["firm"] else None)
        by, at = machine(dossier.firm_id, dossier.pk, COMMAND_LINE), timezone.now()
        end_interrupted_runs(dossier, by=by, at=at)
        run = ask_for_run(
            dossier,
            kind=RunKind.MANUAL,
            full=options["full"],
            done_until=options["done_until"],
            confirm_removals=options["confirm_removals"],
            max_attempts=1,
            by=by,
            at=at,
        )
        self._perform(run, by)
        run.refresh_from_db()
        if options["json"]:
            self.stdout.write(json.dumps(run_in_json(run), ensure_ascii=False))
        if run.outcome != Outcome.DONE:
            raise CommandError(f"{run.outcome}: {why(run)}")
        if not options["json"]:
            self.stdout.write(f"done: {', '.join(f'{count} {what}' for what, count in run.counts.items())}")

    def _perform(self, run: Run, by: Access) -> None:
        bar = Bar(sys.stderr, "lines")
        try:
            run_here(Job.objects.get(pk=run.job_id or 0), job_functions(), progress=bar.show)
        except Busy as busy:
            withdraw_run(run, by=by, at=timezone.now())
            raise CommandError(
                "Another synchronisation of this dossier is running; try again when it has ended."
            ) from busy
        finally:
            bar.close()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no date (YYYY-MM-DD)") from None
