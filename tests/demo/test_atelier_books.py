"""The year of books that the demo shows: complete, readable, and the same as the reference data it was made from."""

import json
from pathlib import Path

import pypdfium2
import pytest

import comptoir.demo
from tests.demo.simple_books import fec_rows, semicolon_rows
from tests.shared_data import shared

ATELIER = Path(comptoir.demo.__file__).parent / "books" / "atelier"


def test_every_invoice_of_the_export_has_a_row_that_says_its_number_and_due_date():
    pieces = {(p["journal"], p["number"]): p for p in semicolon_rows(ATELIER / "pieces.csv")}
    booked = {(row["JournalCode"], row["EcritureNum"]) for row in fec_rows(ATELIER / "FEC20261231.txt")}

    assert set(pieces) == {piece for piece in booked if piece[0] in {"ACH", "VEN"}}
    assert all(p["document_number"] and p["due_on"] for p in pieces.values())
    assert pieces["ACH", "32"] == {
        "journal": "ACH",
        "number": "32",
        "year": "2026",
        "document_number": "VF22939",
        "due_on": "2026-04-02",
        "communication": "+++071/1299/77132+++",
    }


def test_every_partner_of_the_export_has_a_row():
    partners = {(p["account"], p["auxiliary"]) for p in semicolon_rows(ATELIER / "partners.csv")}
    booked = {
        (row["CompteNum"], row["CompAuxNum"]) for row in fec_rows(ATELIER / "FEC20261231.txt") if row["CompAuxNum"]
    }

    assert partners == booked


@pytest.mark.parametrize("path", sorted(ATELIER.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_pdf_is_the_document_of_the_piece_in_its_name(path):
    piece = next(p for p in semicolon_rows(ATELIER / "pieces.csv") if p["number"] == path.stem.split("-")[2])

    text = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()

    assert piece["document_number"] in text


def test_the_books_are_those_of_the_reference_data():
    ledger, invoices = shared("ours/ledger/tryton_demo"), shared("ours/invoice_be_synthetic")
    expected = [json.loads(path.read_text()) for path in sorted(invoices.glob("*.expected.json"))]
    numbers = {p["document_number"]: p["number"] for p in semicolon_rows(ATELIER / "pieces.csv")}

    assert (ATELIER / "FEC20261231.txt").read_bytes() == (ledger / "FEC20261231.txt").read_bytes()
    assert {path.stem for path in ATELIER.glob("ACH*.pdf")} == {f"ACH-2026-{numbers[e['number']]}" for e in expected}
    for path in ATELIER.glob("*.xml"):
        assert path.read_bytes() == (invoices / path.name).read_bytes()
