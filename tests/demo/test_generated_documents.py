"""Documents of generated books: PDFs that open and say what the books say, and UBL files that can be read."""

from datetime import date
from pathlib import Path

import pypdfium2

from comptoir.demo.generate.company import COMPANY
from comptoir.formats.invoice_xml import read_invoice
from comptoir.kit.money import decimal_of
from tests.demo.simple_books import amount, semicolon_rows, years


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_range())


def belgian(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02d}"


def test_the_newest_pieces_have_a_pdf_named_by_journal_year_and_number(books):
    pieces = semicolon_rows(books / "pieces.csv")[-30:]

    assert {path.stem for path in books.glob("*.pdf")} == {f"{p['journal']}-{p['year']}-{p['number']}" for p in pieces}


def test_a_pdf_shows_number_dates_communication_and_total_as_text(books):
    entries = {
        (year, row["JournalCode"], row["EcritureNum"]): amount(row)
        for year, rows in years(books).items()
        for row in rows
        if row["CompteNum"] in {"400000", "440000"}
    }
    checked = 0
    for piece in semicolon_rows(books / "pieces.csv")[-30:]:
        text = text_of(books / f"{piece['journal']}-{piece['year']}-{piece['number']}.pdf")
        year, month, day = piece["due_on"].split("-")
        assert piece["document_number"] in text
        assert f"{day}/{month}/{year}" in text
        assert piece["communication"] in text
        total = entries.get((piece["year"], piece["journal"], piece["number"]))
        if total:
            assert belgian(abs(total)) in text or piece["journal"] == "VEN"
            checked += 1
    assert checked > 20


def test_a_pdf_names_both_parties_in_the_partner_language(books):
    texts = [text_of(path) for path in books.glob("*.pdf")]

    assert all("Maison Verbruggen SA" in text for text in texts)
    assert any("FACTURE" in text for text in texts)
    assert any("FACTUUR" in text for text in texts)


def test_some_purchases_come_as_ubl_whose_totals_are_those_of_the_books(books):
    files = sorted(books.glob("*.xml"))
    numbers = {p["document_number"]: p for p in semicolon_rows(books / "pieces.csv") if p["journal"] == "ACH"}
    assert files

    for path in files:
        invoice = read_invoice(path.read_bytes())
        piece = numbers[invoice.number]
        rows = years(books)[piece["year"]]
        owed = [
            -amount(r)
            for r in rows
            if (r["JournalCode"], r["EcritureNum"], r["CompteNum"]) == ("ACH", piece["number"], "440000")
        ]
        assert path.name == f"{invoice.supplier.vat}_{invoice.number}.xml"
        assert invoice.customer.vat == COMPANY.vat
        assert invoice.totals.payable == decimal_of(sum(owed))
        assert invoice.due_date == date.fromisoformat(piece["due_on"])
