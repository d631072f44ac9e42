"""Reads CII: CrossIndustryInvoice of UN/CEFACT (EN 16931-3-3, Factur-X, XRechnung), CrossIndustryDocument of ZUGFeRD 1.

Imports lxml: only the limited child process may import this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from comptoir.formats.xml import Node, not_a_date

TAX_SCHEMES = {"VA": VAT}
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[0-9]{4}|[0-9]{6})?", re.ASCII)
"""Formats 102, 203 and 204 of UNTDID 2379; some write the dashes of ISO under 102."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the two versions of CII call the same things."""

    context: str
    header: str
    transaction: str
    agreement: str
    delivery: str
    settlement: str
    summation: str
    line_agreement: str
    line_delivery: str
    line_settlement: str
    line_summation: str
    percent: str
    reference: str


ROOTS = {
    "CrossIndustryInvoice": Words(
        context="ExchangedDocumentContext",
        header="ExchangedDocument",
        transaction="SupplyChainTradeTransaction",
        agreement="ApplicableHeaderTradeAgreement",
        delivery="ApplicableHeaderTradeDelivery",
        settlement="ApplicableHeaderTradeSettlement",
        summation="SpecifiedTradeSettlementHeaderMonetarySummation",
        line_agreement="SpecifiedLineTradeAgreement",
        line_delivery="SpecifiedLineTradeDelivery",
        line_settlement="SpecifiedLineTradeSettlement",
        line_summation="SpecifiedTradeSettlementLineMonetarySummation",
        percent="RateApplicablePercent",
        reference="IssuerAssignedID",
    ),
    "CrossIndustryDocument": Words(
        context="SpecifiedExchangedDocumentContext",
        header="HeaderExchangedDocument",
        transaction="SpecifiedSupplyChainTradeTransaction",
        agreement="ApplicableSupplyChainTradeAgreement",
        delivery="ApplicableSupplyChainTradeDelivery",
        settlement="ApplicableSupplyChainTradeSettlement",
        summation="SpecifiedTradeSettlementMonetarySummation",
        line_agreement="SpecifiedSupplyChainTradeAgreement",
        line_delivery="SpecifiedSupplyChainTradeDelivery",
        line_settlement="SpecifiedSupplyChainTradeSettlement",
        line_summation="SpecifiedTradeSettlementMonetarySummation",
        percent="ApplicablePercent",
        reference="ID",
    ),
}


def recognises(root: Node) -> bool:
    """Whether this is a CII document; ZUGFeRD 1 has the namespace of its makers, so that the name alone decides."""
    return root.name in ROOTS and root.namespace.startswith("urn:")


