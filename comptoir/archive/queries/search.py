"""Which rows contain what somebody typed: in their own text or in that of their documents.

`rows_containing` is for every list of a dossier whose rows have a `search` text: archived invoices, filed documents and
bank transactions. What writes such a text makes it with `kit.finding.searched` or `ledger.search.search_text`, and then
has it indexed in the same transaction: `renew_search(dossier)` after a run, `index_search(Model, ids)` after one row.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from comptoir.archive.models import ArchivedInvoice, BankTransaction, FiledDocument, LinkedDocument
from comptoir.documents.models import DocumentText
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet
from comptoir.firms.trigrams import (
    Sql,
    TextIndex,
    check_index,
    check_whole,
    ids_containing,
    index_of,
    index_rows,
    renew,
)
from comptoir.kit.finding import Word, words_of
from comptoir.kit.words import Sentence

M = TypeVar("M", bound=models.Model)

FEW = 2000
"""A word with more hits than this is looked for row by row: the list's own order finds a page of them sooner."""

TEXTS = index_of(DocumentText, "text", long=True)
OWN: dict[type[models.Model], TextIndex] = {
    model: index_of(model, "search") for model in (ArchivedInvoice, BankTransaction, FiledDocument)
}
OF_DOCUMENTS: dict[type[models.Model], str] = {
    ArchivedInvoice: """
        SELECT l.invoice_id FROM ({texts}) found JOIN documents_documenttext t ON t.id = found.id
        JOIN archive_linkeddocument l ON l.document_id = t.document_id""",
    FiledDocument: """
        SELECT f.id FROM ({texts}) found JOIN documents_documenttext t ON t.id = found.id
        JOIN archive_fileddocument f ON f.document_id = t.document_id""",
}
"""The rows to which the documents belong whose text was found."""
TOLD: dict[type[models.Model], tuple[QuerySet[Any], str]] = {
    ArchivedInvoice: (LinkedDocument.objects.all(), "invoice"),
    FiledDocument: (FiledDocument.objects.all(), "pk"),
}
"""What ties documents to the rows, and by which field."""


def rows_containing(access: Access, rows: DossierQuerySet[M], text: str) -> DossierQuerySet[M]:
    """Those of the rows that contain every word of the text, each in the row or in one of its documents.

    Accents and case do not matter; amounts, structured communications, IBANs and VAT numbers are found however they are
    written. Words of one or two characters are looked for in documents only beside a longer word that is not frequent.
    `rows` are visible to the access already. Asks the database once or more for how often words occur: keep what it
    gives, do not call it twice.
    """
    words = words_of(text)
    rarest, ids = _rarest(access, rows.model, words)
    if rarest is not None:
        rows = rows.filter(pk__in=ids)
    for word in words:
        if rarest is None:
            rows = rows.filter(_contains(access, rows.model, word))
        elif word is not rarest:
            rows = rows.filter(_own(word) | _told(rows.model, word))
    return rows


def told_by_documents(own: str, text: str) -> bool:
    """Whether a row that was found for this text has some word of it only in its documents, not in its own text."""
    return not all(word.within(own) for word in words_of(text))


def renew_search(dossier: Dossier) -> None:
    """Have the indexes say what the dossier's rows and documents say; at the end of a run, in its transaction."""
    for index in (*OWN.values(), TEXTS):
        renew(index, dossier.pk)


def index_search(model: type[models.Model], ids: Iterable[int]) -> None:
    """Have the index say what these rows say, which were written or deleted in this transaction."""
    index_rows(OWN[model], ids)


def check_search(dossier: Dossier) -> Iterator[Sentence]:
    """Indexes that do not say what the dossier's rows and documents say."""
    for index in (*OWN.values(), TEXTS):
        yield from check_index(index, dossier.pk)


def check_search_as_a_whole() -> Iterator[Sentence]:
    """Indexes that the database has not, or finds damaged."""
    for index in (*OWN.values(), TEXTS):
        yield from check_whole(index)


def _rarest(access: Access, model: type[models.Model], words: Iterable[Word]) -> tuple[Word | None, list[int]]:
    """The longest word that is not too frequent, with the ids of its rows by the index; None when none is."""
    for word in sorted((word for word in words if not word.short), key=lambda word: -len(word.spellings[0])):
        ids = _few_ids(access, model, word)
        if len(ids) <= FEW:
            return word, ids
    return None, []


def _few_ids(access: Access, model: type[models.Model], word: Word) -> list[int]:
    """The rows that the index has for the word; of more than a few, only so many that it shows."""
    select, parameters = _ids(access, model, word)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({select}) hits LIMIT {FEW + 1}", parameters)  # noqa: S608 (own names only)
        return [pk for (pk,) in cursor.fetchall()]


def _own(word: Word) -> Q:
    """The word in the row's own text, read there."""
    return Q(*[Q(search__contains=spelling) for spelling in word.spellings], _connector=Q.OR)


def _contains(access: Access, model: type[models.Model], word: Word) -> Q:
    """The word in the row's own text, or among the documents that the index has for it."""
    if word.short or model not in OF_DOCUMENTS:
        return _own(word)
    select, parameters = _ids_by_documents(access, model, word)
    return _own(word) | Q(pk__in=RawSQL(select, parameters))  # noqa: S611 (own names and placeholders only)


def _told(model: type[models.Model], word: Word) -> Q:
    """The word in a document of the row, read there: for the few rows to which another word has led."""
    if model not in TOLD:
        return Q(pk__in=())
    tied, field = TOLD[model]
    spelled = [Q(document__told__text__contains=spelling) for spelling in word.spellings]
    return Q(Exists(tied.filter(Q(*spelled, _connector=Q.OR), Q((field, OuterRef("pk"))))))


def _ids(access: Access, model: type[models.Model], word: Word) -> Sql:
    select, parameters = ids_containing(OWN[model], access.dossier_id or 0, word)
    if model not in OF_DOCUMENTS:
        return select, parameters
    more, others = _ids_by_documents(access, model, word)
    return f"{select} UNION ALL {more}", [*parameters, *others]


def _ids_by_documents(access: Access, model: type[models.Model], word: Word) -> Sql:
    select, parameters = ids_containing(TEXTS, access.dossier_id or 0, word)
    return OF_DOCUMENTS[model].format(texts=select), parameters
