"""All that a dossier's books look like, without the database's own numbers: two pictures can be compared."""

from typing import Any

from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.firms.models import Dossier
from comptoir.ledger.models import Books, Entry, Journal, Lettering, Line, StagedEntry, StagedLine, Touched


def picture(dossier: Dossier) -> dict[str, Any]:
    """Entries, lines, letterings, archive, documents, journals, dates, and what is left in staging."""
    lines = Line.objects.filter(dossier=dossier).order_by("entry__key", "position")
    entries = Entry.objects.filter(dossier=dossier).order_by("key")
    archived = ArchivedInvoice.objects.filter(dossier=dossier).order_by("entry_key")
    books = Books.objects.filter(dossier=dossier).values("accounts_until", "bank_until").first()
    return {
        "entries": list(
            entries.values_list(
                *("key", "fiscal_year", "journal__code", "number", "booked_on", "document_on", "period__code", "text"),
                *("document_number", "content_hash", "lettering_hash"),
            )
        ),
        "lines": list(
            lines.values_list(
                *(
                    "entry__key",
                    "position",
                    "account__code",
                    "partner__key",
                    "cents",
                    "open_cents",
                    "computed",
                    "due_on",
                ),
                *("reference", "lettering__key", "carried_by__entry__key"),
            )
        ),
        "letterings": list(
            Lettering.objects.filter(dossier=dossier)
            .order_by("key")
            .values_list("key", "balance_cents", "complete", "last_on")
        ),
        "archive": list(
            archived.values_list(
                *("entry_key", "entry__key", "in_books", "tab", "date", "due_on", "partner_name", "amount_cents"),
                *("open_cents", "payment", "paid_on", "computed", "search", "handled_at", "document__sha256"),
            )
        ),
        "documents": list(
            LinkedDocument.objects.filter(dossier=dossier)
            .order_by("invoice__entry_key", "document__sha256")
            .values_list("invoice__entry_key", "document__sha256", "reason")
        ),
        "journals": list(
            Journal.objects.filter(dossier=dossier).order_by("code").values_list("code", "type", "last_booked_on")
        ),
        "books": books,
        "staged": [model.objects.count() for model in (StagedEntry, StagedLine, Touched)],
    }
