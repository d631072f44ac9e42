"""comptoir create-dossier: a client's dossier, connected to its books when a connector is named."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from comptoir.commands.find import COMMAND_LINE, one_firm
from comptoir.connectors.port import Package
from comptoir.connectors.registry import PACKAGES, package
from comptoir.firms.access import machine
from comptoir.firms.actions import create_dossier
from comptoir.firms.choices import Country
from comptoir.firms.models import Dossier, Firm
from comptoir.sync.actions import connect
from comptoir.sync.reach import reach


class Command(BaseCommand):
    """Makes the dossier and its connection, both or neither."""

    help = "Create a dossier; with --connector, also connect it, accepting the proposed settings unless given a file."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """With `--settings` meaning the books' own, as the words of this command promise, not Django's."""
        return super().create_parser(prog_name, subcommand, **{**kwargs, "conflict_handler": "resolve"})

    def add_arguments(self, parser: CommandParser) -> None:
        """Which company, of which firm, with which books."""
        parser.add_argument("--number", required=True, help="enterprise number")
        parser.add_argument("--name", required=True, help="name of the company")
        parser.add_argument("--country", choices=Country.values, default=Country.BELGIUM)
        parser.add_argument("--firm", default="", metavar="NAME_OR_ID", help="needed when there are several firms")
        parser.add_argument("--connector", choices=sorted(PACKAGES), default="", help="where the books come from")
        parser.add_argument("--folder", default="", metavar="DIR", help="folder in which the export lies")
        parser.add_argument("--settings", dest="file", default="", metavar="FILE", help="settings as a JSON object")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Create and connect in one transaction."""
        firm = one_firm(options["firm"])
        settings = _settings(package(options["connector"]), options) if options["connector"] else {}
        dossier = _create(firm, settings, options)
        if options["json"]:
            told = {"id": dossier.pk, "number": dossier.number, "name": dossier.name, "firm": firm.name}
            self.stdout.write(json.dumps({**told, "connector": options["connector"] or None, "settings": settings}))
        else:
            books = f", connected through {options['connector']}" if options["connector"] else ""
            self.stdout.write(f"The dossier {dossier.name} ({dossier.number}) of {firm.name} is created{books}.")


@transaction.atomic
def _create(firm: Firm, settings: dict[str, Any], options: dict[str, Any]) -> Dossier:
    now = timezone.now()
    dossier = create_dossier(
        firm,
        name=options["name"],
        number=options["number"],
        country=options["country"],
        by=machine(firm.pk, None, COMMAND_LINE),
        at=now,
    )
    if options["connector"]:
        connect(dossier, options["connector"], settings, by=machine(firm.pk, dossier.pk, COMMAND_LINE), at=now)
    return dossier


def _settings(books: Package, options: dict[str, Any]) -> dict[str, Any]:
    """The settings of the file, or else those that the package proposes; all that is wrong with them is said."""
    settings = _from_file(options["file"]) if options["file"] else {}
    if options["folder"]:
        settings["folder"] = str(Path(options["folder"]).resolve())
    if not options["file"]:
        settings = books.propose({**settings, "country": options["country"]}, reach())
    problems = books.check(settings, reach())
    if problems:
        raise CommandError("\n".join(str(problem) for problem in problems))
    return settings


def _from_file(name: str) -> dict[str, Any]:
    try:
        settings = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"The settings cannot be read from {name}: {error}") from error
    if not isinstance(settings, dict):
        raise CommandError(f"{name} holds no JSON object.")
    return settings
