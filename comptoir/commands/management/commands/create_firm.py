"""comptoir create-firm: a firm, and the one-time link that makes its first administrator."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from comptoir.archive.actions.categories import give_default_categories
from comptoir.figures.actions import give_default_cost_categories
from comptoir.firms.access import COMMAND_LINE, machine
from comptoir.firms.actions import create_firm
from comptoir.firms.choices import Language


class Command(BaseCommand):
    """Makes the firm and prints the link."""

    help = "Create a firm and print the one-time link with which its first administrator sets a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """What must be said."""
        parser.add_argument("--name", required=True, help="name of the firm")
        parser.add_argument("--email", required=True, help="login of the first administrator")
        parser.add_argument("--person", default="", metavar="NAME", help="name of the first administrator")
        parser.add_argument("--language", choices=Language.values, default=Language.FRENCH)
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Create, and print the link once: it is kept nowhere."""
        at = timezone.now()
        with transaction.atomic():
            firm, link = create_firm(
                options["name"],
                email=options["email"],
                person_name=options["person"],
                language=options["language"],
                at=at,
            )
            give_default_categories(by=machine(firm.pk, None, COMMAND_LINE), at=at)
            give_default_cost_categories(by=machine(firm.pk, None, COMMAND_LINE), at=at)
        if options["json"]:
            self.stdout.write(json.dumps({"id": firm.pk, "name": firm.name, "link": link}))
        else:
            self.stdout.write(
                f"The firm {firm.name} is created (number {firm.pk}). "
                f"Its administrator {options['email']} opens this link within 14 days; it works once:\n{link}"
            )
