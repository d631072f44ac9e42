"""`comptoir restore`: a backup back into an empty data folder."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from comptoir.commands.restoring import restore
from comptoir.commands.words import size


class Command(BaseCommand):
    """Restores and says what."""

    help = "Restore a backup into an empty data folder (--data DIR), after checking every byte of it."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Which."""
        parser.add_argument("file", type=Path, metavar="FILE", help="what comptoir backup has written")

    def handle(self, *_args: str, **options: Any) -> None:
        """Nothing is put in place unless all of it is as it was backed up."""
        back = restore(options["file"].absolute())
        self.stdout.write(
            f"Restored the backup of {back.made_at} into {settings.DATA}: the database ({size(back.database_size)}) "
            f"and {back.documents} documents ({size(back.documents_size)})."
        )
        if back.damaged:
            self.stdout.write(f"{back.damaged} documents were missing or altered already when it was made.")
