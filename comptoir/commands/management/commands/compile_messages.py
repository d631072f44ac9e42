"""`comptoir compile-messages`: the translations as the running program reads them, without GNU gettext."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compiles every catalogue whose compiled form is missing or older."""

    help = "Compile the translations (.po) for the running program (.mo)."
    needs_database = False

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line per catalogue that was compiled."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                    _compile(source, target)
                    self.stdout.write(f"{target.relative_to(folder)}: compiled")


def _compile(source: Path, target: Path) -> None:
    """Whole or not at all: a running program may be reading the old one."""
    fresh = target.with_suffix(".new")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.replace(target)
