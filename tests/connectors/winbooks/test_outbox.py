"""What a booking looks like to WinBooks, and what is refused because WinBooks has no room for it."""

from dataclasses import replace
from datetime import date

import pytest

from comptoir.connectors.port import WrongBooks
from comptoir.connectors.registry import package
from comptoir.records.booking import BookingFile
from comptoir.records.books import Line
from tests.connectors import sample
from tests.connectors.winbooks.dossiers import connector, dossier


def files(folder):
    """What lies in the outbox, by name below it."""
    outbox = folder / "outbox"
    return {path.relative_to(outbox).as_posix(): path for path in sorted(outbox.rglob("*")) if path.is_file()}


def visible(folder):
    """The names of what lies in the outbox, its marks aside."""
    return [name for name in files(folder) if not name.startswith(".")]


def changed(**more):
    """The sample's booking with another entry."""
    booking = sample.booking("260013")
    return replace(booking, entry=replace(booking.entry, **more))


def test_a_booking_is_the_rows_that_winbooks_imports(tmp_path):
    receipt = connector(dossier(tmp_path)).push(changed())

    assert (receipt.booked, receipt.number, receipt.key) == (False, "260013", "")
    assert visible(tmp_path) == ["ACH-2026-260013_ACT.txt"]
    rows = files(tmp_path)["ACH-2026-260013_ACT.txt"].read_bytes().decode("cp1252").split("\r\n")
    assert rows == [
        "2,ACH,0,260013,,,440000,PROX,1,03,20260316,20260316,20261231,Facture,+++090/9337/55493+++,0.00,-484.00,400.00,"
        ",0.00,,,,,,,",
        "3,ACH,0,260013,,,612000,,1,03,20260316,20260316,,Facture,F260013,0.00,400.00,0.00,,0.00,,,,,,,",
        "3,ACH,0,260013,VAT,,411000,,1,03,20260316,20260316,,TVA,F260013,0.00,84.00,400.00,21,0.00,,,,,,,",
        "",
    ]


def test_a_new_partner_gets_a_card_and_the_documents_their_place(tmp_path):
    for name in ("a.pdf", "b.xml"):
        (tmp_path / name).write_bytes(name.encode())
    papers = (
        BookingFile(tmp_path / "a.pdf", "Facture.pdf", "application/pdf"),
        BookingFile(tmp_path / "b.xml", "Facture.xml", "application/xml"),
    )

    connector(dossier(tmp_path)).push(sample.booking("260013", files=papers, new=True))

    assert visible(tmp_path) == [
        "ACH-2026-260013_ACT.txt",
        "ACH-2026-260013_CSF.txt",
        "Document/EX 2026/ACH/ACH_03_260013_00.pdf",
        "Document/EX 2026/ACH/ACH_03_260013_01.xml",
    ]
    assert files(tmp_path)["Document/EX 2026/ACH/ACH_03_260013_00.pdf"].read_bytes() == b"a.pdf"
    card = files(tmp_path)["ACH-2026-260013_CSF.txt"].read_text(encoding="cp1252")
    assert card == "NEUF,2,Papeterie Neuve SRL,,,,,,1,BE,0417.497.106,,,,,,,,,,440000,,,,\n"


def test_the_key_of_a_known_partner_is_its_kind_and_number(tmp_path):
    booking = changed(lines=tuple(line._replace(partner=line.partner and "2:PROX") for line in changed().entry.lines))

    connector(dossier(tmp_path)).push(replace(booking, partner=replace(booking.partner, key="2:PROX")))

    assert visible(tmp_path) == ["ACH-2026-260013_ACT.txt"]
    assert ",440000,PROX,1," in files(tmp_path)["ACH-2026-260013_ACT.txt"].read_text(encoding="cp1252")


def test_a_token_is_put_in_once_and_a_long_text_is_as_long_as_winbooks_has_room(tmp_path):
    long = "Facture de fournitures de bureau et de papier à en-tête"
    booking = changed(lines=tuple(line._replace(text=long) for line in changed().entry.lines))
    opened = connector(dossier(tmp_path))
    opened.push(booking)
    path = files(tmp_path)["ACH-2026-260013_ACT.txt"]
    text = path.read_text(encoding="cp1252")
    path.unlink()

    (tmp_path / "ATELIER_ACT.DBF").unlink()
    opened.push(booking)
    connector_of_nothing = package("winbooks").open({"folder": str(tmp_path)})

    assert connector_of_nothing.push(booking).number == "260013"
    assert text.count(",Facture de fournitures de bureau et de p,") == 3
    assert visible(tmp_path) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"fiscal_year": "2024"}, "WinBooks has no period for the day 2026-03-16 in the book year 2024."),
        ({"booked_on": date(2027, 1, 1)}, "WinBooks has no period for the day 2027-01-01 in the book year 2026."),
        ({"journal": "NEW"}, "WinBooks has no journal NEW for bookings."),
        ({"number": "2026/000123"}, "“2026/000123” is too long for the column DOCNUMBER."),
        (
            {"lines": (Line("440000", 0, "PROX", "ő"),)},
            "“ő” cannot be written in CP1252.",
        ),
    ],
)
def test_what_winbooks_cannot_take_is_refused_and_nothing_is_put_in(tmp_path, more, words):
    with pytest.raises(WrongBooks) as caught:
        connector(dossier(tmp_path)).push(changed(**more))

    assert str(caught.value) == words
    assert visible(tmp_path) == []
