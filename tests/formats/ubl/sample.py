"""A small UBL invoice as text, whose parts a test replaces."""

from base64 import b64encode

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)

INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice {namespaces}>
  <cbc:ID>2026-117</cbc:ID>
  <cbc:IssueDate>2026-03-03</cbc:IssueDate>
  <cbc:DueDate>2026-04-02</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyName><cbc:Name>Papeterie
      Lambert</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyTaxScheme>
      <cbc:CompanyID>BE 0466.279.295</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
    </cac:PartyTaxScheme>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PostalAddress><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyTaxScheme>
      <cbc:CompanyID>11999999998</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
    </cac:PartyTaxScheme>
    <cac:PartyLegalEntity>
      <cbc:RegistrationName>Atelier Exemple</cbc:RegistrationName><cbc:CompanyID>732 829 320</cbc:CompanyID>
    </cac:PartyLegalEntity>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans>
    <cbc:PaymentID>+++071/1299/77132+++</cbc:PaymentID>
    <cac:PayeeFinancialAccount><cbc:ID>BE32 7351 6777 2602</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>{scheme}</cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID>
    <cbc:InvoicedQuantity>4</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>Paper</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>{scheme}</cac:ClassifiedTaxCategory>
    </cac:Item>
  </cac:InvoiceLine>
</Invoice>
"""
INVOICE = INVOICE.replace("{namespaces}", NAMESPACES.format(root="Invoice"))
INVOICE = INVOICE.replace("{scheme}", "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>")


def invoice(*changes: tuple[str, str]) -> bytes:
    """The invoice with these texts replaced; a text that is not there is a mistake of the test."""
    text = INVOICE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def credit_note(*changes: tuple[str, str]) -> bytes:
    """The same as a credit note."""
    return invoice(
        ("<Invoice ", "<CreditNote "),
        ("</Invoice>", "</CreditNote>"),
        ("xsd:Invoice-2", "xsd:CreditNote-2"),
        ("InvoiceTypeCode>", "CreditNoteTypeCode>"),
        (">380<", ">381<"),
        ("InvoiceLine>", "CreditNoteLine>"),
        ("InvoicedQuantity>", "CreditedQuantity>"),
        *changes,
    )


def with_attachment(content: bytes, *, name: str = "invoice.pdf", declared: str = "application/pdf") -> bytes:
    """The invoice with that file inside."""
    return with_encoded(b64encode(content).decode(), name=name, declared=declared)


def with_encoded(encoded: str, *, name: str = "invoice.pdf", declared: str = "application/pdf") -> bytes:
    """The invoice with that text where the base64 of a file belongs."""
    binary = f'<cbc:EmbeddedDocumentBinaryObject mimeCode="{declared}" filename="{name}">{encoded}'
    reference = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        f"{binary}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
    )
    return invoice(("  <cac:AccountingSupplierParty>", reference + "<cac:AccountingSupplierParty>"))


def rich() -> bytes:
    """An invoice with allowances, charges, a reason for no VAT, somebody else to pay; and totals that are not right."""
    adjustment = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>{}</cbc:ChargeIndicator><cbc:AllowanceChargeReason>{}"
        "</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>"
        '<cbc:Amount currencyID="EUR">10.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">100.00</cbc:BaseAmount>'
        "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>6</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>"
    )
    both = adjustment.format("false", "Loyal") + adjustment.format("true", "Freight")
    payee = "<cac:PayeeParty><cac:PartyName><cbc:Name>Factor SA</cbc:Name></cac:PartyName></cac:PayeeParty>"
    means = "<cac:PaymentMeans>"
    return invoice(
        ("  <cac:TaxTotal>", f"{both}<cac:TaxTotal>"),
        ("    <cac:Item>", adjustment.format("false", "Old") + "<cac:Item>"),
        (means, f"{payee}{means}<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"),
        ("</cac:TaxCategory>\n", "<cbc:TaxExemptionReason>Article 44</cbc:TaxExemptionReason></cac:TaxCategory>\n"),
        (">121.00<", ">1230.50<"),
    )
