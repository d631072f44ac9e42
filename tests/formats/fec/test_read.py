"""What the FEC reader makes of good files: a year of real books, encodings, separators, variants, scattered pieces."""

from datetime import date
from itertools import groupby

import pytest

from comptoir.formats.fec.read import FecLine, read_lines, read_pieces
from tests.formats.fec.texts import BOOKS, HEADER, PAYMENT, PURCHASE, SIDED_HEADER, fec, row, write_file
from tests.shared_data import shared

DEMO = "ours/ledger/tryton_demo/FEC20261231.txt"


def test_the_demo_year_has_its_lines_sums_pieces_and_letterings():
    lines = list(read_lines(shared(DEMO)))
    pieces = list(read_pieces(shared(DEMO)))

    assert len(lines) == 629
    assert sum(line.cents for line in lines if line.cents > 0) == 22692866
    assert sum(line.cents for line in lines) == 0
    assert len(pieces) == 233
    assert [line for piece in pieces for line in piece.lines] == lines
    lettered = [line for line in lines if line.lettering]
    assert len(lettered) == 161
    assert len({(line.account, line.auxiliary, line.lettering) for line in lettered}) == 77
    assert (min(line.booked_on for line in lines), max(line.booked_on for line in lines)) == (
        date(2026, 1, 2),
        date(2026, 9, 29),
    )


def test_the_first_piece_of_the_demo_year_is_read_to_the_cent():
    piece = next(read_pieces(shared(DEMO)))

    assert (piece.journal, piece.number, piece.booked_on) == ("VEN", "1", date(2026, 1, 2))
    assert [(line.account, line.cents) for line in piece.lines] == [
        ("700000", -25000),
        ("700000", -125000),
        ("700000", -99999),
        ("451000", -52500),
        ("400000", 302499),
    ]
    assert piece.lines[3].account_name == "T.V.A. à payer"
    assert piece.lines[4] == FecLine(
        journal="VEN",
        journal_name="Ventes",
        number="1",
        booked_on=date(2026, 1, 2),
        account="400000",
        account_name="Clients",
        auxiliary="197",
        auxiliary_name="Immo Meuse SA",
        reference="1",
        document_on=date(2026, 1, 2),
        text="Vente 1/0",
        cents=302499,
        lettering="2",
        lettered_on=date(2026, 2, 1),
        validated_on=date(2026, 1, 2),
        line=6,
    )


