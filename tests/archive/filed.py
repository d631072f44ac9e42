"""Filed documents as tests need them: a category, a card, a file of its own, through the real actions."""

from datetime import UTC, date, datetime
from typing import Any

from comptoir.archive.actions.categories import Names, add_category
from comptoir.archive.actions.filing import Card, file_document
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category, FiledDocument
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm
from tests.firms.people import NOW, office
from tests.formats.pdf.make import pdf

TODAY = date(2026, 11, 1)
MORNING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def category(firm: Firm, name: str = "Baux", tab: str = "permanent", dossier: Dossier | None = None) -> Category:
    """A category of the firm's list, or of the dossier's own."""
    return add_category(FiledTab(tab), Names(fr=name), by=office(firm, dossier), at=NOW)


def card(under: Category, **facts: Any) -> Card:
    """A lease, unless something else is said of it."""
    return Card(**{"category_id": under.pk, "title": "Bail du magasin", "dated_on": date(2024, 1, 1)} | facts)


def filed(
    dossier: Dossier, under: Category, by: Access, *, content: bytes = b"", at: datetime = NOW, **facts: Any
) -> FiledDocument:
    """A document of its own (each title another file) in the category's tab."""
    about = card(under, **facts)
    size = (400 + sum(about.title.encode()) % 400, 842)
    return file_document(
        content or pdf(size=size),
        about,
        tab=FiledTab(under.tab),
        name="bail.pdf",
        dossier=dossier,
        by=by,
        at=at,
    )
