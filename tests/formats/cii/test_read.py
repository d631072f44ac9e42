"""The CII reader: what it finds in both versions, how it turns signs, and what it refuses with which words."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.unreadable import Unreadable
from comptoir.records.invoice import (
    AllowanceCharge,
    Attachment,
    InvoiceKind,
    InvoiceLine,
    Party,
    PaymentMeans,
    Totals,
    VatTotal,
)
from tests.formats.cii.sample import RATE, VAT, cii, zugferd_1

SUMMED = "      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>\n"
AGREED = "    </ram:ApplicableHeaderTradeAgreement>"


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_invoice(content)
    return str(caught.value)


def test_an_invoice_is_read_with_all_its_facts():
    found = read_invoice(cii())

    assert (found.kind, found.type_code, found.number) == (InvoiceKind.INVOICE, "380", "2026-117")
    assert (found.issue_date, found.due_date) == (date(2026, 3, 3), date(2026, 4, 2))
    assert (found.currency, found.syntax, found.profile) == ("EUR", "CII", "urn:cen.eu:en16931:2017")
    assert found.supplier == Party(
        "Papeterie Lambert", "BE0466279295", "0466279295", "BE", ("Rue Haute 1", "5000 Namur")
    )
    assert found.customer == Party("Atelier Exemple", "FR11999999998", "732829320", "FR")
    assert found.totals == Totals(
        net=Decimal("100.00"), tax=Decimal("21.00"), gross=Decimal("121.00"), payable=Decimal("121.00")
    )
    assert found.vat == (VatTotal("S", Decimal(21), Decimal(100), Decimal(21)),)
    assert found.lines == (
        InvoiceLine(
            "Paper", Decimal(4), Decimal(100), "S", Decimal(21), "C62", Decimal(50), "A4, white", price_base=Decimal(2)
        ),
    )
    assert found.means == (PaymentMeans("30", "BE32735167772602", "+++071/1299/77132+++", "071129977132"),)
    assert (found.ibans, found.communications) == (("BE32735167772602",), ("+++071/1299/77132+++",))
    assert (found.references, found.notes, found.terms) == ((("buyer", "Desk 4"),), ("Thank you.",), ("30 days",))
    assert found.findings == ()


def test_the_words_of_zugferd_1_tell_the_same():
    assert read_invoice(zugferd_1()) == read_invoice(cii())


@pytest.mark.parametrize("code", ["381", "261", "532"])
def test_a_type_of_credit_notes_makes_one(code):
    found = read_invoice(cii((">380<", f">{code}<")))

    assert (found.kind, found.totals.payable) == (InvoiceKind.CREDIT_NOTE, Decimal("121.00"))


def test_a_negative_invoice_becomes_a_credit_note_with_every_sign_turned():
    found = read_invoice(
        cii((">100.00<", ">-100.00<"), (">21.00<", ">-21.00<"), (">121.00<", ">-121.00<"), (">4<", ">-4<"))
    )

    assert replace(found, kind=InvoiceKind.INVOICE) == read_invoice(cii())


def test_allowances_and_charges_of_the_document_and_of_a_line_are_read():
    allowance = (
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator>"
        "</ram:ChargeIndicator><ram:CalculationPercent>10</ram:CalculationPercent><ram:BasisAmount>100.00"
        "</ram:BasisAmount><ram:ActualAmount>10.00</ram:ActualAmount><ram:ReasonCode>95</ram:ReasonCode>"
        "<ram:Reason>Loyal</ram:Reason>{}</ram:SpecifiedTradeAllowanceCharge>"
    )
    freight = (
        "<ram:SpecifiedLogisticsServiceCharge><ram:Description>Freight</ram:Description><ram:AppliedAmount>5.00"
        f"</ram:AppliedAmount><ram:AppliedTradeTax>{VAT}{RATE}</ram:AppliedTradeTax></ram:SpecifiedLogisticsServiceCharge>"
    )
    of_document = allowance.format(f"<ram:CategoryTradeTax>{VAT}{RATE}</ram:CategoryTradeTax>")
    line_summation = "        <ram:SpecifiedTradeSettlementLineMonetarySummation>"

    found = read_invoice(
        cii((SUMMED, of_document + freight + SUMMED), (line_summation, allowance.format("") + line_summation))
    )

    taken_off = AllowanceCharge(
        is_charge=False, amount=Decimal(10), base=Decimal(100), percent=Decimal(10), reason="Loyal", reason_code="95"
    )
    assert found.lines[0].adjustments == (taken_off,)
    assert found.adjustments == (
        replace(taken_off, vat_category="S", vat_rate=Decimal(21)),
        AllowanceCharge(True, Decimal(5), reason="Freight", vat_category="S", vat_rate=Decimal(21)),
    )


def test_why_there_is_no_vat_is_read():
    reason = (
        "<ram:ExemptionReason>Reverse charge</ram:ExemptionReason>"
        "<ram:ExemptionReasonCode>VATEX-EU-AE</ram:ExemptionReasonCode>"
    )

    found = read_invoice(cii((f"{VAT}<ram:BasisAmount>", f"{VAT}{reason}<ram:BasisAmount>")))

    assert (found.vat[0].reason, found.vat[0].reason_code) == ("Reverse charge", "VATEX-EU-AE")


def test_somebody_else_who_is_paid_is_read():
    payee = "<ram:PayeeTradeParty><ram:Name>Factor SA</ram:Name></ram:PayeeTradeParty>"
    means = "      <ram:SpecifiedTradeSettlementPaymentMeans>"

    assert read_invoice(cii((means, payee + means))).payee == Party("Factor SA")


def test_a_file_inside_is_what_its_bytes_are_and_not_what_is_declared():
    file = (
        "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1</ram:IssuerAssignedID><ram:AttachmentBinaryObject "
        f'mimeCode="application/pdf" filename="a.pdf">{b64encode(b"no pdf").decode()}</ram:AttachmentBinaryObject>'
        "</ram:AdditionalReferencedDocument>"
    )

    found = read_invoice(cii((AGREED, file + AGREED)))

    assert found.attachments == (Attachment("a.pdf", "application/octet-stream", b"no pdf", "application/pdf"),)
    assert [str(finding.sentence) for finding in found.findings] == [
        "The attachment a.pdf is called application/pdf, and is none."
    ]


def test_vat_in_the_currency_of_a_tax_office_is_not_counted_again():
    second = '<ram:TaxTotalAmount currencyID="NOK">240.00</ram:TaxTotalAmount>'
    grand = "        <ram:GrandTotalAmount>"

    found = read_invoice(cii((grand, second + grand)))

    assert (found.totals.tax, len(found.vat), found.findings) == (Decimal("21.00"), 1, ())


def test_an_account_without_iban_is_read_where_there_is_no_other():
    assert read_invoice(cii(("IBANID", "ProprietaryID"), ("BE32 7351 6777 2602", "123-456"))).ibans == ("123456",)


@pytest.mark.parametrize(
    ("text", "day"),
    [("20260303", date(2026, 3, 3)), ("2026-03-03", date(2026, 3, 3)), ("202603031407", date(2026, 3, 3))],
)
def test_a_day_is_read_with_or_without_its_hour(text, day):
    assert read_invoice(cii((">20260303<", f">{text}<"))).issue_date == day


@pytest.mark.parametrize("text", ["20260230", "202603", "3.3.2026", "20260303T10", "2026-W10", "٢٠٢٦٠٣٠٣"])
def test_a_day_that_is_none_is_refused_with_its_element_and_line(text):
    assert refusal(cii((">20260303<", f">{text}<"))) == f"The element DateTimeString on line 11 is not a date: {text}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("<ram:ID>2026-117</ram:ID>", "")], "The document has no element ExchangedDocument/ID."),
        (
            [("ram:IssueDateTime>", "ram:Other>")],
            "The document has no element ExchangedDocument/IssueDateTime/DateTimeString.",
        ),
        (
            [("<ram:DuePayableAmount>121.00</ram:DuePayableAmount>", ""), ("GrandTotalAmount>", "Other>")],
            "The document has no element GrandTotalAmount.",
        ),
        (
            [("ram:ApplicableHeaderTradeSettlement>", "ram:Other>")],
            "The document has no element SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement.",
        ),
        (
            [("<ram:LineID>1</ram:LineID>", "<ram:LineID>1</ram:LineID>\n<ram:LineID>2</ram:LineID>")],
            "The element AssociatedDocumentLineDocument/LineID is there twice, the second time on line 17.",
        ),
        (
            [("rsm:CrossIndustryInvoice", "rsm:CrossIndustryOrder")],
            "The XML is not an electronic invoice (UBL or CII) but CrossIndustryOrder.",
        ),
        (
            [(SUMMED, f"<ram:SpecifiedTradeAllowanceCharge/>{SUMMED}")],
            "The document has no element ChargeIndicator/Indicator.",
        ),
        (
            [
                (
                    SUMMED,
                    "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>no</udt:Indicator>"
                    f"</ram:ChargeIndicator></ram:SpecifiedTradeAllowanceCharge>{SUMMED}",
                )
            ],
            "The element Indicator on line 68 is neither true nor false: no",
        ),
    ],
)
def test_a_document_without_what_every_invoice_has_is_refused(changes, words):
    assert refusal(cii(*changes)) == words
