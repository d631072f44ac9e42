"""What journals are for: told from words and codes in French, Dutch and English, from the accounts moved, or not at all."""

from collections import Counter

import pytest

from comptoir.connectors.registry import package
from comptoir.connectors.telling import JournalLook, Moves, told_type
from comptoir.records.books import JournalType
from tests.connectors.fec.folders import YEAR, put
from tests.formats.fec.texts import HEADER, fec, row

T = JournalType


@pytest.mark.parametrize(
    ("code", "label", "kind"),
    [
        ("ACH", "Achats", T.PURCHASE),
        ("A1", "Factures d'achat", T.PURCHASE),
        ("AK", "", T.PURCHASE),
        ("HA", "HA", T.PURCHASE),
        ("X", "Aankopen binnenland", T.PURCHASE),
        ("X", "Achats divers", T.PURCHASE),
        ("NCA", "Notes de crédit sur achats", T.PURCHASE_CREDIT),
        ("X", "Avoirs fournisseurs", T.PURCHASE_CREDIT),
        ("X", "Creditnota's aankoop", T.PURCHASE_CREDIT),
        ("NCA", "", T.PURCHASE_CREDIT),
        ("VEN", "Ventes", T.SALE),
        ("VK", "Verkopen", T.SALE),
        ("VT2", "", T.SALE),
        ("X", "Customer invoices", T.SALE),
        ("NCV", "Notes de crédit sur ventes", T.SALE_CREDIT),
        ("VKC", "Creditnota verkoop", T.SALE_CREDIT),
        ("BNK1", "Banque 1 - compte courant", T.BANK),
        ("BQ", "", T.BANK),
        ("FIN", "Financier", T.BANK),
        ("K1", "KBC zichtrekening", T.BANK),
        ("X", "Caisse d'épargne", T.BANK),
        ("CAI", "Caisse", T.CASH),
        ("KAS", "Kasboek", T.CASH),
        ("OD", "Opérations diverses", T.MISCELLANEOUS),
        ("DIV", "Diverse verrichtingen", T.MISCELLANEOUS),
        ("X", "Salaires", T.MISCELLANEOUS),
        ("AN", "À-nouveaux", T.OPENING),
        ("RAN", "Report à nouveau", T.OPENING),
        ("OUV", "", T.OPENING),
        ("X", "Heropening boekjaar", T.OPENING),
        ("CLO", "Clôture de l'exercice", T.CLOSING),
        ("X", "Achats et ventes", None),
        ("ZZ", "Journal 12", None),
    ],
)
def test_words_and_codes_tell_what_a_journal_is_for(code, label, kind):
    assert told_type(JournalLook(code, label)) is kind


@pytest.mark.parametrize(
    ("moves", "kind"),
    [
        ({Moves.BANK | Moves.SUPPLIER_DEBIT: 90, Moves.COST: 10}, T.BANK),
        ({Moves.BANK: 70, Moves.COST: 30}, None),
        ({Moves.CASH | Moves.INCOME: 9, Moves.CASH: 1}, T.CASH),
        ({Moves.SUPPLIER_CREDIT | Moves.COST: 7, Moves.COST: 3}, T.PURCHASE),
        ({Moves.CUSTOMER_DEBIT | Moves.INCOME: 7, Moves.COST: 3}, T.SALE),
        ({Moves.COST: 10}, None),
        ({}, None),
    ],
)
def test_the_accounts_moved_tell_what_a_silent_journal_is_for(moves, kind):
    pieces = Counter({int(key): count for key, count in moves.items()})

    assert told_type(JournalLook("J9", "Journal 9", pieces)) is kind


def test_credit_notes_whose_side_the_label_does_not_say_are_told_from_the_accounts():
    look = JournalLook("J3", "Notes de crédit", Counter({int(Moves.SUPPLIER_DEBIT | Moves.COST): 5}))

    assert told_type(look) is T.PURCHASE_CREDIT


def test_a_journal_called_credit_notes_that_books_invoices_is_one_of_invoices():
    look = JournalLook("NCV", "Notes de crédit clients", Counter({int(Moves.CUSTOMER_DEBIT | Moves.INCOME): 5}))

    assert told_type(look) is T.SALE


