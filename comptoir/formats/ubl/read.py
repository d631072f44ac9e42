"""Reads UBL 2.1 (and 2.0) invoices and credit notes: OASIS UBL 2.1, EN 16931-3-2, Peppol BIS Billing 3.

Imports lxml: only the limited child process may import this module.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

from comptoir.formats.ubl.attachments import attachments
from comptoir.formats.unreadable import Unreadable
from comptoir.formats.xml import Node, parse
from comptoir.kit.numbers import belgian_number, compact, enterprise_number, vat_number
from comptoir.records.invoice import Invoice, InvoiceKind, InvoiceLine, Party, Totals, VatTotal

NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
ROOTS = {"Invoice": ("InvoiceLine", "InvoicedQuantity"), "CreditNote": ("CreditNoteLine", "CreditedQuantity")}
CREDIT_TYPES = {"81", "83", "261", "296", "308", "381", "396", "420", "458", "532"}
"""The codes of UNTDID 1001 that EN 16931 reads as a credit note, whatever the root element is called."""
REFERENCES = (
    ("order", ("OrderReference", "ID")),
    ("buyer", ("BuyerReference",)),
    ("contract", ("ContractDocumentReference", "ID")),
    ("invoice", ("BillingReference", "InvoiceDocumentReference", "ID")),
    ("delivery", ("DespatchDocumentReference", "ID")),
)
"""The numbers of other papers, by what they are and where they stand."""

BELGIAN_SCHEMES = {"0208", "9925"}
"""Electronic addresses that are the enterprise number or the VAT number of a Belgian company."""


def read_invoice(content: bytes) -> Invoice:
    """The invoice or credit note in these bytes.

    Refuses (Unreadable) what is not UBL, has no number, date or amount to pay, or holds a value that cannot be read.
    A document whose gross total is negative is the opposite of what it is called, and is turned round.
    """
    root = parse(content)
    if root.name not in ROOTS or not root.namespace.startswith(NAMESPACE):
        raise Unreadable("The XML is not a UBL invoice or credit note but %(name)s.", name=root.name[:60])
    for path in (("ID",), ("IssueDate",), ("LegalMonetaryTotal", "PayableAmount")):
        if not root.text(*path):
            raise Unreadable("The document has no element %(element)s.", element="/".join(path))
    return _normal(_invoice(root))


def _invoice(root: Node) -> Invoice:
    currency = root.text("DocumentCurrencyCode") or _currency_of(root, "LegalMonetaryTotal", "PayableAmount")
    type_code = root.text(f"{root.name}TypeCode")
    credit = root.name == "CreditNote" or type_code in CREDIT_TYPES
    taxes = list(_taxes(root, currency))
    return Invoice(
        kind=InvoiceKind.CREDIT_NOTE if credit else InvoiceKind.INVOICE,
        type_code=type_code,
        number=root.text("ID"),
        issue_date=root.day("IssueDate"),
        due_date=root.day("DueDate") or _due_date(root),
        currency=currency,
        supplier=_party(root.one("AccountingSupplierParty", "Party")),
        customer=_party(root.one("AccountingCustomerParty", "Party")),
        totals=_totals(root, taxes),
        vat=tuple(_vat_total(part) for tax in taxes for part in tax.each("TaxSubtotal")),
        lines=tuple(_lines(root)),
        ibans=tuple(compact(text) for text in root.texts("PaymentMeans", "PayeeFinancialAccount", "ID")),
        communications=root.texts("PaymentMeans", "PaymentID"),
        attachments=attachments(root),
        references=tuple((kind, number) for kind, path in REFERENCES for number in root.texts(*path)),
        notes=root.texts("Note"),
        terms=root.texts("PaymentTerms", "Note"),
    )


def _due_date(root: Node) -> date | None:
    """The due date as credit notes (and UBL 2.0) tell it: beside the first means of payment that has one."""
    days = (means.day("PaymentDueDate") for means in root.each("PaymentMeans"))
    return next((day for day in days if day), None)


def _taxes(root: Node, currency: str) -> Iterator[Node]:
    """The tax totals in the document's currency; a second one, in the currency of the tax office, repeats them."""
    totals = list(root.each("TaxTotal"))
    own = [total for total in totals if _currency_of(total, "TaxAmount") in {currency, ""}]
    yield from own or totals[:1]


def _currency_of(node: Node, *path: str) -> str:
    amount = node.one(*path)
    return amount.attribute("currencyID") if amount else ""


