"""An electronic invoice as it is written, in the terms of EN 16931, before anything is made normal.

The readers of UBL and CII fill it, `normal.py` makes the record of it, and the rules look at it. Texts have their white
space made single, amounts keep the sign and the places that they have in the document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comptoir.records.invoice import Attachment

Numbered = tuple[str, str]
"""A scheme, "" for none, and a number in it."""

VAT = "VAT"
"""The scheme of VAT numbers and of VAT, whichever way the syntax writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenParty:
    """A company: `taxed` are its numbers at tax offices, `legal` those in registers, `others` whatever else names it."""

    names: tuple[str, ...] = ()
    country: str = ""
    address: tuple[str, ...] = ()
    taxed: tuple[Numbered, ...] = ()
    legal: tuple[Numbered, ...] = ()
    others: tuple[Numbered, ...] = ()
    endpoint: Numbered = ("", "")

    @property
    def vat_numbers(self) -> tuple[str, ...]:
        """Those that the document itself calls VAT numbers."""
        return tuple(number for scheme, number in self.taxed if scheme == VAT)


@dataclass(frozen=True, slots=True)
class Category:
    """A VAT category where it is written: `is_vat` tells whether the document says that it is one of VAT."""

    code: str
    rate: Decimal | None = None
    is_vat: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """What time is invoiced; either day may be missing."""

    start: date | None
    end: date | None

    @property
    def is_empty(self) -> bool:
        """Whether it says neither its first nor its last day."""
        return self.start is None and self.end is None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAdjustment:
    """An allowance or a charge, of the document or of a line."""

    is_charge: bool
    amount: Decimal | None = None
    base: Decimal | None = None
    percent: Decimal | None = None
    reason: str = ""
    reason_code: str = ""
    category: Category | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """One line; `category` is the one of its item, `taxed_as` the one of the line's own tax, which UBL 2.0 has instead."""

    number: str = ""
    names: tuple[str, ...] = ()
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    price_base: Decimal | None = None
    net: Decimal | None = None
    category: Category | None = None
    taxed_as: Category | None = None
    adjustments: tuple[WrittenAdjustment, ...] = ()
    period: Period | None = None

    @property
    def place(self) -> str:
        """Where a finding about the line is."""
        return f"line {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTax:
    """VAT of one category and rate; `rate_beside` stands outside of the category, as in UBL 2.0.

    `has_reason` tells whether there is a place for the reason, though it be empty.
    """

    category: Category | None = None
    base: Decimal | None = None
    tax: Decimal | None = None
    reason: str = ""
    reason_code: str = ""
    has_reason: bool = False
    rate_beside: Decimal | None = None

    @property
    def place(self) -> str:
        """Where a finding about it is: the category and the rate."""
        code, rate = (self.category.code, self.category.rate) if self.category else ("", None)
        return " ".join(filter(None, ["vat", code, "" if rate is None else format(rate, "f")]))


@dataclass(frozen=True, slots=True)
class WrittenTaxTotal:
    """All VAT, in the document's currency or in that of a tax office, with its parts."""

    currency: str
    amount: Decimal | None
    parts: tuple[WrittenTax, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTotals:
    """The totals but for VAT; `lines` is the sum of the lines as the document tells it."""

    lines: Decimal | None = None
    net: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WrittenMeans:
    """One way to pay, as it is written."""

    code: str = ""
    account: str = ""
    communication: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The whole document. `is_credit` where its root element or its type says so; `currency` "" where it is not said.

    `tax_totals` in the order of the document; `has_tax_point_code` beside `tax_point` is what BR-CO-03 forbids.
    """

    syntax: str
    profile: str
    type_code: str
    is_credit: bool
    number: str
    issue_date: date | None
    due_date: date | None
    currency: str
    supplier: WrittenParty
    customer: WrittenParty
    totals: WrittenTotals
    payee: WrittenParty | None = None
    representative: WrittenParty | None = None
    tax_totals: tuple[WrittenTaxTotal, ...] = ()
    lines: tuple[WrittenLine, ...] = ()
    adjustments: tuple[WrittenAdjustment, ...] = ()
    means: tuple[WrittenMeans, ...] = ()
    communications: tuple[str, ...] = ()
    references: tuple[Numbered, ...] = ()
    notes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    period: Period | None = None
    has_delivery_date: bool = False
    delivery_country: str = ""
    tax_point: date | None = None
    has_tax_point_code: bool = False
    amount_currency: str = ""

    @property
    def own_currency(self) -> str:
        """The document's currency, told by its amounts where it does not say so itself."""
        return self.currency or self.amount_currency

    @property
    def is_outline(self) -> bool:
        """Whether this is of a profile without lines, no invoice by EN 16931: MINIMUM or BASIC WL of Factur-X."""
        return self.is_minimum or self.profile.casefold().endswith(":basicwl")

    @property
    def is_minimum(self) -> bool:
        """Whether this is of the profile that has but four totals, and says neither what is paid already nor until when."""
        return self.profile.casefold().endswith(":minimum")

    def taxes(self) -> Iterator[WrittenTaxTotal]:
        """The tax totals in the document's currency; a second one, in that of the tax office, repeats them."""
        own = [total for total in self.tax_totals if total.currency in {self.own_currency, ""}]
        yield from own or self.tax_totals[:1]
