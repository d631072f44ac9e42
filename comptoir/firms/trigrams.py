"""Indexes that find the rows whose text contains a word, wherever in it the word stands.

PostgreSQL has them on the table itself (pg_trgm). SQLite has them in a table beside it (FTS5 with trigrams), which says
what the text says once `renew` or `index_rows` was called in the transaction that wrote it: nothing does so by itself,
because Django makes a table of SQLite anew when it changes, and triggers on it would be lost.

A row of SQLite's index carries its dossier as a word of its own, so that a word that every dossier has costs what one
dossier's rows cost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db import connection, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.utils import DatabaseError

from comptoir.kit.batches import batched
from comptoir.kit.finding import Word
from comptoir.kit.words import Sentence

Sql = tuple[str, list[Any]]
"""A statement and its parameters."""

_FIRST, _MANY, _LAST = 0xE000, 6000, 0xF8FF
"""Private characters: two of the first and the last one stand for a dossier in SQLite's index, as one trigram."""


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The index of a table's text.

    `long`: the texts lie outside their rows, and PostgreSQL does not count what reading them costs. They are read through
    a function that says it costs much (`make_long_index`), or all of them would be read instead of the index.
    """

    table: str
    column: str
    long: bool = False

    @property
    def words(self) -> str:
        """SQLite's table of it."""
        return f"{self.table}_words"

    @property
    def name(self) -> str:
        """PostgreSQL's index."""
        return f"{self.table}_trigrams"


def index_of(model: type[models.Model], column: str, *, long: bool = False) -> TextIndex:
    """The index of a model's text; a migration has made it (`make_index`)."""
    return TextIndex(model._meta.db_table, column, long)


def ids_containing(index: TextIndex, dossier_id: int, word: Word) -> Sql:
    """A SELECT of the ids of the dossier's rows whose text has the word, which must not be short."""
    if connection.vendor == "sqlite":
        spellings = " OR ".join(_phrase(spelling) for spelling in word.spellings)
        match = f"text : ({spellings}) AND dossier : {_phrase(_mark(dossier_id))}"
        return f"SELECT rowid AS id FROM {index.words} WHERE {index.words} MATCH %s", [match]  # noqa: S608 (own names)
    column = f"comptoir_long({index.column})" if index.long else index.column
    likes = " OR ".join([f"{column} LIKE %s"] * len(word.spellings))
    patterns = [f"%{connection.ops.prep_for_like_query(spelling)}%" for spelling in word.spellings]
    select = f"SELECT id FROM {index.table} WHERE dossier_id = %s AND ({likes})"  # noqa: S608 (own names only)
    return select, [dossier_id, *patterns]


def renew(index: TextIndex, dossier_id: int) -> None:
    """Have the index say what all rows of the dossier say; for after many were written. Little work where it does."""
    if connection.vendor != "sqlite":
        return
    mark = _phrase(_mark(dossier_id))
    with connection.cursor() as cursor:
        cursor.execute(_sql(DELETE_STALE, index), {"mark": mark})
        cursor.execute(_sql(INSERT_MISSING, index), {"dossier": dossier_id, "mark": mark})


def index_rows(index: TextIndex, ids: Iterable[int]) -> None:
    """Have the index say what these rows say; for after few were written or deleted."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for some in batched(ids, 500):
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {index.words} WHERE rowid IN ({places})", some)  # noqa: S608 (own names only)
            cursor.execute(f"{_sql(INSERT, index)} AND t.id IN ({places})", some)


def check_index(index: TextIndex, dossier_id: int) -> Iterator[Sentence]:
    """How many rows of the dossier the index does not know as they are; the next synchronisation puts that right."""
    if connection.vendor != "sqlite":
        return
    parameters: dict[str, int | str] = {"dossier": dossier_id, "mark": _phrase(_mark(dossier_id))}
    wrong = 0
    with connection.cursor() as cursor:
        for count in (COUNT_STALE, COUNT_MISSING):
            cursor.execute(_sql(count, index), parameters)
            wrong += cursor.fetchone()[0]
    if wrong:
        yield Sentence(
            "The search index of %(table)s does not agree with %(count)s rows.", {"table": index.table, "count": wrong}
        )


def check_whole(index: TextIndex) -> Iterator[Sentence]:
    """Whether the database's own structure of the index is sound, for all dossiers."""
    if not _is_sound(index):
        yield Sentence("The search index of %(table)s is missing or damaged.", {"table": index.table})


