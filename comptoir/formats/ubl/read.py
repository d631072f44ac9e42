"""Reads UBL 2.1 (and 2.0) invoices and credit notes: OASIS UBL 2.1, EN 16931-3-2, Peppol BIS Billing 3.

Imports lxml: only the limited child process may import this module.
"""

from collections.abc import Iterator
from datetime import date

from comptoir.formats.en16931.attached import attached
from comptoir.formats.en16931.codes import CREDIT_TYPES
from comptoir.formats.en16931.written import (
    VAT,
    Category,
    Numbered,
    Period,
    Written,
    WrittenAdjustment,
    WrittenLine,
    WrittenMeans,
    WrittenParty,
    WrittenTax,
    WrittenTaxTotal,
    WrittenTotals,
)
from comptoir.formats.xml import Node

NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
ROOTS = {"Invoice": ("InvoiceLine", "InvoicedQuantity"), "CreditNote": ("CreditNoteLine", "CreditedQuantity")}
REFERENCES = (
    ("order", ("OrderReference", "ID")),
    ("buyer", ("BuyerReference",)),
    ("contract", ("ContractDocumentReference", "ID")),
    ("invoice", ("BillingReference", "InvoiceDocumentReference", "ID")),
    ("delivery", ("DespatchDocumentReference", "ID")),
)
"""The numbers of other papers, by what they are and where they stand."""


def recognises(root: Node) -> bool:
    """Whether this is a UBL invoice or credit note."""
    return root.name in ROOTS and root.namespace.startswith(NAMESPACE)


def written(root: Node) -> Written:
    """What the document says. Refuses one without number, date or amount to pay, and values that cannot be read."""
    root.demand(("ID",), ("IssueDate",), ("LegalMonetaryTotal", "PayableAmount"))
    type_code = root.text(f"{root.name}TypeCode")
    return Written(
        syntax="UBL",
        profile=root.text("CustomizationID"),
        type_code=type_code,
        is_credit=root.name == "CreditNote" or type_code in CREDIT_TYPES,
        number=root.text("ID"),
        issue_date=root.day("IssueDate"),
        due_date=root.day("DueDate") or _due_date(root),
        currency=root.text("DocumentCurrencyCode"),
        amount_currency=_currency_of(root, "LegalMonetaryTotal", "PayableAmount"),
        supplier=_party(root.one("AccountingSupplierParty", "Party")),
        customer=_party(root.one("AccountingCustomerParty", "Party")),
        payee=_party(payee) if (payee := root.one("PayeeParty")) else None,
        representative=_party(somebody) if (somebody := root.one("TaxRepresentativeParty")) else None,
        totals=_totals(root),
        tax_totals=tuple(_tax_total(total) for total in root.each("TaxTotal")),
        lines=tuple(_lines(root)),
        adjustments=tuple(_adjustment(one) for one in root.each("AllowanceCharge")),
        means=tuple(_means(root)),
        communications=root.texts("PaymentMeans", "PaymentID"),
        references=tuple((kind, number) for kind, path in REFERENCES for number in root.texts(*path)),
        notes=root.texts("Note"),
        terms=root.texts("PaymentTerms", "Note"),
        attachments=attached(_binaries(root)),
        period=_period(root),
        has_delivery_date=root.has(("Delivery", "ActualDeliveryDate")),
        delivery_country=next(
            iter(root.texts("Delivery", "DeliveryLocation", "Address", "Country", "IdentificationCode")), ""
        ),
        tax_point=root.day("TaxPointDate"),
        has_tax_point_code=bool(root.texts("InvoicePeriod", "DescriptionCode")),
    )


def _due_date(root: Node) -> date | None:
    """The due date as credit notes (and UBL 2.0) tell it: beside the first means of payment that has one."""
    days = (means.day("PaymentDueDate") for means in root.each("PaymentMeans"))
    return next((day for day in days if day), None)


def _currency_of(node: Node, *path: str) -> str:
    amount = node.one(*path)
    return amount.attribute("currencyID") if amount else ""


def _totals(root: Node) -> WrittenTotals:
    total = root.one("LegalMonetaryTotal")
    if total is None:
        return WrittenTotals()
    return WrittenTotals(
        lines=total.amount("LineExtensionAmount"),
        net=total.amount("TaxExclusiveAmount"),
        allowances=total.amount("AllowanceTotalAmount"),
        charges=total.amount("ChargeTotalAmount"),
        gross=total.amount("TaxInclusiveAmount"),
        prepaid=total.amount("PrepaidAmount"),
        rounding=total.amount("PayableRoundingAmount"),
        payable=total.amount("PayableAmount"),
    )


def _tax_total(total: Node) -> WrittenTaxTotal:
    return WrittenTaxTotal(
        currency=_currency_of(total, "TaxAmount"),
        amount=total.amount("TaxAmount"),
        parts=tuple(_tax(part) for part in total.each("TaxSubtotal")),
    )


