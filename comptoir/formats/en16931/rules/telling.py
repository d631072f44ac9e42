"""Whether a document tells what it must, consistently: BR-CO-03, 04, 09 and 19 to 26."""

from collections.abc import Iterator

from comptoir.formats.en16931.codes import COUNTRIES
from comptoir.formats.en16931.rules.saying import broken, shown
from comptoir.formats.en16931.written import Written, WrittenAdjustment, WrittenLine, WrittenParty
from comptoir.records.invoice import Finding


def check_telling(document: Written) -> Iterator[Finding]:
    """The days of VAT and payment, who the supplier is, what each line and allowance says of itself."""
    if document.tax_point and document.has_tax_point_code:
        yield broken("BR-CO-03", "The day on which VAT is due is said twice: as a date and as a rule.", {})
    for party in (document.supplier, document.customer, document.representative):
        yield from _vat_numbers(party)
    if document.period and document.period.is_empty and not document.has_tax_point_code:
        yield broken("BR-CO-19", "The document has a period without its first and its last day.", {})
    for one in document.adjustments:
        yield from _reason_of_document(one)
    for line in document.lines:
        yield from _line(line)
    yield from _payment(document)
    supplier = document.supplier
    if not (supplier.vat_numbers or supplier.legal or supplier.others):
        yield broken(
            "BR-CO-26", "Nothing identifies the supplier: no VAT number, no enterprise number, no other one.", {}
        )


def _vat_numbers(party: WrittenParty | None) -> Iterator[Finding]:
    for number in party.vat_numbers if party else ():
        if number[:2] not in COUNTRIES:
            yield broken(
                "BR-CO-09",
                "The VAT number %(number)s does not begin with the letters of its country.",
                {"number": number},
            )


def _reason_of_document(one: WrittenAdjustment) -> Iterator[Finding]:
    if one.reason or one.reason_code:
        return
    if one.is_charge:
        yield broken("BR-CO-22", "The charge of %(amount)s has no reason.", {"amount": shown(one.amount)})
    else:
        yield broken("BR-CO-21", "The allowance of %(amount)s has no reason.", {"amount": shown(one.amount)})


def _line(line: WrittenLine) -> Iterator[Finding]:
    if line.category is None or not line.category.code or not line.category.is_vat:
        yield broken("BR-CO-04", "Line %(line)s has no VAT category.", {"line": line.number}, line.place)
    if line.period and line.period.is_empty:
        yield broken(
            "BR-CO-20",
            "Line %(line)s has a period without its first and its last day.",
            {"line": line.number},
            line.place,
        )
    for one in line.adjustments:
        if one.reason or one.reason_code:
            continue
        facts = {"line": line.number, "amount": shown(one.amount)}
        if one.is_charge:
            yield broken("BR-CO-24", "The charge of %(amount)s on line %(line)s has no reason.", facts, line.place)
        else:
            yield broken("BR-CO-23", "The allowance of %(amount)s on line %(line)s has no reason.", facts, line.place)


def _payment(document: Written) -> Iterator[Finding]:
    payable = document.totals.payable
    is_told = document.due_date or document.terms or document.is_minimum
    if is_told or document.is_credit or payable is None or payable <= 0:
        return
    yield broken(
        "BR-CO-25",
        "%(payable)s is to be paid, and the document says neither until when nor on which terms.",
        {"payable": shown(payable)},
    )
