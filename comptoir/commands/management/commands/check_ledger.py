"""comptoir check-ledger: every stored sum made again from the lines, what was handed in from itself, and compared."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptoir.archive.check import check_archive
from comptoir.archive.queries.search import check_search, check_search_as_a_whole
from comptoir.commands.find import one_dossier, one_firm
from comptoir.firms.access import COMMAND_LINE, machine
from comptoir.firms.models import Dossier
from comptoir.intake.actions.repairing import repair
from comptoir.intake.check import check_intake, check_intake_as_a_whole
from comptoir.ledger.check import check_ledger


class Command(BaseCommand):
    """Goes through one dossier or all of them."""

    help = "Check that stored sums, payments and lists agree with the lines of the ledger and with what was handed in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which dossier; all when none is named."""
        parser.add_argument("--dossier", default="", metavar="NUMBER", help="enterprise number; all when not given")
        parser.add_argument("--firm", default="", metavar="NAME_OR_ID", help="this firm's dossiers alone")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="first make anew what lists and search know of what was handed in; a full sync does so for books",
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Print what does not agree; raises CommandError when anything does not."""
        firm = one_firm(options["firm"]) if options["firm"] else None
        every = Dossier.objects.filter(firm=firm) if firm else Dossier.objects.all()
        dossiers = [one_dossier(options["dossier"], firm)] if options["dossier"] else list(every.order_by("pk"))
        found: list[dict[str, str]] = []
        for dossier in dossiers:
            if options["repair"]:
                repair(dossier, by=machine(dossier.firm_id, dossier.pk, COMMAND_LINE), at=timezone.now())
            problems = [
                *check_ledger(dossier),
                *check_archive(dossier),
                *check_search(dossier),
                *check_intake(dossier),
            ]
            found += [{"dossier": dossier.number, "problem": str(problem)} for problem in problems]
        whole = [*check_search_as_a_whole(), *check_intake_as_a_whole()]
        found += [{"dossier": "", "problem": str(problem)} for problem in whole]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            lines = (": ".join(filter(None, (problem["dossier"], problem["problem"]))) for problem in found)
            self.stdout.write("\n".join(lines))
        if found:
            raise CommandError(f"{len(found)} stored values do not agree with what they were made of.")
        if not options["json"]:
            self.stdout.write(f"All stored values of {len(dossiers)} dossiers agree with what they were made of.")
