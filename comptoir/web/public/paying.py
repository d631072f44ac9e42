"""What a customer is told of the payment of an invoice: as far as the books go, and where to pay."""

from datetime import date

from comptoir.archive.choices import Payment
from comptoir.archive.models import ArchivedInvoice
from comptoir.kit.words import Cents, Sentence


def paid_in_words(row: ArchivedInvoice, *, bank_until: date | None) -> Sentence | None:
    """Open or paid, with the day until which the bank is booked; None where there is nothing to say."""
    if row.payment == Payment.NONE or (row.payment == Payment.PAID and row.paid_on is None):
        return None
    if row.payment == Payment.PAID:
        return Sentence("Paid, as far as the books go.")
    open_cents = Cents(abs(row.open_cents))
    if bank_until is None:
        return Sentence("%(open)s is open, as far as the books go.", {"open": open_cents})
    return Sentence(
        "%(open)s is open, as far as the books go: the bank is booked until %(day)s, and a payment made after that is not"
        " seen yet.",
        {"open": open_cents, "day": bank_until},
    )


def spaced(iban: str) -> str:
    """An IBAN as it is read aloud: in groups of four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
