"""DBF tables: what is read, in which code page, and what is refused."""

from datetime import date

import dbf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.dbf.codepages import told_code_page
from comptoir.formats.dbf.table import DbfTable, open_dbf
from comptoir.formats.dbf.write import Column, UnwritableTable, write
from comptoir.formats.unreadable import UnreadableRow
from tests.connectors.winbooks.dossiers import dbf as table

COLUMNS = (("NAME", "C", 12), ("AMOUNT", "N", 10), ("DAY", "D", 8), ("GOOD", "L", 1))
ROWS = [["Élise", "12.500", "20260301", "T"], ["", "-3.000", "", "F"]]
LAYOUT = (Column("NAME", "C", 12), Column("AMOUNT", "N", 10, 3), Column("DAY", "D", 8), Column("GOOD", "L", 1))
NAMES = tuple(name for name, _, _ in COLUMNS)


def read(path, names=NAMES, encoding=""):
    """Every record, stripped."""
    with open_dbf(path, encoding) as opened:
        return [(number, [text.strip(" ") for text in texts]) for number, texts in opened.rows(names)]


def refused(content, tmp_path, names=NAMES):
    """The refusal of reading these bytes."""
    path = tmp_path / "X.DBF"
    path.write_bytes(content)
    with pytest.raises(UnreadableRow) as caught:
        read(path, names)
    return caught.value


def test_records_are_read_in_the_code_page_of_the_mark(tmp_path):
    path = tmp_path / "X.DBF"
    for mark, encoding in (
        (1, "cp437"),
        (2, "cp850"),
        (3, "cp1252"),
        (0x57, "cp1252"),
        (100, "cp852"),
        (200, "cp1250"),
    ):
        path.write_bytes(table(COLUMNS, ROWS, mark=mark, encoding=encoding))

        assert read(path) == [(1, ROWS[0]), (2, ROWS[1])]


def test_without_a_mark_the_bytes_tell_the_code_page(tmp_path):
    path = tmp_path / "X.DBF"
    for encoding in ("cp850", "cp1252"):
        path.write_bytes(table(COLUMNS, ROWS, encoding=encoding))

        assert read(path) == [(1, ROWS[0]), (2, ROWS[1])]


def test_a_code_page_that_is_given_goes_before_the_mark(tmp_path):
    path = tmp_path / "X.DBF"
    path.write_bytes(table(COLUMNS, ROWS, mark=3, encoding="cp850"))

    assert read(path, encoding="cp850")[0] == (1, ROWS[0])


def test_nothing_tells_is_windows():
    assert told_code_page([b"plain", b""]) == "cp1252"
    assert told_code_page(["Téléphone à côté".encode("cp850")]) == "cp850"
    assert told_code_page(["Téléphone à côté".encode("cp1252")]) == "cp1252"


def test_deleted_records_are_left_out_and_keep_their_number(tmp_path):
    content = bytearray(table(COLUMNS, [*ROWS, ROWS[0]]))
    start, length = 33 + 32 * 4, 32
    assert content[start : start + 1] == b" "
    content[start + length : start + length + 1] = b"*"
    path = tmp_path / "X.DBF"
    path.write_bytes(bytes(content))

    assert [number for number, _ in read(path)] == [1, 3]


def test_a_column_that_is_not_there_is_blank_and_order_is_that_of_asking(tmp_path):
    path = tmp_path / "X.DBF"
    path.write_bytes(table(COLUMNS, ROWS))

    assert read(path, ("DAY", "NOWHERE", "NAME"))[0] == (1, ["20260301", "", "Élise"])


def test_a_table_without_records_is_empty(tmp_path):
    path = tmp_path / "X.DBF"
    path.write_bytes(table(COLUMNS, []))

    assert read(path) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: b"", "The file is no DBF table."),
        (lambda data: b"<html>" + data[6:], "The file is no DBF table."),
        (
            lambda data: data[:-40],
            "The table is to have 2 records, and the file ends after 0: it was cut, or is not complete yet.",
        ),
        (
            lambda data: data[:4] + b"\xff\xff\xff\xff" + data[8:],
            "The table is to have 4294967295 records, and the file ends after 2: it was cut, or is not complete yet.",
        ),
        (
            lambda data: data[:4] + b"\x01\0\0\0" + data[8:],
            "The file is longer than the 1 records that its header tells of: one of them is wrong.",
        ),
        (
            lambda data: data[:10] + b"\x21\0" + data[12:],
            "The columns of the table are 32 bytes long and its records 33: the header is wrong.",
        ),
        (
            lambda data: data[:10] + b"\0\0" + data[12:],
            "The columns of the table are 32 bytes long and its records 0: the header is wrong.",
        ),
        (
            lambda data: data[:8] + b"\x21\0" + data[10:],
            "The header of the table is damaged: it names no columns that can be.",
        ),
        (lambda data: data[:8] + b"\x0a\0" + data[10:], "The header of the table is damaged: it has no end."),
        (
            lambda data: data[:43] + b"?" + data[44:],
            "The header of the table is damaged: it names no columns that can be.",
        ),
        (
            lambda data: data.replace(b"AMOUNT\0", b"NAME\0\0\0"),
            "The header of the table is damaged: it names no columns",
        ),
    ],
)
def test_a_table_that_is_not_as_it_says_is_refused(tmp_path, change, words):
    assert str(refused(change(table(COLUMNS, ROWS)), tmp_path)).startswith(words)


