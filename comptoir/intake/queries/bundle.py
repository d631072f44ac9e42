"""Documents that were handed in, each with its file, for a ZIP."""

from collections.abc import Iterator

from django.db.models import QuerySet, Sum

from comptoir.archive.bundle import Bundled, bundled, refuse_too_much
from comptoir.documents.models import Document
from comptoir.intake.models import Submission
from comptoir.kit.file_names import file_stem


def with_documents(rows: "QuerySet[Submission]") -> Iterator[Bundled[Submission]]:
    """Each submission with what is looked at of it, in the order of the rows. Refuses (archive.bundle.TooMuch)."""
    count = rows.count()
    refuse_too_much(count, count, rows.aggregate(size=Sum("document__size", default=0))["size"])
    return bundled(rows.select_related("document").defer("document__facts"), _documents_of, _stem_of)


def _documents_of(rows: list[Submission]) -> dict[int, list[Document]]:
    return {row.pk: [row.document] for row in rows}


def _stem_of(row: Submission) -> str:
    name, dot, ending = row.name.rpartition(".")
    return file_stem(name if dot and ending.lower() in {"pdf", "xml", "jpg", "jpeg", "png"} else row.name)
