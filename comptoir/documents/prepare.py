"""A document is prepared once to be looked at and found: its pictures or its readable source, its facts, its text."""

from datetime import datetime

from django.db import transaction

from comptoir.documents.actions import read_facts
from comptoir.documents.drawing import draw
from comptoir.documents.models import Document, Pages
from comptoir.documents.queries import is_electronic
from comptoir.documents.recognising import recognition_is_lost
from comptoir.documents.searched import text_of_both, text_of_invoice, text_of_pages
from comptoir.documents.shown import PAGES, SOURCE, has_source, is_made, making, put_json, read_json, write_json
from comptoir.documents.store import whole_file_of
from comptoir.documents.texts import keep_text
from comptoir.formats.media import JPEG, PDF, PNG, TIFF, XML
from comptoir.formats.sandbox import read_in_child
from comptoir.formats.unreadable import Unreadable

DRAWERS = {PDF: "pages", JPEG: "picture_page", PNG: "picture_page", TIFF: "picture_page"}


def prepare(document: Document, *, at: datetime) -> None:
    """Make what is missing of it and write down that it is there; may run twice, and beside itself.

    What cannot be opened is written down with the sentence that says so. Raises NotInStore when the bytes are gone,
    NoRoom when the disk is full.
    """
    read_facts(document)
    if document.media_type == XML:
        _prepare_invoice(document)
    else:
        _prepare_pages(document, at)


def _prepare_pages(document: Document, at: datetime) -> None:
    sizes, refusal, text = [], None, ""
    try:
        if not is_made(document.sha256):
            draw(whole_file_of(document), document.sha256, reader=DRAWERS[document.media_type])
        sizes = read_json(document.sha256, PAGES)
        text = text_of(document, len(sizes))
    except Unreadable as unreadable:
        refusal = unreadable.sentence.to_json()
    with transaction.atomic():
        Pages.objects.update_or_create(
            document=document,
            defaults={"dossier_id": document.dossier_id, "sizes": sizes, "refusal": refusal, "made_at": at},
        )
        if not recognition_is_lost(document):
            keep_text(document, text)
    if refusal is None and is_electronic(document) and not has_source(document.sha256):
        put_json(document.sha256, SOURCE, read_in_child("embedded_source", whole_file_of(document)))


def text_of(document: Document, pages: int) -> str:
    """By what a document with so many drawn pages is found."""
    if is_electronic(document):
        return text_of_both(document.sha256, pages, document.facts)
    return text_of_pages(document.sha256, pages)


def _prepare_invoice(document: Document) -> None:
    if "unreadable" in document.facts:
        keep_text(document, "")
        return
    if not is_made(document.sha256):
        with making(document.sha256) as folder:
            write_json(folder / SOURCE, read_in_child("source", whole_file_of(document)))
    keep_text(document, text_of_invoice(document.facts))
