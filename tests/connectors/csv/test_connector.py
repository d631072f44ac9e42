"""What the connector makes of a folder of tables: entries, years, partners, and faults with their place."""

from datetime import date

import pytest

from comptoir.connectors.port import Place, WrongBooks, WrongConfiguration
from comptoir.kit.words import Cents
from comptoir.records.books import Entry, JournalType, Line, Partner, Period
from tests.connectors.csv.tables import BOOKS, HEADER, connector, entries, mapping, settle, table


def refused(folder, said=None, **settings) -> tuple[str, Place]:
    """What is said of the books, and where."""
    with pytest.raises(WrongBooks) as caught:
        entries(folder, said, **settings)
    return str(caught.value), caught.value.place


def test_rows_become_entries_with_their_lines(tmp_path):
    table(tmp_path)

    first, second = entries(tmp_path)

    day = date(2026, 1, 3)
    assert first == Entry(
        "2026|ACH|7",
        "2026",
        "ACH",
        "7",
        day,
        day,
        "202601",
        "Proximus",
        (
            Line("610000", 10000, text="Loyer"),
            Line("411000", 2100, text="TVA"),
            Line("440000", -12100, "F1", "Proximus"),
        ),
    )
    assert (second.key, [line.cents for line in second.lines]) == ("2026|BNK|4", [12100, -12100])


def test_the_frame_is_told_from_the_rows(tmp_path):
    table(tmp_path)
    opened = connector(tmp_path)

    basics = opened.read_basics()

    assert [(journal.code, journal.type) for journal in basics.journals] == [
        ("ACH", JournalType.PURCHASE),
        ("BNK", JournalType.BANK),
    ]
    assert basics.partners == (Partner("F1", "F1", "440000"),)
    assert basics.periods[0] == Period("202601", "2026", date(2026, 1, 1), date(2026, 1, 31))
    assert (len(basics.periods), len(basics.accounts), opened.size_hint()) == (12, 4, 5)


def test_years_begin_in_the_month_that_is_said_and_are_called_by_their_end(tmp_path):
    table(tmp_path, BOOKS.replace("20/01/2026", "20/10/2026"))
    opened = connector(tmp_path, mapping(year_starts=10))

    periods = opened.read_basics().periods
    found = {entry.key: entry.period for entry in opened.read_entries() if isinstance(entry, Entry)}

    assert [(p.start_on, p.end_on) for p in periods if p.fiscal_year == "2026"][::11] == [
        (date(2025, 10, 1), date(2025, 10, 31)),
        (date(2026, 9, 1), date(2026, 9, 30)),
    ]
    assert found == {"2026|ACH|7": "202601", "2027|BNK|4": "202610"}


def test_a_year_may_stand_in_a_column_and_an_entry_outside_it_is_refused(tmp_path):
    rows = "X1;OD;1;03/01/2026;610000;1,00;\nX1;OD;1;03/01/2026;620000;;1,00\n"
    late = rows.replace(";1;", ";2;").replace("2026", "2027")
    said = mapping({"fiscal_year": "Exercice", "partner": "", "text": ""})
    table(tmp_path, rows + late, header="Exercice;Journal;Pièce;Date;Compte;Débit;Crédit")

    assert refused(tmp_path, said) == (
        "The piece OD 2 is dated 2027-01-03, outside the fiscal year from 2026-01-01 to 2026-12-31.",
        Place("lines.csv", 4, "Date"),
    )


@pytest.mark.parametrize(
    ("rows", "cents"),
    [
        ("OD;1;03/01/2026;610000;5,00;D\nOD;1;03/01/2026;620000;5,00;C", [500, -500]),
        ("OD;1;03/01/2026;610000;-5,00;Crédit\nOD;1;03/01/2026;620000;5,00;cr.", [500, -500]),
    ],
)
def test_an_amount_with_its_side(tmp_path, rows, cents):
    said = mapping({"debit": "", "credit": "", "partner": "", "text": "", "amount": "Montant", "side": "Sens"})
    table(tmp_path, rows, header="Journal;Pièce;Date;Compte;Montant;Sens")

    (entry,) = entries(tmp_path, said)

    assert [line.cents for line in entry.lines] == cents


def test_scattered_rows_of_an_entry_are_one_entry(tmp_path):
    rows = sorted(BOOKS.strip().splitlines(), key=lambda row: row.split(";")[3])
    table(tmp_path, "\n".join(rows))

    assert {entry.key: len(entry.lines) for entry in entries(tmp_path)} == {"2026|ACH|7": 3, "2026|BNK|4": 2}


def test_several_files_are_one_set_of_books_and_a_piece_lies_in_one_of_them(tmp_path):
    table(tmp_path)
    table(tmp_path, BOOKS.replace("2026", "2025"), name="before.csv")
    assert [entry.key for entry in entries(tmp_path)] == ["2025|ACH|7", "2025|BNK|4", "2026|ACH|7", "2026|BNK|4"]

    table(tmp_path, name="twice.csv")

    assert refused(tmp_path) == (
        "The piece ACH 7 stands in lines.csv and in twice.csv. Leave each piece in one file.",
        Place("twice.csv", 4, "Pièce"),
    )


