"""The database made ready for this version: created or copied and migrated, once, whoever starts first."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from comptoir.commands.snapshots import SUFFIXES, CannotCopy, has_tables, write_snapshot
from comptoir.kit.words import Refusal

Step = tuple[str, str]


class NewerData(Refusal):
    """The database was written by a version that came after this one."""


class NotCopied(Refusal):
    """The old database cannot be copied, so it is not changed."""


def make_ready(*, copy: bool, at: datetime) -> None:
    """Bring the database to this version's tables and say on stderr what was done; nothing when it is there already.

    An existing one is copied into the backups first, unless `copy` is false. Refuses one of a newer version.
    """
    if _steps_known() == _steps_done():
        return
    with _one_at_a_time():
        known, done = _steps_known(), _steps_done()
        if strange := sorted(done - known):
            raise NewerData(
                "These data were written by a newer version of Comptoir (it has the step %(step)s). "
                "Start that version, or restore a backup made by this one.",
                step=".".join(strange[0]),
            )
        if known - done:
            _migrate(len(known - done), copy=copy, at=at)


def _migrate(steps: int, *, copy: bool, at: datetime) -> None:
    existing = has_tables()
    if existing and copy:
        kept = _copy(at)
        sys.stderr.write(f"The database is copied to {kept} before it is changed.\n")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    done = f"The database is brought up to date: {steps} steps." if existing else "The database is created."
    sys.stderr.write(f"{done}\n")


def _copy(at: datetime) -> Path:
    settings.BACKUPS.mkdir(mode=0o700, exist_ok=True)
    target: Path = settings.BACKUPS / f"before-{at:%Y%m%d-%H%M%S-%f}{SUFFIXES[connection.vendor]}"
    try:
        write_snapshot(target)
    except CannotCopy as error:
        target.unlink(missing_ok=True)
        raise NotCopied(
            "The database has to be changed for this version, and it cannot be copied first: %(reason)s "
            "With --no-copy it is changed without a copy.",
            reason=str(error),
        ) from error
    return target


def _steps_done() -> set[Step]:
    return set(MigrationRecorder(connection).applied_migrations())


def _steps_known() -> set[Step]:
    """By the names of the files, so that an ordinary start need not import any of them."""
    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in iter_modules([str(Path(app.path, "migrations"))])
        if module.name[0] not in "_~"
    }


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Held by one process of this data folder at a time; the system takes it back from a process that dies."""
    with Path(settings.DATA, "upgrade.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