def _tax(part: Node) -> WrittenTax:
    category = part.one("TaxCategory")
    return WrittenTax(
        category=_category(category) if category else None,
        base=part.amount("TaxableAmount"),
        tax=part.amount("TaxAmount"),
        reason=" ".join(part.texts("TaxCategory", "TaxExemptionReason")),
        reason_code=part.text("TaxCategory", "TaxExemptionReasonCode"),
        has_reason=part.has(("TaxCategory", "TaxExemptionReason"), ("TaxCategory", "TaxExemptionReasonCode")),
        rate_beside=part.amount("Percent"),
    )


def _category(node: Node) -> Category:
    return Category(
        code=node.text("ID"),
        rate=node.amount("Percent"),
        is_vat=node.text("TaxScheme", "ID").upper() == VAT,
    )


def _lines(root: Node) -> Iterator[WrittenLine]:
    line_name, quantity_name = ROOTS[root.name]
    for index, line in enumerate(root.each(line_name), start=1):
        quantity = line.one(quantity_name)
        yield WrittenLine(
            number=line.text("ID") or str(index),
            names=line.texts("Item", "Name") + line.texts("Item", "Description") + line.texts("Note"),
            quantity=line.amount(quantity_name),
            unit=quantity.attribute("unitCode") if quantity else "",
            price=line.amount("Price", "PriceAmount"),
            price_base=line.amount("Price", "BaseQuantity"),
            net=line.amount("LineExtensionAmount"),
            category=_first(line, "Item", "ClassifiedTaxCategory"),
            taxed_as=_first(line, "TaxTotal", "TaxSubtotal", "TaxCategory"),
            adjustments=tuple(_adjustment(one) for one in line.each("AllowanceCharge")),
            period=_period(line),
        )


def _first(node: Node, *path: str) -> Category | None:
    return next((_category(found) for found in node.each(*path)), None)


def _adjustment(node: Node) -> WrittenAdjustment:
    return WrittenAdjustment(
        is_charge=node.truth("ChargeIndicator"),
        amount=node.amount("Amount"),
        base=node.amount("BaseAmount"),
        percent=node.amount("MultiplierFactorNumeric"),
        reason=" ".join(node.texts("AllowanceChargeReason")),
        reason_code=node.text("AllowanceChargeReasonCode"),
        category=_first(node, "TaxCategory"),
    )


def _period(node: Node) -> Period | None:
    found = next(node.each("InvoicePeriod"), None)
    return Period(found.day("StartDate"), found.day("EndDate")) if found else None


def _means(root: Node) -> Iterator[WrittenMeans]:
    for means in root.each("PaymentMeans"):
        communication = next(iter(means.texts("PaymentID")), "")
        for account in means.texts("PayeeFinancialAccount", "ID") or ("",):
            yield WrittenMeans(means.text("PaymentMeansCode"), account, communication)


def _binaries(root: Node) -> Iterator[tuple[str, Node]]:
    """The embedded files; those behind an address are not fetched."""
    for reference in root.each("AdditionalDocumentReference"):
        for binary in reference.each("Attachment", "EmbeddedDocumentBinaryObject"):
            yield reference.text("ID"), binary


def _party(party: Node | None) -> WrittenParty:
    if party is None:
        return WrittenParty()
    endpoint = party.one("EndpointID")
    return WrittenParty(
        names=party.texts("PartyName", "Name") + party.texts("PartyLegalEntity", "RegistrationName"),
        country=party.text("PostalAddress", "Country", "IdentificationCode").upper(),
        address=tuple(filter(None, _address(party))),
        taxed=tuple(_tax_numbers(party)),
        legal=tuple(_numbered(party, "PartyLegalEntity", "CompanyID")),
        others=tuple(_numbered(party, "PartyIdentification", "ID")),
        endpoint=(endpoint.attribute("schemeID"), endpoint.own_text()) if endpoint else ("", ""),
    )


def _tax_numbers(party: Node) -> Iterator[Numbered]:
    for scheme in party.each("PartyTaxScheme"):
        yield scheme.text("TaxScheme", "ID").upper(), scheme.text("CompanyID")


def _numbered(party: Node, *path: str) -> Iterator[Numbered]:
    for found in party.each(*path):
        if text := found.own_text():
            yield found.attribute("schemeID"), text


def _address(party: Node) -> Iterator[str]:
    """Street and place, as an envelope has them."""
    for address in party.each("PostalAddress"):
        yield " ".join(address.texts("StreetName") + address.texts("BuildingNumber"))
        yield from address.texts("AdditionalStreetName")
        yield from address.texts("AddressLine", "Line")
        yield " ".join(address.texts("PostalZone") + address.texts("CityName"))