def written(root: Node) -> Written:
    """What the document says. Refuses one without number, date or amount to pay, and values that cannot be read."""
    words = ROOTS[root.name]
    header, transaction = (words.header,), (words.transaction,)
    root.demand((*header, "ID"), (*header, "IssueDateTime", "DateTimeString"))
    settlement = root.demanded(*transaction, words.settlement)
    summation = settlement.demanded(words.summation)
    if not summation.text("DuePayableAmount"):
        summation.demand(("GrandTotalAmount",))
    return _Reader(words, root, root.demanded(*transaction, words.agreement), settlement).written()


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document, its two great parts, and the words of its version."""

    words: Words
    root: Node
    agreement: Node
    settlement: Node

    def written(self) -> Written:
        root, agreement, settlement, header = self.root, self.agreement, self.settlement, self.words.header
        type_code = root.text(header, "TypeCode")
        delivery = (self.words.transaction, self.words.delivery)
        payee, somebody = settlement.one("PayeeTradeParty"), agreement.one("SellerTaxRepresentativeTradeParty")
        return Written(
            syntax="CII",
            profile=root.text(self.words.context, "GuidelineSpecifiedDocumentContextParameter", "ID"),
            type_code=type_code,
            is_credit=type_code in CREDIT_TYPES,
            number=root.text(header, "ID"),
            issue_date=_day(root, header, "IssueDateTime"),
            due_date=next(_days(settlement, "SpecifiedTradePaymentTerms", "DueDateDateTime"), None),
            currency=settlement.text("InvoiceCurrencyCode"),
            supplier=_party(agreement.one("SellerTradeParty")),
            customer=_party(agreement.one("BuyerTradeParty")),
            payee=_party(payee) if payee else None,
            representative=_party(somebody) if somebody else None,
            totals=self.totals(),
            tax_totals=tuple(self.tax_totals()),
            lines=tuple(self.lines()),
            adjustments=(*self.adjustments(settlement), *self.freight()),
            means=tuple(self.means()),
            communications=settlement.texts("PaymentReference"),
            references=tuple(self.references()),
            notes=root.texts(header, "IncludedNote", "Content"),
            terms=settlement.texts("SpecifiedTradePaymentTerms", "Description"),
            attachments=attached(self.binaries()),
            period=_period(settlement),
            has_delivery_date=root.has((*delivery, "ActualDeliverySupplyChainEvent", "OccurrenceDateTime")),
            delivery_country=root.text(*delivery, "ShipToTradeParty", "PostalTradeAddress", "CountryID"),
            tax_point=next(_tax_points(settlement), None),
            has_tax_point_code=bool(settlement.texts("ApplicableTradeTax", "DueDateTypeCode")),
        )

    def totals(self) -> WrittenTotals:
        total = self.settlement.demanded(self.words.summation)
        return WrittenTotals(
            lines=total.amount("LineTotalAmount"),
            net=total.amount("TaxBasisTotalAmount"),
            allowances=total.amount("AllowanceTotalAmount"),
            charges=total.amount("ChargeTotalAmount"),
            gross=total.amount("GrandTotalAmount"),
            prepaid=total.amount("TotalPrepaidAmount"),
            rounding=total.amount("RoundingAmount"),
            payable=total.amount("DuePayableAmount"),
        )

    def tax_totals(self) -> Iterator[WrittenTaxTotal]:
        """CII keeps the parts beside the totals; they are in the document's currency, as the first such total is."""
        parts = tuple(self.tax(part) for part in self.settlement.each("ApplicableTradeTax"))
        currency = self.settlement.text("InvoiceCurrencyCode")
        for total in self.settlement.each(self.words.summation, "TaxTotalAmount"):
            own = total.attribute("currencyID") or currency
            yield WrittenTaxTotal(own, total.amount(), parts if own == currency else ())
            parts = () if own == currency else parts
        if parts:
            yield WrittenTaxTotal(currency, None, parts)

    def tax(self, part: Node) -> WrittenTax:
        return WrittenTax(
            category=self.category(part),
            base=part.amount("BasisAmount"),
            tax=part.amount("CalculatedAmount"),
            reason=" ".join(part.texts("ExemptionReason")),
            reason_code=part.text("ExemptionReasonCode"),
            has_reason=part.has(("ExemptionReason",), ("ExemptionReasonCode",)),
        )

    def category(self, node: Node) -> Category:
        return Category(
            code=node.text("CategoryCode"),
            rate=node.amount(self.words.percent),
            is_vat=node.text("TypeCode").upper() == VAT,
        )

    def lines(self) -> Iterator[WrittenLine]:
        words = self.words
        lines = self.root.each(words.transaction, "IncludedSupplyChainTradeLineItem")
        for index, line in enumerate(lines, start=1):
            settlement, quantity = line.one(words.line_settlement), line.one(words.line_delivery, "BilledQuantity")
            product = line.texts("SpecifiedTradeProduct", "Name") + line.texts("SpecifiedTradeProduct", "Description")
            yield WrittenLine(
                number=line.text("AssociatedDocumentLineDocument", "LineID") or str(index),
                names=product + line.texts("AssociatedDocumentLineDocument", "IncludedNote", "Content"),
                quantity=quantity.amount() if quantity else None,
                unit=quantity.attribute("unitCode") if quantity else "",
                price=line.amount(words.line_agreement, "NetPriceProductTradePrice", "ChargeAmount"),
                price_base=line.amount(words.line_agreement, "NetPriceProductTradePrice", "BasisQuantity"),
                net=settlement.amount(words.line_summation, "LineTotalAmount") if settlement else None,
                category=self.first_category(settlement, "ApplicableTradeTax") if settlement else None,
                adjustments=tuple(self.adjustments(settlement)) if settlement else (),
                period=_period(settlement) if settlement else None,
            )

    def first_category(self, node: Node, *path: str) -> Category | None:
        return next((self.category(found) for found in node.each(*path)), None)

    def adjustments(self, settlement: Node) -> Iterator[WrittenAdjustment]:
        for one in settlement.each("SpecifiedTradeAllowanceCharge"):
            yield WrittenAdjustment(
                is_charge=one.truth("ChargeIndicator", "Indicator"),
                amount=one.amount("ActualAmount"),
                base=one.amount("BasisAmount"),
                percent=one.amount("CalculationPercent"),
                reason=" ".join(one.texts("Reason")),
                reason_code=one.text("ReasonCode"),
                category=self.first_category(one, "CategoryTradeTax"),
            )

    def freight(self) -> Iterator[WrittenAdjustment]:
        """What ZUGFeRD and Factur-X EXTENDED charge for delivery, apart from the other charges."""
        for one in self.settlement.each("SpecifiedLogisticsServiceCharge"):
            yield WrittenAdjustment(
                is_charge=True,
                amount=one.amount("AppliedAmount"),
                reason=" ".join(one.texts("Description")),
                category=self.first_category(one, "AppliedTradeTax"),
            )

    def means(self) -> Iterator[WrittenMeans]:
        communication = next(iter(self.settlement.texts("PaymentReference")), "")
        for means in self.settlement.each("SpecifiedTradeSettlementPaymentMeans"):
            account = "PayeePartyCreditorFinancialAccount"
            accounts = means.texts(account, "IBANID") or means.texts(account, "ProprietaryID") or ("",)
            for number in accounts:
                yield WrittenMeans(means.text("TypeCode"), number, communication)

    def references(self) -> Iterator[Numbered]:
        """The numbers of other papers, by what they are."""
        delivery = self.root.one(self.words.transaction, self.words.delivery)
        places = (
            ("order", self.agreement, ("BuyerOrderReferencedDocument", self.words.reference)),
            ("buyer", self.agreement, ("BuyerReference",)),
            ("contract", self.agreement, ("ContractReferencedDocument", self.words.reference)),
            ("invoice", self.settlement, ("InvoiceReferencedDocument", self.words.reference)),
            ("delivery", delivery, ("DespatchAdviceReferencedDocument", self.words.reference)),
        )
        for kind, node, path in places:
            for number in node.texts(*path) if node else ():
                yield kind, number

    def binaries(self) -> Iterator[tuple[str, Node]]:
        """The embedded files; those behind an address are not fetched."""
        for reference in self.agreement.each("AdditionalReferencedDocument"):
            for binary in reference.each("AttachmentBinaryObject"):
                yield reference.text(self.words.reference), binary


