"""A second reading of electronic invoices: XPath by lxml over the files as they are, sharing no line with our readers."""

from base64 import b64decode
from decimal import Decimal
from hashlib import sha256
from typing import Any

from lxml import etree

UNECE = "urn:un:unece:uncefact:data:standard:"
D16B = {
    "r": f"{UNECE}CrossIndustryInvoice:100",
    "a": f"{UNECE}ReusableAggregateBusinessInformationEntity:100",
    "u": f"{UNECE}UnqualifiedDataType:100",
}
ZUGFERD_1 = {
    "r": "urn:ferd:CrossIndustryDocument:invoice:1p0",
    "a": f"{UNECE}ReusableAggregateBusinessInformationEntity:12",
    "u": f"{UNECE}UnqualifiedDataType:15",
}
OASIS = "urn:oasis:names:specification:ubl:schema:xsd:Common"
UBL = {"c": f"{OASIS}BasicComponents-2", "a": f"{OASIS}AggregateComponents-2"}

MARKS = str.maketrans("", "", " .")
ACCOUNT = "a:PayeePartyCreditorFinancialAccount"

TOTALS = {
    "net": "TaxBasisTotalAmount",
    "allowances": "AllowanceTotalAmount",
    "charges": "ChargeTotalAmount",
    "gross": "GrandTotalAmount",
    "prepaid": "TotalPrepaidAmount",
    "rounding": "RoundingAmount",
    "payable": "DuePayableAmount",
}


class Read:
    """An XML document, asked by XPath."""

    def __init__(self, node: Any, names: dict[str, str]) -> None:
        self.node, self.names = node, names

    def nodes(self, path: str) -> "list[Read]":
        return [Read(found, self.names) for found in self.node.xpath(path, namespaces=self.names)]

    def texts(self, path: str) -> list[str]:
        texts = (" ".join(str(text).split()) for text in self.node.xpath(f"{path}/text()", namespaces=self.names))
        return [text for text in texts if text]

    def text(self, path: str) -> str:
        return str(self.node.xpath(f"normalize-space({path})", namespaces=self.names))

    def figure(self, path: str) -> Decimal | None:
        return Decimal(text) if (text := self.text(path)) else None


def cii(content: bytes) -> dict[str, Any]:
    """The facts of a CII document of either version, signs as they are written."""
    root = etree.fromstring(content)
    if root.tag.endswith("}CrossIndustryDocument"):
        document = Read(root, ZUGFERD_1)
        return _cii(document, "r:HeaderExchangedDocument", "r:SpecifiedSupplyChainTradeTransaction", "SupplyChain", "")
    return _cii(Read(root, D16B), "r:ExchangedDocument", "r:SupplyChainTradeTransaction", "Header", "Header")


def _cii(document: Read, header: str, trade: str, part: str, which: str) -> dict[str, Any]:
    settlement = document.nodes(f"{trade}/a:Applicable{part}TradeSettlement")[0]
    seller, buyer = (
        document.nodes(f"{trade}/a:Applicable{part}TradeAgreement/a:{side}TradeParty")[0]
        for side in ("Seller", "Buyer")
    )
    summed = f"a:SpecifiedTradeSettlement{which}MonetarySummation"
    rate = "a:RateApplicablePercent" if which else "a:ApplicablePercent"
    means = "a:SpecifiedTradeSettlementPaymentMeans"
    currency = settlement.text("a:InvoiceCurrencyCode")
    own = f"[not(@currencyID) or @currencyID='{currency}']"
    return {
        "number": document.text(f"{header}/a:ID"),
        "type": document.text(f"{header}/a:TypeCode"),
        "issue_date": _day(document.text(f"{header}/a:IssueDateTime/u:DateTimeString")),
        "due_date": _day(settlement.text("a:SpecifiedTradePaymentTerms/a:DueDateDateTime/u:DateTimeString")),
        "currency": currency,
        "supplier": seller.text("a:Name"),
        "supplier_vat": seller.text("a:SpecifiedTaxRegistration/a:ID[@schemeID='VA']").translate(MARKS),
        "customer": buyer.text("a:Name"),
        "customer_vat": buyer.text("a:SpecifiedTaxRegistration/a:ID[@schemeID='VA']").translate(MARKS),
        "totals": {name: settlement.figure(f"{summed}/a:{element}") for name, element in TOTALS.items()},
        "tax": settlement.figure(f"{summed}/a:TaxTotalAmount{own}"),
        "vat": [
            (
                tax.text("a:CategoryCode"),
                tax.figure(rate),
                tax.figure("a:BasisAmount"),
                tax.figure("a:CalculatedAmount"),
            )
            for tax in settlement.nodes("a:ApplicableTradeTax")
        ],
        "lines": [
            _cii_line(line, which, rate) for line in document.nodes(f"{trade}/a:IncludedSupplyChainTradeLineItem")
        ],
        "adjustments": _cii_adjustments(settlement, rate),
        "ibans": [text.translate(MARKS) for text in dict.fromkeys(settlement.texts(f"{means}/{ACCOUNT}/a:IBANID"))],
        "means": [one.text("a:TypeCode") for one in settlement.nodes(means)],
        "communications": settlement.texts("a:PaymentReference"),
        "attachments": [_file(text.text(".")) for text in document.nodes(f"{trade}//a:AttachmentBinaryObject")],
    }


