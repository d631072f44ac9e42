"""An installation of its own for a test: a data folder and a database, worked through the command line alone."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
COMPTOIR = (sys.executable, "-m", "comptoir.config.main")


class Installation:
    """A data folder, and on PostgreSQL a database of its own beside it."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.data = data
        self.database = database

    @property
    def environment(self) -> dict[str, str]:
        """As the shell of its administrator has it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
        address = {"COMPTOIR_DATABASE_URL": self.database} if self.database else {}
        return {**kept, **address, "COMPTOIR_DATA": str(self.data), "PYTHONPATH": str(ROOT)}

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Start `comptoir ...` in a process of its own."""
        return subprocess.Popen(
            [*COMPTOIR, *map(str, arguments)],
            env={**self.environment, **environment},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `comptoir ...` to its end."""
        process = self.start(*arguments, **environment)
        out, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, errors)

    def python(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start some other Python on the same installation."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings", **environment},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database answers, asked beside the program."""
        if self.database:
            psycopg = connection.Database  # type: ignore[attr-defined]
            with psycopg.connect(self.database, autocommit=True) as server:
                found = server.execute(statement)
                return list(found.fetchall()) if found.description else []
        with closing(sqlite3.connect(self.data / "comptoir.sqlite3")) as file:
            answer = file.execute(statement).fetchall()
            file.commit()
            return answer

    def migrate(self, *target: str) -> None:
        """Take the database to another step, as an older or newer version would have it."""
        process = self.python("-m", "django", "migrate", "--skip-checks", "--verbosity", "0", *target)
        assert process.wait(120) == 0


@contextmanager
def installation(data: Path) -> Iterator[Installation]:
    """On the kind of database that the tests run on."""
    server = os.environ.get("COMPTOIR_DATABASE_URL", "")
    if not server:
        yield Installation(data)
        return
    name = f"test_comptoir_{token_hex(4)}"
    psycopg = connection.Database  # type: ignore[attr-defined]
    with psycopg.connect(urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield Installation(data, urlsplit(server)._replace(path=f"/{name}").geturl())
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