@pytest.mark.parametrize("encoding", ["iso-8859-15", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", ["\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_encoding_separator_and_line_ends_are_told_from_the_file(tmp_path, encoding, separator, end):
    text = fec("OD 1 20260103 610000 . 1,00\nOD 1 20260103 440000 É€œ -1,00").replace("\t", separator)
    path = write_file(tmp_path, text.replace("\r\n", end), encoding=encoding)

    lines = list(read_lines(path))

    assert [line.journal_name for line in lines] == ["Opérations diverses", "Opérations diverses"]
    assert [line.auxiliary for line in lines] == ["", "É€œ"]
    assert [line.line for line in lines] == [2, 3]


def test_the_encoding_is_told_although_the_first_accent_comes_late(tmp_path):
    many = "OD 1 20260103 610000 . 1,00\nOD 1 20260103 440000 . -1,00\n" * 3000
    path = write_file(tmp_path, fec(many.replace("OD", "ACH") + "OD 1 20260103 610000 . 0,00"), encoding="utf-8")

    *_, last = read_lines(path)

    assert (last.journal_name, last.line) == ("Opérations diverses", 6002)


def test_the_file_may_end_with_or_without_a_line_end_and_with_blank_lines(tmp_path):
    for end in ("", "\n", "\r\n", "\r\n\r\n\n"):
        path = write_file(tmp_path, BOOKS.rstrip("\r\n") + end)

        assert len(list(read_lines(path))) == 5


def test_names_of_columns_are_read_in_any_case_and_blanks_round_texts_are_taken_off(tmp_path):
    padded = row("OD 1 20260103 610000 . 1,00").replace("\t1,00\t", "\t   1,00\t").replace("OD\t", " OD \t")
    path = write_file(tmp_path, "\n".join([HEADER.upper(), padded, row("OD 1 20260103 440000 . -1,00")]))

    (piece,) = read_pieces(path)

    assert (piece.journal, [line.cents for line in piece.lines]) == ("OD", [100, -100])


@pytest.mark.parametrize(("debit", "credit"), [("D", "C"), ("+1", "-1"), ("1", "-1")])
def test_the_variant_with_one_amount_and_its_side_says_the_same(tmp_path, debit, credit):
    plain = list(read_lines(write_file(tmp_path, BOOKS)))
    rows = [line.split("\t") for line in BOOKS.splitlines()[1:]]
    for fields in rows:
        fields[11:13] = [fields[11], debit] if fields[11] != "0,00" else [fields[12], credit]
    path = write_file(tmp_path, "\n".join([SIDED_HEADER, *map("\t".join, rows)]))

    assert list(read_lines(path)) == plain


@pytest.mark.parametrize(
    ("debit", "credit", "cents"),
    [
        ("1,5", "", 150),
        ("", "12.30", -1230),
        ("0", "0", 0),
        ("-5,00", "0,00", -500),
        ("0,00", "-5,00", 500),
        ("7", "", 700),
    ],
)
def test_amounts_are_signed_cents_debit_less_credit(tmp_path, debit, credit, cents):
    path = write_file(tmp_path, f"{HEADER}\n{row('OD 1 20260103 610000 . 1,00', Debit=debit, Credit=credit)}\n")

    assert [line.cents for line in read_lines(path)] == [cents]


def test_foreign_amounts_and_blank_dates_are_read_as_told(tmp_path):
    line = row("OD 1 20260103 610000 . 1,00", PieceDate="", ValidDate="", Montantdevise="-1,17", Idevise="USD")

    (read,) = read_lines(write_file(tmp_path, f"{HEADER}\n{line}\n"))

    assert (read.foreign_cents, read.currency) == (-117, "USD")
    assert (read.document_on, read.lettered_on, read.validated_on) == (None, None, None)


def test_quotes_are_letters_like_others(tmp_path):
    line = row("OD 1 20260103 610000 . 1,00", EcritureLib="\"Chez l'Ami", CompteLib='a"b""')

    (read,) = read_lines(write_file(tmp_path, f"{HEADER}\n{line}\n"))

    assert (read.text, read.account_name) == ("\"Chez l'Ami", 'a"b""')


def test_lines_of_a_piece_that_stand_apart_are_put_together_in_the_order_in_which_pieces_begin(tmp_path):
    rows = [row(line) for line in (PURCHASE + PAYMENT).splitlines() if line.strip()]
    by_account = sorted(rows, key=lambda text: text.split("\t")[4])
    path = write_file(tmp_path, "\r\n".join([HEADER, *by_account]))

    pieces = list(read_pieces(path))

    assert [(piece.journal, piece.number) for piece in pieces] == [("ACH", "7"), ("BNK", "4")]
    assert [[(line.line, line.account) for line in piece.lines] for piece in pieces] == [
        [(2, "411000"), (3, "440000"), (6, "610000")],
        [(4, "440000"), (5, "550000")],
    ]


def test_parts_of_a_piece_that_balance_by_themselves_are_put_together_too(tmp_path):
    path = write_file(tmp_path, fec(PURCHASE + PAYMENT + PURCHASE))

    pieces = list(read_pieces(path))

    assert [(piece.journal, piece.number, len(piece.lines)) for piece in pieces] == [("ACH", "7", 6), ("BNK", "4", 2)]


def test_the_same_number_in_two_journals_is_two_pieces(tmp_path):
    path = write_file(tmp_path, fec(PURCHASE + PURCHASE.replace("ACH", "VEN")))

    assert [(piece.journal, piece.number) for piece in read_pieces(path)] == [("ACH", "7"), ("VEN", "7")]


def test_pieces_of_many_lines_cross_the_blocks_in_which_the_file_is_read(tmp_path):
    text = "".join(f"ACH {n} 20260103 610000 . {n},00\nACH {n} 20260103 440000 F -{n},00\n" for n in range(1, 3001))
    path = write_file(tmp_path, fec(text))

    lines = list(read_lines(path))

    assert [line.line for line in lines] == list(range(2, 6002))
    assert [key for key, _ in groupby(line.number for line in lines)] == [str(n) for n in range(1, 3001)]
