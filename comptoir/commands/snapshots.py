"""A consistent copy of the database while others write: SQLite's backup API or pg_dump, never a copied file."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from comptoir.kit.words import Refusal

SUFFIXES = {"sqlite": ".sqlite3", "postgresql": ".pgdump"}


class CannotCopy(Refusal):
    """The tool that copies the database is missing, or it failed; the sentence says which and why."""


def has_tables() -> bool:
    """Whether the database holds anything."""
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def write_snapshot(target: Path) -> None:
    """Copy the database as of one moment into this new file, readable by its owner only."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if connection.vendor == "sqlite":
        _copy_sqlite(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def read_snapshot(source: Path) -> None:
    """Fill the empty PostgreSQL database from a dump, wholly or not at all."""
    options = ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))


def _copy_sqlite(target: Path) -> None:
    """In one step, under one read transaction, so that no writer waits or makes it start again."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _run(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise CannotCopy("%(tool)s is not installed; it comes with the PostgreSQL client.", tool=tool)
    done = subprocess.run([tool, *arguments], env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotCopy("%(tool)s failed: %(reason)s", tool=tool, reason=reason)


def _environment() -> dict[str, str]:
    """The address of the database as PostgreSQL's tools read it; a password on a command line is seen by everybody."""
    settings = connection.settings_dict
    named = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    address = {variable: str(settings[name]) for variable, name in named.items() if settings[name]}
    if mode := settings["OPTIONS"].get("sslmode"):
        address["PGSSLMODE"] = str(mode)
    return {**os.environ, **address}
