"""Documents tied to archived invoices: by the piece in their name, or by VAT number and invoice number. Never guessed."""

from datetime import datetime
from typing import Any

from comptoir.archive.choices import Tab
from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.documents.models import Document
from comptoir.firms.models import Dossier
from comptoir.kit.numbers import compact
from comptoir.kit.words import Refusal

Piece = tuple[str, str, str]
"""journal, fiscal year, number"""


class SeveralInvoices(Refusal):
    """A document fits more than one entry of the books: it is tied to none."""


def invoice_of_piece(dossier: Dossier, piece: Piece) -> ArchivedInvoice | None:
    """The archived invoice that is this piece, if the books have it."""
    journal, year, number = piece
    return ArchivedInvoice.objects.filter(
        dossier=dossier, in_books=True, journal=journal, fiscal_year=year, number=number
    ).first()


def invoice_of_facts(dossier: Dossier, facts: dict[str, Any]) -> ArchivedInvoice | None:
    """The one archived invoice with this partner's VAT number and this invoice number; None when there is none.

    A document whose supplier is the dossier itself is a sale, and its partner is the customer; else it is a purchase.
    Raises SeveralInvoices when more than one fits.
    """
    supplier, customer = (compact((facts.get(side) or {}).get("vat") or "") for side in ("supplier", "customer"))
    number = str(facts.get("number") or "").strip()
    own = dossier.number.lstrip("0")
    sale = bool(own) and supplier[2:].lstrip("0") == own
    vat = customer if sale else supplier
    if not vat or not number:
        return None
    rows = ArchivedInvoice.objects.filter(
        dossier=dossier,
        in_books=True,
        tab=Tab.SALES if sale else Tab.PURCHASES,
        partner__in=dossier.partners.filter(vat=vat),
    )
    found = list(rows.filter(document_number__iexact=number)[:2])
    if not found and sale:
        found = list(rows.filter(number=number)[:2])
    if len(found) > 1:
        raise SeveralInvoices("Several entries of %(vat)s have the number %(number)s.", vat=vat, number=number)
    return found[0] if found else None


def link_document(invoice: ArchivedInvoice, document: Document, *, reason: str, at: datetime) -> bool:
    """Tie the document to the invoice; the first PDF becomes the one that the list opens. Tells whether it is new."""
    _, made = LinkedDocument.objects.get_or_create(
        invoice=invoice,
        document=document,
        defaults={"dossier_id": invoice.dossier_id, "reason": reason, "created_at": at},
    )
    shown = invoice.document
    if shown is None or (shown.media_type != "application/pdf" and document.media_type == "application/pdf"):
        invoice.document = document
        invoice.save(update_fields=["document"])
    return made
