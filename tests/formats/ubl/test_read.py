"""The UBL reader: what it finds in an invoice, how it turns signs, and what it refuses with which words."""

import json
from datetime import date
from decimal import Decimal

import pytest

from comptoir.formats.invoice_json import to_json
from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.unreadable import Unreadable
from comptoir.records.invoice import Attachment, InvoiceKind, InvoiceLine, Party, Totals, VatTotal
from tests.formats.ubl.sample import INVOICE, credit_note, invoice, with_attachment, with_encoded


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_invoice(content)
    return str(caught.value)


def test_an_invoice_is_read_with_all_its_facts():
    found = read_invoice(invoice())

    assert (found.kind, found.type_code, found.number) == (InvoiceKind.INVOICE, "380", "2026-117")
    assert (found.issue_date, found.due_date) == (date(2026, 3, 3), date(2026, 4, 2))
    assert found.currency == "EUR"
    assert found.supplier == Party("Papeterie Lambert", "BE0466279295", "0466279295", "BE")
    assert found.customer == Party("Atelier Exemple", "FR11999999998", "732829320", "FR")
    assert found.totals == Totals(
        net=Decimal("100.00"), tax=Decimal("21.00"), gross=Decimal("121.00"), payable=Decimal("121.00")
    )
    assert found.vat == (VatTotal("S", Decimal(21), Decimal(100), Decimal(21)),)
    assert found.lines == (InvoiceLine("Paper", Decimal(4), Decimal(100), "S", Decimal(21)),)
    assert found.ibans == ("BE32735167772602",)
    assert found.communications == ("+++071/1299/77132+++",)


def test_what_a_paper_would_say_besides_is_read_too():
    found = read_invoice(
        invoice(
            ("  <cbc:InvoiceTypeCode>", "<cbc:Note>Thank you.</cbc:Note><cbc:InvoiceTypeCode>"),
            (
                "  <cac:AccountingSupplierParty>",
                "<cbc:BuyerReference>Desk 4</cbc:BuyerReference>"
                "<cac:OrderReference><cbc:ID>PO 7</cbc:ID></cac:OrderReference><cac:AccountingSupplierParty>",
            ),
            (
                "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE",
                "<cac:PostalAddress><cbc:StreetName>Rue Haute 1</cbc:StreetName><cbc:CityName>Namur</cbc:CityName>"
                "<cbc:PostalZone>5000</cbc:PostalZone><cac:Country><cbc:IdentificationCode>BE",
            ),
            (
                "  <cac:TaxTotal>",
                "<cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms><cac:TaxTotal>",
            ),
            ("<cbc:InvoicedQuantity>", '<cbc:InvoicedQuantity unitCode="HUR">'),
            ("<cbc:Name>Paper", "<cbc:Description>A4, white</cbc:Description><cbc:Name>Paper"),
            (
                "    </cac:Item>",
                '</cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">25.00</cbc:PriceAmount></cac:Price>',
            ),
        )
    )

    assert (found.notes, found.terms) == (("Thank you.",), ("30 days",))
    assert found.references == (("order", "PO 7"), ("buyer", "Desk 4"))
    assert found.supplier.address == ("Rue Haute 1", "5000 Namur")
    assert found.lines == (
        InvoiceLine("Paper", Decimal(4), Decimal(100), "S", Decimal(21), "HUR", Decimal(25), "A4, white"),
    )


def test_a_credit_note_keeps_its_positive_amounts_and_is_called_one():
    found = read_invoice(credit_note())

    assert (found.kind, found.type_code) == (InvoiceKind.CREDIT_NOTE, "381")
    assert found.totals.payable == Decimal("121.00")
    assert found.lines == (InvoiceLine("Paper", Decimal(4), Decimal(100), "S", Decimal(21)),)


def test_an_invoice_with_the_code_of_a_credit_note_is_one():
    assert read_invoice(invoice((">380<", ">381<"))).kind == InvoiceKind.CREDIT_NOTE


def test_a_negative_invoice_becomes_a_credit_note_with_every_sign_turned():
    found = read_invoice(invoice((">100.00<", ">-100.00<"), (">21.00<", ">-21.00<"), (">121.00<", ">-121.00<")))

    assert found.kind == InvoiceKind.CREDIT_NOTE
    assert found.totals == Totals(net=Decimal(100), tax=Decimal(21), gross=Decimal(121), payable=Decimal(121))
    assert found.vat == (VatTotal("S", Decimal(21), Decimal(100), Decimal(21)),)
    assert found.lines == (InvoiceLine("Paper", Decimal(-4), Decimal(100), "S", Decimal(21)),)


def test_an_invoice_paid_too_much_in_advance_stays_an_invoice():
    found = read_invoice(invoice(('PayableAmount currencyID="EUR">121.00', 'PayableAmount currencyID="EUR">-79.00')))

    assert found.kind == InvoiceKind.INVOICE
    assert found.totals.payable == Decimal("-79.00")


def test_the_due_date_may_stand_with_the_means_of_payment():
    means = "<cac:PaymentMeans>"
    content = invoice(
        ("  <cbc:DueDate>2026-04-02</cbc:DueDate>\n", ""),
        (means, f"{means}<cbc:PaymentDueDate>2026-04-15+02:00</cbc:PaymentDueDate>"),
    )

    assert read_invoice(content).due_date == date(2026, 4, 15)


