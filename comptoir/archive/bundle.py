"""Many documents as one ZIP: which files of which rows, under which names, and what the store lacks.

Nothing is read before it is sent: the ZIP streams from the store, its length known beforehand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet, Sum
from zipstream import ZipStream

from comptoir.archive.models import ArchivedInvoice, FiledDocument, LinkedDocument
from comptoir.documents.models import Document
from comptoir.documents.queries import ENDINGS
from comptoir.documents.store import NotHandedOut, file_of
from comptoir.kit.batches import batched
from comptoir.kit.file_names import FileNames, file_stem
from comptoir.kit.words import Refusal, Sentence

MOST_ROWS = 10_000
MOST_DOCUMENTS = 5_000
MOST_BYTES = 2 * 2**30
AT_ONCE = 500
INDEXES = ("index.csv", "index.xlsx")

R = TypeVar("R", bound=Model)


class TooMuch(Refusal):
    """More than one ZIP holds here."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document in the ZIP: its name there and where its bytes lie, or why they are missing."""

    name: str
    path: Path | None
    missing: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Bundled(Generic[R]):
    """A row with its documents, in the order in which they came."""

    row: R
    files: tuple[Packed, ...]


def invoices_with_documents(rows: QuerySet[ArchivedInvoice]) -> Iterator[Bundled[ArchivedInvoice]]:
    """Each invoice with its documents, in the order of the rows. Refuses (TooMuch) before the first one."""
    links = LinkedDocument.objects.filter(invoice__in=rows.order_by())
    refuse_too_much(rows.count(), links.count(), links.aggregate(size=Sum("document__size", default=0))["size"])
    return bundled(rows, _documents_of, _stem_of)


def filed_with_documents(rows: QuerySet[FiledDocument]) -> Iterator[Bundled[FiledDocument]]:
    """Each filed document with its file, in the order of the rows. Refuses (TooMuch) before the first one."""
    count = rows.count()
    refuse_too_much(count, count, rows.aggregate(size=Sum("document__size", default=0))["size"])
    return bundled(rows.select_related("document").defer("document__facts"), _document_of, _filed_stem)


def refuse_too_much(rows: int, documents: int, size: int) -> None:
    """Refuse (TooMuch) what one ZIP does not hold."""
    if rows > MOST_ROWS:
        raise TooMuch("These are %(count)s rows; one ZIP takes at most %(most)s.", count=rows, most=MOST_ROWS)
    if documents > MOST_DOCUMENTS:
        raise TooMuch(
            "These are %(count)s documents; one ZIP takes at most %(most)s.", count=documents, most=MOST_DOCUMENTS
        )
    if size > MOST_BYTES:
        raise TooMuch(
            "These documents are %(size)s MB; one ZIP takes at most %(most)s.",
            size=size // 2**20,
            most=MOST_BYTES // 2**20,
        )


def zipped(files: Iterable[Packed], *beside: tuple[str, Iterable[bytes], int]) -> ZipStream:
    """The ZIP of these files, to be iterated once; `beside` are name, pieces and size of what else is in it.

    It has its length. Ends with an error when a file has changed or gone since: a download that is cut off, never a
    whole one that lacks something.
    """
    stream = ZipStream(sized=True)
    for name, pieces, size in beside:
        stream.add(pieces, name, size=size)
    for file in files:
        if file.path is not None:
            stream.add_path(file.path, file.name, recurse=False)
    return stream


def bundled(
    rows: QuerySet[R], documents_of: Callable[[list[R]], dict[int, list[Document]]], stem_of: Callable[[R], str]
) -> Iterator[Bundled[R]]:
    """Each row with the documents that it is said to have, named after it; for rows of any kind, none too many."""
    names = FileNames(*INDEXES)
    for some in batched(rows.iterator(chunk_size=AT_ONCE), AT_ONCE):
        documents = documents_of(some)
        for row in some:
            yield Bundled(row, tuple(_packed(stem_of(row), documents.get(row.pk, []), names)))


def _packed(stem: str, documents: list[Document], names: FileNames) -> Iterator[Packed]:
    """The documents of one row, numbered where they are several."""
    for number, document in enumerate(documents, start=1):
        own = f"{stem}-{number}" if len(documents) > 1 else stem
        name = names.unique(own, ENDINGS.get(document.media_type, ".bin"))
        try:
            yield Packed(name, file_of(document))
        except NotHandedOut as damage:
            yield Packed(name, None, damage.sentence)


def _documents_of(rows: list[ArchivedInvoice]) -> dict[int, list[Document]]:
    links = LinkedDocument.objects.filter(invoice__in=[row.pk for row in rows]).order_by("pk")
    found: dict[int, list[Document]] = {}
    for link in links.select_related("document").defer("document__facts"):
        found.setdefault(link.invoice_id, []).append(link.document)
    return found


def _document_of(rows: list[FiledDocument]) -> dict[int, list[Document]]:
    return {row.pk: [row.document] for row in rows}


def _stem_of(row: ArchivedInvoice) -> str:
    return file_stem(row.journal, row.number, row.partner_name)


def _filed_stem(row: FiledDocument) -> str:
    return file_stem(row.dated_on.isoformat(), row.title)
