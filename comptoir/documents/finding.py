"""Which rows contain what somebody typed: in their own text or in that of their documents.

`rows_containing` is for every list of a dossier whose rows have a `search` text; the room says by a `Searched` how its
rows are found. What writes such a text has it indexed in the same transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from comptoir.documents.models import DocumentText
from comptoir.firms.access import Access
from comptoir.firms.scope import DossierQuerySet
from comptoir.firms.trigrams import Sql, TextIndex, ids_containing, index_of
from comptoir.kit.finding import Word, words_of

M = TypeVar("M", bound=models.Model)

FEW = 2000
"""A word with more hits than this is looked for row by row: the list's own order finds a page of them sooner."""

TEXTS = index_of(DocumentText, "text", long=True)


@dataclass(frozen=True, slots=True)
class Searched:
    """How the rows of a table are found.

    `own` is the index of their text. `by_documents` selects the ids of the rows to which the documents belong whose text
    was found, of {texts}; "" where rows have no documents. `tied` are the rows that tie documents (`document`) to them,
    by the column `field`.
    """

    own: TextIndex
    by_documents: str = ""
    tied: "QuerySet[Any] | None" = None
    field: str = "pk"


def rows_containing(access: Access, rows: DossierQuerySet[M], text: str, how: Searched) -> DossierQuerySet[M]:
    """Those of the rows that contain every word of the text, each in the row or in one of its documents.

    Accents and case do not matter; amounts, structured communications, IBANs and VAT numbers are found however they are
    written. Words of one or two characters are looked for in documents only beside a longer word that is not frequent.
    `rows` are visible to the access already. Asks the database once or more for how often words occur: keep what it
    gives, do not call it twice.
    """
    words = words_of(text)
    rarest, ids = _rarest(access, how, words)
    if rarest is not None:
        rows = rows.filter(pk__in=ids)
    for word in words:
        if rarest is None:
            rows = rows.filter(_contains(access, how, word))
        elif word is not rarest:
            rows = rows.filter(_own(word) | _told(how, word))
    return rows


def few_containing(access: Access, text: str, how: Searched) -> list[int] | None:
    """Ids of rows, few, among which are all that contain the text; None where each of its words is frequent or short."""
    word, ids = _rarest(access, how, words_of(text))
    return ids if word is not None else None


def told_by_documents(own: str, text: str) -> bool:
    """Whether a row that was found for this text has some word of it only in its documents, not in its own text."""
    return not all(word.within(own) for word in words_of(text))


def _rarest(access: Access, how: Searched, words: Iterable[Word]) -> tuple[Word | None, list[int]]:
    """The longest word that is not too frequent, with the ids of its rows by the index; None when none is."""
    for word in sorted((word for word in words if not word.short), key=lambda word: -len(word.spellings[0])):
        ids = _few_ids(access, how, word)
        if len(ids) <= FEW:
            return word, ids
    return None, []


def _few_ids(access: Access, how: Searched, word: Word) -> list[int]:
    """The rows that the index has for the word; of more than a few, only so many that it shows."""
    select, parameters = _ids(access, how, word)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({select}) hits LIMIT {FEW + 1}", parameters)  # noqa: S608 (own names only)
        return [pk for (pk,) in cursor.fetchall()]


def _own(word: Word) -> Q:
    """The word in the row's own text, read there."""
    return Q(*[Q(search__contains=spelling) for spelling in word.spellings], _connector=Q.OR)


def _contains(access: Access, how: Searched, word: Word) -> Q:
    """The word in the row's own text, or among the documents that the index has for it."""
    if word.short or not how.by_documents:
        return _own(word)
    select, parameters = _ids_by_documents(access, how, word)
    return _own(word) | Q(pk__in=RawSQL(select, parameters))  # noqa: S611 (own names and placeholders only)


def _told(how: Searched, word: Word) -> Q:
    """The word in a document of the row, read there: for the few rows to which another word has led."""
    if how.tied is None:
        return Q(pk__in=())
    spelled = [Q(document__told__text__contains=spelling) for spelling in word.spellings]
    return Q(Exists(how.tied.filter(Q(*spelled, _connector=Q.OR), Q((how.field, OuterRef("pk"))))))


def _ids(access: Access, how: Searched, word: Word) -> Sql:
    select, parameters = ids_containing(how.own, access.dossier_id or 0, word)
    if not how.by_documents:
        return select, parameters
    more, others = _ids_by_documents(access, how, word)
    return f"{select} UNION ALL {more}", [*parameters, *others]


def _ids_by_documents(access: Access, how: Searched, word: Word) -> Sql:
    select, parameters = ids_containing(TEXTS, access.dossier_id or 0, word)
    return how.by_documents.format(texts=select), parameters
