"""Stories of pieces that are settled within their year; each says what an archive must make of them."""

from comptoir.demo.generate import chart
from comptoir.demo.generate.pieces import Piece, settle
from comptoir.demo.generate.teller import SALE, Teller


def paid_by_one_line(t: Teller) -> None:
    """The ordinary case: one line of a bank statement."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    payment = t.pay(owed.cents, owed.partner, t.later())
    t.expect(invoice, "paid", on=settle([owed, payment], year=t.year.index))


def paid_by_several_lines(t: Teller) -> None:
    """Two or three payments."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    parts = [t.part_of(owed.cents)]
    if t.chance(2):
        parts.append(t.part_of(owed.cents - parts[0]))
    parts.append(owed.cents - sum(parts))
    payments = [t.pay(part, owed.partner, day) for part, day in zip(parts, t.later_days(len(parts)), strict=True)]
    t.expect(invoice, "paid", on=settle([owed, *payments], year=t.year.index))


def one_payment_for_several(t: Teller) -> None:
    """One transfer for two to four invoices."""
    partner = t.partner()
    invoices = [t.invoice(partner) for _ in range(2 + t.chance(3))]
    owed = [invoice.thirds[0] for invoice in invoices]
    payment = t.pay(sum(third.cents for third in owed), partner, t.later())
    last = settle([*owed, payment], year=t.year.index)
    for invoice in invoices:
        t.expect(invoice, "paid", on=last)


def settled_by_credit_note(t: Teller) -> None:
    """A credit note over the whole amount."""
    invoice = t.invoice()
    credit = t.credit(invoice, t.later())
    last = settle([invoice.thirds[0], credit.thirds[0]], year=t.year.index)
    t.expect(invoice, "paid", on=last)
    t.expect(credit, "paid", on=last)


def settled_by_od(t: Teller) -> None:
    """A miscellaneous entry: written off."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    written_off = t.write_off(owed.cents, owed.partner, t.later())
    t.expect(invoice, "paid", on=settle([owed, written_off], year=t.year.index))


def paid_in_cash(t: Teller) -> None:
    """Over the counter, the same day or soon after."""
    invoice = t.invoice(net=1_000 + t.chance(9_000))
    owed = invoice.thirds[0]
    payment = t.pay(owed.cents, owed.partner, t.later(0, 5), journal="CAI")
    t.expect(invoice, "paid", on=settle([owed, payment], year=t.year.index))


def settled_by_a_mixture(t: Teller) -> None:
    """A credit note over a part, a payment, and a miscellaneous entry for the rest."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    first, second, third = t.later_days(3)
    credit = t.credit(invoice, first, 20)
    rest = owed.cents + credit.thirds[0].cents
    paid = t.part_of(rest)
    payment = t.pay(paid, owed.partner, second)
    written_off = t.write_off(rest - paid, owed.partner, third)
    last = settle([owed, credit.thirds[0], payment, written_off], year=t.year.index)
    t.expect(invoice, "paid", on=last)
    t.expect(credit, "paid", on=last)


def overpaid_and_split(t: Teller) -> None:
    """Too much was paid; what was too much stands on a line of its own that is not lettered."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    day, extra = t.later(), t.side * (500 + t.chance(5_000))
    payment = t.pay(owed.cents, owed.partner, day)
    t.pay(extra, owed.partner, day)
    t.expect(invoice, "paid", on=settle([owed, payment], year=t.year.index))


def difference_in_the_bank_entry(t: Teller) -> None:
    """Some cents too much or too little, booked as a charge or a gain beside the payment."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    difference = (1 + t.chance(5)) * (1 if t.chance(2) else -1)
    payment = t.pay(owed.cents, owed.partner, t.later(), difference=difference)
    t.expect(invoice, "paid", on=settle([owed, payment], year=t.year.index))


def difference_by_od(t: Teller) -> None:
    """Some cents too little, booked as a charge or gain by a miscellaneous entry of a later day."""
    invoice = t.invoice()
    owed = invoice.thirds[0]
    first, second = t.later_days(2)
    cents = t.side * (1 + t.chance(5))
    payment = t.pay(owed.cents - cents, owed.partner, first)
    account = chart.CHARGES if t.side == SALE else chart.GAINS
    rest = t.entry(
        "OD", -cents, owed.partner, second, [(account, cents)], f"Différence de règlement {owed.partner.name}"
    )
    t.expect(invoice, "paid", on=settle([owed, payment, rest], year=t.year.index))


def instalments_all_settled(t: Teller) -> None:
    """Two third-party lines with two due dates, each paid and lettered by itself."""
    invoice = t.invoice(instalments=2)
    days = t.later_days(2)
    for owed, day in zip(invoice.thirds, days, strict=True):
        settle([owed, t.pay(owed.cents, owed.partner, day)], year=t.year.index)
    t.expect(invoice, "paid", on=days[1])


def zero_total(t: Teller) -> None:
    """An invoice whose discount takes all: nothing is to be paid."""
    invoice = t.invoice(net=0)
    net = t.amount()
    account = invoice.others[0][0]
    invoice.others = [(account, -net * t.side), (account, net * t.side)]
    t.expect(invoice, "paid", on=invoice.day)


def no_third_party_line(t: Teller) -> None:
    """A purchase paid on the spot and booked without the supplier's account: no payment is expected."""
    invoice = t.invoice(net=500 + t.chance(9_500))
    invoice.others.append((chart.CASH, invoice.thirds.pop().cents))
    t.expect(invoice, "none")


def reverse_charge(t: Teller) -> None:
    """A purchase whose VAT the customer owes: deducted and due in the same entry."""
    invoice = t.invoice(reverse_charge=True)
    owed = invoice.thirds[0]
    payment = t.pay(owed.cents, owed.partner, t.later())
    t.expect(invoice, "paid", on=settle([owed, payment], year=t.year.index))


def credit_note_refunded(t: Teller) -> None:
    """A credit note without an open invoice: the money comes back."""
    credit = t.invoice(credit=True)
    owed = credit.thirds[0]
    refund = t.pay(owed.cents, owed.partner, t.later())
    t.expect(credit, "paid", on=settle([owed, refund], year=t.year.index))


def code_used_again(t: Teller) -> None:
    """One code, three groups: complete here, incomplete with another partner and in the next year (if there is one)."""
    code = f"R{t.issued}"
    first = t.invoice()
    owed = first.thirds[0]
    payment = t.pay(owed.cents, owed.partner, t.later())
    t.expect(first, "paid", on=settle([owed, payment], year=t.year.index, code=code))
    other = t.partner()
    if other is not owed.partner:
        _half_paid(t, t.invoice(other), code)
    if t.year.index + 1 < len(t.years):
        year = t.next_year()
        again = t.invoice(owed.partner, on=t.day_in(year, 8, 20))
        half = t.pay(t.part_of(again.thirds[0].cents), owed.partner, t.day_in(year, 21, 50))
        settle([again.thirds[0], half], year=year.index, code=code)
        t.expect(again, "partly", open_cents=again.thirds[0].open_cents)


def _half_paid(t: Teller, invoice: Piece, code: str) -> None:
    owed = invoice.thirds[0]
    half = t.pay(t.part_of(owed.cents), owed.partner, t.later())
    settle([owed, half], year=t.year.index, code=code)
    t.expect(invoice, "partly", open_cents=owed.cents + half.cents)
