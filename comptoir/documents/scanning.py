"""Where a virus scanner is asked for, nobody gets a file before it has looked at it; what it finds something in is kept.

A new document waits (`Scan.WAITING`): it is read in the limited child as ever, and no door hands out its bytes, its
pictures or its words until it is clean. An infected one stays where it is, as evidence, and nobody ever gets it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents import clamd
from comptoir.documents.models import Document, Scan
from comptoir.documents.store import whole_file_of
from comptoir.firms.access import machine
from comptoir.jobs.queue import enqueue

SCAN = "documents.scan"
"""The name of the job that has one document looked at."""

SCANNER = "virus scanner"


def first_state() -> Scan:
    """In which state a new document begins."""
    return Scan.WAITING if settings.CLAMD else Scan.NOT_ASKED


def ask_to_scan(pk: int, *, at: datetime) -> None:
    """Have the scanner look at the document."""
    enqueue(SCAN, at=at, unique=f"{SCAN}:{pk}", document_id=pk)


def waiting(most: int) -> list[int]:
    """Ids of documents that the scanner has not looked at, the oldest first."""
    return list(Document.objects.filter(scan=Scan.WAITING).order_by("pk").values_list("pk", flat=True)[:most])


def scan(document: Document, *, at: datetime) -> Scan:
    """Have the document looked at and write the verdict down; one that does not wait is left as it is.

    Raises clamd.NoScanner when there is no verdict now: the document goes on waiting. Raises NotInStore.
    """
    if document.scan != Scan.WAITING:
        return Scan(document.scan)
    found = clamd.ask(settings.CLAMD, whole_file_of(document)) if settings.CLAMD else ""
    return _write_down(document.pk, found, at)


@transaction.atomic
def _write_down(pk: int, found: str, at: datetime) -> Scan:
    document = Document.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=pk)
    if document.scan == Scan.WAITING:
        document.scan = Scan.INFECTED if found else Scan.CLEAN
        document.save(update_fields=["scan"])
        by = machine(document.dossier.firm_id, document.dossier_id, SCANNER)
        if found:
            record("documents.infected", document, by=by, at=at, found=found[:200])
        else:
            record("documents.clean", document, by=by, at=at)
    return Scan(document.scan)
