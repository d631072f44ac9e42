"""The facts that were found, as the one record of every invoice, and the place of each by its path in that record's JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from comptoir.formats.paper.codes import Code
from comptoir.formats.paper.currency import Currency
from comptoir.formats.paper.dated import Dated
from comptoir.formats.paper.found import Places, Spot, spot
from comptoir.formats.paper.kinds import PaperKind, Title
from comptoir.formats.paper.number import Number
from comptoir.formats.paper.parties import Side
from comptoir.formats.paper.rates import VatPart
from comptoir.formats.paper.totals import Chosen
from comptoir.kit.numbers import format_communication
from comptoir.records.invoice import Invoice, InvoiceKind, Party, Totals, VatTotal

SUMS = ("net", "tax", "gross", "prepaid", "rounding", "payable")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was found on an invoice; None or empty what was not."""

    title: Title | None
    number: Number | None
    issue: Dated | None
    due: Dated | None
    chosen: Chosen
    vat: Sequence[VatPart]
    currency: Currency | None
    supplier: Side
    customer: Side
    accounts: Sequence[Code]
    communications: Sequence[Code]


def invoice_of(facts: Facts) -> Invoice:
    """The record. A credit note tells positive amounts; an invoice over less than nothing is a credit note."""
    credit = facts.title is not None and facts.title.kind is PaperKind.CREDIT_NOTE
    invoice = Invoice(
        kind=InvoiceKind.CREDIT_NOTE if credit else InvoiceKind.INVOICE,
        number=facts.number.text if facts.number else "",
        issue_date=facts.issue.day.value if facts.issue else None,
        due_date=facts.due.day.value if facts.due else None,
        currency=facts.currency.code if facts.currency else "",
        supplier=_party(facts.supplier),
        customer=_party(facts.customer),
        totals=Totals(**{name: found.value for name, found in facts.chosen.totals.items()}),
        vat=tuple(_vat(part) for part in facts.vat),
        ibans=_values(facts.accounts),
        communications=tuple(map(format_communication, _values(facts.communications))),
    )
    return _upright(invoice)


def places_of(facts: Facts) -> Places:
    """Where each fact stands."""
    places: Places = {}
    if facts.title:
        places["kind"] = [spot(facts.title, min(95, 60 + facts.title.score * 3))]
    if facts.number:
        places["number"] = [spot(facts.number, facts.number.confidence)]
    for name, dated in (("issue_date", facts.issue), ("due_date", facts.due)):
        if dated:
            places[name] = [spot(dated.day, dated.confidence)]
    if facts.currency:
        places["currency"] = [spot(facts.currency, facts.currency.confidence)]
    for name, candidate in facts.chosen.totals.items():
        places[f"totals.{name}"] = [spot(part, facts.chosen.confidence[name]) for part in candidate.parts]
    for number, part in enumerate(facts.vat):
        for name, amount in (("base", part.base), ("tax", part.tax)):
            if amount:
                places[f"vat.{number}.{name}"] = [spot(amount, part.confidence)]
    for name, side in (("supplier", facts.supplier), ("customer", facts.customer)):
        places |= {f"{name}.{field}": spots for field, spots in _places_of_side(side) if spots}
    for name, codes in (("ibans", facts.accounts), ("communications", facts.communications)):
        for number, value in enumerate(_values(codes)):
            places[f"{name}.{number}"] = [
                spot(code, code.confidence, checked=True) for code in codes if code.value == value
            ]
    return places


def _places_of_side(side: Side) -> Iterator[tuple[str, list[Spot]]]:
    yield "vat", [spot(code, side.confidence, checked=True) for code in side.vat]
    yield "number", [spot(code, side.confidence, checked=True) for code in side.number]
    yield "name", [spot(side.name, side.name.confidence)] if side.name else []


def _party(side: Side) -> Party:
    vat = side.vat[0].value if side.vat else ""
    return Party(
        name=side.name.text if side.name else "",
        vat=vat,
        number=side.number[0].value if side.number else vat.removeprefix("BE") if vat.startswith("BE") else "",
        country=vat[:2],
    )


def _vat(part: VatPart) -> VatTotal:
    return VatTotal("", part.rate, part.base.value if part.base else None, part.tax.value)


def _values(codes: Sequence[Code]) -> tuple[str, ...]:
    """Each number once, in the order in which they stand."""
    return tuple(dict.fromkeys(code.value for code in codes))


def _upright(invoice: Invoice) -> Invoice:
    totals = invoice.totals
    sum_of_all = totals.payable if totals.gross is None else totals.gross
    if sum_of_all is None or sum_of_all >= 0:
        return invoice
    return replace(
        invoice,
        kind=InvoiceKind.CREDIT_NOTE,
        totals=Totals(**{name: _turned(getattr(totals, name)) for name in SUMS}),
        vat=tuple(replace(part, base=_turned(part.base), tax=_turned(part.tax)) for part in invoice.vat),
    )


def _turned(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount
