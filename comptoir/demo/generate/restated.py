"""Stories of items that are open at a year end and restated by the opening entry; each says what becomes of them."""

from comptoir.demo.generate.pieces import carry, settle
from comptoir.demo.generate.teller import Teller


def restated_and_paid(t: Teller) -> None:
    """Open at the year end, paid and lettered in the next year."""
    invoice = t.invoice()
    owed, year = invoice.thirds[0], t.next_year()
    payment = t.pay(owed.cents, owed.partner, t.day_in(year))
    t.expect(invoice, "paid", on=settle([carry(owed, year), payment], year=year.index))


def restated_twice_and_paid(t: Teller) -> None:
    """Open over two year ends, then paid."""
    invoice = t.invoice()
    owed, year = invoice.thirds[0], t.next_year(2)
    again = carry(carry(owed, t.next_year()), year)
    payment = t.pay(owed.cents, owed.partner, t.day_in(year))
    t.expect(invoice, "paid", on=settle([again, payment], year=year.index))


def restated_and_open(t: Teller) -> None:
    """Restated, and nothing came since."""
    invoice = t.invoice()
    t.expect(invoice, "unpaid", open_cents=invoice.thirds[0].cents)


def restated_and_lost(t: Teller) -> None:
    """The opening entry has lost the reference: what is lettered there cannot be tied to the invoice: it stays open."""
    invoice = t.invoice()
    owed, year = invoice.thirds[0], t.next_year()
    payment = t.pay(owed.cents, owed.partner, t.day_in(year))
    settle([carry(owed, year, lost=True), payment], year=year.index)
    t.expect(invoice, "unpaid", open_cents=owed.cents)


def restated_and_partly_paid(t: Teller) -> None:
    """A part is paid in the next year."""
    invoice = t.invoice()
    owed, year = invoice.thirds[0], t.next_year()
    payment = t.pay(t.part_of(owed.cents), owed.partner, t.day_in(year))
    settle([carry(owed, year), payment], year=year.index)
    t.expect(invoice, "partly", open_cents=owed.cents + payment.cents)


def partly_paid_then_restated(t: Teller) -> None:
    """A part is paid before the year end; the rest is restated and paid after it."""
    invoice = t.invoice()
    owed, year = invoice.thirds[0], t.next_year()
    settle([owed, t.pay(t.part_of(owed.cents), owed.partner, t.later())], year=t.year.index)
    payment = t.pay(owed.open_cents, owed.partner, t.day_in(year))
    t.expect(invoice, "paid", on=settle([carry(owed, year), payment], year=year.index))


def restated_and_not_lettered(t: Teller) -> None:
    """The payment of the next year is booked but not lettered."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    t.pay(owed.cents, owed.partner, t.day_in(t.next_year()))
    t.expect(invoice, "unpaid", open_cents=owed.cents)


def credit_note_restated(t: Teller) -> None:
    """A credit note that is used in the next year, against an invoice of that year and a payment."""
    credit = t.invoice(credit=True)
    owed, year = credit.thirds[0], t.next_year()
    invoice = t.invoice(credit.partner, on=t.day_in(year, 8, 25), net=abs(owed.cents) * 2)
    rest = invoice.thirds[0].cents + owed.cents
    payment = t.pay(rest, owed.partner, t.day_in(year, 26, 60))
    last = settle([carry(owed, year), invoice.thirds[0], payment], year=year.index)
    t.expect(credit, "paid", on=last)
    t.expect(invoice, "paid", on=last)
