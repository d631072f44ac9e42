"""Documents that keep every rule, for tests to break one thing in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from comptoir.formats.en16931.written import (
    Category,
    Written,
    WrittenAdjustment,
    WrittenLine,
    WrittenMeans,
    WrittenParty,
    WrittenTax,
    WrittenTaxTotal,
    WrittenTotals,
)

REASON = "because"


def euros(text: str | None) -> Decimal | None:
    """The amount; None for None."""
    return None if text is None else Decimal(text)


def line(net: str, code: str = "S", rate: str | None = "21", *, number: str = "1") -> WrittenLine:
    """A line of one piece."""
    return WrittenLine(
        number=number,
        quantity=Decimal(1),
        price=abs(Decimal(net)),
        net=Decimal(net),
        category=Category(code, euros(rate)),
    )


def tax(base: str, amount: str, code: str = "S", rate: str | None = "21", *, reason: str = "") -> WrittenTax:
    """The VAT of a category."""
    return WrittenTax(
        category=Category(code, euros(rate)),
        base=Decimal(base),
        tax=Decimal(amount),
        reason=reason,
        has_reason=bool(reason),
    )


def allowance(amount: str, code: str = "S", rate: str | None = "21") -> WrittenAdjustment:
    """An allowance of the document."""
    return WrittenAdjustment(
        is_charge=False, amount=Decimal(amount), reason=REASON, category=Category(code, euros(rate))
    )


def charge(amount: str, code: str = "S", rate: str | None = "21") -> WrittenAdjustment:
    """A charge of the document."""
    return replace(allowance(amount, code, rate), is_charge=True)


def totals(lines: str, gross: str, *, net: str = "", payable: str = "") -> WrittenTotals:
    """Totals without allowances, charges, prepayment."""
    return WrittenTotals(
        lines=Decimal(lines), net=Decimal(net or lines), gross=Decimal(gross), payable=Decimal(payable or gross)
    )


STANDARD = Written(
    syntax="UBL",
    profile="",
    type_code="380",
    is_credit=False,
    number="2026-117",
    issue_date=date(2026, 3, 3),
    due_date=date(2026, 4, 2),
    currency="EUR",
    supplier=WrittenParty(taxed=(("VAT", "BE0466279295"),)),
    customer=WrittenParty(taxed=(("VAT", "FR11999999998"),)),
    totals=totals("100.00", "121.00"),
    tax_totals=(WrittenTaxTotal("EUR", Decimal("21.00"), (tax("100.00", "21.00"),)),),
    lines=(line("100.00"),),
    means=(WrittenMeans("30", "BE32735167772602", "+++071/1299/77132+++"),),
    communications=("+++071/1299/77132+++",),
)
"""A hundred euros at 21 %."""


def untaxed(code: str, rate: str | None = "0", reason: str = "") -> Written:
    """A hundred euros of a category without VAT."""
    return replace(
        STANDARD,
        lines=(line("100.00", code, rate),),
        tax_totals=(WrittenTaxTotal("EUR", Decimal(0), (tax("100.00", "0", code, rate, reason=reason),)),),
        totals=totals("100.00", "100.00"),
    )


ZERO = untaxed("Z")
EXEMPT = untaxed("E", reason=REASON)
REVERSE = untaxed("AE", reason=REASON)
WITHIN = replace(untaxed("K", reason=REASON), has_delivery_date=True, delivery_country="FR")
EXPORT = untaxed("G", reason=REASON)
OUTSIDE = replace(
    untaxed("O", rate=None, reason=REASON),
    supplier=WrittenParty(legal=(("0208", "0466279295"),)),
    customer=WrittenParty(),
)
