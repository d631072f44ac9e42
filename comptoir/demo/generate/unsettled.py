"""Stories of pieces that their year leaves open, wholly or in part; each says what an archive must make of them."""

from datetime import timedelta

from comptoir.demo.generate.pieces import settle
from comptoir.demo.generate.teller import Teller


def partly_paid(t: Teller) -> None:
    """One invoice, one payment that is too small, lettered all the same."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    payment = t.pay(t.part_of(owed.cents), owed.partner, t.later())
    settle([owed, payment], year=t.year.index)
    t.expect(invoice, "partly", open_cents=owed.cents + payment.cents)


def partly_paid_together(t: Teller) -> None:
    """Three invoices in one incomplete group: paid are the first due, a part of the second, nothing of the third."""
    partner = t.partner()
    invoices = [t.invoice(partner, on=t.today) for _ in range(3)]
    for at, invoice in enumerate(invoices):
        due = invoice.day + timedelta(days=10 + 12 * at)
        invoice.due_on = invoice.thirds[0].due_on = due
    first, second, third = (invoice.thirds[0] for invoice in invoices)
    part = t.part_of(second.cents)
    payment = t.pay(first.cents + part, partner, t.later())
    settle([first, second, third, payment], year=t.year.index)
    t.expect(invoices[0], "partly")
    t.expect(invoices[1], "partly", open_cents=second.cents - part)
    t.expect(invoices[2], "unpaid", open_cents=third.cents)


def not_paid(t: Teller) -> None:
    """Nothing came."""
    invoice = t.invoice()
    t.expect(invoice, "unpaid", open_cents=invoice.thirds[0].cents)


def paid_but_not_lettered(t: Teller) -> None:
    """The payment is booked, but nobody has lettered it yet."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    t.pay(owed.cents, owed.partner, t.later())
    t.expect(invoice, "unpaid", open_cents=owed.cents)


def instalments_one_settled(t: Teller) -> None:
    """Two third-party lines with two due dates, of which the first is paid."""
    invoice = t.invoice(instalments=2)
    first, second = invoice.thirds
    settle([first, t.pay(first.cents, first.partner, t.later())], year=t.year.index)
    t.expect(invoice, "partly", open_cents=second.cents)


def credit_note_not_used(t: Teller) -> None:
    """A credit note that nobody has set against anything."""
    credit = t.invoice(credit=True)
    t.expect(credit, "unpaid", open_cents=credit.thirds[0].cents)


def overpaid(t: Teller) -> None:
    """Too much was paid in one line: nothing of the invoice is open, yet its group is not complete."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    payment = t.pay(owed.cents + t.side * (500 + t.chance(5_000)), owed.partner, t.later())
    settle([owed, payment], year=t.year.index)
    t.expect(invoice, "partly")
