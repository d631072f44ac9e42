"""What pages and checks ask about documents: how one may be served, and whether the store is sound."""

from dataclasses import dataclass

from django.db.models import Q

from comptoir.documents.models import Document, Pages
from comptoir.documents.shown import is_made
from comptoir.documents.store import finished_files, hash_of, path_of
from comptoir.formats.media import EML, JPEG, PDF, PNG, TIFF, XML
from comptoir.jobs.queue import was_parked
from comptoir.kit.file_names import with_ending

RENDER = "documents.render"
"""The name of the job that prepares a document to be looked at and found, and its group: one at a time, so that other
jobs find room beside it."""

WHOLE = {XML: "syntax", PDF: "embedded"}
"""By kind of file, what facts have since a reader last learned to tell more: older ones are read again."""

ENDINGS = {PDF: ".pdf", XML: ".xml", JPEG: ".jpg", PNG: ".png", TIFF: ".tif", EML: ".eml"}


@dataclass(frozen=True, slots=True)
class Served:
    """How a document is handed to a browser. `inline`: it may be shown in a frame; else it is only downloaded.

    Only a PDF whose pages were counted is shown. XML is never shown by the browser: it could be a page with scripts.
    Nor is a picture as it was received: what people look at is made anew from it.
    The answer says nosniff and no-store, and its own Content-Security-Policy, which lets a PDF be framed by our own
    pages and nothing else be done with it (`web/shared/files.py` writes these headers).
    """

    media_type: str
    filename: str
    inline: bool


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What a check of the whole store found; hashes, in order.

    `missing` and `damaged` belong to documents and are faults; `unowned` lie in the store without a row, as a process
    leaves them that is killed before it writes the row: harmless.
    """

    documents: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    unowned: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every document has its bytes."""
        return not self.missing and not self.damaged


def served(document: Document) -> Served:
    """The media type by content, a file name with the ending that fits it, and whether it may be shown."""
    return Served(
        media_type=document.media_type,
        filename=with_ending(document.name, ENDINGS[document.media_type]),
        inline=document.media_type == PDF and "pages" in document.facts,
    )


def facts_are_whole(document: Document) -> bool:
    """Whether the document was read, with everything that is read of its kind today."""
    if not document.facts or "unreadable" in document.facts:
        return False
    return WHOLE.get(document.media_type, "kind") in document.facts


def is_electronic(document: Document) -> bool:
    """Whether it was read as an electronic invoice: an XML file, or a PDF with one inside (Factur-X, ZUGFeRD)."""
    return "lines" in document.facts


def kept_inside(document: Document) -> list[Document]:
    """The PDFs of an electronic invoice that are kept as documents of their own (`actions.inside` keeps them)."""
    wanted = [part["sha256"] for part in document.facts.get("attachments", ()) if part["type"] == PDF]
    known = {row.sha256: row for row in Document.objects.filter(dossier=document.dossier_id, sha256__in=wanted)}
    return [known[digest] for digest in dict.fromkeys(wanted) if digest in known]


def preparing_was_given_up(document: Document) -> bool:
    """Whether the last job that should prepare the document was parked: the next night, or a person, tries again."""
    return was_parked(key_of(document.pk))


def key_of(pk: int) -> str:
    """The key under which at most one job waits that prepares this document."""
    return f"{RENDER}:{pk}"


def unprepared(most: int) -> list[int]:
    """Ids of documents that cannot be looked at or found yet, the newest first; made ones whose files are gone too.

    So are those of which readers have learned to tell more since they were read.
    """
    missing = Q(told=None) | Q(pages=None) & ~Q(media_type=XML)
    for media_type, name in WHOLE.items():
        missing |= Q(media_type=media_type) & ~Q(facts__has_any_keys=[name, "unreadable"])
    waiting = Document.objects.filter(missing).exclude(media_type=EML).order_by("-pk")
    found = list(waiting.values_list("pk", flat=True)[:most])
    made = Pages.objects.filter(refusal__isnull=True, document__told__isnull=False).order_by("-document_id")
    for pk, digest in made.values_list("document_id", "document__sha256").iterator():
        if len(found) >= most:
            break
        if not is_made(digest):
            found.append(pk)
    return found


def verify_store() -> StoreReport:
    """Hash every file again and compare with the rows of all dossiers; reads the whole store, a piece at a time."""
    sizes = dict(Document.objects.values_list("sha256", "size"))
    missing, damaged = [], []
    for digest, size in sorted(sizes.items()):
        path = path_of(digest)
        if not path.is_file():
            missing.append(digest)
        elif path.stat().st_size != size or hash_of(path) != digest:
            damaged.append(digest)
    unowned = sorted(path.name for path in finished_files() if path.name not in sizes)
    return StoreReport(len(sizes), tuple(missing), tuple(damaged), tuple(unowned))
