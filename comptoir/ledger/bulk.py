"""Many rows at once: COPY on PostgreSQL, executemany on SQLite; the one place where the two databases are fed apart."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection, models

from comptoir.kit.batches import batched


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values into the model's table, in the order of `columns` (database names).

    Dates are ISO text and JSON is text: both databases read them so. Needs no more memory than the iterable gives.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", cast("Sequence[Any]", rows))  # noqa: S608 (own names only)


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
