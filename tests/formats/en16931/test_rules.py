"""Each rule, broken once: the identifiers that are told, and the sentence with its figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from comptoir.formats.en16931.check import findings_of
from comptoir.formats.en16931.written import (
    Category,
    Period,
    Written,
    WrittenAdjustment,
    WrittenMeans,
    WrittenParty,
    WrittenTaxTotal,
)
from comptoir.kit.words import Cents
from comptoir.records.invoice import Attachment, Severity
from tests.formats.en16931.documents import (
    EXEMPT,
    EXPORT,
    OUTSIDE,
    REASON,
    REVERSE,
    STANDARD,
    WITHIN,
    ZERO,
    allowance,
    charge,
    line,
    tax,
    totals,
)

EMPTY = Period(None, None)
NOBODY = WrittenParty()


def told(document: Written) -> list[str]:
    return [finding.rule for finding in findings_of(document)]


def sentences(document: Written) -> list[str]:
    return [str(finding.sentence) for finding in findings_of(document)]


def with_tax(document: Written, *parts, amount: str | None = "21.00", currency: str = "EUR") -> Written:
    return replace(
        document, tax_totals=(WrittenTaxTotal(currency, None if amount is None else Decimal(amount), parts),)
    )


def with_totals(document: Written, **amounts: str | None) -> Written:
    changed = {name: None if text is None else Decimal(text) for name, text in amounts.items()}
    return replace(document, totals=replace(document.totals, **changed))


@pytest.mark.parametrize("document", [STANDARD, ZERO, EXEMPT, REVERSE, WITHIN, EXPORT, OUTSIDE])
def test_a_document_that_keeps_the_rules_is_not_spoken_of(document):
    assert told(document) == []


def test_everything_at_once_adds_up():
    document = replace(
        STANDARD,
        lines=(line("100.00"), line("50.00", rate="6", number="2")),
        adjustments=(allowance("10.00"), charge("5.00", rate="6")),
        tax_totals=(
            WrittenTaxTotal("EUR", Decimal("22.20"), (tax("90.00", "18.90"), tax("55.00", "3.30", rate="6"))),
            WrittenTaxTotal("SEK", Decimal("240.00")),
        ),
    )

    assert (
        told(
            with_totals(
                document,
                lines="150.00",
                allowances="10.00",
                charges="5.00",
                net="145.00",
                gross="167.20",
                prepaid="100.00",
                rounding="-0.20",
                payable="67.00",
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("document", "rules", "sentence"),
    [
        (
            with_totals(STANDARD, lines="99.00", net="99.00", gross="120.00", payable="120.00"),
            ["BR-CO-10"],
            "The lines come to 100.00 together, and the document says 99.00.",
        ),
        (
            with_totals(replace(STANDARD, adjustments=(allowance("0.00"),)), allowances=None),
            ["BR-CO-11"],
            "The allowances come to 0.00 together, and the document says –.",
        ),
        (
            with_totals(STANDARD, charges="1.00", net="101.00", gross="122.00", payable="122.00"),
            ["BR-CO-12"],
            "The charges come to 0.00 together, and the document says 1.00.",
        ),
        (
            with_totals(STANDARD, net="90.00", gross="111.00", payable="111.00"),
            ["BR-CO-13"],
            "The total without VAT should be 100.00 (lines 100.00, less allowances –, with charges –), and the document "
            "says 90.00.",
        ),
        (
            with_totals(with_tax(STANDARD, tax("100.00", "21.00"), amount="20.00"), gross="120.00", payable="120.00"),
            ["BR-CO-14"],
            "The VAT of all rates comes to 21.00 together, and the document says 20.00.",
        ),
        (
            with_totals(STANDARD, gross="122.00", payable="122.00"),
            ["BR-CO-15"],
            "The total with VAT should be 121.00 (100.00 and 21.00 of VAT), and the document says 122.00.",
        ),
        (
            with_totals(STANDARD, prepaid="21.00", rounding="0.50", payable="100.00"),
            ["BR-CO-16"],
            "What is to be paid should be 100.50 (total 121.00, paid already 21.00, rounding 0.50), and the document says "
            "100.00.",
        ),
        (
            with_totals(
                with_tax(ZERO, tax("100.00", "1.00", "Z", "0"), amount="1.00"), gross="101.00", payable="101.00"
            ),
            ["BR-CO-17", "BR-Z-09"],
            "The VAT of 0 % on 100.00 should be 0.00, and the document says 1.00.",
        ),
        (
            with_totals(with_tax(STANDARD, amount="21.00"), gross="121.00"),
            ["BR-CO-18", "BR-S-01"],
            "The document does not say the VAT of each rate.",
        ),
    ],
)
def test_a_total_that_is_none_is_told_with_its_figures(document, rules, sentence):
    found = findings_of(document)

    assert [finding.rule for finding in found] == rules
    assert str(found[0].sentence) == sentence
    assert found[0].severity == Severity.ERROR


def test_the_figures_of_a_sentence_are_amounts_that_can_be_written_in_any_language():
    found = findings_of(with_totals(STANDARD, gross="122.005", payable="122.01"))

    assert found[0].sentence.facts == {
        "found": Cents(12100),
        "net": Cents(10000),
        "tax": Cents(2100),
        "said": "122.005",
    }


@pytest.mark.parametrize(
    ("document", "rule", "sentence"),
    [
        (
            replace(STANDARD, tax_point=date(2026, 3, 1), has_tax_point_code=True),
            "BR-CO-03",
            "The day on which VAT is due is said twice: as a date and as a rule.",
        ),
        (
            replace(STANDARD, customer=WrittenParty(taxed=(("VAT", "11999999998"),))),
            "BR-CO-09",
            "The VAT number 11999999998 does not begin with the letters of its country.",
        ),
        (replace(STANDARD, period=EMPTY), "BR-CO-19", "The document has a period without its first and its last day."),
        (
            replace(STANDARD, lines=(replace(line("100.00"), period=EMPTY),)),
            "BR-CO-20",
            "Line 1 has a period without its first and its last day.",
        ),
        (
            with_totals(replace(STANDARD, adjustments=(replace(allowance("0.00"), reason=""),)), allowances="0"),
            "BR-CO-21",
            "The allowance of 0.00 has no reason.",
        ),
        (
            with_totals(replace(STANDARD, adjustments=(replace(charge("0.00"), reason=""),)), charges="0"),
            "BR-CO-22",
            "The charge of 0.00 has no reason.",
        ),
        (
            replace(STANDARD, lines=(replace(line("100.00"), adjustments=(WrittenAdjustment(is_charge=False),)),)),
            "BR-CO-23",
            "The allowance of – on line 1 has no reason.",
        ),
        (
            replace(STANDARD, lines=(replace(line("100.00"), adjustments=(WrittenAdjustment(is_charge=True),)),)),
            "BR-CO-24",
            "The charge of – on line 1 has no reason.",
        ),
        (
            replace(STANDARD, due_date=None),
            "BR-CO-25",
            "121.00 is to be paid, and the document says neither until when nor on which terms.",
        ),
        (
            replace(STANDARD, supplier=WrittenParty(taxed=(("FC", "12/345"),))),
            "BR-CO-26",
            "Nothing identifies the supplier: no VAT number, no enterprise number, no other one.",
        ),
    ],
)
def test_what_a_document_does_not_tell_is_told(document, rule, sentence):
    found = findings_of(document)

    assert [(finding.rule, str(finding.sentence)) for finding in found] == [(rule, sentence)]


def test_a_line_without_vat_category_is_told_with_its_place():
    found = findings_of(replace(STANDARD, lines=(replace(line("100.00", number="7"), category=None),)))

    assert [(finding.rule, finding.place) for finding in found] == [
        ("BR-CO-04", "line 7"),
        ("BR-S-01", ""),
        ("BR-S-08", "vat S 21"),
    ]


def test_credit_notes_and_documents_with_terms_need_no_due_date():
    assert told(replace(STANDARD, due_date=None, is_credit=True)) == []
    assert told(replace(STANDARD, due_date=None, terms=("30 days",))) == []


@pytest.mark.parametrize(
    ("document", "rules"),
    [
        (
            with_tax(STANDARD, tax("100.00", "21.00", "Z", "0"), amount="21.00"),
            {"BR-CO-17", "BR-S-01", "BR-Z-08", "BR-Z-09"},
        ),
        (replace(STANDARD, supplier=WrittenParty(others=(("", "12"),))), {"BR-S-02"}),
        (replace(STANDARD, lines=(line("100.00", rate="0"),)), {"BR-S-05", "BR-S-08"}),
        (with_totals(replace(STANDARD, adjustments=(allowance("0.00", rate="0"),)), allowances="0"), {"BR-S-06"}),
        (with_totals(replace(STANDARD, adjustments=(charge("0.00", rate=None),)), charges="0"), {"BR-S-07"}),
        (with_tax(STANDARD, tax("102.00", "21.00")), {"BR-S-08", "vat-amount"}),
        (with_tax(STANDARD, tax("100.00", "21.00", reason=REASON)), {"BR-S-10"}),
        (with_tax(ZERO, tax("60.00", "0", "Z", "0"), tax("40.00", "0", "Z", "0"), amount="0"), {"BR-Z-01", "BR-Z-08"}),
        (replace(ZERO, supplier=WrittenParty(others=(("", "12"),))), {"BR-Z-02"}),
        (replace(ZERO, lines=(line("100.00", "Z", "21"),)), {"BR-Z-05"}),
        (with_tax(ZERO, tax("99.99", "0", "Z", "0"), amount="0"), {"BR-Z-08"}),
        (with_tax(ZERO, tax("100.00", "0", "Z", "0", reason=REASON), amount="0"), {"BR-Z-10"}),
        (with_tax(EXEMPT, tax("100.00", "0", "E", "0"), amount="0"), {"BR-E-10"}),
        (replace(EXEMPT, lines=(line("100.00", "E", None),)), {"BR-E-05"}),
        (replace(REVERSE, customer=NOBODY), {"BR-AE-02"}),
        (replace(REVERSE, lines=(line("100.00", "AE", "21"),)), {"BR-AE-05"}),
        (with_tax(REVERSE, tax("100.00", "0", "AE", "0"), amount="0"), {"BR-AE-10"}),
        (replace(WITHIN, customer=WrittenParty(legal=(("0002", "732829320"),))), {"BR-IC-02"}),
        (replace(WITHIN, has_delivery_date=False, delivery_country=""), {"BR-IC-11", "BR-IC-12"}),
        (replace(EXPORT, supplier=WrittenParty(taxed=(("FC", "1"),), others=(("", "12"),))), {"BR-G-02"}),
        (replace(OUTSIDE, customer=STANDARD.customer), {"BR-O-02"}),
        (replace(OUTSIDE, lines=(line("100.00", "O", "0"),)), {"BR-O-05"}),
    ],
)
def test_the_rules_of_a_category_are_told_by_their_identifiers(document, rules):
    assert set(told(document)) == rules


def test_outside_the_scope_of_vat_nothing_stands_beside():
    document = replace(
        OUTSIDE,
        lines=(line("60.00", "O", None), line("40.00", "E", "0")),
        adjustments=(allowance("0.00", "E", "0"), charge("0.00", "E", "0")),
    )
    document = with_totals(document, allowances="0", charges="0")
    document = with_tax(
        document, tax("60.00", "0", "O", None, reason=REASON), tax("40.00", "0", "E", "0", reason=REASON), amount="0"
    )

    found = [finding for finding in findings_of(document) if finding.rule.startswith("BR-O-")]

    assert [finding.rule for finding in found] == ["BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14"]
    assert str(found[0].sentence) == "The document is outside the scope of VAT, and has other categories beside: E."


def test_the_base_of_a_taxed_category_may_be_less_than_a_unit_away_and_its_tax_too():
    assert told(with_tax(STANDARD, tax("100.99", "21.00"))) == ["vat-amount"]
    assert (
        told(with_totals(with_tax(STANDARD, tax("100.00", "21.01"), amount="21.01"), gross="121.01", payable="121.01"))
        == []
    )


def test_a_category_that_is_not_one_of_vat_is_none():
    other = replace(line("100.00"), category=Category("S", Decimal(21), is_vat=False))

    assert told(replace(STANDARD, lines=(other,))) == ["BR-CO-04", "BR-S-01", "BR-S-08"]


@pytest.mark.parametrize("profile", ["urn:factur-x.eu:1p0:minimum", "urn:factur-x.eu:1p0:basicwl"])
def test_profiles_without_lines_are_not_asked_for_them(profile):
    document = replace(STANDARD, syntax="CII", profile=profile, lines=())

    assert told(document) == []
    assert told(with_totals(document, payable="100.00")) == ([] if "minimum" in profile else ["BR-CO-16"])


def test_lines_are_multiplied_again_with_their_own_allowances_and_charges():
    off = WrittenAdjustment(is_charge=False, amount=Decimal("3.00"), reason=REASON)
    priced = replace(line("97.00"), quantity=Decimal(10), price=Decimal(20), price_base=Decimal(2), adjustments=(off,))
    document = with_totals(
        replace(STANDARD, lines=(priced,)), lines="97.00", net="97.00", gross="118.00", payable="118.00"
    )
    document = with_tax(document, tax("97.00", "20.37"))

    assert (
        told(with_totals(with_tax(document, tax("97.00", "20.37"), amount="20.37"), gross="117.37", payable="117.37"))
        == []
    )

    wrong = replace(document, lines=(replace(priced, price_base=None),))
    assert "line-net" in told(wrong)
    assert sentences(wrong)[-1] == (
        "Line 1 should come to 197.00 (quantity 10 at 20.00 for 1, allowances and charges -3.00), and the document says "
        "97.00."
    )


@pytest.mark.parametrize(("percent", "rules"), [("10", []), ("0.1", []), ("11", ["allowance-charge"])])
def test_an_allowance_is_its_percentage_of_its_base_written_either_way(percent, rules):
    off = replace(allowance("10.00"), base=Decimal(100), percent=Decimal(percent))
    document = with_totals(
        replace(STANDARD, adjustments=(off,)), allowances="10.00", net="90.00", gross="108.90", payable="108.90"
    )

    assert told(with_tax(document, tax("90.00", "18.90"), amount="18.90")) == rules


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            replace(STANDARD, means=(WrittenMeans("30", "BE32735167772603"),)),
            "The account BE32735167772603 is no IBAN: its check digits are wrong.",
        ),
        (
            replace(STANDARD, supplier=WrittenParty(taxed=(("VAT", "BE0466279296"),))),
            "BE0466279296 is no Belgian VAT number: its check digits are wrong.",
        ),
        (
            replace(STANDARD, communications=("+++071/1299/77133+++",)),
            "+++071/1299/77133+++ is no structured communication: its check digits are wrong.",
        ),
        (
            replace(STANDARD, attachments=(Attachment("a.pdf", "image/png", b"", "application/pdf"),)),
            "The attachment a.pdf is called application/pdf, and is none.",
        ),
    ],
)
def test_numbers_with_wrong_check_digits_and_false_attachments_are_odd(document, sentence):
    found = findings_of(document)

    assert [(str(finding.sentence), finding.severity) for finding in found] == [(sentence, Severity.WARNING)]


def test_of_a_rule_that_is_broken_a_thousand_times_ten_are_told():
    lines = tuple(replace(line("0.10", number=str(number)), category=None) for number in range(1000))

    found = told(replace(STANDARD, lines=(*lines, line("0.00", number="1000"))))

    assert found.count("BR-CO-04") == 10


def test_figures_without_end_are_reckoned_with():
    huge = Decimal("9" * 15 + "." + "9" * 20)
    document = replace(STANDARD, lines=(replace(line("100.00"), quantity=huge, price=huge, net=huge),))

    assert "line-net" in told(document)
    assert told(replace(STANDARD, lines=(replace(line("100.00"), price_base=Decimal(0)),))) == []


def test_a_foreign_total_stands_beside_without_being_added():
    document = replace(STANDARD, tax_totals=(*STANDARD.tax_totals, WrittenTaxTotal("SEK", Decimal("240.00"))))

    assert told(document) == []
    assert told(replace(document, totals=totals("100.00", "361.00"))) == ["BR-CO-15"]