def _party(party: Node | None) -> WrittenParty:
    if party is None:
        return WrittenParty()
    address, endpoint = "PostalTradeAddress", party.one("URIUniversalCommunication", "URIID")
    place = " ".join(party.texts(address, "PostcodeCode") + party.texts(address, "CityName"))
    streets = [text for line in ("LineOne", "LineTwo", "LineThree") for text in party.texts(address, line)]
    taxed = _numbered(party, "SpecifiedTaxRegistration", "ID")
    return WrittenParty(
        names=party.texts("Name") + party.texts("SpecifiedLegalOrganization", "TradingBusinessName"),
        country=party.text(address, "CountryID").upper(),
        address=tuple(filter(None, [*streets, place])),
        taxed=tuple((TAX_SCHEMES.get(scheme.upper(), scheme), number) for scheme, number in taxed),
        legal=tuple(_numbered(party, "SpecifiedLegalOrganization", "ID")),
        others=(*_numbered(party, "ID"), *_numbered(party, "GlobalID")),
        endpoint=(endpoint.attribute("schemeID"), endpoint.own_text()) if endpoint else ("", ""),
    )


def _numbered(party: Node, *path: str) -> Iterator[Numbered]:
    for found in party.each(*path):
        if text := found.own_text():
            yield found.attribute("schemeID"), text


def _period(settlement: Node) -> Period | None:
    found = settlement.one("BillingSpecifiedPeriod")
    return Period(_day(found, "StartDateTime"), _day(found, "EndDateTime")) if found else None


def _tax_points(settlement: Node) -> Iterator[date]:
    for tax in settlement.each("ApplicableTradeTax", "TaxPointDate", "DateString"):
        yield _day_of(tax)


def _day(node: Node, *path: str) -> date | None:
    found = node.one(*path, "DateTimeString")
    return _day_of(found) if found else None


def _days(node: Node, *path: str) -> Iterator[date]:
    for found in node.each(*path, "DateTimeString"):
        yield _day_of(found)


def _day_of(node: Node) -> date:
    """The day, its time of day left out. Refuses weeks, months and whatever else is no day."""
    match = _DAY.fullmatch(node.own_text())
    try:
        return date.fromisoformat("-".join(match.groups()) if match else "")
    except ValueError:
        raise not_a_date(node) from None