def _cii_line(line: Read, which: str, rate: str) -> tuple[Any, ...]:
    part = "Line" if which else "SupplyChain"
    settlement = f"a:Specified{part}TradeSettlement"
    price = f"a:Specified{part}TradeAgreement/a:NetPriceProductTradePrice"
    tax = f"{settlement}/a:ApplicableTradeTax"
    summed = f"{settlement}/a:SpecifiedTradeSettlement{'Line' if which else ''}MonetarySummation"
    adjustments = [one for node in line.nodes(settlement) for one in _cii_adjustments(node, rate)]
    return (
        line.text("a:SpecifiedTradeProduct/a:Name"),
        line.figure(f"a:Specified{part}TradeDelivery/a:BilledQuantity"),
        line.text(f"a:Specified{part}TradeDelivery/a:BilledQuantity/@unitCode"),
        line.figure(f"{price}/a:ChargeAmount"),
        line.figure(f"{price}/a:BasisQuantity"),
        line.figure(f"{summed}/a:LineTotalAmount"),
        line.text(f"{tax}/a:CategoryCode"),
        line.figure(f"{tax}/{rate}"),
        adjustments,
    )


def _cii_adjustments(settlement: Read, rate: str) -> list[tuple[Any, ...]]:
    found = [
        (
            one.text("a:ChargeIndicator/u:Indicator") == "true",
            one.figure("a:ActualAmount"),
            one.figure("a:BasisAmount"),
            one.figure("a:CalculationPercent"),
            one.text("a:Reason"),
            one.text("a:CategoryTradeTax/a:CategoryCode"),
            one.figure(f"a:CategoryTradeTax/{rate}"),
        )
        for one in settlement.nodes("a:SpecifiedTradeAllowanceCharge")
    ]
    return found + [
        (
            True,
            one.figure("a:AppliedAmount"),
            None,
            None,
            one.text("a:Description"),
            one.text("a:AppliedTradeTax/a:CategoryCode"),
            one.figure(f"a:AppliedTradeTax/{rate}"),
        )
        for one in settlement.nodes("a:SpecifiedLogisticsServiceCharge")
    ]


def _day(text: str) -> str | None:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text else None


def _file(encoded: str) -> tuple[int, str]:
    content = b64decode(encoded)
    return len(content), sha256(content).hexdigest()


def ubl(content: bytes) -> dict[str, Any]:
    """Lines, allowances, charges and means of payment of a UBL document: what expected/ubl.json does not hold."""
    document = Read(etree.fromstring(content), UBL)
    return {
        "lines": [_ubl_line(line) for line in document.nodes("a:InvoiceLine | a:CreditNoteLine")],
        "adjustments": _ubl_adjustments(document),
        "means": [one.text("c:PaymentMeansCode") for one in document.nodes("a:PaymentMeans")],
    }


def _ubl_line(line: Read) -> tuple[Any, ...]:
    quantity = "(c:InvoicedQuantity | c:CreditedQuantity)"
    classified = line.nodes("a:Item/a:ClassifiedTaxCategory") + line.nodes("a:TaxTotal/a:TaxSubtotal/a:TaxCategory")
    return (
        (line.texts("a:Item/c:Name") + line.texts("a:Item/c:Description") + line.texts("c:Note") + [""])[0],
        line.figure(quantity),
        line.text(f"{quantity}/@unitCode"),
        line.figure("a:Price/c:PriceAmount"),
        line.figure("a:Price/c:BaseQuantity"),
        line.figure("c:LineExtensionAmount"),
        classified[0].text("c:ID") if classified else "",
        classified[0].figure("c:Percent") if classified else None,
        _ubl_adjustments(line),
    )


def _ubl_adjustments(node: Read) -> list[tuple[Any, ...]]:
    return [
        (
            one.text("c:ChargeIndicator") == "true",
            one.figure("c:Amount"),
            one.figure("c:BaseAmount"),
            one.figure("c:MultiplierFactorNumeric"),
            one.text("c:AllowanceChargeReason"),
            one.text("a:TaxCategory/c:ID"),
            one.figure("a:TaxCategory/c:Percent"),
        )
        for one in node.nodes("a:AllowanceCharge")
    ]
