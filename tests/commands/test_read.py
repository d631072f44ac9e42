"""comptoir read: what it prints of a FEC, a UBL and a PDF, told apart by content; and how it ends when it cannot read."""

import json
import subprocess
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from comptoir.formats.scan import tesseract
from comptoir.kit.words import Sentence
from tests.connectors.winbooks.dossiers import LINES, PURCHASE, STATEMENT, dbf
from tests.formats.cii.sample import cii
from tests.formats.facturx.make import facturx
from tests.formats.pdf.make import pdf
from tests.formats.scan.make import TEXT, drawn, saved, typed
from tests.formats.scan.program import needs_tesseract
from tests.formats.ubl.sample import invoice, with_attachment
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[2]
HEADER = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|"
    "EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
)
FEC = f"""{HEADER}
ACH|Achats|12|20260301|440000|Fournisseurs|PROX|Proximus|F1|20260301|Téléphone|0,00|121,00||||0,00|
ACH|Achats|12|20260301|612000|Téléphone|||F1|20260301|Téléphone|100,00|0,00||||0,00|
ACH|Achats|12|20260301|411000|TVA|||F1|20260301|Téléphone|21,00|0,00||||0,00|
OD|Divers|1|20260331|580000|Virements|||1|20260331|Virement|5,00|0,00||||0,00|
OD|Divers|1|20260331|570000|Caisse|||1|20260331|Virement|0,00|5,00||||0,00|
"""


@pytest.fixture
def read(tmp_path):
    """Writes a file and gives what the command prints of it, as JSON."""

    def told(content: bytes, name: str = "file"):
        path = tmp_path / name
        path.write_bytes(content)
        out = StringIO()
        call_command("read", str(path), "--json", stdout=out)
        return json.loads(out.getvalue())

    return told


def test_a_fec_is_counted_and_summed(read):
    assert read(FEC.encode("iso-8859-15"), "export.dat") == {
        "kind": "fec",
        "lines": 5,
        "pieces": 2,
        "journals": [
            {"code": "ACH", "name": "Achats", "pieces": 1, "lines": 3},
            {"code": "OD", "name": "Divers", "pieces": 1, "lines": 2},
        ],
        "first_date": "2026-03-01",
        "last_date": "2026-03-31",
        "debit": "126.00",
        "credit": "126.00",
        "separator": "|",
        "encoding": "iso-8859-15",
        "columns": "Debit/Credit",
    }


def test_a_ubl_is_told_whatever_its_name(read):
    told = read(with_attachment(pdf(), name="a.pdf"), "facture.pdf")

    assert (told["kind"], told["number"], told["type"]) == ("invoice", "2026-117", "380")
    assert told["supplier"] == {
        "name": "Papeterie Lambert",
        "vat": "BE0466279295",
        "number": "0466279295",
        "country": "BE",
        "address": [],
    }
    assert told["totals"]["payable"] == "121.00"
    assert (told["ibans"], told["communications"]) == (["BE32735167772602"], ["+++071/1299/77132+++"])
    assert [(part["name"], part["type"], part["size"]) for part in told["attachments"]] == [
        ("a.pdf", "application/pdf", len(pdf()))
    ]
    assert [finding["rule"] for finding in told["findings"]] == ["BR-CO-09"]


def test_a_cii_is_told_as_a_ubl_is(read):
    ubl, told = read(invoice()), read(cii())

    assert told.keys() == ubl.keys()
    for name in (
        "kind",
        "number",
        "type",
        "issue_date",
        "due_date",
        "currency",
        "totals",
        "vat",
        "ibans",
        "communications",
    ):
        assert (name, told[name]) == (name, ubl[name])
    assert {name: told["supplier"][name] for name in ("name", "vat", "number", "country")} == {
        name: ubl["supplier"][name] for name in ("name", "vat", "number", "country")
    }
    assert (told["customer"], told["syntax"]) == (ubl["customer"], "CII")


def test_a_factur_x_is_told_with_the_pages_of_its_pdf(read):
    told = read(facturx(cii(), others={"hours.csv": b"day;hours"}))

    assert (told["kind"], told["number"], told["pages"], told["encrypted"]) == ("invoice", "2026-117", 1, False)
    assert told["attachments"] == [
        {
            "name": "hours.csv",
            "type": "application/octet-stream",
            "declared": "",
            "size": 9,
            "sha256": sha256(b"day;hours").hexdigest(),
        }
    ]
    assert told["findings"] == []


@needs_tesseract
def test_a_pdf_that_is_no_invoice_is_told_by_its_pages(read):
    assert read(pdf(2), "x.xml") == {
        "kind": "pdf",
        "pages": 2,
        "width": 595,
        "height": 842,
        "encrypted": False,
        "embedded": None,
        "findings": [],
    }


