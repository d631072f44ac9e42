"""A paper is read as a person reads it: exact facts, each with its place, and nothing that is not there."""

from decimal import Decimal

import pytest

from comptoir.formats.invoice_json import to_json
from comptoir.formats.paper.kinds import PaperKind
from comptoir.formats.paper.read import read_paper
from comptoir.records.invoice import InvoiceKind
from tests.formats.paper.make import page

FRENCH = """
Fournitures Dubois SA                              FACTURE
Chaussée de Test 42
5000 Namur
TVA BE 0225.660.701
Compte : BE32 7351 6777 2602

Facture n° : VF22939
Date de facture : 3 mars 2026
Échéance : 02/04/2026

Client :
Atelier Exemple SRL
1000 Bruxelles
TVA BE 0200.065.765

Description             Qté      Prix        Montant
Prestation A            1        56,86       56,86
Prestation B            1        85,29       85,29

                        Total hors TVA      142,15 €
                        TVA 21 %             29,85 €
                        Total à payer       172,00 €
Communication structurée : +++071/1299/77132+++
"""


def read(drawing: str, **options):
    return read_paper([page(drawing)], **options)


def told(drawing: str):
    invoice = read(drawing).invoice
    assert invoice is not None
    return to_json(invoice)


def rates(facts) -> list[tuple[str, str, str]]:
    return [(part["rate"], part["base"], part["tax"]) for part in facts["vat"]]


def totals(drawing: str) -> dict[str, str]:
    return {name: value for name, value in told(drawing)["totals"].items() if value is not None}


def test_a_french_invoice_is_read_whole():
    facts = told(FRENCH)

    assert {name: facts[name] for name in ("kind", "number", "issue_date", "due_date", "currency")} == {
        "kind": "invoice",
        "number": "VF22939",
        "issue_date": "2026-03-03",
        "due_date": "2026-04-02",
        "currency": "EUR",
    }
    assert totals(FRENCH) == {"net": "142.15", "tax": "29.85", "gross": "172.00", "payable": "172.00"}
    assert rates(facts) == [("21", "142.15", "29.85")]
    assert (facts["ibans"], facts["communications"]) == (["BE32735167772602"], ["+++071/1299/77132+++"])
    assert (facts["supplier"]["name"], facts["supplier"]["vat"]) == ("Fournitures Dubois SA", "BE0225660701")
    assert (facts["customer"]["name"], facts["customer"]["vat"]) == ("Atelier Exemple SRL", "BE0200065765")


def test_every_fact_tells_where_it_stands_as_what_and_how_sure_it_is():
    places = read(FRENCH).places

    assert [spot.to_json() for spot in places["number"]] == [
        {"page": 1, "box": [1300, 1340, 700, 100], "text": "VF22939", "confidence": 93}
    ]
    assert [(spot.text, spot.confidence) for spot in places["totals.gross"]] == [("172,00 €", 97)]
    assert [(spot.text, spot.confidence) for spot in places["ibans.0"]] == [("BE32 7351 6777 2602", 95)]


def test_arithmetic_chooses_between_amounts_with_the_same_words():
    drawing = """
    INVOICE
    Invoice no. 7
    Total weight 31.00
    Subtotal      90.00
    Total       100.00
    VAT          21.00
    Total       121.00
    """

    assert totals(drawing) == {"net": "100.00", "tax": "21.00", "gross": "121.00", "payable": "121.00"}


def test_without_arithmetic_that_ties_the_words_alone_are_less_sure():
    places = read("FACTURE 12\nTotal à payer : 50,00 €").places

    assert {name: places[name][0].confidence for name in places if name.startswith("totals")} == {"totals.payable": 75}


def test_several_rates_are_told_with_their_bases_and_summed_where_no_total_stands():
    drawing = """
    FACTUUR nr. 2026/5
    Totaal excl. btw           300,00 €
    BTW 6 %  op 100,00            6,00
    BTW 21 % op 200,00           42,00
    Te betalen                 348,00 €
    """

    assert totals(drawing) == {"net": "300.00", "tax": "48.00", "gross": "348.00", "payable": "348.00"}
    assert rates(told(drawing)) == [("6", "100.00", "6.00"), ("21", "200.00", "42.00")]
    assert [spot.text for spot in read(drawing).places["totals.tax"]] == ["6,00", "42,00"]


def test_what_was_paid_before_is_taken_off_what_is_to_be_paid():
    drawing = """
    FACTURE n° 3
    Total HT          100,00
    TVA 21%            21,00
    Total TTC         121,00
    Acompte           -50,00
    Solde à payer      71,00
    """

    assert totals(drawing) == {
        "net": "100.00",
        "tax": "21.00",
        "gross": "121.00",
        "prepaid": "-50.00",
        "payable": "71.00",
    }


