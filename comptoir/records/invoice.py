"""An invoice or credit note as a document tells it, whatever its format.

Amounts are Decimal in the document's currency, signs normalised: a credit note's amounts are positive and its `kind`
says what it is. What a document does not say is None or empty.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from comptoir.kit.words import Sentence


class InvoiceKind(StrEnum):
    """What the document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class Party:
    """Supplier, customer or payee as named on the document; `vat` with its country letters, `address` line by line."""

    name: str = ""
    vat: str = ""
    number: str = ""
    country: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """What is taken off (an allowance) or put on (a charge), of the document or of one line; `amount` without VAT.

    `percent` of `base` is how it was worked out, where that is said. VAT category and rate stand on the document's own
    ones only.
    """

    is_charge: bool
    amount: Decimal | None
    base: Decimal | None = None
    percent: Decimal | None = None
    reason: str = ""
    reason_code: str = ""
    vat_category: str = ""
    vat_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice; `net` is the line's amount without VAT, its own allowances and charges within.

    `price` is for `price_base` (None: one) of what `unit` is the code of (UNECE recommendations 20 and 21).
    """

    name: str
    quantity: Decimal | None = None
    net: Decimal | None = None
    vat_category: str = ""
    vat_rate: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    description: str = ""
    price_base: Decimal | None = None
    adjustments: tuple[AllowanceCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class VatTotal:
    """VAT of one category and rate; `reason` and `reason_code` (VATEX) say why none is due."""

    category: str
    rate: Decimal | None
    base: Decimal | None
    tax: Decimal | None
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The document's totals: net without VAT, VAT, gross, what is to be paid.

    `allowances` and `charges` are the document's own, which `net` holds already.
    """

    net: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """One way to pay: `code` of UNTDID 4461 (30 and 58 transfer, 49 and 59 direct debit, 48 card), `iban` unchecked.

    `communication` as written; `structured` its twelve digits where it is a Belgian structured communication.
    """

    code: str = ""
    iban: str = ""
    communication: str = ""
    structured: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document: its bytes, what they are by content, and what they were declared to be."""

    name: str
    media_type: str
    content: bytes
    declared: str = ""


class Severity(StrEnum):
    """How grave a finding is: the document contradicts itself or breaks its standard; it is merely odd; or its paper says
    something else than its data.
    """

    ERROR = "error"
    WARNING = "warning"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it should be: a rule by its identifier, in a sentence; `place` names the line or part, or is ""."""

    rule: str
    severity: Severity
    sentence: Sentence
    place: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """The one record that every invoice format becomes.

    `syntax` is UBL or CII, `profile` what the document says of the rules that it follows. `type_code` is the document's
    own code (UNTDID 1001: 380, 381, ...). `ibans` are the accounts to pay to without spaces, unchecked; `communications`
    the payment references as written. `references` are the numbers of other papers, each with what it is: order, buyer,
    contract, invoice, delivery. `payee` is there where somebody else than the supplier is to be paid. `findings` speak of
    the document as it was written, before signs were turned.
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
    adjustments: tuple[AllowanceCharge, ...] = ()
    means: tuple[PaymentMeans, ...] = ()
    payee: Party | None = None
    syntax: str = ""
    profile: str = ""
    findings: tuple[Finding, ...] = ()
