"""The jobs of documents: what is made of each to be looked at and found, and the store kept tidy."""

from datetime import timedelta

from comptoir.documents.actions import ask_to_prepare
from comptoir.documents.models import Document
from comptoir.documents.prepare import prepare
from comptoir.documents.queries import unprepared
from comptoir.documents.store import NoRoom, NotInStore, remove_unfinished
from comptoir.jobs.work import Again, Park, Work

A_NIGHT = 5000
"""Older documents that are prepared in a night; one that somebody opens does not wait for its night."""


def render(work: Work) -> None:
    """Make pictures and text of the document whose id is in the arguments."""
    document = Document.objects.filter(pk=int(work.arguments["document_id"])).first()
    if document is None:
        return
    try:
        prepare(document, at=work.now())
    except NotInStore as damage:
        raise Park(str(damage)) from damage
    except NoRoom as full:
        raise Again(text=str(full)) from full


def render_missing(work: Work) -> None:
    """Ask for the documents that were kept before this was made of them, or whose pictures are gone: no backup has them."""
    missing = unprepared(A_NIGHT)
    for number, pk in enumerate(missing, start=1):
        ask_to_prepare(pk, at=work.now())
        work.progress(number, len(missing))


def clean(work: Work) -> None:
    """Remove unfinished files that nobody has touched for a day."""
    remove_unfinished(before=work.now() - timedelta(days=1))
