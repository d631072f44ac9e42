"""Documents that come with the books: kept when a run finds them, tied to their entries when the run is applied."""

from collections import Counter
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.db.models import QuerySet

from comptoir.archive.documents import SeveralInvoices, invoice_of_facts, invoice_of_piece, link_document
from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.connectors.port import Connector, FoundDocument, PassingFault
from comptoir.documents.actions import (
    CannotKeep,
    ClosedDossier,
    NoRoom,
    NotInStore,
    OverQuota,
    inside,
    keep,
    read_facts,
)
from comptoir.documents.models import Document
from comptoir.documents.queries import kept_inside
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.booking import book, unbooked
from comptoir.kit.text import readable
from comptoir.kit.words import Sentence
from comptoir.sync.actions import CannotSynchronise
from comptoir.sync.models import PushedBooking, SeenFile


def keep_documents(dossier: Dossier, connector: Connector, *, by: Access, at: datetime) -> tuple[int, list[Sentence]]:
    """Store every file that is new or changed since it was seen; tells how many, and what could not be read this time.

    What cannot be kept now or later is noted, and told with the others by `link_documents`; what the dossier has no room
    for is told here, and tried again the next time. What one day takes in does not limit it.
    """
    seen = {file.name: file for file in SeenFile.objects.filter(dossier=dossier)}
    kept, unread = 0, []
    for found in connector.read_documents():
        try:
            old = seen.get(readable(found.name))
            if old is None or (old.size, old.changed_ns) != (found.size, found.changed_ns):
                with found.here() as path:
                    kept += _keep(dossier, found, path, by=by, at=at)
        except FileNotFoundError:
            continue
        except NotInStore as damage:
            unread.append(damage.sentence)
        except OverQuota as full:
            unread.append(_not_whole(found.name, full.sentence))
        except OSError as error:
            facts = {"file": found.name, "why": str(error)}
            unread.append(Sentence("The file %(file)s could not be read: %(why)s", facts))
    return kept, unread


def _keep(dossier: Dossier, found: FoundDocument, path: Path, *, by: Access, at: datetime) -> bool:
    """Store the file, or note why not; tells whether it is stored."""
    document, refusal = None, None
    try:
        document = keep(path, dossier=dossier, name=PurePosixPath(found.name).name, by_day=False, by=by, at=at)
        inside(read_facts(document), by=by, at=at)
    except NoRoom as full:
        raise PassingFault(full.sentence.text, **full.sentence.facts) from full
    except ClosedDossier as closed:
        raise CannotSynchronise("This dossier is closed.") from closed
    except OverQuota:
        raise
    except CannotKeep as problem:
        refusal = problem.sentence.to_json()
    SeenFile.objects.update_or_create(
        dossier=dossier,
        name=readable(found.name),
        defaults={
            "size": found.size,
            "changed_ns": found.changed_ns,
            "piece": list(map(readable, found.piece)) if found.piece else None,
            "document": document,
            "refusal": refusal,
        },
    )
    return document is not None


def link_documents(dossier: Dossier, *, at: datetime) -> tuple[int, list[Sentence]]:
    """Tie the files seen to their entries; tells how many are newly tied, and names those that belong to none.

    What lies inside one that we handed over ourselves was tied when its booking came back (`pushing.recognise`).
    """
    ours = set(_handed_over(dossier))
    linked = set(LinkedDocument.objects.filter(dossier=dossier).values_list("document_id", flat=True))
    files = list(SeenFile.objects.filter(dossier=dossier).select_related("document").order_by("name"))
    copies = Counter(file.document_id for file in files)
    count, findings = 0, []
    for file in files:
        if file.refusal is not None:
            findings.append(_not_whole(file.name, Sentence.from_json(file.refusal)))
        if file.document is None:
            continue
        if file.document_id in linked and copies[file.document_id] == 1:
            continue
        try:
            invoice, reason = _invoice_of(dossier, file)
        except SeveralInvoices as several:
            findings.append(_untied(file, several.sentence))
            continue
        if invoice is None:
            findings.append(_untied(file, _unreadable(file)))
            continue
        count += link_document(invoice, file.document, reason=reason, at=at)
        for part in kept_inside(file.document) if file.document_id not in ours else ():
            link_document(invoice, part, reason="inside", at=at)
    return count, findings


def book_documents(dossier: Dossier, *, sender: str, by: Access, at: datetime) -> int:
    """Have every file that was seen with the books be a booked submission; tells how many became so now.

    `sender` is the accounting package, in words. What we handed over with a booking was handed in before, and is left
    out. In the transaction of the run, after `link_documents`.
    """
    seen = SeenFile.objects.filter(dossier=dossier, document__isnull=False).values("document")
    found = Document.objects.filter(pk__in=seen).exclude(pk__in=_handed_over(dossier))
    ids = unbooked(found).order_by("pk").values_list("pk", flat=True)
    return book(list(ids), dossier_id=dossier.pk, sender=sender, by=by, at=at)


def _handed_over(dossier: Dossier) -> "QuerySet[Any, int]":
    """The ids of what we handed over with bookings."""
    rows = PushedBooking.documents.through.objects.filter(pushedbooking__dossier=dossier)
    return rows.values_list("document", flat=True)


def _not_whole(name: str, why: Sentence) -> Sentence:
    return Sentence("The file %(name)s was not kept whole: %(why)s", {"name": name, "why": why})


def _untied(file: SeenFile, why: Sentence | None) -> Sentence:
    if why is None:
        return Sentence("The file %(name)s belongs to no entry of the books.", {"name": file.name})
    return Sentence("The file %(name)s is tied to no entry: %(why)s", {"name": file.name, "why": why})


def _unreadable(file: SeenFile) -> Sentence | None:
    """Why what stands in the file could not be read; None when it was, or when its name said the piece."""
    told = file.document.facts.get("unreadable") if file.document and not file.piece else None
    return Sentence.from_json(told) if told else None


def _invoice_of(dossier: Dossier, file: SeenFile) -> tuple[ArchivedInvoice | None, str]:
    if file.piece:
        journal, year, number = file.piece
        return invoice_of_piece(dossier, (journal, year, number)), "piece"
    document: Document | None = file.document
    return (invoice_of_facts(dossier, document.facts), "invoice") if document else (None, "")
