"""What a document says is read once and kept: an invoice, where its values stand, what is to be said of it."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from comptoir.documents.actions import READERS
from comptoir.documents.models import Compared, Document, Pages, ReadFrom, Reading
from comptoir.documents.prepare import prepare, text_of
from comptoir.documents.queries import is_electronic
from comptoir.documents.recognising import has_unrecognised, recognition_is_lost, words_on_pages
from comptoir.documents.shown import words_of
from comptoir.documents.store import whole_file_of
from comptoir.documents.texts import keep_text
from comptoir.formats.media import PDF, XML
from comptoir.formats.paper.pages import Progress
from comptoir.formats.paper.read import read_paper
from comptoir.formats.paper.told import NOT_RECOGNISED, differing, differing_in, told_of
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.scan.tesseract import is_ready
from comptoir.formats.unreadable import Unreadable

VERSION = 3
"""Raise it when the rules change: what was read by older ones is read again when somebody asks."""


@dataclass(slots=True)
class _Told:
    """What a document says, as a reading keeps it; `text` is how it is found, None when that is known already."""

    source: ReadFrom
    invoice: dict[str, Any] | None = None
    places: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    text: str | None = None
    compared: Compared = Compared.NOT


def read(document: Document, *, at: datetime, progress: Progress = lambda _done, _total: None) -> Reading:
    """The reading of the document, made when it is not there yet; may run twice, and beside itself.

    `progress` is told the pages that are recognised. What could not be recognised is tried again at the next call.
    Raises NotInStore when the bytes are gone, NoRoom when the disk is full.
    """
    known = Reading.objects.filter(document=document, version=VERSION).first()
    if known is not None and is_whole(known):
        return known
    prepare(document, at=at)
    told = _told(document, progress)
    with transaction.atomic():
        if told.text is not None:
            keep_text(document, told.text)
        reading, _ = Reading.objects.update_or_create(
            document=document,
            defaults={
                "dossier_id": document.dossier_id,
                "source": told.source,
                "invoice": told.invoice,
                "places": told.places,
                "findings": told.findings,
                "compared": told.compared,
                "version": VERSION,
                "made_at": at,
            },
        )
    return reading


def takes_recognition(document: Document, *, at: datetime) -> bool:
    """Whether pages have to be recognised to read the document, which takes seconds for each; not without tesseract.

    Prepares it. Raises what `read` raises.
    """
    known = Reading.objects.filter(document=document, version=VERSION).first()
    if known is not None and is_whole(known):
        return False
    prepare(document, at=at)
    pages = Pages.objects.filter(document=document, refusal__isnull=True).first()
    return pages is not None and has_unrecognised(document, len(pages.sizes)) and is_ready()


def is_whole(reading: Reading) -> bool:
    """Whether there is nothing to be done again: all pages were recognised, and their words are still there."""
    if any(finding.get("rule") == NOT_RECOGNISED for finding in reading.findings):
        return False
    return reading.source != ReadFrom.OCR or not recognition_is_lost(reading.document)


def unrecognised(most: int) -> list[int]:
    """Ids of documents whose pages have no text and were not looked at by text recognition, the newest first."""
    drawn = Document.objects.filter(pages__refusal__isnull=True, told__text="").exclude(media_type=XML)
    found: list[int] = []
    for document in drawn.select_related("reading").order_by("-pk").iterator():
        if len(found) >= most:
            break
        known = getattr(document, "reading", None)
        if known is None or known.version != VERSION or not is_whole(known):
            found.append(document.pk)
    return found


def _told(document: Document, progress: Progress) -> _Told:
    if "unreadable" in document.facts:
        return _Told(ReadFrom.NOTHING)
    if document.media_type == XML:
        return _told_by_data(document, _differing_inside(document))
    pages = Pages.objects.get(document=document)
    if pages.refusal is not None:
        return _Told(ReadFrom.NOTHING)
    return _told_by_pages(document, len(pages.sizes), progress)


def said_on_pages(document: Document) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the pages of an electronic invoice or of its PDF say, whose data is read elsewhere: an invoice, and its places.

    Both are empty where no pages are drawn yet, or none that say anything.
    """
    pages = Pages.objects.filter(document=document, refusal__isnull=True).first()
    if pages is None:
        return {}, {}
    try:
        words = [words_of(document.sha256, number) for number in range(1, len(pages.sizes) + 1)]
    except FileNotFoundError:
        return {}, {}
    told = told_of(read_paper([[[tuple(word) for word in line] for line in page] for page in words]), None)
    return told, told.get("places", {})


def _told_by_data(document: Document, differing: list[dict[str, Any]] | None) -> _Told:
    """The facts of an electronic invoice, and what its PDF says otherwise: None where there is nothing to compare."""
    facts = document.facts | {"findings": document.facts["findings"] + (differing or [])}
    outcome = Compared.NOT if differing is None else Compared.DIFFERENT if differing else Compared.SAME
    return _Told(ReadFrom.XML, invoice=facts, findings=facts["findings"], compared=outcome)


def _differing_inside(document: Document) -> list[dict[str, Any]] | None:
    """What the first PDF inside of the XML says otherwise; None without one."""
    facts = document.facts
    if not any(part["type"] == PDF for part in facts["attachments"]):
        return None
    with TemporaryDirectory(prefix="comptoir-inside-") as folder:
        try:
            told = read_in_child(READERS[XML], whole_file_of(document), files=Path(folder))
            number = next(number for number, part in enumerate(told["attachments"]) if part["type"] == PDF)
            return differing_in(facts, attachment_in(Path(folder), number))
        except Unreadable:
            return None


def _told_by_pages(document: Document, count: int, progress: Progress) -> _Told:
    """What stands on the pages; of a Factur-X its data, and what the pages say otherwise."""
    words = words_on_pages(document, count, progress)
    text = text_of(document, count) if words.recognised else None
    if is_electronic(document):
        return _told_by_data(document, differing(document.facts, words))
    paper = read_paper(words.pages, own=document.dossier.number, turns=words.turns)
    told = told_of(paper, words.refusal)
    findings, places = told.pop("findings", []), told.pop("places", {})
    source = ReadFrom.OCR if words.recognised else ReadFrom.TEXT
    if paper.invoice is None and not any(words.pages):
        source = ReadFrom.NOTHING
    return _Told(source, told | {"findings": findings} if paper.invoice else None, places, findings, text)


def copy_reading(document: Document, other: Document, *, at: datetime) -> None:
    """Have the other document, which shows the same, say what this one was read to say."""
    reading = Reading.objects.filter(document=document).first()
    if reading is not None:
        told = {name: getattr(reading, name) for name in ("source", "invoice", "places", "findings", "version")}
        Reading.objects.get_or_create(document=other, defaults={"dossier": other.dossier, "made_at": at, **told})
