"""partners.csv and pieces.csv: what they say of partners and pieces, and every fault with file, line and column."""

from datetime import date

import pytest

from comptoir.connectors.port import Place, WrongBooks
from comptoir.records.books import Partner
from tests.connectors.fec.folders import YEAR, connector, entries, put
from tests.formats.fec.texts import BOOKS, PAYMENT, PURCHASE, fec

PARTNERS = "account;auxiliary;name;vat;iban;email;language\n"
PIECES = "journal;number;year;document_number;due_on;communication\n"


def partners(folder) -> dict[str, Partner]:
    """The partners by key."""
    return {partner.key: partner for partner in connector(folder).read_basics().partners}


def refusal(folder) -> WrongBooks:
    """Why the books are refused."""
    with pytest.raises(WrongBooks) as refused:
        entries(folder)
    return refused.value


def test_partners_get_their_numbers_ibans_mail_and_language(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    row = (
        "440000;F206;Imprimerie Delvaux SRL;0123.456.749;BE85001558169806|FR14 2004 1010 0505 0001 3M02 606;a@b.be;FR\n"
    )
    put(tmp_path, "partners.csv", PARTNERS + row)

    assert partners(tmp_path) == {
        "F206": Partner(
            key="F206",
            name="Imprimerie Delvaux SRL",
            account="440000",
            vat="BE0123456749",
            number="0123456749",
            ibans=("BE85001558169806", "FR1420041010050500013M02606"),
            email="a@b.be",
            language="fr",
        )
    }


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-15"])
def test_separator_and_encoding_are_told_from_the_file(tmp_path, separator, encoding):
    put(tmp_path, YEAR, BOOKS)
    text = 'auxiliary;name;iban\nF206;"Été & Cie";BE85001558169806 BE71096123456769\n'.replace(";", separator)
    put(tmp_path, "partners.csv", text, encoding=encoding)

    partner = partners(tmp_path)["F206"]

    assert (partner.name, partner.ibans) == ("Été & Cie", ("BE85001558169806", "BE71096123456769"))


@pytest.mark.parametrize(
    "header",
    [
        "Account;Auxiliary code;Name;VAT number;IBAN;E-mail;Language",
        "Compte;Compte auxiliaire;Nom;N° TVA;Comptes bancaires;Courriel;Langue",
        "Rekening;Relatiecode;Naam;BTW-nummer;Bankrekening;E-mailadres;Taal",
    ],
)
def test_columns_of_partners_have_names_in_three_languages(tmp_path, header):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "partners.csv", f"{header}\n440000;F206;Delvaux;FR12345678901;;;nl_BE\n")

    assert partners(tmp_path)["F206"] == Partner("F206", "Delvaux", "440000", vat="FR12345678901", language="nl")


def test_a_partner_without_lines_is_a_partner_too(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "partners.csv", PARTNERS + "400000;C1;Dupont;;;;\n")

    assert partners(tmp_path)["C1"] == Partner("C1", "Dupont", "400000")


def test_a_row_without_account_is_about_the_code_wherever_it_stands(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "partners.csv", PARTNERS + ";F206;Delvaux;;;;\n")

    assert partners(tmp_path) == {"F206": Partner("F206", "Delvaux", "440000")}


def test_a_row_without_code_is_about_an_account_of_its_own(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE.replace("440000 F206", "440206 .") + PAYMENT.replace("440000 F206", "440206 .")))
    put(tmp_path, "partners.csv", PARTNERS + "440206;;Delvaux;BE0123456749;;;\n")

    assert partners(tmp_path)["440206"] == Partner("440206", "Delvaux", "440206", "BE0123456749", "0123456749")


@pytest.mark.parametrize(
    ("row", "line", "column", "says"),
    [
        ("440000;F1;N;;BE85001558169807;;", 2, "iban", "“BE85001558169807” is no IBAN."),
        ("440000;F1;N;;;nobody;", 2, "email", "“nobody” is no e-mail address."),
        ("440000;F1;N;;;;french!", 2, "language", "“french!” is no language (fr, nl, en, ...)."),
        ("440000;F1;N;BE01234567490123456789;;;", 2, "vat", "“BE01234567490123456789” is no VAT number."),
        (";;N;;;;", 2, "auxiliary", "The row has neither an account nor an auxiliary code."),
        ("440000;F1;N;;;;\n440000;F1;M;;;;", 3, "auxiliary", "The partner 440000 F1 stands there twice."),
        ("440000;F1;N;;;", 2, "", "The row has 6 columns and not 7."),
        ("440000;F1;a\x07b;;;;", 2, "name", "The text holds a control character."),
        (f"440000;F1;{'x' * 201};;;;", 2, "name", None),
        ('440000;F1;"a"b;;;;', 2, "", None),
    ],
)
def test_a_fault_in_partners_is_refused_with_its_place(tmp_path, row, line, column, says):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "partners.csv", f"{PARTNERS}{row}\n")
    with pytest.raises(WrongBooks) as refused:
        read_basics(tmp_path)

    assert refused.value.place == Place("partners.csv", line, column)
    assert says in (None, str(refused.value))


