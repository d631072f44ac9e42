"""A set of books as any accounting package tells it: accounts, journals, periods, partners, entries, lines, letterings.

Amounts are signed integer cents in the dossier's currency: debit positive, credit negative.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class JournalType(StrEnum):
    """What a journal is for; decides where its entries are seen."""

    PURCHASE = "purchase"
    PURCHASE_CREDIT = "purchase_credit"
    SALE = "sale"
    SALE_CREDIT = "sale_credit"
    BANK = "bank"
    CASH = "cash"
    MISCELLANEOUS = "miscellaneous"
    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Company:
    """Whose books these are; what the package does not say is empty."""

    name: str = ""
    country: str = ""
    number: str = ""
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Period:
    """A booking period of a fiscal year, both days included. `code` is unique in the dossier, e.g. "202603"."""

    code: str
    fiscal_year: str
    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal; `told` is False when its type could not be told and it was taken as miscellaneous."""

    code: str
    name: str
    type: JournalType
    told: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """A general-ledger account."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A customer or supplier. `key` is the package's own, unique in the dossier; the VAT number carries its country."""

    key: str
    name: str
    account: str = ""
    vat: str = ""
    number: str = ""
    ibans: tuple[str, ...] = ()
    email: str = ""
    language: str = ""


class Line(NamedTuple):
    """One line of an entry.

    `partner` is a Partner's key or "". `communication` is how to refer to the invoice when paying it: its twelve digits
    where it is a structured one, else as written. `lettering` is the code that the package gives to the group of lines
    that settle each other, "" for none; `lettering_scope` says within what that code is unique beside account and partner
    (a fiscal year, or "" for the whole set of books).

    A tuple, because books have a million of them and no other frozen record is made as quickly.
    """

    account: str
    cents: int
    partner: str = ""
    text: str = ""
    due_on: date | None = None
    reference: str = ""
    communication: str = ""
    currency: str = ""
    foreign_cents: int = 0
    vat_code: str = ""
    vat_base_cents: int = 0
    lettering: str = ""
    lettering_scope: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A booked piece with all its lines, which sum to zero.

    `key` is the connector's own stable key; the piece is known to people by fiscal year, journal and number.
    `document_number` is the supplier's or customer's own number of the invoice.
    """

    key: str
    fiscal_year: str
    journal: str
    number: str
    booked_on: date
    document_on: date
    period: str
    text: str
    lines: tuple[Line, ...]
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that is no longer in the books, told by packages that can tell changes."""

    key: str


@dataclass(frozen=True, slots=True)
class Present:
    """An entry that is in the books as it was when it was last read."""

    key: str


@dataclass(frozen=True, slots=True)
class Basics:
    """Everything about a set of books but its entries."""

    company: Company
    periods: tuple[Period, ...]
    journals: tuple[Journal, ...]
    accounts: tuple[Account, ...]
    partners: tuple[Partner, ...]
