"""What is written in an electronic invoice becomes the record: one spelling of numbers, signs turned once."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, localcontext

from comptoir.formats.en16931.written import (
    Category,
    Written,
    WrittenAdjustment,
    WrittenLine,
    WrittenMeans,
    WrittenParty,
    WrittenTax,
)
from comptoir.kit.numbers import belgian_number, compact, enterprise_number, structured_communication, vat_number
from comptoir.records.invoice import (
    AllowanceCharge,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    Party,
    PaymentMeans,
    Totals,
    VatTotal,
)

BELGIAN_SCHEMES = {"0208", "9925"}
"""Electronic addresses that are the enterprise number or the VAT number of a Belgian company."""

OPPOSITE = {InvoiceKind.INVOICE: InvoiceKind.CREDIT_NOTE, InvoiceKind.CREDIT_NOTE: InvoiceKind.INVOICE}


def invoice_of(written: Written) -> Invoice:
    """The record; a document whose gross total is negative is the opposite of what it is called, and is turned round."""
    means = tuple(_means(one) for one in written.means)
    invoice = Invoice(
        kind=InvoiceKind.CREDIT_NOTE if written.is_credit else InvoiceKind.INVOICE,
        type_code=written.type_code,
        number=written.number,
        issue_date=written.issue_date,
        due_date=written.due_date,
        currency=written.own_currency,
        supplier=_party(written.supplier),
        customer=_party(written.customer),
        payee=_party(written.payee) if written.payee else None,
        totals=_totals(written),
        vat=tuple(_vat_total(part) for total in written.taxes() for part in total.parts),
        lines=tuple(_line(line) for line in written.lines),
        adjustments=tuple(_adjustment(one) for one in written.adjustments),
        means=means,
        ibans=_each_once(one.iban for one in means),
        communications=_each_once(written.communications),
        attachments=written.attachments,
        references=written.references,
        notes=written.notes,
        terms=written.terms,
        syntax=written.syntax,
        profile=written.profile,
    )
    return _turned_right(invoice)


def _party(written: WrittenParty) -> Party:
    vat = vat_number(_vat(written), written.country)
    return Party(
        name=next(iter(written.names), ""),
        vat=vat,
        number=_enterprise_number(written, written.country or vat[:2], vat),
        country=written.country,
        address=written.address,
    )


def _vat(written: WrittenParty) -> str:
    """The company's number under the scheme VAT; a single scheme without a name is taken for it (UBL 2.0)."""
    unnamed = [number for scheme, number in written.taxed if not scheme]
    single = unnamed if len(written.taxed) == 1 else []
    return next((number for number in (*written.vat_numbers, *single) if number), "")


def _enterprise_number(written: WrittenParty, country: str, vat: str) -> str:
    legal = next((number for _, number in written.legal), "")
    number = enterprise_number(country, legal)
    if number or country != "BE":
        return number or ""
    scheme, address = written.endpoint
    return belgian_number(vat) or belgian_number(address if scheme in BELGIAN_SCHEMES else "") or ""


def _totals(written: Written) -> Totals:
    amounts = [total.amount for total in written.taxes() if total.amount is not None]
    with localcontext(prec=60):
        tax = sum(amounts, Decimal()) if amounts else None
    told = written.totals
    return Totals(
        net=told.net,
        allowances=told.allowances,
        charges=told.charges,
        tax=tax,
        gross=told.gross,
        prepaid=told.prepaid,
        rounding=told.rounding,
        payable=told.payable,
    )


def _vat_total(part: WrittenTax) -> VatTotal:
    code, rate = _code_and_rate(part.category)
    return VatTotal(
        category=code,
        rate=part.rate_beside if rate is None else rate,
        base=part.base,
        tax=part.tax,
        reason=part.reason,
        reason_code=part.reason_code,
    )


def _line(line: WrittenLine) -> InvoiceLine:
    code, rate = _code_and_rate(line.category or line.taxed_as)
    return InvoiceLine(
        name=next(iter(line.names), ""),
        description=" ".join(dict.fromkeys(line.names[1:])),
        quantity=line.quantity,
        unit=line.unit,
        price=line.price,
        price_base=line.price_base,
        net=line.net,
        vat_category=code,
        vat_rate=rate,
        adjustments=tuple(_adjustment(one) for one in line.adjustments),
    )


def _adjustment(one: WrittenAdjustment) -> AllowanceCharge:
    code, rate = _code_and_rate(one.category)
    return AllowanceCharge(
        is_charge=one.is_charge,
        amount=one.amount,
        base=one.base,
        percent=one.percent,
        reason=one.reason,
        reason_code=one.reason_code,
        vat_category=code,
        vat_rate=rate,
    )


def _code_and_rate(category: Category | None) -> tuple[str, Decimal | None]:
    return (category.code, category.rate) if category else ("", None)


def _means(one: WrittenMeans) -> PaymentMeans:
    return PaymentMeans(
        code=one.code,
        iban=compact(one.account),
        communication=one.communication,
        structured=structured_communication(one.communication) or "",
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _turned_right(invoice: Invoice) -> Invoice:
    """Positive totals: a negative invoice credits, a negative credit note takes a credit back."""
    totals = invoice.totals
    decisive = totals.gross if totals.gross is not None else totals.payable
    if decisive is None or decisive >= 0:
        return invoice
    return replace(
        invoice,
        kind=OPPOSITE[invoice.kind],
        totals=Totals(**{name: _turned(getattr(totals, name)) for name in Totals.__slots__}),
        vat=tuple(replace(part, base=_turned(part.base), tax=_turned(part.tax)) for part in invoice.vat),
        adjustments=_turned_adjustments(invoice.adjustments),
        lines=tuple(
            replace(
                line,
                quantity=_turned(line.quantity),
                net=_turned(line.net),
                adjustments=_turned_adjustments(line.adjustments),
            )
            for line in invoice.lines
        ),
    )


def _turned_adjustments(adjustments: tuple[AllowanceCharge, ...]) -> tuple[AllowanceCharge, ...]:
    return tuple(replace(one, amount=_turned(one.amount), base=_turned(one.base)) for one in adjustments)


def _turned(amount: Decimal | None) -> Decimal | None:
    """The amount with the other sign, exactly; zero has none."""
    if amount is None or amount.is_zero():
        return amount
    return amount.copy_negate()
