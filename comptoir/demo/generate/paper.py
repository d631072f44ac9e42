"""What stands on an invoice: the facts that the PDF and the UBL file of one piece both show."""

from dataclasses import dataclass
from datetime import date

from comptoir.demo.generate.chart import ACCOUNTS
from comptoir.demo.generate.company import Company
from comptoir.demo.generate.pieces import Piece


@dataclass(frozen=True, slots=True)
class Side:
    """Supplier or customer as printed."""

    name: str
    vat: str
    street: str
    place: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One invoice or credit note; amounts in cents, positive on both."""

    credit: bool
    language: str
    number: str
    issued_on: date
    due_on: date
    supplier: Side
    customer: Side
    iban: str
    communication: str
    rate: int
    lines: tuple[tuple[str, int], ...]
    net_cents: int
    tax_cents: int
    reverse_charge: bool

    @property
    def total_cents(self) -> int:
        """What is to be paid."""
        return self.net_cents + self.tax_cents

    @classmethod
    def of(cls, piece: Piece, company: Company) -> "Paper":
        """The document of a piece of a purchase or sales journal."""
        partner, share = piece.partner, piece.shares[0]
        assert partner is not None  # noqa: S101  every invoice has one
        us = Side(company.name, company.vat, company.street, company.place)
        them = Side(partner.name, partner.vat, "", partner.place)
        sale = piece.journal in {"VEN", "NCV"}
        return cls(
            credit=piece.journal in {"NCA", "NCV"},
            language=partner.language,
            number=piece.document_number,
            issued_on=piece.document_on or piece.day,
            due_on=piece.due_on or piece.day,
            supplier=us if sale else them,
            customer=them if sale else us,
            iban=company.iban if sale else partner.iban,
            communication=piece.communication,
            rate=share.rate,
            lines=tuple((ACCOUNTS[account], cents) for account, cents in share.nets),
            net_cents=sum(cents for _, cents in share.nets),
            tax_cents=share.tax_cents,
            reverse_charge=not sale and share.rate == 0 and partner.rate != 0,
        )
