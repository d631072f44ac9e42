"""A new document of pages that lie in others: turned, left out, in another order, of several files one.

The files from which they are taken stay as they were received; what is made is a document of its own, and the same order
makes the same bytes, so that making it twice makes it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO

from comptoir.documents.actions import CannotKeep, keep
from comptoir.documents.models import Document
from comptoir.documents.store import MAX_BYTES, file_of, open_document
from comptoir.firms.access import Access
from comptoir.formats.media import JPEG, PDF, PNG, XML
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.file_names import with_ending

PHOTOGRAPHS = {JPEG, PNG}


class CannotArrange(CannotKeep):
    """The pages of these documents cannot be put into a new one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a document, counted from 1, and its quarter turns to the right."""

    page: int
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """The new document, and how many pages it has."""

    document: Document
    pages: int


def keep_pages(
    sources: Sequence[tuple[Document, Sequence[Sheet]]], *, name: str, light: bool = False, by: Access, at: datetime
) -> Made:
    """Keep, as one PDF, these pages of these documents of one dossier; all the pages of a document without sheets.

    `light`: photographs are packed again, in as many pixels as their print needs.

    Refuses (CannotArrange) XML, what is damaged or protected, too many pages, too many bytes; what the virus scanner has
    not released, and what `documents.actions.keep` refuses. Call it outside a transaction: it takes its time.
    """
    documents = [document for document, _ in sources]
    for document in documents:
        if document.media_type == XML:
            raise CannotArrange("%(name)s is an electronic invoice: it has no pages.", name=document.name)
    with TemporaryDirectory(prefix="comptoir-pages-") as folder:
        made, pages = _written(Path(folder), sources, light)
        name = with_ending(name, ".pdf")
        return Made(keep(made, dossier=documents[0].dossier, name=name, media_type=PDF, by=by, at=at), pages)


def keep_stamped(document: Document, words: str, *, name: str, by: Access, at: datetime) -> Document:
    """Keep, as a PDF of its own, the document with these words at the top right of its first page.

    Refuses (CannotArrange) what `keep_pages` refuses. Call it outside a transaction: it takes its time.
    """
    with TemporaryDirectory(prefix="comptoir-stamp-") as folder:
        files = Path(folder)
        with open_document(document) as reader, (Path(folder) / "source").open("wb") as writer:
            copyfileobj(reader, writer)
        (files / "made").mkdir()
        try:
            read_in_child("stamp", files / "source", asked=(words,), files=files / "made")
            made = attachment_in(files / "made", 0)
        except Unreadable as refusal:
            raise CannotArrange(refusal.sentence.text, **refusal.sentence.facts) from None
        name = with_ending(name, ".pdf")
        return keep(made, dossier=document.dossier, name=name, media_type=PDF, by_day=False, by=by, at=at)


def _written(folder: Path, sources: Sequence[tuple[Document, Sequence[Sheet]]], light: bool) -> tuple[Path, int]:
    together, files = folder / "sources", folder / "made"
    files.mkdir()
    wanted = [[(sheet.page - 1, sheet.turns % 4) for sheet in sheets] for _, sheets in sources]
    try:
        lengths = _put_together([document for document, _ in sources], together, light)
        told = read_in_child("arrange", together, asked=(lengths, wanted), files=files)
        return attachment_in(files, 0), int(told["pages"])
    except Unreadable as refusal:
        raise CannotArrange(refusal.sentence.text, **refusal.sentence.facts) from None


def _put_together(documents: Sequence[Document], together: Path, light: bool) -> list[int]:
    """Write their files one after another; tells how long each is."""
    lengths: list[int] = []
    with together.open("wb") as writer:
        for document in documents:
            with (
                TemporaryDirectory(prefix="comptoir-light-") as folder,
                _page_of(document, Path(folder), light) as reader,
            ):
                copyfileobj(reader, writer)
            lengths.append(writer.tell() - sum(lengths))
            if writer.tell() > MAX_BYTES:
                raise CannotArrange(
                    "Together, the files are larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20
                )
    return lengths


def _page_of(document: Document, folder: Path, light: bool) -> BinaryIO:
    """The document's bytes, or of a photograph that is to be light those that the limited child makes of them."""
    if not light or document.media_type not in PHOTOGRAPHS:
        return open_document(document)
    read_in_child("lighten", file_of(document), files=folder)
    return attachment_in(folder, 0).open("rb")
