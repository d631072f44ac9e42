"""An invoice as UBL 2.1 in the profile of Peppol BIS Billing 3.0 (EN 16931), as it arrives from a supplier."""

from base64 import b64encode
from xml.sax.saxutils import escape

from comptoir.demo.generate.paper import Paper, Side
from comptoir.kit.money import text_of
from comptoir.kit.numbers import format_communication

HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'"
    " xmlns:cac='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'"
    " xmlns:cbc='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'>"
)
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SCHEME = " schemeID='0208'"
UNIT = " unitCode='C62'"
VAT_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def render(paper: Paper, pdf: bytes = b"") -> bytes:
    """The invoice as UBL, with that PDF inside; for one VAT rate above zero and two parties with Belgian VAT numbers."""
    parts = [
        HEAD,
        _element("CustomizationID", CUSTOMIZATION),
        _element("ProfileID", PROFILE),
        _element("ID", paper.number),
        _element("IssueDate", paper.issued_on.isoformat()),
        _element("DueDate", paper.due_on.isoformat()),
        _element("InvoiceTypeCode", "380"),
        _element("DocumentCurrencyCode", "EUR"),
        _element("BuyerReference", "N/A"),
        _inside(pdf) if pdf else "",
        f"<cac:AccountingSupplierParty>{_party(paper.supplier)}</cac:AccountingSupplierParty>",
        f"<cac:AccountingCustomerParty>{_party(paper.customer)}</cac:AccountingCustomerParty>",
        _payment(paper),
        _tax(paper),
        _totals(paper),
        *(_line(at, name, cents, paper.rate) for at, (name, cents) in enumerate(paper.lines, 1)),
        "</Invoice>\n",
    ]
    return "\n".join(parts).encode()


def _element(name: str, text: str, attributes: str = "") -> str:
    return f"<cbc:{name}{attributes}>{escape(text)}</cbc:{name}>"


def _inside(pdf: bytes) -> str:
    file = f" mimeCode='application/pdf' filename='invoice.pdf'>{b64encode(pdf).decode()}"
    return (
        f"<cac:AdditionalDocumentReference>{_element('ID', 'PDF')}<cac:Attachment>"
        f"<cbc:EmbeddedDocumentBinaryObject{file}</cbc:EmbeddedDocumentBinaryObject>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
    )


def _amount(name: str, cents: int) -> str:
    return _element(name, text_of(cents), " currencyID='EUR'")


def _party(side: Side) -> str:
    number = side.vat.removeprefix("BE")
    street = _element("StreetName", side.street) if side.street else ""
    return (
        f"<cac:Party>{_element('EndpointID', number, SCHEME)}"
        f"<cac:PartyName>{_element('Name', side.name)}</cac:PartyName>"
        f"<cac:PostalAddress>{street}{_element('CityName', side.place)}"
        f"<cac:Country>{_element('IdentificationCode', 'BE')}</cac:Country></cac:PostalAddress>"
        f"<cac:PartyTaxScheme>{_element('CompanyID', side.vat)}{VAT_SCHEME}</cac:PartyTaxScheme>"
        f"<cac:PartyLegalEntity>{_element('RegistrationName', side.name)}"
        f"{_element('CompanyID', number, SCHEME)}</cac:PartyLegalEntity></cac:Party>"
    )


def _payment(paper: Paper) -> str:
    communication = format_communication(paper.communication)
    reference = _element("PaymentID", communication) if communication else ""
    return (
        f"<cac:PaymentMeans>{_element('PaymentMeansCode', '30')}{reference}"
        f"<cac:PayeeFinancialAccount>{_element('ID', paper.iban)}</cac:PayeeFinancialAccount></cac:PaymentMeans>"
    )


def _category(name: str, rate: int) -> str:
    return f"<cac:{name}>{_element('ID', 'S')}{_element('Percent', str(rate))}{VAT_SCHEME}</cac:{name}>"


def _tax(paper: Paper) -> str:
    return (
        f"<cac:TaxTotal>{_amount('TaxAmount', paper.tax_cents)}"
        f"<cac:TaxSubtotal>{_amount('TaxableAmount', paper.net_cents)}{_amount('TaxAmount', paper.tax_cents)}"
        f"{_category('TaxCategory', paper.rate)}</cac:TaxSubtotal></cac:TaxTotal>"
    )


def _totals(paper: Paper) -> str:
    net, total = paper.net_cents, paper.total_cents
    return (
        f"<cac:LegalMonetaryTotal>{_amount('LineExtensionAmount', net)}{_amount('TaxExclusiveAmount', net)}"
        f"{_amount('TaxInclusiveAmount', total)}{_amount('PayableAmount', total)}</cac:LegalMonetaryTotal>"
    )


def _line(at: int, name: str, cents: int, rate: int) -> str:
    return (
        f"<cac:InvoiceLine>{_element('ID', str(at))}{_element('InvoicedQuantity', '1', UNIT)}"
        f"{_amount('LineExtensionAmount', cents)}"
        f"<cac:Item>{_element('Name', name)}{_category('ClassifiedTaxCategory', rate)}</cac:Item>"
        f"<cac:Price>{_amount('PriceAmount', cents)}</cac:Price></cac:InvoiceLine>"
    )
