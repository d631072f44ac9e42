"""The jobs of documents: what is made of each to be looked at and found, and the store kept tidy."""

from datetime import datetime, timedelta

from comptoir.documents.actions import ask_to_prepare
from comptoir.documents.clamd import NoScanner
from comptoir.documents.faults import faults_told
from comptoir.documents.models import Document
from comptoir.documents.prepare import prepare
from comptoir.documents.queries import unprepared
from comptoir.documents.reading import read, unrecognised
from comptoir.documents.recognising import recognition_is_lost
from comptoir.documents.scanning import ask_to_scan, scan, waiting
from comptoir.documents.store import remove_left_behind, remove_unfinished
from comptoir.formats.scan.tesseract import is_ready
from comptoir.jobs.queue import enqueue
from comptoir.jobs.work import Again, Work

A_NIGHT = 5000
"""Older documents that are prepared in a night; one that somebody opens does not wait for its night."""

RECOGNISED_A_NIGHT = 1000
"""Scans of archives that are recognised in a night: some seconds each."""

RECOGNISE = "documents.recognise"
"""The name of the job that recognises a document, and its group: one at a time, so that other jobs find room beside it."""


def render(work: Work) -> None:
    """Make pictures and text of the document whose id is in the arguments."""
    document = Document.objects.filter(pk=int(work.arguments["document_id"])).first()
    if document is None:
        return
    with faults_told():
        prepare(document, at=work.now())
    if recognition_is_lost(document):
        ask_to_recognise(document.pk, at=work.now())


def render_missing(work: Work) -> None:
    """Ask for the documents that were kept before this was made of them, or whose pictures are gone: no backup has them."""
    missing = unprepared(A_NIGHT)
    for number, pk in enumerate(missing, start=1):
        ask_to_prepare(pk, at=work.now())
        work.progress(number, len(missing))


def scan_document(work: Work) -> None:
    """Have the virus scanner look at the document whose id is in the arguments."""
    document = Document.objects.filter(pk=int(work.arguments["document_id"])).first()
    if document is None:
        return
    try:
        with faults_told():
            scan(document, at=work.now())
    except NoScanner as absent:
        raise Again(text=str(absent)) from absent


def scan_waiting(work: Work) -> None:
    """Ask again for what waits for the scanner: while it is away no document is forgotten."""
    for pk in waiting(A_NIGHT):
        ask_to_scan(pk, at=work.now())


def recognise(work: Work) -> None:
    """Read the document whose id is in the arguments, so that the text of its pages is found."""
    document = Document.objects.filter(pk=int(work.arguments["document_id"])).first()
    if document is None:
        return
    with faults_told():
        read(document, at=work.now(), progress=work.progress)


def recognise_missing(work: Work) -> None:
    """Ask for documents without text whose pages nobody recognised yet; for none while that is not installed."""
    if is_ready():
        for pk in unrecognised(RECOGNISED_A_NIGHT):
            ask_to_recognise(pk, at=work.now())


def ask_to_recognise(pk: int, *, at: datetime) -> None:
    """Put the document into the queue of what is recognised, one after another."""
    enqueue(RECOGNISE, at=at, group=RECOGNISE, unique=f"{RECOGNISE}:{pk}", document_id=pk)


def clean(work: Work) -> None:
    """Remove unfinished files that nobody has touched for a day."""
    before = work.now() - timedelta(days=1)
    remove_unfinished(before=before)
    remove_left_behind(before=before)
