"""An invoice or credit note as a document tells it, whatever its format.

Amounts are Decimal in the document's currency, signs normalised: a credit note's amounts are positive and its `kind`
says what it is. What a document does not say is None or empty.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class InvoiceKind(StrEnum):
    """What the document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class Party:
    """Supplier or customer as named on the document; `vat` with its country letters, `address` line by line."""

    name: str = ""
    vat: str = ""
    number: str = ""
    country: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice; `net` is the line's amount without VAT, `unit` the code of what `price` is for."""

    name: str
    quantity: Decimal | None = None
    net: Decimal | None = None
    vat_category: str = ""
    vat_rate: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class VatTotal:
    """VAT of one category and rate."""

    category: str
    rate: Decimal | None
    base: Decimal | None
    tax: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The document's totals: sum of lines, net without VAT, VAT, gross, what is to be paid."""

    net: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document: its bytes, and what they are by content rather than by name."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Invoice:
    """The one record that every invoice format becomes.

    `type_code` is the document's own code (UNTDID 1001: 380, 381, ...). `ibans` are the accounts to pay to without
    spaces, unchecked; `communications` the payment references as written. `references` are the numbers of other papers,
    each with what it is: order, buyer, contract, invoice, delivery.
    """

    kind: InvoiceKind
    number: str
    issue_date: date | None
    due_date: date | None
    currency: str
    supplier: Party
    customer: Party
    totals: Totals
    vat: tuple[VatTotal, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    ibans: tuple[str, ...] = ()
    communications: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    type_code: str = ""
    references: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
