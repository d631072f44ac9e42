"""A booking as a FEC file: read back it is the same piece, and what FEC cannot hold is refused and leaves nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comptoir.connectors.fec.outbox import push
from comptoir.connectors.outbox import MARKS, Outbox
from comptoir.connectors.port import WrongBooks
from comptoir.formats.fec.read import read_pieces
from comptoir.records.booking import Booking, BookingFile
from comptoir.records.books import Line
from tests.connectors import sample


def put_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != MARKS) if folder.exists() else []


def said(booking: Booking, **changed: object) -> Booking:
    return replace(booking, entry=replace(booking.entry, **changed))  # type: ignore[arg-type]


def test_a_booking_is_read_back_as_the_same_piece(tmp_path):
    pdf, second = tmp_path / "scan", tmp_path / "second"
    pdf.write_bytes(b"%PDF-1")
    second.write_bytes(b"<Invoice/>")
    files = (BookingFile(pdf, "Facture.pdf", "application/pdf"), BookingFile(second, "ubl", "application/xml"))

    receipt = push(sample.booking(files=files), Outbox(tmp_path / "outbox"), sample.basics())

    assert (receipt.booked, receipt.number, receipt.key) == (False, "3", "")
    assert put_in(tmp_path / "outbox") == ["ACH-2026-3.fec.txt", "ACH-2026-3.pdf", "ACH-2026-3_2.xml"]
    assert (tmp_path / "outbox" / "ACH-2026-3.pdf").read_bytes() == b"%PDF-1"
    (piece,) = read_pieces(tmp_path / "outbox" / "ACH-2026-3.fec.txt")
    assert (piece.journal, piece.number, piece.booked_on) == ("ACH", "3", date(2026, 3, 16))
    assert [(line.account, line.cents, line.auxiliary, line.auxiliary_name) for line in piece.lines] == [
        ("440000", -48_400, "PROX", "Proximus SA"),
        ("612000", 40_000, "", ""),
        ("411000", 8_400, "", ""),
    ]
    assert {line.reference for line in piece.lines} == {"F3"}
    assert [line.account_name for line in piece.lines] == ["Fournisseurs", "Fournitures", "TVA à récupérer"]


@pytest.mark.parametrize(
    "changed",
    [
        {"number": "3\t4"},
        {"number": "3\n4"},
        {"number": "3\x00"},
        {"number": "9" * 300},
        {"journal": "A\tB"},
        {"document_number": "F\r\n3"},
        {"document_number": " F3"},
        {"document_number": "F" * 5_000},
        {"lines": (Line("44\t0", -100, "", "x"), Line("612000", 100, "", "x"))},
        {"lines": (Line("440000", -100, "", "a\tb"), Line("612000", 100, "", "x"))},
        {"lines": (Line("440000", -100, "", "a\u2028b\nc"), Line("612000", 100, "", "x"))},
        {"lines": (Line("440000", -100, "", "x" * 100_000), Line("612000", 100, "", "x"))},
    ],
)
def test_what_a_fec_file_cannot_hold_is_refused_and_leaves_nothing(tmp_path, changed):
    pdf = tmp_path / "scan"
    pdf.write_bytes(b"%PDF-1")
    booking = said(sample.booking(files=(BookingFile(pdf, "Facture.pdf", "application/pdf"),)), **changed)

    with pytest.raises(WrongBooks):
        push(booking, Outbox(tmp_path / "outbox"), sample.basics())

    assert put_in(tmp_path / "outbox") == []
    assert not Outbox(tmp_path / "outbox").has(booking.token)


@pytest.mark.parametrize("number", ["../3", "/3", "a/b", "CON", "..", "3:4*"])
def test_a_number_that_is_no_name_of_a_file_stays_in_the_outbox(tmp_path, number):
    push(said(sample.booking(), number=number), Outbox(tmp_path / "outbox"), sample.basics())

    (name,) = put_in(tmp_path / "outbox")
    (piece,) = read_pieces(tmp_path / "outbox" / name)
    assert piece.number == number
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outbox"]
