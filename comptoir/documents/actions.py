"""Documents are kept, read, and taken apart. The one entry for bytes, whatever door they come by."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.models import Document, Scan
from comptoir.documents.queries import RENDER, facts_are_whole, key_of
from comptoir.documents.quota import OverQuota, count, demand_room
from comptoir.documents.scanning import ask_to_scan, first_state
from comptoir.documents.store import (
    ACCEPTED,
    Arriving,
    CannotKeep,
    NoRoom,
    NotInStore,
    arriving,
    hash_of,
    whole_file_of,
)
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.formats.media import EML, JPEG, PDF, PNG, TIFF, XML
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from comptoir.jobs.queue import enqueue, enqueue_first
from comptoir.kit.file_names import label

__all__ = [
    "CannotKeep",
    "ClosedDossier",
    "NoRoom",
    "NotInStore",
    "OverQuota",
    "ask_to_prepare",
    "ask_to_prepare_first",
    "inside",
    "keep",
    "read_facts",
]


class ClosedDossier(CannotKeep):
    """The dossier is closed; the same file can be kept when it is open again."""


READERS = {PDF: "pdf", XML: "invoice", JPEG: "picture", PNG: "picture", TIFF: "picture"}
MOST_LINES = 2000


def keep(
    source: Path | bytes,
    *,
    dossier: Dossier,
    name: str,
    media_type: str = "",
    accepts: frozenset[str] = ACCEPTED,
    by_day: bool = True,
    by: Access,
    at: datetime,
) -> Document:
    """Keep a file in a dossier: its bytes on the disk first, then its row. The same bytes twice are one document.

    `name` becomes a label; `media_type`, when given, must be what the bytes are; `by_day`: what the dossier takes in on a
    day limits it. Refuses (CannotKeep) what is larger than 35 MB or of no kind that is accepted, a closed dossier, and what
    the dossier has no room for (OverQuota); raises NoRoom when the disk is full. After a refusal nothing is left on the
    disk. Of an e-mail, whose door names it in `accepts`, nothing is made to be looked at or found. Call it outside a
    transaction where that can be: writing to the disk takes its time.
    """
    if Dossier.objects.visible_to(by).get(pk=dossier.pk).closed_at is not None:
        raise ClosedDossier("The dossier is closed, and nothing is added to it.")
    _demand_room(source, dossier, by_day, at)
    with arriving(source, media_type=media_type, accepts=accepts) as arrived:
        return _registered(arrived, dossier=dossier, name=label(name), by_day=by_day, by=by, at=at)


@transaction.atomic
def _registered(arrived: Arriving, *, dossier: Dossier, name: str, by_day: bool, by: Access, at: datetime) -> Document:
    stored = arrived.stored
    document, is_new = Document.objects.get_or_create(
        dossier=dossier,
        sha256=stored.sha256,
        defaults={
            "size": stored.size,
            "media_type": stored.media_type,
            "name": name,
            "scan": first_state(),
            "created_at": at,
        },
    )
    if is_new:
        count(dossier.pk, size=stored.size, by_day=by_day, at=at)
        record("documents.kept", document, by=by, at=at, name=name, sha256=stored.sha256, size=stored.size)
        if document.media_type != EML:
            ask_to_prepare(document.pk, at=at)
        if document.scan == Scan.WAITING:
            ask_to_scan(document.pk, at=at)
    arrived.publish()
    return document


def _demand_room(source: Path | bytes, dossier: Dossier, by_day: bool, at: datetime) -> None:
    """Refuse before a byte is written, but for bytes that the dossier has already: they take no room."""
    if isinstance(source, Path) and not source.is_file():
        return
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        demand_room(dossier.pk, size=size, by_day=by_day, at=at)
    except OverQuota:
        digest = sha256(source).hexdigest() if isinstance(source, bytes) else hash_of(source)
        if not Document.objects.filter(dossier=dossier, sha256=digest).exists():
            raise


def ask_to_prepare(pk: int, *, at: datetime) -> None:
    """Put the document into the queue of what is made to be looked at and found, one after another."""
    enqueue(RENDER, at=at, group=RENDER, unique=key_of(pk), document_id=pk)


def ask_to_prepare_first(document: Document, *, at: datetime) -> None:
    """The same before all others, as somebody waits for it; writes nothing when that is so already."""
    if document.media_type != EML:
        enqueue_first(RENDER, at=at, unique=key_of(document.pk), document_id=document.pk)


def read_facts(document: Document) -> Document:
    """Let the reader for its kind read the document, and write down what it found.

    For an electronic invoice everything that it says, but for the bytes of its attachments; for a PDF its pages, and the
    invoice inside where it is a Factur-X; for a picture its size. What cannot be read gets {"unreadable": sentence}, and is
    tried again the next time; what was read stays read.
    """
    if facts_are_whole(document):
        return document
    try:
        told = read_in_child(READERS[document.media_type], whole_file_of(document))
        document.facts = _facts_of_invoice(told) if "lines" in told else told
    except Unreadable as refusal:
        document.facts = {"unreadable": refusal.sentence.to_json()}
    document.save(update_fields=["facts"])
    return document


def inside(document: Document, *, by: Access, at: datetime) -> list[Document]:
    """The PDFs embedded in an electronic invoice, in their order, each kept and read as a document of its own.

    Nothing for a document that has none or was not read (`read_facts`). Cheap when they were kept before.
    """
    wanted = dict.fromkeys(part["sha256"] for part in document.facts.get("attachments", ()) if part["type"] == PDF)
    known = {row.sha256: row for row in Document.objects.filter(dossier=document.dossier_id, sha256__in=wanted)}
    if wanted.keys() != known.keys():
        known = _unpacked(document, by=by, at=at)
    return [known[digest] for digest in wanted]


def _unpacked(document: Document, *, by: Access, at: datetime) -> dict[str, Document]:
    with TemporaryDirectory(prefix="comptoir-inside-") as folder:
        files = Path(folder)
        try:
            told = read_in_child(READERS[document.media_type], whole_file_of(document), files=files)
            parts = [(part["name"], attachment_in(files, number)) for number, part in _pdfs(told)]
        except Unreadable as refusal:
            raise CannotKeep(refusal.sentence.text, **refusal.sentence.facts) from None
        kept = [
            keep(path, dossier=document.dossier, name=name, media_type=PDF, by_day=False, by=by, at=at)
            for name, path in parts
        ]
    return {part.sha256: read_facts(part) for part in kept}


def _pdfs(told: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return [(number, part) for number, part in enumerate(told["attachments"]) if part["type"] == PDF]


def _facts_of_invoice(told: dict[str, Any]) -> dict[str, Any]:
    """Of an invoice without end the first lines, and how many it has."""
    return told | {"lines": told["lines"][:MOST_LINES], "line_count": len(told["lines"])}
