"""`comptoir listen`: the mail server for mailboxes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from comptoir.commands.letterbox.door import door_of
from comptoir.commands.letterbox.listening import listen


class Command(BaseCommand):
    """Listens until it is stopped."""

    help = (
        "Take e-mails in for mailboxes, until it is stopped; serve starts this by itself where COMPTOIR_LISTEN is set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where."""
        parser.add_argument(
            "--on",
            default=settings.LISTEN,
            metavar="ADDRESS",
            help="lmtp://127.0.0.1:8024 or smtp://127.0.0.1:8025; else what COMPTOIR_LISTEN says",
        )

    def handle(self, *_args: str, **options: Any) -> None:
        """Returns when it is asked to end."""
        listen(door_of(options["on"]))
