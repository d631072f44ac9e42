"""`comptoir serve`: the pages, with the worker and the mail server beside them."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from comptoir.commands.letterbox.door import door_of
from comptoir.commands.serving import serve


class Command(BaseCommand):
    """Serves until it is stopped."""

    help = "Serve the pages and do the work in the background, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and with how many processes."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for all")
        parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes of the web server")
        parser.add_argument("--no-worker", action="store_true", help="without the job worker; it runs elsewhere")

    def handle(self, *_args: str, **options: Any) -> None:
        """Returns when everything has stopped."""
        serve(
            host=options["host"],
            port=options["port"],
            workers=options["workers"],
            with_worker=not options["no_worker"],
            beside=_mail_server(),
        )


def _mail_server() -> dict[str, list[str]]:
    """The command that takes e-mails in, where the settings say so."""
    if not settings.LISTEN:
        return {}
    return {
        "mail server": [sys.executable, "-m", "comptoir.config.main", "listen", "--on", str(door_of(settings.LISTEN))]
    }
