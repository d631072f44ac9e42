"""`comptoir worker`: the work in the background, in a process of its own."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comptoir.jobs.registry import job_functions, recurring_jobs
from comptoir.jobs.worker import Worker


class Command(BaseCommand):
    """Works until it is stopped."""

    help = (
        "Do the work in the background (syncs, mails, nightly jobs), until it is stopped; serve starts one by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How much at once."""
        parser.add_argument(
            "--threads", type=int, default=2, metavar="N", help="long jobs at a time, beside short ones"
        )

    def handle(self, *_args: str, **options: Any) -> None:
        """Returns when the jobs at hand are finished or given back."""
        worker = Worker(job_functions(), recurring_jobs(), threads=options["threads"])
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda _number, _frame: worker.stop())
        worker.run()
