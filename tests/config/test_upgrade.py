"""The database made ready: created, copied and migrated, refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.config.installation import Installation

COPIED = "The database is copied to "


def firm(comptoir: Installation, name: str = "Delvaux", *more: str, **environment: str) -> tuple[int, str]:
    """An ordinary command on the database."""
    answer = comptoir.run("create-firm", "--name", name, "--email", "anne@delvaux.be", *more, **environment)
    return answer.returncode, answer.stderr


def firms(comptoir: Installation) -> list[str]:
    return [name for (name,) in comptoir.rows("SELECT name FROM firms_firm ORDER BY id")]


def steps(comptoir: Installation) -> int:
    return comptoir.rows("SELECT count(*) FROM django_migrations")[0][0]


def older(comptoir: Installation) -> str:
    """As a version left it that had fewer steps; what is said when it is brought up to date."""
    firm(comptoir)
    newest = steps(comptoir)
    comptoir.migrate("audit", "0002")
    return f"The database is brought up to date: {newest - steps(comptoir)} steps."


def test_the_first_command_creates_the_database_and_the_second_says_nothing(comptoir: Installation) -> None:
    assert firm(comptoir) == (0, "The database is created.\n")
    assert firm(comptoir, "Peeters") == (0, "")
    assert firms(comptoir) == ["Delvaux", "Peeters"]
    assert not (comptoir.data / "backups").exists()


def test_an_older_database_is_copied_then_migrated(comptoir: Installation) -> None:
    told = older(comptoir)
    newest, before = steps(comptoir) + int(told.split()[-2]), steps(comptoir)

    status, said = firm(comptoir, "Peeters")

    copied, updated = said.splitlines()
    copy = Path(copied.removeprefix(COPIED).removesuffix(" before it is changed."))
    assert (status, updated) == (0, told)
    assert steps(comptoir) == newest > before
    assert copy.parent == comptoir.data / "backups"
    assert copy.stat().st_mode & 0o077 == 0
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(copy)) as old:
            assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert old.execute("SELECT count(*) FROM django_migrations").fetchone() == (before,)
            assert old.execute("SELECT name FROM firms_firm").fetchall() == [("Delvaux",)]


def test_an_older_database_is_not_copied_when_told_so(comptoir: Installation) -> None:
    told = older(comptoir)

    assert firm(comptoir, "Peeters", "--no-copy") == (0, f"{told}\n")
    assert not (comptoir.data / "backups").exists()


def test_a_newer_database_is_refused_and_left_alone(comptoir: Installation) -> None:
    firm(comptoir)
    comptoir.rows(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0099_future', '2027-01-01T00:00:00Z')"
    )

    status, said = firm(comptoir, "Peeters")

    assert status == 1
    assert said == (
        "These data were written by a newer version of Comptoir (it has the step jobs.0099_future). "
        "Start that version, or restore a backup made by this one.\n"
    )
    assert firms(comptoir) == ["Delvaux"]


def test_two_commands_at_once_create_the_database_once(comptoir: Installation) -> None:
    both = [
        comptoir.start("create-firm", "--name", name, "--email", "anne@delvaux.be") for name in ("Delvaux", "Peeters")
    ]

    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in both]

    assert sorted(ends) == [("", 0), ("The database is created.\n", 0)]
    assert sorted(firms(comptoir)) == ["Delvaux", "Peeters"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no tool to be copied")
def test_without_pg_dump_an_older_database_is_left_alone(comptoir: Installation, tmp_path: Path) -> None:
    older(comptoir)
    before = steps(comptoir)

    status, said = firm(comptoir, "Peeters", PATH=str(tmp_path))

    assert status == 1
    assert said == (
        "The database has to be changed for this version, and it cannot be copied first: pg_dump is not installed; "
        "it comes with the PostgreSQL client. With --no-copy it is changed without a copy.\n"
    )
    assert steps(comptoir) == before
    assert list((comptoir.data / "backups").iterdir()) == []