def _is_sound(index: TextIndex) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            try:
                cursor.execute(f"INSERT INTO {index.words}({index.words}) VALUES ('integrity-check')")  # noqa: S608
            except DatabaseError:
                return False
            return True
        cursor.execute("SELECT bool_and(indisvalid) FROM pg_index WHERE indexrelid = to_regclass(%s)", [index.name])
        return bool(cursor.fetchone()[0])


def make_index(table: str, column: str) -> migrations.RunPython:
    """The step of a migration that makes the index, with the rows that are there."""
    index = TextIndex(table, column)

    def make(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"CREATE VIRTUAL TABLE {index.words} USING fts5(text, dossier, tokenize = 'trigram')")
            editor.execute(_sql(INSERT, index))
        else:
            editor.execute(f"CREATE INDEX {index.name} ON {table} USING gin ({column} gin_trgm_ops)")

    def unmake(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        sqlite = editor.connection.vendor == "sqlite"
        editor.execute(f"DROP TABLE {index.words}" if sqlite else f"DROP INDEX {index.name}")

    return migrations.RunPython(make, unmake)


def gather_more(table: str, column: str) -> migrations.RunPython:
    """The step of a migration that lets SQLite's index gather more words before it writes a part of itself.

    A first load then writes a tenth of the parts, and spends half of the time on merging them.
    """
    index = TextIndex(table, column)

    def set_to(size: int, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"INSERT INTO {index.words}({index.words}, rank) VALUES ('hashsize', {size})")  # noqa: S608

    return migrations.RunPython(
        lambda _apps, editor: set_to(GATHERED, editor), lambda _apps, editor: set_to(GATHERED_AT_FIRST, editor)
    )


def make_long_index(table: str, column: str) -> migrations.RunPython:
    """The step of a migration that makes PostgreSQL's index one of long texts."""
    name = TextIndex(table, column).name

    def make(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(LONG)
            editor.execute(f"DROP INDEX {name}")
            editor.execute(f"CREATE INDEX {name} ON {table} USING gin (comptoir_long({column}) gin_trgm_ops)")

    def unmake(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP INDEX {name}")
            editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)")
            editor.execute("DROP FUNCTION comptoir_long(text)")

    return migrations.RunPython(make, unmake)


LONG = """
CREATE FUNCTION comptoir_long(told text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000
AS 'BEGIN RETURN told; END'
"""


GATHERED, GATHERED_AT_FIRST = 16 * 2**20, 2**20
"""Bytes of words that a transaction gathers in memory; SQLite's own default is the second."""


def _phrase(text: str) -> str:
    """The text as one string of FTS5: nothing in it is an operator."""
    return '"' + text.replace('"', '""') + '"'


def _mark(dossier_id: int) -> str:
    """The dossier as three characters; `MARK` is the same in SQL."""
    return f"{chr(_FIRST + dossier_id % _MANY)}{chr(_FIRST + dossier_id // _MANY % _MANY)}{chr(_LAST)}"


def _sql(text: str, index: TextIndex) -> str:
    return text.format(table=index.table, column=index.column, words=index.words, mark=MARK)


_HIGH = f"t.dossier_id / {_MANY}"
MARK = f"""char({_FIRST} + t.dossier_id - {_HIGH} * {_MANY},
             {_FIRST} + {_HIGH} - {_HIGH} / {_MANY} * {_MANY}, {_LAST})"""

INSERT = """
INSERT INTO {words} (rowid, text, dossier) SELECT t.id, t.{column}, {mark} FROM {table} t WHERE t.{column} <> ''
"""

NOT_THERE = """
AND t.dossier_id = %(dossier)s
AND t.id NOT IN (SELECT rowid FROM {words} WHERE {words} MATCH 'dossier : ' || %(mark)s)
"""

# In the order of ids: FTS5 writes down what it has gathered whenever an id is lower than the one before.
INSERT_MISSING = f"{INSERT} {NOT_THERE} ORDER BY t.id"

COUNT_MISSING = f"SELECT COUNT(*) FROM {{table}} t WHERE t.{{column}} <> '' {NOT_THERE}"  # noqa: S608 (both texts stand here)

STALE = """
SELECT w.rowid FROM {words} w LEFT JOIN {table} t ON t.id = w.rowid
WHERE w.{words} MATCH 'dossier : ' || %(mark)s AND (t.id IS NULL OR t.{column} <> w.text)
"""

DELETE_STALE = f"DELETE FROM {{words}} WHERE rowid IN ({STALE})"  # noqa: S608 (both texts stand here)

COUNT_STALE = f"SELECT COUNT(*) FROM ({STALE}) stale"  # noqa: S608 (both texts stand here)
