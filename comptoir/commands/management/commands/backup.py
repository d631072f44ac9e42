"""`comptoir backup`: everything of the installation in one file, while people go on working."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from comptoir.commands.backups import make_backup
from comptoir.commands.words import size


class Command(BaseCommand):
    """Writes the backup and says where."""

    help = "Back up the database, the documents and the secret key into one file, while people go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("--to", type=Path, metavar="FILE", help="else a new file in backups/ of the data folder")

    def handle(self, *_args: str, **options: Any) -> None:
        """Ends with an error, after writing the backup, when documents are damaged."""
        at = timezone.now()
        target: Path = options["to"] or settings.BACKUPS / f"comptoir-{at:%Y%m%d-%H%M%S-%f}.tar"
        manifest = make_backup(target.absolute(), at=at)
        whole = size(sum(member.size for member in manifest.files))
        self.stdout.write(f"{target}: the database and {len(manifest.files) - 2} documents, {whole}.")
