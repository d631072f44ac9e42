"""A PDF with an invoice inside: what is told of both, and that what is inside never keeps the PDF from being opened."""

from decimal import Decimal

import pytest

from comptoir.formats import invoice_json
from comptoir.formats.facturx import read
from comptoir.formats.facturx.read import read_pdf, to_json
from comptoir.formats.invoice_xml import read_invoice
from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Sentence
from tests.formats.cii.sample import cii, zugferd_1
from tests.formats.facturx.make import facturx
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice

PAPER = {"kind": "pdf", "pages": 1, "width": 595, "height": 842, "encrypted": False, "embedded": None}


@pytest.mark.parametrize(
    "name",
    ["factur-x.xml", "Factur-X.XML", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml", " factur-x.xml "],
)
def test_the_invoice_is_found_under_each_of_its_names(name):
    told = to_json(read_pdf(facturx(cii(), name=name)))

    assert told == {
        **{fact: PAPER[fact] for fact in ("pages", "width", "height", "encrypted")},
        **invoice_json.to_json(read_invoice(cii())),
        "embedded": told["embedded"],
    }
    assert (told["embedded"]["name"], told["embedded"]["size"]) == (name, len(cii()))


@pytest.mark.parametrize("xml", [zugferd_1(), invoice()])
def test_zugferd_1_and_even_ubl_are_read_from_a_pdf(xml):
    assert read_pdf(facturx(xml)).invoice.totals.payable == Decimal("121.00")


def test_a_pdf_without_an_invoice_is_a_pdf():
    assert to_json(read_pdf(pdf())) == PAPER
    assert to_json(read_pdf(facturx(cii(), name="data.xml"))) == PAPER


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (cii((">20260303<", ">soon<")), "The element DateTimeString on line 11 is not a date: soon"),
        (b"<!DOCTYPE a><a/>", "The XML has a document type definition (DOCTYPE), which is not accepted."),
        (b"", "The file is not XML."),
        (b"<Order/>", "The XML is not an electronic invoice (UBL or CII) but Order."),
    ],
)
def test_a_pdf_whose_invoice_cannot_be_read_is_a_pdf_that_says_why(xml, words):
    told = to_json(read_pdf(facturx(xml)))

    assert {name: told[name] for name in ("kind", "pages")} == {"kind": "pdf", "pages": 1}
    assert [(one["rule"], str(Sentence.from_json(one))) for one in told["findings"]] == [("factur-x", words)]
    assert told["embedded"]["name"] == "factur-x.xml"


def test_other_files_of_the_pdf_are_attachments_of_the_invoice(tmp_path):
    path, files = tmp_path / "invoice.pdf", tmp_path / "inside"
    path.write_bytes(facturx(cii(), others={"hours.pdf": pdf(2)}))
    files.mkdir()

    told = read_in_child("pdf", path, files=files)

    assert [(part["name"], part["type"], part["size"]) for part in told["attachments"]] == [
        ("hours.pdf", "application/pdf", len(pdf(2)))
    ]
    assert attachment_in(files, 0).read_bytes() == pdf(2)


def test_more_files_than_any_invoice_has_are_not_looked_at():
    told = to_json(read_pdf(facturx(cii(), others={f"{number}.txt": b"x" for number in range(50)})))

    assert told["kind"] == "pdf"
    assert str(Sentence.from_json(told["findings"][0])) == "The document has more than 50 attachments."


def test_a_file_that_becomes_too_large_when_it_is_unpacked_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(read, "LARGEST", 2**20)

    told = to_json(read_pdf(facturx(b"<a>" + b" " * 2**20 + b"</a>")))

    assert str(Sentence.from_json(told["findings"][0])) == "The file is larger than 1 MB."


def test_a_pdf_that_cannot_be_opened_is_refused():
    with pytest.raises(Unreadable, match="damaged"):
        read_pdf(b"%PDF-1.7 nothing")
