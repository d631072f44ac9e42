"""Broken FEC files: each is refused with its exact place, and nothing but the reader's own refusal ever comes out."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.formats.fec.read import UnreadableFec, read_pieces
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Cents
from tests.formats.fec.texts import BOOKS, HEADER, PAYMENT, PURCHASE, SIDED_HEADER, fec, row, write_file


def refusal(folder, content, encoding="iso-8859-15") -> UnreadableFec:
    """The refusal of that file."""
    with pytest.raises(UnreadableFec) as caught:
        list(read_pieces(write_file(folder, content, encoding=encoding)))
    assert isinstance(caught.value, Unreadable)
    return caught.value


def with_line(number: int, **columns: str) -> str:
    """The books with these columns in that line of the file."""
    lines = BOOKS.splitlines()
    names, fields = HEADER.split("\t"), lines[number - 1].split("\t")
    lines[number - 1] = "\t".join(columns.get(name, field) for name, field in zip(names, fields, strict=True))
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("EcritureDate", "20260230", "“20260230” is no date (YYYYMMDD)."),
        ("EcritureDate", "2026-01-03", "“2026-01-03” is no date (YYYYMMDD)."),
        ("EcritureDate", "", "“” is no date (YYYYMMDD)."),
        ("PieceDate", "00000000", "“00000000” is no date (YYYYMMDD)."),
        ("PieceDate", "99991231", "“99991231” is no date (YYYYMMDD)."),
        ("DateLet", "2026010", "“2026010” is no date (YYYYMMDD)."),
        ("ValidDate", "２０２６０１０３", None),
        ("Debit", "12,345", "“12,345” is no amount."),
        ("Debit", "1 620,00", "“1 620,00” is no amount."),
        ("Debit", "1_0,00", "“1_0,00” is no amount."),
        ("Debit", "1e3", "“1e3” is no amount."),
        ("Debit", "--5,00", "“--5,00” is no amount."),
        ("Credit", "abc", "“abc” is no amount."),
        ("Credit", "1,00", "The line has both a debit and a credit."),
        ("Montantdevise", "NaN", "“NaN” is no amount."),
        ("Idevise", "EURO", "The text is 4 characters long; Idevise holds at most 3."),
        ("JournalCode", "", "The line has nothing in the column JournalCode."),
        ("EcritureNum", "", "The line has nothing in the column EcritureNum."),
        ("EcritureNum", "   ", "The line has nothing in the column EcritureNum."),
        ("CompteNum", "", "The line has nothing in the column CompteNum."),
        ("CompteNum", "4" * 21, "The text is 21 characters long; CompteNum holds at most 20."),
        ("JournalCode", "J" * 21, "The text is 21 characters long; JournalCode holds at most 20."),
        ("EcritureNum", "1" * 61, "The text is 61 characters long; EcritureNum holds at most 60."),
        ("EcritureLib", "x" * 301, "The text is 301 characters long; EcritureLib holds at most 300."),
        ("CompAuxLib", "x" * 201, "The text is 201 characters long; CompAuxLib holds at most 200."),
    ],
)
def test_a_wrong_text_is_refused_with_line_and_column(tmp_path, column, text, says):
    refused = refusal(tmp_path, with_line(3, **{column: text}), encoding="utf-8")

    assert (refused.line, refused.column) == (3, column)
    assert says in (None, str(refused))


def test_a_line_with_neither_debit_nor_credit_is_refused(tmp_path):
    refused = refusal(tmp_path, with_line(4, Debit="", Credit=" "))

    assert (refused.line, refused.column, str(refused)) == (4, "Debit", "The line has neither a debit nor a credit.")


def test_a_side_that_is_none_and_a_blank_amount_are_refused(tmp_path):
    line = row("OD 1 20260103 610000 . 1,00", Credit="X")
    blank = row("OD 1 20260103 610000 . 1,00", Debit="", Credit="D")

    side = refusal(tmp_path, f"{SIDED_HEADER}\n{line}")
    amount = refusal(tmp_path, f"{SIDED_HEADER}\n{blank}")

    assert (side.line, side.column, str(side)) == (2, "Sens", "“X” is no side: D or C, +1 or -1.")
    assert (amount.line, amount.column) == (2, "Montant")


@pytest.mark.parametrize(("change", "count"), [("\tx", 19), ("\t", 19)])
def test_too_many_columns_are_refused(tmp_path, change, count):
    lines = BOOKS.splitlines()
    lines[2] += change

    refused = refusal(tmp_path, "\n".join(lines))

    assert (refused.line, str(refused)) == (3, f"The line has {count} columns and not 18.")


def test_too_few_columns_are_refused(tmp_path):
    lines = BOOKS.splitlines()
    lines[2] = lines[2].rpartition("\t")[0]

    refused = refusal(tmp_path, "\n".join(lines))

    assert (refused.line, str(refused)) == (3, "The line has 17 columns and not 18.")


def test_a_blank_line_between_lines_is_refused(tmp_path):
    lines = BOOKS.splitlines()

    refused = refusal(tmp_path, "\r\n".join([*lines[:4], "", *lines[4:]]))

    assert (refused.line, str(refused)) == (5, "The line is blank, and more lines follow it.")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (HEADER.replace("EcritureNum", "Numero"), "EcritureNum"),
        (HEADER.replace("Debit\tCredit", "Credit\tDebit"), "Debit"),
        (HEADER.replace("Debit\tCredit", "Montant\tSensible"), "Sens"),
        (HEADER.replace("\t", ";"), "JournalCode"),
        (row("ACH 7 20260103 610000 . 620,00"), "JournalCode"),
        (HEADER.removesuffix("\tIdevise"), ""),
        (HEADER + "\tDateRglt", ""),
    ],
)
def test_a_header_that_is_missing_or_unknown_is_refused(tmp_path, header, column):
    refused = refusal(tmp_path, "\n".join([header, *BOOKS.splitlines()[1:]]))

    assert (refused.line, refused.column) == (1, column)


def test_an_empty_file_and_one_without_lines_are_refused(tmp_path):
    assert (str(refusal(tmp_path, "")), refusal(tmp_path, "").line) == ("The file is empty.", 0)
    assert str(refusal(tmp_path, "\r\n\n")) == "The file is empty."
    for end in ("", "\n", "\r\n\r\n"):
        refused = refusal(tmp_path, HEADER + end)
        assert (refused.line, str(refused)) == (1, "The file has a header and no lines.")


def test_a_piece_that_does_not_balance_is_refused_at_its_first_line(tmp_path):
    refused = refusal(tmp_path, fec(PURCHASE.replace("130,20", "130,21") + PAYMENT))

    assert (refused.line, refused.column) == (2, "")
    assert str(refused) == "The piece ACH 7 does not balance: debit less credit is 0.01."
    assert refused.sentence.facts["difference"] == Cents(1)


def test_a_scattered_piece_that_does_not_balance_is_refused_at_its_first_line(tmp_path):
    refused = refusal(tmp_path, fec(PAYMENT + PURCHASE + PAYMENT + "BNK 4 20260120 550000 . -1,00"))

    assert refused.line == 2
    assert str(refused) == "The last piece of the file, BNK 4, does not balance: debit less credit is -1.00. " + (
        "The file may have been cut."
    )


def test_a_piece_with_two_dates_is_refused_at_the_line_that_differs(tmp_path):
    refused = refusal(tmp_path, fec(PURCHASE.replace("20260103 411000", "20260104 411000")))

    assert (refused.line, refused.column) == (3, "EcritureDate")
    assert refused.sentence.facts["first"] == date(2026, 1, 3)
    assert str(refused) == "The piece ACH 7 is dated 2026-01-03 in line 2 and 2026-01-04 here."


def test_the_same_piece_again_with_another_date_is_refused_where_it_comes_back(tmp_path):
    refused = refusal(tmp_path, fec(PURCHASE + PAYMENT + PURCHASE.replace("20260103", "20260203")))

    assert (refused.line, refused.column) == (7, "EcritureDate")


def test_a_file_cut_anywhere_is_refused_unless_it_is_cut_after_a_whole_piece(tmp_path):
    text = BOOKS.removesuffix("\r\n")
    whole = {len(fec(PURCHASE)) - 2, len(fec(PURCHASE)) - 1, len(fec(PURCHASE))}

    for end in range(len(HEADER) + 3, len(text)):
        if end not in whole:
            refused = refusal(tmp_path, text[:end])
            assert refused.line in {2, 3, 4, 5, 6}


def test_a_file_that_ends_in_the_middle_of_a_line_is_said_to_be_cut(tmp_path):
    refused = refusal(tmp_path, BOOKS[:-40])

    assert refused.line == 6
    assert str(refused) == "The file ends in the middle of a line: it was cut, or is not complete yet."


def test_a_file_whose_last_piece_lacks_a_line_is_said_to_be_cut(tmp_path):
    refused = refusal(tmp_path, "\n".join(BOOKS.splitlines()[:-1]))

    assert refused.line == 5
    assert str(refused).endswith("debit less credit is 750.20. The file may have been cut.")


def test_bytes_that_are_no_text_are_refused_with_their_place(tmp_path):
    good = BOOKS.encode().replace(b"Text of ACH 7", "Été".encode())
    utf8 = refusal(tmp_path, good.replace(b"Name of F206", b"Na\xefve", 1))
    latin = refusal(tmp_path, BOOKS.encode().replace(b"Text of BNK 4", b"It\x92s \xe9", 1))
    nul = refusal(tmp_path, BOOKS.encode().replace(b"Text of BNK 4", b"a\0b", 1))
    bell = refusal(tmp_path, BOOKS.encode().replace(b"Loyers", b"a\x07b", 1))
    lone = refusal(tmp_path, BOOKS.encode().replace(b"Loyers", b"a\rb", 1))

    assert (utf8.line, utf8.column) == (4, "CompAuxLib")
    assert str(utf8) == "The byte EF is no character in UTF-8."
    assert (latin.line, latin.column) == (5, "EcritureLib")
    assert str(latin) == "The byte 92 is no character in ISO-8859-15."
    assert (nul.line, nul.column, str(nul)) == (5, "EcritureLib", "The byte 00 is a control character.")
    assert (bell.line, bell.column) == (2, "CompteLib")
    assert (lone.line, lone.column, str(lone)) == (2, "CompteLib", "The byte 0D is a control character.")


def test_other_encodings_and_endless_lines_are_refused(tmp_path):
    assert refusal(tmp_path, BOOKS, encoding="utf-16").line == 1
    assert refusal(tmp_path, BOOKS + "x" * 500_000).line == 7
    assert refusal(tmp_path, "x" * 500_000).line == 1


def test_faults_deep_in_a_long_file_are_placed_exactly(tmp_path):
    lines = fec("ACH 1 20260103 610000 . 1,00\nACH 1 20260103 440000 F -1,00\n" * 2000).splitlines()
    lines[3210] = lines[3210].replace("F", "F\x01")

    assert refusal(tmp_path, "\n".join(lines)).line == 3211


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=400), headed=st.booleans())
def test_random_bytes_are_read_or_refused_and_nothing_else(tmp_path_factory, data, headed):
    path = tmp_path_factory.mktemp("fuzz") / "FEC.txt"
    path.write_bytes((HEADER.encode() + b"\n" if headed else b"") + data)

    assert read_or_refused(path)


def test_ten_thousand_small_damages_are_read_or_refused_and_nothing_else(tmp_path):
    rng, good = random.Random(11), BOOKS.encode()
    parts = [
        b"\t",
        b"\n",
        b"\r",
        b"\0",
        b"\xff",
        b"\xc3",
        b"0",
        b"-",
        b",",
        b"|",
        b" ",
        b"\xe2\x82\xac",
        b"9" * 30,
        b"\x1a",
    ]
    path = tmp_path / "FEC.txt"

    for _ in range(10_000):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.choice(parts)
        path.write_bytes(bytes(data))
        assert read_or_refused(path)


def read_or_refused(path) -> bool:
    """Whether the file is read in pieces that balance, or refused by the reader itself with a place inside it."""
    try:
        pieces = list(read_pieces(path))
    except UnreadableFec as refused:
        return 0 <= refused.line <= path.read_bytes().count(b"\n") + 1 and bool(str(refused))
    return all(sum(line.cents for line in piece.lines) == 0 for piece in pieces)


def test_blanks_at_the_end_of_a_text_count_for_its_length(tmp_path):
    refused = refusal(tmp_path, with_line(3, EcritureLib="x" * 299 + "  "))

    assert (refused.line, refused.column) == (3, "EcritureLib")
