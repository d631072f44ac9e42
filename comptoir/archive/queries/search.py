"""Which rows of the archive contain what somebody typed, and the indexes by which that is known.

What writes a `search` text makes it with `kit.finding.searched` or `ledger.search.search_text`, and then has it indexed
in the same transaction: `renew_search(dossier)` after a run, `index_search(Model, ids)` after one row.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.db import models

from comptoir.archive.models import ArchivedInvoice, BankTransaction, FiledDocument, LinkedDocument
from comptoir.documents import finding
from comptoir.documents.finding import TEXTS, Searched
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.firms.scope import DossierQuerySet
from comptoir.firms.trigrams import check_index, check_whole, index_of, index_rows, renew
from comptoir.kit.words import Sentence

M = TypeVar("M", bound=models.Model)

SEARCHED: Mapping[type[Any], Searched] = {
    ArchivedInvoice: Searched(
        index_of(ArchivedInvoice, "search"),
        """
        SELECT l.invoice_id FROM ({texts}) found JOIN documents_documenttext t ON t.id = found.id
        JOIN archive_linkeddocument l ON l.document_id = t.document_id""",
        LinkedDocument.objects.all(),
        "invoice",
    ),
    BankTransaction: Searched(index_of(BankTransaction, "search")),
    FiledDocument: Searched(
        index_of(FiledDocument, "search"),
        """
        SELECT f.id FROM ({texts}) found JOIN documents_documenttext t ON t.id = found.id
        JOIN archive_fileddocument f ON f.document_id = t.document_id""",
        FiledDocument.objects.all(),
    ),
}
INDEXES = (*(how.own for how in SEARCHED.values()), TEXTS)


def rows_containing(access: Access, rows: DossierQuerySet[M], text: str) -> DossierQuerySet[M]:
    """Those of the rows that contain every word of the text; as `documents.finding.rows_containing`."""
    return finding.rows_containing(access, rows, text, SEARCHED[rows.model])


def renew_search(dossier: Dossier) -> None:
    """Have the indexes say what the dossier's rows and documents say; at the end of a run, in its transaction."""
    for index in INDEXES:
        renew(index, dossier.pk)


def index_search(model: type[models.Model], ids: Iterable[int]) -> None:
    """Have the index say what these rows say, which were written or deleted in this transaction."""
    index_rows(SEARCHED[model].own, ids)


def check_search(dossier: Dossier) -> Iterator[Sentence]:
    """Indexes that do not say what the dossier's rows and documents say."""
    for index in INDEXES:
        yield from check_index(index, dossier.pk)


def check_search_as_a_whole() -> Iterator[Sentence]:
    """Indexes that the database has not, or finds damaged."""
    for index in INDEXES:
        yield from check_whole(index)