@pytest.mark.parametrize(
    ("old", "new", "says", "line", "column"),
    [
        ("03/01/2026;411", "2026-01-03;411", "“2026-01-03” is no day as this table writes them.", 3, "Date"),
        ("21,00", "21.00", "“21.00” is no amount as this table writes them.", 3, "Débit"),
        ("21,00;", ";", "The line has neither a debit nor a credit.", 3, "Débit"),
        ("21,00;", "21,00;21,00", "The line has both a debit and a credit.", 3, "Crédit"),
        ("ACH;7;03/01/2026;411000", "ACH;;03/01/2026;411000", "The row has nothing in the column Pièce.", 3, "Pièce"),
        (";411000;", ";;", "The row has nothing in the column Compte.", 3, "Compte"),
        ("03/01/2026;411", ";411", "The row has nothing in the column Date.", 3, "Date"),
        (";TVA;21,00;", ";TVA;21,00;;", None, 0, ""),
        (";Proximus;", ";Proximus; SA;", "The row has 9 columns and not 8.", 4, ""),
        (";TVA;21,00;", ";TVA;21,00", "The row has 7 columns and not 8.", 3, ""),
        ("21,00", "22,00", "The piece ACH 7 does not balance: debit less credit is 1.00.", 2, ""),
        (
            "ACH;7;03/01/2026;411",
            "A|H;7;03/01/2026;411",
            "“A|H” has a bar in it, which no code may have.",
            3,
            "Journal",
        ),
        (
            "03/01/2026;411",
            "04/01/2026;411",
            "The piece ACH 7 is dated 2026-01-03 in line 2 and 2026-01-04 here.",
            3,
            "Date",
        ),
        (
            ";411000;",
            f";{'4' * 21};",
            "The text is 21 characters long; here it may have at most 20.",
            3,
            "Compte",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_file_row_and_column(tmp_path, old, new, says, line, column):
    assert old in BOOKS
    table(tmp_path, BOOKS.replace(old, new, 1))

    if says is None:
        assert len(entries(tmp_path)) == 2
    else:
        assert refused(tmp_path) == (says, Place("lines.csv", line, column))


def test_the_difference_of_an_unbalanced_piece_is_an_amount(tmp_path):
    table(tmp_path, BOOKS.replace("100,00", "100,01"))

    with pytest.raises(WrongBooks) as caught:
        entries(tmp_path)

    assert caught.value.sentence.facts["difference"] == Cents(1)


def test_a_column_that_is_gone_is_refused_by_its_name(tmp_path):
    table(tmp_path, header=HEADER.replace("Crédit", "Avoir"))

    assert refused(tmp_path) == ("The column Crédit is missing.", Place("lines.csv", 1, "Crédit"))


def test_columns_may_come_in_another_order_and_new_ones_beside_them(tmp_path):
    rows = "\n".join(f"x;{';'.join(reversed(row.split(';')))}" for row in BOOKS.strip().splitlines())
    table(tmp_path, rows, header=f"Nouveau;{';'.join(reversed(HEADER.split(';')))}")

    assert [entry.key for entry in entries(tmp_path)] == ["2026|ACH|7", "2026|BNK|4"]


def test_a_table_without_header_has_columns_called_by_letters(tmp_path):
    fields = ("journal", "number", "booked_on", "account", "partner", "text", "debit", "credit")
    said = mapping(dict(zip(fields, "ABCDEFGH", strict=True)), header=0)
    path = table(tmp_path)
    path.write_text(BOOKS.strip(), encoding="utf-8")
    settle(path)

    assert [entry.key for entry in entries(tmp_path, said)] == ["2026|ACH|7", "2026|BNK|4"]


def test_bytes_of_another_encoding_are_refused(tmp_path):
    path = table(tmp_path)
    path.write_bytes(path.read_bytes().decode().encode("cp1252"))
    settle(path)

    says, place = refused(tmp_path)

    assert (says, place.file) == ("The file holds bytes that are no text in UTF-8.", "lines.csv")


def test_partners_are_told_with_names_and_numbers_beside_the_lines(tmp_path):
    said = mapping({"partner_name": "Nom", "partner_vat": "TVA", "partner_iban": "IBAN"})
    rows = "OD;1;03/01/2026;440000;F1;a;;5,00;Proximus;0202.239.951;BE68 5390 0754 7034\n"
    rows += "OD;1;03/01/2026;400000;C1;b;5,00;;Dupont;FR12345678901;\n"
    table(tmp_path, rows, header=f"{HEADER};Nom;TVA;IBAN")

    partners = connector(tmp_path, said).read_basics().partners

    assert partners == (
        Partner("C1", "Dupont", "400000", "FR12345678901"),
        Partner("F1", "Proximus", "440000", "BE0202239951", "0202239951", ("BE68539007547034",)),
    )


def test_other_files_are_left_alone_and_named(tmp_path):
    table(tmp_path)
    table(tmp_path, "x", name="partners.csv")
    (tmp_path / "readme.md").write_text("hello")
    opened = connector(tmp_path, mapping(files="lines*"))

    opened.read_basics()

    assert [str(finding) for finding in opened.findings()] == [
        "The file partners.csv is no table of entries as the mapping says them, and was left alone.",
        "The file readme.md is no table of entries as the mapping says them, and was left alone.",
    ]


def test_a_folder_without_table_is_a_wrong_configuration(tmp_path):
    with pytest.raises(WrongConfiguration, match="holds no table of entries"):
        entries(tmp_path)


def test_a_table_with_a_header_alone_is_refused(tmp_path):
    table(tmp_path, "")

    assert refused(tmp_path) == ("The file has a header and no rows.", Place("lines.csv"))


def test_what_is_given_is_what_stood_there_when_the_reading_began(tmp_path):
    path = table(tmp_path)
    opened = connector(tmp_path)
    opened.read_basics()
    path.unlink()

    assert len(list(opened.read_entries())) == 2
    with pytest.raises(WrongConfiguration):
        opened.read_basics()


def test_a_link_is_no_table(tmp_path):
    path = table(tmp_path)
    (tmp_path / "link.csv").symlink_to(path)

    assert [entry.key for entry in entries(tmp_path)] == ["2026|ACH|7", "2026|BNK|4"]