def test_a_damaged_flag_and_a_byte_that_is_no_character_are_refused_with_their_record(tmp_path):
    content = table(COLUMNS, ROWS, mark=3, encoding="cp1252")
    start = 33 + 32 * 4

    flag = refused(content[: start + 32] + b"?" + content[start + 33 :], tmp_path)
    byte = refused(content.replace(b"lise", b"l\x8dse"), tmp_path)
    control = refused(content.replace(b"lise", b"l\nse"), tmp_path)

    assert (flag.line, flag.column) == (2, "")
    assert (byte.line, byte.column, str(byte)) == (1, "NAME", "The byte 8D is no character in CP1252.")
    assert (control.line, control.column, str(control)) == (1, "NAME", "The byte 0A is a control character.")


def test_bytes_in_a_column_that_nobody_asks_for_do_not_matter(tmp_path):
    content = table((*COLUMNS, ("FLAGS", "C", 4)), [[*ROWS[0], ""]], mark=3, encoding="cp1252")
    content = content.replace(b"FLAGS\0\0\0\0\0\0C", b"FLAGS\0\0\0\0\0\0I").replace(b"T    ", b"T\x81\x00\x01\x8d")
    path = tmp_path / "X.DBF"
    path.write_bytes(content)

    assert read(path) == [(1, ROWS[0])]
    assert str(refused(content, tmp_path, ("FLAGS",))) == "The column FLAGS holds no text or number that can be read."


def test_a_file_that_becomes_shorter_meanwhile_is_refused(tmp_path):
    path = tmp_path / "X.DBF"
    path.write_bytes(table(COLUMNS, ROWS * 9000))
    with path.open("rb") as file:
        rows = DbfTable(file).rows(NAMES)
        next(rows)
        path.write_bytes(path.read_bytes()[:2000])
        with pytest.raises(UnreadableRow, match="became shorter"):
            list(rows)


def test_what_we_write_is_what_the_package_dbf_reads(tmp_path):
    path = tmp_path / "OURS.DBF"
    count = write(path, LAYOUT, ROWS, changed_on=date(2026, 3, 31), encoding="cp850")

    with dbf.Table(str(path)) as opened:
        found = [(each.name.strip(), each.amount, each.day, each.good) for each in opened]

    assert count == 2
    assert found == [("Élise", 12.5, date(2026, 3, 1), True), ("", -3.0, None, False)]


@pytest.mark.parametrize(("version", "code_page"), [("db3", "cp850"), ("fp", "cp1252"), ("vfp", "cp1252")])
def test_what_the_package_dbf_writes_is_what_we_read(tmp_path, version, code_page):
    path = tmp_path / "theirs.dbf"
    fields = "name C(12); amount N(10,3); day D; good L"
    opened = dbf.Table(str(path), fields, codepage=code_page, dbf_type=version).open(dbf.READ_WRITE)
    for row in (("Élise", 12.5, dbf.Date(2026, 3, 1), True), ("gone", 1, None, None), ("", -3, None, False)):
        opened.append(row)
    with opened[1] as gone:
        dbf.delete(gone)
    opened.close()

    assert read(path) == [(1, ROWS[0]), (3, ROWS[1])]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="cp850", exclude_categories=["Cc", "Cf"]), max_size=12).map(
                lambda text: text.strip(" ")
            ),
            st.integers(-99_999, 99_999).map(lambda number: f"{number}.000"),
            st.dates(date(1900, 1, 1), date(2999, 12, 31)).map(lambda day: f"{day:%Y%m%d}") | st.just(""),
            st.sampled_from(["T", "F", ""]),
        ),
        max_size=5,
    )
)
def test_reading_gives_back_what_was_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("dbf") / "X.DBF"

    write(path, LAYOUT, rows, changed_on=date(2026, 1, 1), encoding="cp850")

    assert read(path) == [(number, list(row)) for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("far too long for it", "“far too long for it” is too long for the column NAME."),
        (" led", "“ led” cannot stand in the column NAME."),
        ("a\tb", "“a\tb” cannot stand in the column NAME."),
        ("ő", "“ő” cannot be written in CP850."),
    ],
)
def test_what_a_column_cannot_hold_is_refused(tmp_path, name, words):
    with pytest.raises(UnwritableTable) as caught:
        write(tmp_path / "X.DBF", LAYOUT, [[name, "", "", ""]], changed_on=date(2026, 1, 1))

    assert str(caught.value) == words
