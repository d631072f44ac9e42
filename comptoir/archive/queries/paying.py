"""An invoice's payment in words: by which statement, credit note or entry, and until when the bank is booked."""

from datetime import date

from comptoir.archive.choices import Payment
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.settlement import Settlement, SettlementLine
from comptoir.kit.words import Cents, Fact, Sentence
from comptoir.ledger.choices import JournalKind

NAMED = 5
"""So many bookings are named; the rest is counted."""

Facts = dict[str, Fact | Cents | Sentence]


def payment_in_words(item: ArchivedInvoice, settlement: Settlement, *, bank_until: date | None) -> list[Sentence]:
    """What the books say of the payment, and why; one to three sentences."""
    if item.payment == Payment.NONE:
        return [Sentence("No payment is expected: the entry has no line on a customer's or supplier's account.")]
    if item.amount_cents == 0:
        return [Sentence("Nothing is to be paid.")]
    credit = item.amount_cents < 0
    if item.payment == Payment.PAID:
        return [_paid(item, settlement, credit)]
    if item.payment == Payment.UNPAID:
        return [_unpaid(bank_until, credit)]
    return [_partly(item, settlement), *_rest(item, settlement, bank_until)]


def _paid(item: ArchivedInvoice, settlement: Settlement, credit: bool) -> Sentence:
    facts: Facts = {"day": item.paid_on or item.date}
    if settlement.settler_count > 1:
        facts |= {"count": settlement.settler_count, "pieces": _pieces(item, settlement)}
        if credit or any(not line.is_payment for line in settlement.settlers):
            return Sentence("Settled in full on %(day)s by %(count)s bookings: %(pieces)s.", facts)
        return Sentence("Paid in full on %(day)s by %(count)s bookings: %(pieces)s.", facts)
    if not settlement.settlers:
        return Sentence("Settled in full on %(day)s.", facts)
    line = settlement.settlers[0]
    facts["by"] = settled_by(item, line)
    if line.is_payment:
        told = Sentence("Paid on %(day)s by %(by)s.", facts)
        return Sentence("Paid back on %(day)s by %(by)s.", facts) if credit else told
    if credit and line.is_item:
        return Sentence("Set off on %(day)s against %(by)s.", facts)
    return Sentence("Settled in full on %(day)s by %(by)s.", facts)


def _unpaid(bank_until: date | None, credit: bool) -> Sentence:
    if bank_until is None:
        return Sentence("Not paid, as far as the books go: no bank statement is booked yet.")
    facts: Facts = {"day": bank_until}
    if credit:
        return Sentence(
            "Not paid back and not set off, as far as the books go: bank statements are booked up to %(day)s.", facts
        )
    return Sentence("Not paid, as far as the books go: bank statements are booked up to %(day)s.", facts)


def _partly(item: ArchivedInvoice, settlement: Settlement) -> Sentence:
    facts: Facts = {"part": Cents(abs(item.amount_cents - item.open_cents)), "amount": Cents(abs(item.amount_cents))}
    if settlement.settler_count > 1:
        facts |= {"count": settlement.settler_count, "pieces": _pieces(item, settlement)}
        return Sentence("%(part)s of %(amount)s settled by %(count)s bookings: %(pieces)s.", facts)
    if not settlement.settlers:
        return Sentence("%(part)s of %(amount)s settled.", facts)
    line = settlement.settlers[0]
    facts["by"] = settled_by(item, line)
    if line.is_payment and item.amount_cents > 0:
        return Sentence("%(part)s of %(amount)s paid by %(by)s.", facts)
    if item.amount_cents < 0 and line.is_item:
        return Sentence("%(part)s of %(amount)s set off against %(by)s.", facts)
    return Sentence("%(part)s of %(amount)s settled by %(by)s.", facts)


def _rest(item: ArchivedInvoice, settlement: Settlement, bank_until: date | None) -> list[Sentence]:
    """What is still open and until when that can be known; how the part was reckoned where the books do not say."""
    facts: Facts = {"open": Cents(abs(item.open_cents)), "day": bank_until or item.date}
    if item.open_cents == 0:
        rest = Sentence(
            "Nothing of it remains, but what it is lettered with leaves %(rest)s open.",
            {"rest": Cents(abs(settlement.rest_cents))},
        )
    elif bank_until is None:
        rest = Sentence("%(open)s is still open, as far as the books go: no bank statement is booked yet.", facts)
    else:
        rest = Sentence(
            "%(open)s is still open, as far as the books go: bank statements are booked up to %(day)s.", facts
        )
    alike = [line for line in settlement.items if (line.cents > 0) == (item.amount_cents > 0)]
    shared = item.computed and len(alike) > 1
    reckoned = Sentence("What was settled went to the oldest due date first; the books do not say which part it paid.")
    return [rest, reckoned] if shared else [rest]


def settled_by(item: ArchivedInvoice, line: SettlementLine) -> Sentence:
    """What the line is, with its piece: "statement BNK 2026/4", "credit note NCA 3"."""
    facts: Facts = {"piece": _piece(item, line)}
    if line.kind == JournalKind.BANK:
        return Sentence("statement %(piece)s", facts)
    if line.kind == JournalKind.CASH:
        return Sentence("cash entry %(piece)s", facts)
    if line.is_item and line.cents < 0:
        return Sentence("credit note %(piece)s", facts)
    if line.is_item:
        return Sentence("invoice %(piece)s", facts)
    return Sentence("miscellaneous entry %(piece)s", facts)


def _piece(item: ArchivedInvoice, line: SettlementLine) -> str:
    """Journal and number; with the year for what the bank sent, and where it is not the invoice's own."""
    if line.kind == JournalKind.BANK or line.fiscal_year != item.fiscal_year:
        return f"{line.journal} {line.fiscal_year}/{line.number}"
    return f"{line.journal} {line.number}"


def _pieces(item: ArchivedInvoice, settlement: Settlement) -> str:
    named = [_piece(item, line) for line in settlement.settlers[:NAMED]]
    return ", ".join(named) + (", …" if settlement.settler_count > len(named) else "")