def test_the_tax_in_the_currency_of_the_tax_office_is_not_counted_again():
    second = '<cac:TaxTotal><cbc:TaxAmount currencyID="NOK">240.00</cbc:TaxAmount></cac:TaxTotal>'

    found = read_invoice(invoice(("  <cac:LegalMonetaryTotal>", second + "<cac:LegalMonetaryTotal>")))

    assert found.totals.tax == Decimal("21.00")
    assert len(found.vat) == 1


def test_an_attachment_is_what_its_bytes_are_and_not_what_is_declared():
    found = read_invoice(with_attachment(b"<script>alert(1)</script>", name="../../facture.pdf"))

    assert found.attachments == (
        Attachment(
            "../../facture.pdf", "application/octet-stream", b"<script>alert(1)</script>", declared="application/pdf"
        ),
    )


def test_base64_may_be_broken_over_lines():
    assert read_invoice(with_encoded("JVBE\n  Ri0x\t")).attachments[0].content == b"%PDF-1"


def test_other_versions_of_the_namespaces_are_read_alike():
    old = invoice(("CommonBasicComponents-2", "CommonBasicComponents-1"), ("CommonAggregateComponents-2", "x"))

    assert read_invoice(old) == read_invoice(invoice())


def test_a_latin_1_document_is_read():
    text = INVOICE.replace("UTF-8", "ISO-8859-1").replace("Atelier Exemple", "Chaussée SRL")

    assert read_invoice(text.encode("iso-8859-1")).customer.name == "Chaussée SRL"


def test_the_json_holds_flat_totals_as_decimal_strings_and_null_for_what_is_not_said():
    told = json.loads(json.dumps(to_json(read_invoice(with_attachment(b"%PDF-1.7 short")))))

    assert told["totals"] == {
        "net": "100.00",
        "allowances": None,
        "charges": None,
        "tax": "21.00",
        "gross": "121.00",
        "prepaid": None,
        "rounding": None,
        "payable": "121.00",
    }
    assert (told["kind"], told["type"], told["issue_date"]) == ("invoice", "380", "2026-03-03")
    assert told["vat"] == [
        {"category": "S", "rate": "21", "base": "100.00", "tax": "21.00", "reason": "", "reason_code": ""}
    ]
    assert told["attachments"] == [
        {
            "name": "invoice.pdf",
            "type": "application/pdf",
            "declared": "application/pdf",
            "size": 14,
            "sha256": "de0318c6f4f66f35cdd7246b9774039939a38aaf37cdab4a088af5f1f55f3d4c",
        }
    ]
    assert [finding["rule"] for finding in told["findings"]] == ["BR-CO-09"]


@pytest.mark.parametrize(
    "amount", ["1e5", "NaN", "Infinity", "1,00", "1 000", "", "٣", "0x10", "--1", "1_000", "9" * 16]
)
def test_an_amount_that_is_no_plain_decimal_is_refused_with_its_element_and_line(amount):
    told = refusal(invoice(('PayableAmount currencyID="EUR">121.00', f'PayableAmount currencyID="EUR">{amount}')))

    if amount:
        assert told == f"The element PayableAmount on line 40 is not an amount: {amount}"
    else:
        assert told == "The document has no element LegalMonetaryTotal/PayableAmount."


@pytest.mark.parametrize("day", ["2026-02-30", "03-03-2026", "2026-3-3", "2026-03-03T10:00:00", "20260303"])
def test_a_date_that_is_none_is_refused_with_its_element_and_line(day):
    told = refusal(invoice((">2026-03-03<", f">{day}<")))

    assert told == f"The element IssueDate on line 4 is not a date: {day}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("  <cbc:ID>2026-117</cbc:ID>\n", "")], "The document has no element ID."),
        ([("<cbc:IssueDate>2026-03-03</cbc:IssueDate>", "")], "The document has no element IssueDate."),
        (
            [("<cbc:ID>2026-117</cbc:ID>", "<cbc:ID>1</cbc:ID>\n<cbc:ID>2</cbc:ID>")],
            "The element ID is there twice, the second time on line 4.",
        ),
        (
            [("<cbc:ID>2026-117</cbc:ID>", "<cbc:ID>1<b/></cbc:ID>")],
            "The element ID on line 3 holds other elements instead of text.",
        ),
        (
            [("xsd:Invoice-2", "xsd:Order-2"), ("<Invoice ", "<Order "), ("</Invoice>", "</Order>")],
            "The XML is not an electronic invoice (UBL or CII) but Order.",
        ),
        ([("urn:oasis:names", "urn:somebody:else")], "The XML is not an electronic invoice (UBL or CII) but Invoice."),
    ],
)
def test_a_document_without_what_every_invoice_has_is_refused(changes, words):
    assert refusal(invoice(*changes)) == words


@pytest.mark.parametrize("encoded", ["JVBERi0x=A", "JVBERi0!", "é", "JVBE<b/>", "=JVB"])
def test_an_attachment_that_is_no_base64_is_refused_with_its_line(encoded):
    assert refusal(with_encoded(encoded)) == "The attachment on line 8 is not valid base64."


def test_more_attachments_than_any_invoice_has_are_refused():
    one = (
        "<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject/>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
    )

    told = refusal(invoice(("  <cac:AccountingSupplierParty>", one * 51 + "<cac:AccountingSupplierParty>")))

    assert told == "The document has more than 50 attachments."
