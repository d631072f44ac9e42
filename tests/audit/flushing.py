"""Emptying a test database between transactional tests, which the triggers of the trail would refuse on SQLite.

Only Django's own flush lifts them, for as long as it takes. A test that deletes an event is refused like anybody else.
Django knows nothing of SQLite's search indexes and counts ids from one again: what they hold goes with the rows.
"""

from collections.abc import Iterator, Sequence

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper

from comptoir.audit import append_only


@pytest.fixture(autouse=True, scope="session")
def flush_may_empty_the_trail() -> Iterator[None]:
    """PostgreSQL flushes by TRUNCATE, which is no deletion of a row; SQLite has only DELETE."""
    sqlite = DatabaseWrapper.ops_class
    flush = sqlite.execute_sql_flush

    def lifted(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        append_only.unprotect(operations.connection)
        flush(operations, sql_list)
        _forget_words(operations)
        append_only.protect(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "execute_sql_flush", lifted)
        yield


def _forget_words(operations: BaseDatabaseOperations) -> None:
    with operations.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 (names of our own database)
