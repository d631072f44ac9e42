"""Exported texts: columns by name or by the documented order, separators, encodings, and what is refused."""

import pytest

from comptoir.formats.unreadable import UnreadableRow
from comptoir.formats.winbooks.columns import ACT
from comptoir.formats.winbooks.tables import open_table, told_encoding
from tests.connectors.winbooks.dossiers import JOURNALS, dbf

NAMES = [column.name for column in ACT]
WANTED = ("DOCTYPE", "DOCNUMBER", "COMMENT", "AMOUNTEUR", "MATCHNO")


def row(count, separator=",", comment="Téléphone"):
    """A row of so many columns of the documented order."""
    told = {
        "DOCTYPE": "3",
        "DBKCODE": "ACH",
        "DOCNUMBER": "12",
        "COMMENT": comment,
        "AMOUNTEUR": "-121.00",
        "MATCHNO": "7",
    }
    return separator.join(told.get(name, "") for name in NAMES[:count])


def read(path, kind="ACT", wanted=WANTED, encoding=""):
    """Every row with its line."""
    with open_table(path, kind, encoding) as table:
        return [(number, list(texts)) for number, texts in table.rows(wanted)]


def put(tmp_path, text, encoding="cp1252", name="ACT.txt"):
    """A file with that text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def refused(path, kind="ACT", wanted=WANTED):
    """The refusal of reading it."""
    with pytest.raises(UnreadableRow) as caught:
        read(path, kind, wanted)
    return caught.value


@pytest.mark.parametrize("count", [19, 27, 36, 38])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_without_names_is_of_the_documented_order(tmp_path, count, separator):
    path = put(tmp_path, f"{row(count, separator)}\r\n{row(count, separator)}\r\n")

    expected = ["3", "12", "Téléphone", "-121.00", "7" if count > 19 else ""]
    assert read(path) == [(1, expected), (2, expected)]


@pytest.mark.parametrize("count", [1, 18, 20, 26, 28, 35, 39])
def test_a_text_with_any_other_number_of_columns_must_name_them(tmp_path, count):
    path = put(tmp_path, (row(min(count, 38)) + "," * max(0, count - 38)) + "\r\n")

    fault = refused(path)

    assert (fault.line, fault.sentence.facts["count"]) == (1, count)
    assert str(fault).startswith(f"The text has {count} columns and does not name them")


def test_named_columns_may_stand_in_any_order_and_be_of_any_number(tmp_path):
    names = "amounteur;doctype;dbkcode;docnumber;accountgl;bookyear;period;other"
    path = put(tmp_path, f"{names}\n-121,00;3;ACH;12;612000;1;03;?\n")

    assert read(path) == [(2, ["3", "12", "", "-121,00", ""])]


def test_quotation_marks_hold_separators_and_line_ends_are_of_any_kind(tmp_path):
    path = put(tmp_path, row(27, comment='"Pain, ""bio"""') + "\n" + row(27, comment="plain") + "\n\n")

    assert [texts[2] for _, texts in read(path)] == ['Pain, "bio"', "plain"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8", "utf-8-sig"])
def test_the_bytes_tell_the_encoding(tmp_path, encoding):
    path = put(tmp_path, f"{row(27)}\r\n", encoding)

    assert read(path)[0][1][2] == "Téléphone"
    assert told_encoding([path]) == encoding.removesuffix("-sig")


def test_the_mark_of_dos_after_the_last_line_is_no_line(tmp_path):
    path = put(tmp_path, f"{row(27)}\r\n\x1a")

    assert [number for number, _ in read(path)] == [1]


def test_all_tables_together_tell_the_encoding(tmp_path):
    plain = put(tmp_path, f"{row(27, comment='plain')}\r\n")
    cards = put(tmp_path, "NUMBER,TYPE,NAME1\r\n1,1,Élise Décor\r\n", "cp850", "CSF.txt")

    assert told_encoding([plain, cards]) == "cp850"


def test_the_mark_of_a_table_tells_the_encoding_of_all(tmp_path):
    (tmp_path / "A_DBK.DBF").write_bytes(dbf(JOURNALS, [["ACH", "0", "Achats"]], mark=3))

    assert told_encoding([tmp_path / "A_DBK.DBF"]) == "cp1252"


def test_an_encoding_that_is_given_is_taken(tmp_path):
    path = put(tmp_path, f"{row(27)}\r\n", "cp850")

    assert read(path, encoding="cp850")[0][1][2] == "Téléphone"
    assert read(path, encoding="cp437")[0][1][2] == "Téléphone"


@pytest.mark.parametrize("text", ["", "\n", "\r\n\r\n"])
def test_an_empty_text_has_no_rows(tmp_path, text):
    assert read(put(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        (row(27) + "\r\n" + row(19), 2, "", "The row has 19 columns and not 27."),
        (
            row(27) + "\r\n" + row(27, comment='"open') + "\r\n",
            2,
            "",
            "The row cannot be read: a quotation mark is not closed, or stands where none may.",
        ),
        (row(27, comment="a\x07b") + "\r\n", 1, "COMMENT", "The byte 07 is a control character."),
        ("DOCTYPE,DBKCODE\r\n3,ACH\r\n", 0, "DOCNUMBER", "The column DOCNUMBER is missing."),
        (
            "DOCTYPE,DBKCODE,DOCNUMBER,ACCOUNTGL,BOOKYEAR,PERIOD,AMOUNTEUR,PERIOD\r\n",
            0,
            "PERIOD",
            "The column PERIOD stands there twice.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_line_and_column(tmp_path, text, line, column, words):
    fault = refused(put(tmp_path, text))

    assert (fault.line, fault.column, str(fault)) == (line, column, words)


def test_a_byte_that_is_no_character_is_refused(tmp_path):
    path = tmp_path / "ACT.txt"
    path.write_bytes(f"{row(27, comment='X')}\r\n".encode().replace(b"X", b"\xe9t\xe9 \x81"))

    fault = refused(path)

    assert (fault.line, fault.column, str(fault)) == (1, "COMMENT", "The byte 81 is no character in CP1252.")


@pytest.mark.parametrize(
    ("kind", "first"), [("ACF", "400000,3,Clients"), ("PARAM", "Socname,Atelier"), ("DBK", "ACH,0")]
)
def test_other_tables_must_name_their_columns(tmp_path, kind, first):
    fault = refused(put(tmp_path, f"{first}\r\n", name=f"{kind}.txt"), kind, ())

    assert str(fault).startswith("The first line must name the columns:")


def test_cards_without_names_are_of_the_documented_order_however_many_columns_follow(tmp_path):
    cells = ["PROX", "2", "Proximus", *[""] * 17, "440000"]
    for more in (0, 2, 28):
        path = put(tmp_path, ",".join([*cells, *[""] * more]) + "\r\n", name="CSF.txt")

        assert read(path, "CSF", ("NUMBER", "CENTRAL", "LASTREMDAT")) == [(1, ["PROX", "440000", ""])]


def test_a_journal_table_may_name_its_columns_otherwise(tmp_path):
    path = put(tmp_path, "CODE,NAME,TYPE\r\nACH,Achats,0\r\n", name="DBK.csv")

    assert read(path, "DBK", ("DBKID", "HEADING1", "DBKTYPE")) == [(2, ["ACH", "Achats", "0"])]
