"""Whether the totals of a document agree with what they are totals of: BR-CO-10 to BR-CO-18."""

from collections.abc import Iterator
from decimal import Decimal

from comptoir.formats.en16931.rules.saying import broken, plain, rounded, shown, to_cents, total
from comptoir.formats.en16931.written import Written, WrittenTax
from comptoir.records.invoice import Finding

HUNDRED = Decimal(100)


def check_totals(document: Written) -> Iterator[Finding]:
    """Every total, from the lines to what is to be paid, and the VAT of every category and rate."""
    yield from _lines(document)
    yield from _allowances_and_charges(document)
    yield from _net(document)
    yield from _tax(document)
    yield from _gross(document)
    yield from _payable(document)


def _lines(document: Written) -> Iterator[Finding]:
    found, said = to_cents(total(*(line.net for line in document.lines))), document.totals.lines
    if not document.is_outline and said != found:
        yield broken(
            "BR-CO-10",
            "The lines come to %(found)s together, and the document says %(said)s.",
            {"found": shown(found), "said": shown(said)},
        )


def _allowances_and_charges(document: Written) -> Iterator[Finding]:
    allowances = [one.amount for one in document.adjustments if not one.is_charge]
    charges = [one.amount for one in document.adjustments if one.is_charge]
    said, found = document.totals.allowances, to_cents(total(*allowances))
    if said != found and (said is not None or allowances):
        yield broken(
            "BR-CO-11",
            "The allowances come to %(found)s together, and the document says %(said)s.",
            {"found": shown(found), "said": shown(said)},
        )
    said, found = document.totals.charges, to_cents(total(*charges))
    if said != found and (said is not None or charges):
        yield broken(
            "BR-CO-12",
            "The charges come to %(found)s together, and the document says %(said)s.",
            {"found": shown(found), "said": shown(said)},
        )


def _net(document: Written) -> Iterator[Finding]:
    told = document.totals
    if told.lines is None and document.is_outline:
        return
    found = total(told.lines, told.charges) - total(told.allowances)
    if told.charges is not None or told.allowances is not None:
        found = to_cents(found)
    if told.lines is None or told.net != found:
        yield broken(
            "BR-CO-13",
            "The total without VAT should be %(found)s (lines %(lines)s, less allowances %(allowances)s, with charges "
            "%(charges)s), and the document says %(said)s.",
            {
                "found": shown(found),
                "lines": shown(told.lines),
                "allowances": shown(told.allowances),
                "charges": shown(told.charges),
                "said": shown(told.net),
            },
        )


def _tax(document: Written) -> Iterator[Finding]:
    for one in document.tax_totals:
        found = to_cents(total(*(part.tax for part in one.parts)))
        if one.parts and total(one.amount) != found:
            yield broken(
                "BR-CO-14",
                "The VAT of all rates comes to %(found)s together, and the document says %(said)s.",
                {"found": shown(found), "said": shown(one.amount)},
            )
        for part in one.parts:
            yield from _tax_of_rate(part)
    if not any(one.parts for one in document.tax_totals) and not document.is_outline:
        yield broken("BR-CO-18", "The document does not say the VAT of each rate.", {})


def _tax_of_rate(part: WrittenTax) -> Iterator[Finding]:
    rate = part.category.rate if part.category and part.category.is_vat else None
    if not is_tax_of(part.tax, part.base, rate):
        yield broken(
            "BR-CO-17",
            "The VAT of %(rate)s %% on %(base)s should be %(found)s, and the document says %(said)s.",
            {
                "rate": plain(rate),
                "base": shown(part.base),
                "found": shown(tax_of(part.base, rate)),
                "said": shown(part.tax),
            },
            part.place,
        )


def tax_of(base: Decimal | None, rate: Decimal | None) -> Decimal:
    """The VAT of this rate on this base, to the cent."""
    return to_cents(total(base) * total(rate) / HUNDRED)


def is_tax_of(tax: Decimal | None, base: Decimal | None, rate: Decimal | None) -> bool:
    """Whether this is the VAT, as far as the rule minds: less than one whole unit away, whatever the signs."""
    if tax is None:
        return False
    if rate is None or rounded(rate) == 0:
        return rounded(tax) == 0
    return base is not None and abs(abs(tax) - tax_of(abs(base), rate)) < 1


def _gross(document: Written) -> Iterator[Finding]:
    told = document.totals
    taxes = [one.amount for one in document.tax_totals if one.currency == document.currency]
    found = to_cents(total(told.net, *taxes))
    if document.currency and (told.net is None or told.gross != found):
        yield broken(
            "BR-CO-15",
            "The total with VAT should be %(found)s (%(net)s and %(tax)s of VAT), and the document says %(said)s.",
            {"found": shown(found), "net": shown(told.net), "tax": shown(total(*taxes)), "said": shown(told.gross)},
        )


def _payable(document: Written) -> Iterator[Finding]:
    told = document.totals
    if document.is_minimum:
        return
    found = to_cents(total(told.gross, told.rounding) - total(told.prepaid))
    if told.gross is None or told.payable is None or to_cents(told.payable) != found:
        yield broken(
            "BR-CO-16",
            "What is to be paid should be %(found)s (total %(gross)s, paid already %(prepaid)s, rounding %(rounding)s), "
            "and the document says %(said)s.",
            {
                "found": shown(found),
                "gross": shown(told.gross),
                "prepaid": shown(told.prepaid),
                "rounding": shown(told.rounding),
                "said": shown(told.payable),
            },
        )
