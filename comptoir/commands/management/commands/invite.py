"""comptoir invite: a one-time link for a seat in a firm or dossier, printed instead of mailed."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from comptoir.commands.find import COMMAND_LINE, one_dossier, one_firm
from comptoir.firms.access import machine
from comptoir.firms.actions import make_invitation
from comptoir.firms.choices import Language


class Command(BaseCommand):
    """Makes the invitation and prints the link."""

    help = "Print a one-time link that gives somebody a seat in a firm, or with --dossier in a client's dossier."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, where, as what."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--firm", default="", metavar="NAME_OR_ID", help="needed when there are several firms")
        parser.add_argument("--dossier", default="", metavar="NUMBER", help="enterprise number of the dossier")
        parser.add_argument("--profile", default="administrator", help="default: administrator")
        parser.add_argument("--person", default="", metavar="NAME", help="name of the person")
        parser.add_argument("--language", choices=Language.values, default="")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Create, and print the link once: it is kept nowhere."""
        firm = one_firm(options["firm"])
        dossier = one_dossier(options["dossier"], firm) if options["dossier"] else None
        invitation, link = make_invitation(
            options["email"],
            profile=options["profile"],
            firm=firm,
            dossier=dossier,
            name=options["person"],
            language=options["language"],
            by=machine(firm.pk, dossier.pk if dossier else None, COMMAND_LINE),
            at=timezone.now(),
        )
        if options["json"]:
            self.stdout.write(json.dumps({"email": invitation.email, "link": link}))
        else:
            self.stdout.write(f"{invitation.email} opens this link within 14 days; it works once:\n{link}")
