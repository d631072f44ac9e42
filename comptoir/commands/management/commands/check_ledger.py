"""comptoir check-ledger: every stored sum made again from the lines, and compared."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comptoir.archive.check import check_archive
from comptoir.archive.queries.search import check_search, check_search_as_a_whole
from comptoir.commands.find import one_dossier, one_firm
from comptoir.firms.models import Dossier
from comptoir.ledger.check import check_ledger


class Command(BaseCommand):
    """Goes through one dossier or all of them."""

    help = "Check that stored sums, open amounts and payments agree with the lines of the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which dossier; all when none is named."""
        parser.add_argument("--dossier", default="", metavar="NUMBER", help="enterprise number; all when not given")
        parser.add_argument("--firm", default="", metavar="NAME_OR_ID", help="this firm's dossiers alone")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Print what does not agree; raises CommandError when anything does not."""
        firm = one_firm(options["firm"]) if options["firm"] else None
        every = Dossier.objects.filter(firm=firm) if firm else Dossier.objects.all()
        dossiers = [one_dossier(options["dossier"], firm)] if options["dossier"] else list(every.order_by("pk"))
        found: list[dict[str, str]] = []
        for dossier in dossiers:
            problems = [*check_ledger(dossier), *check_archive(dossier), *check_search(dossier)]
            found += [{"dossier": dossier.number, "problem": str(problem)} for problem in problems]
        found += [{"dossier": "", "problem": str(problem)} for problem in check_search_as_a_whole()]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            lines = (": ".join(filter(None, (problem["dossier"], problem["problem"]))) for problem in found)
            self.stdout.write("\n".join(lines))
        if found:
            raise CommandError(f"{len(found)} stored values do not agree with the lines.")
        if not options["json"]:
            self.stdout.write(f"All stored values of {len(dossiers)} dossiers agree with their lines.")