def _totals(root: Node, taxes: list[Node]) -> Totals:
    def total(name: str) -> Decimal | None:
        return root.amount("LegalMonetaryTotal", name)

    amounts = [amount for tax in taxes if (amount := tax.amount("TaxAmount")) is not None]
    with localcontext(prec=60):
        tax = sum(amounts, Decimal()) if amounts else None
    return Totals(
        net=total("TaxExclusiveAmount"),
        allowances=total("AllowanceTotalAmount"),
        charges=total("ChargeTotalAmount"),
        tax=tax,
        gross=total("TaxInclusiveAmount"),
        prepaid=total("PrepaidAmount"),
        rounding=total("PayableRoundingAmount"),
        payable=total("PayableAmount"),
    )


def _vat_total(part: Node) -> VatTotal:
    rate = part.amount("TaxCategory", "Percent")
    return VatTotal(
        category=part.text("TaxCategory", "ID"),
        rate=part.amount("Percent") if rate is None else rate,
        base=part.amount("TaxableAmount"),
        tax=part.amount("TaxAmount"),
    )


def _lines(root: Node) -> Iterator[InvoiceLine]:
    line_name, quantity_name = ROOTS[root.name]
    for line in root.each(line_name):
        category = next(_categories(line), None)
        quantity = line.one(quantity_name)
        names = line.texts("Item", "Name") + line.texts("Item", "Description") + line.texts("Note")
        yield InvoiceLine(
            name=next(iter(names), ""),
            description=" ".join(dict.fromkeys(names[1:])),
            quantity=line.amount(quantity_name),
            unit=quantity.attribute("unitCode") if quantity else "",
            price=line.amount("Price", "PriceAmount"),
            net=line.amount("LineExtensionAmount"),
            vat_category=category.text("ID") if category else "",
            vat_rate=category.amount("Percent") if category else None,
        )


def _categories(line: Node) -> Iterator[Node]:
    """The VAT category of a line: with its item, or (UBL 2.0) with its own tax total."""
    yield from line.each("Item", "ClassifiedTaxCategory")
    yield from line.each("TaxTotal", "TaxSubtotal", "TaxCategory")


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    country = party.text("PostalAddress", "Country", "IdentificationCode").upper()
    names = party.texts("PartyName", "Name") + party.texts("PartyLegalEntity", "RegistrationName")
    vat = vat_number(_vat(party), country)
    return Party(
        name=next(iter(names), ""),
        vat=vat,
        number=_enterprise_number(party, country or vat[:2], vat),
        country=country,
        address=tuple(filter(None, _address(party))),
    )


def _address(party: Node) -> Iterator[str]:
    """Street and place, as an envelope has them."""
    for address in party.each("PostalAddress"):
        yield " ".join(address.texts("StreetName") + address.texts("BuildingNumber"))
        yield from address.texts("AdditionalStreetName")
        yield from address.texts("AddressLine", "Line")
        yield " ".join(address.texts("PostalZone") + address.texts("CityName"))


def _vat(party: Node) -> str:
    """The company's number under the scheme VAT; a single scheme without a name is taken for it (UBL 2.0)."""
    schemes = list(party.each("PartyTaxScheme"))
    named = [scheme for scheme in schemes if scheme.text("TaxScheme", "ID").upper() == "VAT"]
    unnamed = [scheme for scheme in schemes if not scheme.text("TaxScheme", "ID")]
    chosen = named or (unnamed if len(schemes) == 1 else [])
    return next((text for scheme in chosen if (text := scheme.text("CompanyID"))), "")


def _enterprise_number(party: Node, country: str, vat: str) -> str:
    legal = next(iter(party.texts("PartyLegalEntity", "CompanyID")), "")
    number = enterprise_number(country, legal)
    if number or country != "BE":
        return number or ""
    endpoint = party.one("EndpointID")
    address = endpoint.own_text() if endpoint and endpoint.attribute("schemeID") in BELGIAN_SCHEMES else ""
    return belgian_number(vat) or belgian_number(address) or ""


def _normal(invoice: Invoice) -> Invoice:
    """Positive totals: a negative invoice credits, a negative credit note takes a credit back."""
    totals = invoice.totals
    decisive = totals.gross if totals.gross is not None else totals.payable
    if decisive is None or decisive >= 0:
        return invoice
    opposite = {
        InvoiceKind.INVOICE: InvoiceKind.CREDIT_NOTE,
        InvoiceKind.CREDIT_NOTE: InvoiceKind.INVOICE,
    }
    return replace(
        invoice,
        kind=opposite[invoice.kind],
        totals=Totals(**{name: _turned(getattr(totals, name)) for name in Totals.__slots__}),
        vat=tuple(replace(part, base=_turned(part.base), tax=_turned(part.tax)) for part in invoice.vat),
        lines=tuple(replace(line, quantity=_turned(line.quantity), net=_turned(line.net)) for line in invoice.lines),
    )


def _turned(amount: Decimal | None) -> Decimal | None:
    """The amount with the other sign, exactly; zero has none."""
    if amount is None or amount.is_zero():
        return amount
    return amount.copy_negate()