def test_an_invoice_is_read_from_the_text_of_a_pdf_with_the_place_of_each_fact(read):
    told = read(typed(TEXT))

    assert (told["kind"], told["pages"], told["number"], told["issue_date"]) == ("invoice", 1, "VF22939", "2026-03-03")
    assert told["totals"]["payable"] == "172.00"
    assert (told["lines"], told["attachments"], told["findings"]) == ([], [], [])
    ((place,),) = [told["places"]["number"]]
    assert (place["page"], place["text"], place["confidence"]) == (1, "VF22939", 93)


@needs_tesseract
def test_an_invoice_is_read_from_a_scan_by_text_recognition(read):
    told = read(saved("PNG", drawn()), "scan")

    assert (told["kind"], told["pages"], told["number"]) == ("invoice", 1, "VF22939")
    assert (told["totals"]["payable"], told["ibans"]) == ("172.00", ["BE32735167772602"])


def test_without_text_recognition_a_scan_is_told_and_so_is_what_is_missing(read, monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda _name: None)

    told = read(saved("PNG", drawn()), "scan")

    assert (told["kind"], told["width"], [found["rule"] for found in told["findings"]]) == (
        "picture",
        1240,
        ["PAPER-OCR"],
    )


def test_a_ubl_whose_pdf_says_something_else_is_told_with_the_difference(read):
    paper = typed(
        "FACTURE n° 2026-118\nDate de facture : 03/03/2026\nTotal HT : 100,00\nTVA 21% : 21,00\nTotal TTC : 121,00"
    )

    told = read(with_attachment(paper))

    different = [found for found in told["findings"] if found["severity"] == "difference"]
    assert [(found["rule"], str(Sentence.from_json(found))) for found in different] == [
        ("PDF-NUMBER", "The PDF says the number is 2026-118, the electronic invoice 2026-117.")
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (FEC.replace("100,00", "1e2").encode(), "file, line 3, column Debit: "),
        (FEC.replace("100,00", "99,00").encode(), "file, line "),
        (invoice((">2026-03-03<", ">soon<")), "file: The element IssueDate on line 4 is not a date: soon"),
        (b"<?xml version='1.0'?><Order/>", "file: The XML is not an electronic invoice (UBL or CII) but Order."),
        (b"<html></html>", "file: The XML is not an electronic invoice (UBL or CII) but html."),
        (b"%PDF-1.7 nothing", "file: The PDF is damaged and cannot be opened."),
        (b"", "file: The file is neither FEC, an electronic invoice, PDF, picture nor lines of WinBooks."),
        (b"\x00\x01", "file: The file is neither FEC, an electronic invoice, PDF, picture nor lines of WinBooks."),
    ],
)
def test_what_cannot_be_read_ends_with_the_place_and_the_reason(read, content, words):
    with pytest.raises(CommandError) as caught:
        read(content)

    assert str(caught.value).startswith(words)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("read", str(tmp_path / "nothing"))


def test_from_the_shell_it_needs_no_database_and_ends_with_1_and_the_reason(tmp_path):
    path = tmp_path / "broken.xml"
    path.write_bytes(invoice()[:200])
    command = [sys.executable, "-m", "comptoir.config.main", "read", str(path), "--json", "--data", str(tmp_path / "d")]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("broken.xml: The XML is broken on line ")
    assert not (tmp_path / "d" / "comptoir.sqlite3").exists()


@pytest.mark.shared
def test_our_own_year_of_books_is_summed(read):
    told = read(shared("ours/ledger/tryton_demo/FEC20261231.txt").read_bytes())

    assert (told["lines"], told["pieces"], told["debit"], told["credit"]) == (629, 233, "226928.66", "226928.66")


def test_lines_of_winbooks_are_counted_and_summed_as_table_and_as_text(read):
    rows = [*PURCHASE, *STATEMENT]
    names = [name for name, _, _ in LINES]
    text = "\r\n".join(",".join(row) for row in (names, *rows))
    told = {
        "kind": "winbooks",
        "lines": 8,
        "pieces": 2,
        "journals": [{"code": "ACH", "pieces": 1, "lines": 3}, {"code": "KBC", "pieces": 1, "lines": 5}],
        "book_years": ["1"],
        "debit": "486.50",
        "credit": "486.50",
        "left_alone": 0,
    }

    assert read(dbf(LINES, rows, mark=2), "export.dat") == told | {"encoding": "cp850"}
    assert read(text.encode("cp1252"), "export.dat") == told | {"encoding": "cp1252"}


def test_lines_of_winbooks_that_are_wrong_are_refused_with_their_place(tmp_path):
    path = tmp_path / "ATELIER_ACT.DBF"
    path.write_bytes(dbf(LINES, PURCHASE[:2], mark=2))

    with pytest.raises(CommandError, match=r"ATELIER_ACT.DBF, line 1, column AMOUNTEUR: The piece ACH 260012 does not"):
        call_command("read", str(path))
