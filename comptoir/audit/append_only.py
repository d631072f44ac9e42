"""The trail can only grow: triggers in the database refuse to change or delete an event, whoever asks."""

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = (
    """
    CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'an audit event cannot be changed'); END
    """,
    """
    CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'an audit event cannot be deleted'); END
    """,
    # INSERT OR REPLACE deletes the old row without asking the trigger above.
    """
    CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
    WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'an audit event cannot be replaced'); END
    """,
)

POSTGRESQL = (
    """
    CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an audit event cannot be changed or deleted'; END $$
    """,
    """
    CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()
    """,
)

SQLITE_REMOVAL = (
    "DROP TRIGGER IF EXISTS audit_event_no_update",
    "DROP TRIGGER IF EXISTS audit_event_no_delete",
    "DROP TRIGGER IF EXISTS audit_event_no_replace",
)

POSTGRESQL_REMOVAL = (
    "DROP TRIGGER IF EXISTS audit_event_append_only ON audit_event",
    "DROP FUNCTION IF EXISTS audit_event_refuse()",
)


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place. A migration that rebuilds the table on SQLite has to call this again."""
    _run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for the way back of the migration, and to empty a test database."""
    _run(connection, SQLITE_REMOVAL if connection.vendor == "sqlite" else POSTGRESQL_REMOVAL)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