def test_a_table_of_totals_is_read_down_its_columns():
    drawing = """
    FACTURE
    N° facture       Date facture       Échéance
    2026-0042        03/03/2026         02/04/2026

    Base          Taux        TVA         Total TTC
    100,00        21,00       21,00       121,00
    """
    facts = told(drawing)

    assert (facts["number"], facts["issue_date"], facts["due_date"]) == ("2026-0042", "2026-03-03", "2026-04-02")
    assert totals(drawing) == {"net": "100.00", "tax": "21.00", "gross": "121.00", "payable": "121.00"}
    assert rates(facts) == [("21.00", "100.00", "21.00")]


@pytest.mark.parametrize("title", ["NOTE DE CRÉDIT", "Creditnota", "CREDIT NOTE", "Avoir", "Gutschrift"])
def test_a_credit_note_tells_positive_amounts_whatever_its_signs(title):
    for sign in ("", "-"):
        invoice = read(f"{title} nr. 7\nTotal HT {sign}100,00\nTVA 21% {sign}21,00\nTotal TTC {sign}121,00").invoice
        assert invoice is not None
        assert (invoice.kind, invoice.number, invoice.totals.gross) == (InvoiceKind.CREDIT_NOTE, "7", Decimal("121.00"))


def test_an_invoice_over_less_than_nothing_is_a_credit_note():
    invoice = read("Facture n° 7\nTotal HT -100,00\nTVA 21% -21,00\nTotal TTC -121,00").invoice

    assert invoice is not None
    assert (invoice.kind, invoice.totals.payable) == (InvoiceKind.CREDIT_NOTE, Decimal("121.00"))


@pytest.mark.parametrize(
    "title",
    ["RAPPEL", "Herinnering", "Payment reminder", "Relevé de compte", "Offerte", "FACTURE PRO FORMA", "Devis n° 3"],
)
def test_a_reminder_a_statement_and_an_offer_are_no_invoices(title):
    paper = read(f"{title}\n\nFacture n° 12 du 03/03/2026          121,00 €\nTotal à payer 121,00 €")

    assert (paper.kind, paper.invoice, paper.places) == (PaperKind.OTHER, None, {})


def test_a_letter_is_no_invoice():
    paper = read("Madame, Monsieur,\nnous vous remercions de votre visite du 03/03/2026.\nBien à vous")

    assert (paper.kind, paper.invoice) == (None, None)


def test_a_till_receipt_without_a_title_is_one_when_its_amounts_tie():
    assert totals("Boulangerie Test\nSous-total 10,00\nTVA 6% 0,60\nTOTAL 10,60") == {
        "net": "10.00",
        "tax": "0.60",
        "gross": "10.60",
        "payable": "10.60",
    }


def test_what_does_not_stand_there_stays_empty():
    facts = told("FACTURE n° 8\nTotal 12,00")

    assert (facts["issue_date"], facts["due_date"], facts["currency"], facts["ibans"]) == (None, None, "", [])
    assert (facts["supplier"]["vat"], facts["customer"]["vat"], facts["totals"]["tax"]) == ("", "", None)


def test_dates_of_delivery_order_and_discount_are_neither():
    facts = told(
        "FACTURE n° 8\nDate de livraison : 01/03/2026\nBon de commande 02/03/2026\nDatum : 3/3/2026\n"
        "Zahlbar netto bis 02.04.2026, 3% Skonto bis 10.03.2026\nTotal 12,00"
    )

    assert (facts["issue_date"], facts["due_date"]) == ("2026-03-03", "2026-04-02")


def test_numbers_of_customers_orders_and_other_invoices_are_not_its_number():
    facts = told(
        "Note de crédit\nNuméro de client : 4711\nCommande n° 99\nFacture liée   FA-1\nNuméro : NC-12\nTotal à payer 5,00"
    )

    assert facts["number"] == "NC-12"


@pytest.mark.parametrize("line", ["Rechnung (380) Nr.471102 vom 05.03.2018", "Facture No.471102", "Factuur nr. 471102"])
def test_what_announces_the_number_is_no_part_of_it(line):
    invoice = read(line + "\nTotal 12,10").invoice

    assert invoice is not None
    assert invoice.number == "471102"


def test_the_number_of_the_dossier_says_who_is_who_where_nothing_else_does():
    drawing = "FACTURE n° 1\n\n\n\n\n\n\nTVA BE 0200.065.765\n\nTVA BE 0225.660.701\nTotal à payer 5,00"

    for own in ("BE0200065765", "0200065765"):
        invoice = read(drawing, own=own).invoice
        assert invoice is not None
        assert (invoice.supplier.vat, invoice.customer.vat) == ("BE0225660701", "BE0200065765")
    without = read(drawing).invoice
    assert without is not None
    assert (without.supplier.vat, without.customer.vat) == ("BE0200065765", "BE0225660701")


def test_an_account_with_wrong_check_digits_is_said_and_not_taken():
    paper = read("FACTURE n° 1\nIBAN BE33 7351 6777 2602\nTotal à payer 5,00")

    assert [str(oddity) for oddity in paper.oddities] == [
        "The account BE33735167772602 on the page has wrong check digits."
    ]
    assert paper.invoice is not None
    assert paper.invoice.ibans == ()


def test_nothing_is_read_from_no_page():
    assert read_paper([]).invoice is None
    assert read_paper([[], []]).invoice is None