BELGIAN = """
    ACH 1 20260103 610000 .   100,00
    ACH 1 20260103 411000 .   21,00
    ACH 1 20260103 440000 F1  -121,00
    NCA 1 20260104 440000 F1  12,10
    NCA 1 20260104 610000 .   -12,10
    J1 1 20260105  550000 .   -108,90
    J1 1 20260105  440000 F1  108,90
    J2 1 20260105  400000 C1  10,00
    J2 1 20260105  700000 .   -10,00
    J3 1 20260105  570000 .   5,00
    J3 1 20260105  700000 .   -5,00
    XYZ 1 20260105 130000 .   5,00
    XYZ 1 20260105 140000 .   -5,00
"""
FRENCH = """
    J1 1 20260103 607000 .   100,00
    J1 1 20260103 445660 .   20,00
    J1 1 20260103 401000 F1  -120,00
    J2 1 20260105 401000 F1  120,00
    J2 1 20260105 512000 .   -120,00
    J3 1 20260105 411000 C1  12,00
    J3 1 20260105 701000 .   -12,00
    J4 1 20260105 530000 .   12,00
    J4 1 20260105 411000 C1  -12,00
"""


def test_everything_is_proposed_for_a_belgian_company(tmp_path):
    put(tmp_path, YEAR, fec(BELGIAN))

    assert package("fec").propose({"folder": str(tmp_path)}) == {
        "folder": str(tmp_path),
        "country": "BE",
        "journals": {
            "ACH": "purchase",
            "J1": "bank",
            "J2": "sale",
            "J3": "cash",
            "NCA": "purchase_credit",
            "XYZ": "miscellaneous",
        },
        "untold": ["XYZ"],
        "customer_roots": ["400"],
        "supplier_roots": ["440"],
        "customer_terms": 30,
        "supplier_terms": 30,
    }


def test_everything_is_proposed_for_a_french_company(tmp_path):
    put(tmp_path, YEAR, fec(FRENCH))

    proposed = package("fec").propose({"folder": str(tmp_path)})

    assert (proposed["country"], proposed["customer_roots"], proposed["supplier_roots"]) == ("FR", ["411"], ["401"])
    assert proposed["journals"] == {"J1": "purchase", "J2": "bank", "J3": "sale", "J4": "cash"}


def test_the_variant_with_one_amount_tells_the_same_signs(tmp_path):
    rows = [line.split("\t") for line in fec(BELGIAN).splitlines()[1:]]
    for fields in rows:
        fields[11:13] = [fields[11], "D"] if fields[11] != "0,00" else [fields[12], "C"]
    header = HEADER.replace("Debit\tCredit", "Montant\tSens")
    put(tmp_path, YEAR, "\n".join([header, *map("\t".join, rows)]))

    assert package("fec").propose({"folder": str(tmp_path)})["journals"]["NCA"] == "purchase_credit"


def test_credit_notes_written_as_negative_amounts_are_told_too(tmp_path):
    lines = [
        row("NCA 1 20260104 440000 F1 12,10", Debit="0,00", Credit="-12,10"),
        row("NCA 1 20260104 610000 . -12,10", Debit="-12,10", Credit="0,00"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    assert package("fec").propose({"folder": str(tmp_path)})["journals"] == {"NCA": "purchase_credit"}


def test_what_is_given_stays_and_what_is_missing_is_proposed(tmp_path):
    put(tmp_path, YEAR, fec(BELGIAN))
    given = {"folder": str(tmp_path), "country": "FR", "journals": {"XYZ": "sale", "OLD": "cash"}, "supplier_terms": 7}

    proposed = package("fec").propose(given)

    assert (proposed["country"], proposed["supplier_roots"], proposed["supplier_terms"]) == ("FR", ["401"], 7)
    assert (proposed["journals"]["XYZ"], proposed["journals"]["OLD"]) == ("sale", "cash")
    assert proposed["untold"] == ["J1", "J2", "J3"]
