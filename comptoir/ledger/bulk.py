"""Many rows at once: COPY on PostgreSQL, executemany on SQLite; the one place where the two databases are fed apart."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import connection, models

from comptoir.kit.batches import batched

VALUES = 999
"""So many values every SQLite takes with one statement."""


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values into the model's table, in the order of `columns` (database names).

    Dates are ISO text and JSON is text: both databases read them so. Needs no more memory than the iterable gives.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        _insert_many(f"INSERT INTO {table} ({names}) VALUES ", len(columns), rows)  # noqa: S608 (own names only)


def _insert_many(insert: str, count: int, rows: Iterable[Sequence[Any]]) -> None:
    """Several rows with each statement, for SQLite looks up the next id anew with every one.

    By the driver's own executemany: Django's keeps all that it is given until the end.
    """
    row, together = f"({', '.join('?' * count)})", VALUES // count
    last: list[Sequence[Any]] = []

    def full() -> Iterator[list[Any]]:
        for some in batched(rows, together):
            if len(some) == together:
                yield list(chain.from_iterable(some))
            else:
                last.extend(some)

    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.executemany(insert + ", ".join([row] * together), full())
        connection.connection.executemany(insert + row, last)


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set `columns` (database names) of rows of the model; each row is its new values and then its id."""
    table = connection.ops.quote_name(model._meta.db_table)
    values = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        for batch in batched(rows, 5000):
            cursor.executemany(f"UPDATE {table} SET {values} WHERE id = %s", batch)  # noqa: S608 (own names only)


def execute(sql: str, **parameters: Any) -> int:
    """Run one statement with named parameters; tells how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