def read_basics(folder) -> None:
    """Look through the folder as a proposal does."""
    connector(folder)


def test_the_place_names_the_column_as_the_file_does(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "partners.csv", "Code tiers;Compte bancaire\nF206;XX\n")

    assert refusal(tmp_path).place == Place("partners.csv", 2, "Compte bancaire")


@pytest.mark.parametrize(
    ("header", "column", "says"),
    [
        ("account;name", "auxiliary", "The column auxiliary is missing."),
        ("auxiliary;colour", "colour", "The column “colour” is not known here, or stands there twice."),
        ("auxiliary;code", "code", "The column “code” is not known here, or stands there twice."),
        ("", "auxiliary", "The column auxiliary is missing."),
    ],
)
def test_a_header_that_cannot_be_understood_is_refused(tmp_path, header, column, says):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "partners.csv", f"{header}\n")

    refused = refusal(tmp_path)

    assert (refused.place, str(refused)) == (Place("partners.csv", 1, column), says)


@pytest.mark.parametrize("day", ["2026-02-15", "15/02/2026", "15.02.2026", "20260215"])
def test_pieces_get_their_document_number_due_date_and_communication(tmp_path, day):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "pieces.csv", f"{PIECES}ACH;7;2026;VF79624;{day};+++090/9337/55493+++\n")

    purchase, payment = entries(tmp_path)

    assert purchase.document_number == "VF79624"
    assert [(line.due_on, line.communication) for line in purchase.lines] == [
        (None, ""),
        (None, ""),
        (date(2026, 2, 15), "090933755493"),
    ]
    assert payment.document_number == ""
    assert {(line.due_on, line.communication) for line in payment.lines} == {(None, "")}


def test_a_piece_that_the_table_does_not_name_keeps_the_terms(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE + PURCHASE.replace("ACH 7", "ACH 8")))
    put(tmp_path, "pieces.csv", "journal,number,due_on\nACH,8,2026-01-09\nACH,9,2026-01-09\n")

    found = entries(tmp_path)

    assert [(entry.number, entry.lines[2].due_on) for entry in found] == [
        ("7", date(2026, 2, 2)),
        ("8", date(2026, 1, 9)),
    ]


def test_the_year_says_which_piece_is_meant_where_there_are_several(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE))
    put(tmp_path, "FEC20251231.txt", fec(PURCHASE.replace("2026", "2025")))
    put(tmp_path, "pieces.csv", f"{PIECES}ACH;7;2025;OLD;;\nACH;7;2026;NEW;;RF18 5390 0754 7034\n")

    found = entries(tmp_path)

    assert [(entry.fiscal_year, entry.document_number) for entry in found] == [("2025", "OLD"), ("2026", "NEW")]
    assert [entry.lines[2].communication for entry in found] == ["", "RF18539007547034"]


@pytest.mark.parametrize(
    "header",
    [
        "Journal code;Piece number;Fiscal year;Invoice number;Due date;Structured communication",
        "Code journal;Numéro de pièce;Exercice;Numéro de facture;Échéance;Communication structurée",
        "Dagboek;Stuknummer;Boekjaar;Factuurnummer;Vervaldatum;Gestructureerde mededeling",
    ],
)
def test_columns_of_pieces_have_names_in_three_languages(tmp_path, header):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "pieces.csv", f"{header}\nACH;7;2026;V1;2026-02-15;free text\n")

    (purchase, _) = entries(tmp_path)

    assert (purchase.document_number, purchase.lines[2].communication) == ("V1", "free text")


@pytest.mark.parametrize(
    ("rows", "line", "column", "says"),
    [
        ("ACH;7;2026;;2026-02-30;", 2, "due_on", "“2026-02-30” is no date (YYYY-MM-DD)."),
        ("ACH;7;2026;;soon;", 2, "due_on", "“soon” is no date (YYYY-MM-DD)."),
        ("ACH;7;2026;;;+++090/9337/55494+++", 2, "communication", None),
        (";7;2026;;;", 2, "journal", "The row does not say which piece it is about."),
        ("ACH;;2026;;;", 2, "number", "The row does not say which piece it is about."),
        ("ACH;7;2026;;;\n\nACH;7;;;;", 4, "number", "The piece ACH 7 stands there twice."),
        (f"ACH;7;2026;{'x' * 81};;", 2, "document_number", None),
    ],
)
def test_a_fault_in_pieces_is_refused_with_its_place(tmp_path, rows, line, column, says):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "pieces.csv", f"{PIECES}{rows}\n")

    refused = refusal(tmp_path)

    assert refused.place == Place("pieces.csv", line, column)
    assert says in (None, str(refused))


def test_a_row_without_year_is_refused_where_there_are_several_years(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE))
    put(tmp_path, "FEC20251231.txt", fec(PURCHASE.replace("2026", "2025")))
    put(tmp_path, "pieces.csv", f"{PIECES}ACH;7;;V1;;\n")

    assert refusal(tmp_path).place == Place("pieces.csv", 2, "year")
