"""What is asked about invoices sent by mail: what can be sent, with which text, what became of it, what a link opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Prefetch, Q, QuerySet

from comptoir.archive.choices import Tab
from comptoir.archive.letters import Text, built_in
from comptoir.archive.models import (
    ArchivedInvoice,
    InvoiceLink,
    LinkedDocument,
    LinkOpening,
    MailTemplate,
    Recipient,
)
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier, Firm
from comptoir.firms.tokens import hash_of
from comptoir.formats.media import PDF
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Journal

MOST = 50
"""So many invoices at most are sent by one form."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """A sales invoice that somebody wants to send: its PDF (None: it cannot be sent), and who gets it, as proposed."""

    invoice: ArchivedInvoice
    pdf: Document | None
    email: str
    language: str


class Where(StrEnum):
    """From where a text comes."""

    DOSSIER = "dossier"
    FIRM = "firm"
    BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Found:
    """The text that holds in a place, and where it is written."""

    text: Text
    where: Where


def sendable(access: Access, ids: Iterable[int], *, firm: Firm) -> list[Sendable]:
    """The sales invoices with these ids, newest first; ids of nothing, or of somebody else's, are not among them."""
    rows = ArchivedInvoice.objects.visible_to(access).filter(tab=Tab.SALES, in_books=True, pk__in=list(ids)[:MOST])
    linked = LinkedDocument.objects.select_related("document").order_by("pk")
    found = list(rows.select_related("partner", "document").prefetch_related(Prefetch("linked", linked)))
    found.sort(key=lambda row: (row.date, row.pk), reverse=True)
    remembered = Recipient.objects.visible_to(access).filter(partner__in=[row.partner_id for row in found])
    known = {recipient.partner_id: recipient for recipient in remembered}
    return [_sendable(row, known.get(row.partner_id or 0), firm) for row in found]


def pdf_of(invoice: ArchivedInvoice) -> Document | None:
    """The PDF of the invoice: the one that its list opens, else the first that belongs to it."""
    documents = [invoice.document, *(link.document for link in invoice.linked.all())]
    return next((each for each in documents if each is not None and each.media_type == PDF), None)


def texts_of(firm: Firm, dossier: Dossier | None) -> dict[str, Found]:
    """By language the nearest text: the dossier's own, else the firm's, else the one that comes with Comptoir."""
    here = Q(dossier=None) | Q(dossier=dossier) if dossier is not None else Q(dossier=None)
    rows = sorted(MailTemplate.objects.filter(here, firm=firm), key=lambda row: row.dossier_id is not None)
    found = {language: Found(built_in(language), Where.BUILT_IN) for language in Language.values}
    for row in rows:
        found[row.language] = Found(Text(row.subject, row.body), Where.DOSSIER if row.dossier_id else Where.FIRM)
    return found


def sent_of(access: Access, invoice: ArchivedInvoice) -> "QuerySet[InvoiceLink]":
    """The links to this invoice, newest first, each with its mail and its openings."""
    return _with_outcome(InvoiceLink.objects.visible_to(access).filter(invoice=invoice))


def sent_with(access: Access, sending: str) -> "QuerySet[InvoiceLink]":
    """The links that one form has made, each with its mail; none when this dossier knows no such form."""
    return _with_outcome(InvoiceLink.objects.visible_to(access).filter(sending=sending))


def link_behind(token: str, *, at: datetime) -> InvoiceLink | None:
    """The link of that token while it is good; None once it was revoked, its last day is over, or nothing is behind it.

    Looked up by hash: how near a guess came shows nowhere.
    """
    rows = InvoiceLink.objects.select_related("invoice", "document", "dossier__firm", "mail")
    good = rows.filter(revoked_at=None, expires_at__gt=at, dossier__closed_at=None, invoice__in_books=True)
    return good.filter(token_hash=hash_of(token)).first()


def paying(link: InvoiceLink) -> tuple[list[str], list[str]]:
    """To which accounts to pay, and with which communication: what the invoice's own file says, else the firm's word."""
    linked = link.invoice.linked.select_related("document").order_by("pk")
    facts = [each.document.facts for each in linked if each.document.facts.get("ibans")]
    if facts:
        return list(facts[0]["ibans"]), list(facts[0].get("communications", ()))
    told = Journal.objects.filter(dossier=link.dossier_id, type=JournalKind.BANK, shown=True).exclude(iban="")
    return list(told.order_by("code").values_list("iban", flat=True)), []


def _sendable(row: ArchivedInvoice, remembered: Recipient | None, firm: Firm) -> Sendable:
    if remembered is not None:
        return Sendable(row, pdf_of(row), remembered.email, remembered.language)
    partner = row.partner
    spoken = partner.language[:2].lower() if partner is not None else ""
    language = spoken if spoken in Language.values else firm.language
    return Sendable(row, pdf_of(row), partner.email if partner is not None else "", language)


def _with_outcome(rows: "QuerySet[InvoiceLink]") -> "QuerySet[InvoiceLink]":
    openings = LinkOpening.objects.order_by("-opened_at", "-pk")
    return (
        rows.select_related("mail", "invoice")
        .prefetch_related(Prefetch("openings", openings))
        .order_by("-created_at", "-pk")
    )
