"""How a table is written is told from it; what fits two ways is never chosen."""

import pytest

from comptoir.formats.table.cells import DAY, NUMBER, UnreadableTable
from comptoir.formats.table.recognise import (
    Told,
    tell_days,
    tell_decimal,
    tell_encoding,
    tell_quote,
    tell_separator,
    tell_thousands,
)


def test_a_day_above_twelve_tells_the_order():
    assert tell_days(["03/04/2026", "25/04/2026", ""]) == Told(("dmy",), 2, "25/04/2026")
    assert tell_days(["03/04/2026", "04/25/2026"]).choice == "mdy"
    assert tell_days(["2026-04-03"]).choice == "ymd"
    assert tell_days([f"{NUMBER}46115"]).choice == "serial"
    assert tell_days([f"{DAY}2026-04-03"]).choice == "typed"


def test_days_that_fit_two_orders_are_for_a_person_to_choose():
    told = tell_days(["03/04/2026", "05/06/2026"])

    assert (told.fitting, told.sure, told.choice) == (("dmy", "mdy"), False, "")


def test_days_that_fit_no_order_show_which_one_does_not():
    assert tell_days(["soon"]) == Told((), 1, "soon")


def test_the_decimal_sign_and_what_stands_between_thousands_are_told():
    assert tell_decimal(["12,50", "1.234,56"]).choice == ","
    assert tell_thousands(["12,50", "1.234,56"], ",").choice == "."
    assert tell_decimal(["12.50"]).choice == "."
    assert tell_thousands(["12.50"], ".").choice == ""
    assert tell_decimal([f"{NUMBER}12.5"]).choice == "typed"


def test_whole_amounts_do_not_tell_the_decimal_sign():
    assert tell_decimal(["100", "1200"]).fitting == (",", ".")


def test_one_sign_with_three_figures_behind_stands_between_thousands():
    assert tell_decimal(["1.234"]).choice == ","
    assert tell_thousands(["1.234"], ",").choice == "."


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"Journal;Pi\xe8ce", "cp1252"),
        ("Pièce".encode(), "utf-8"),
        ("Pièce".encode("utf-8-sig"), "utf-8"),
        ("Pièce".encode("utf-16"), "utf-16"),
        ("Pièce".encode("utf-16-be").join([b"\xfe\xff", b""]), "utf-16"),
    ],
)
def test_the_encoding_is_told(tmp_path, content, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    assert tell_encoding(path).choice == encoding


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\0\0", bytes(range(256))])
def test_what_is_no_text_is_refused(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    with pytest.raises(UnreadableTable):
        tell_encoding(path)


def test_the_separator_is_the_one_that_cuts_every_line_alike():
    lines = ["Journal;Date;Text\n", "ACH;2026-01-01;a, b\n", "ACH;2026-01-02;c\n"]

    assert tell_separator(lines) == Told((";",), 3)
    assert tell_separator(["a\tb\n", "c\td\n"]).choice == "\t"
    assert tell_separator(["only words\n"]).fitting == ()


def test_apostrophes_round_cells_are_quotation_marks():
    assert tell_quote(["'a';'b'\n"], ";").choice == "'"
    assert tell_quote(['"a";b\n'], ";").choice == '"'
