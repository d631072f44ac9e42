"""Many documents as one ZIP: their names, what is missing, and what is too much."""

import tracemalloc
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from comptoir.archive import bundle
from comptoir.archive.bundle import TooMuch, invoices_with_documents, zipped
from comptoir.archive.documents import link_document
from comptoir.archive.models import ArchivedInvoice
from comptoir.documents.actions import keep
from comptoir.documents.store import path_of
from tests.firms.people import NOW, office
from tests.formats.pdf.make import pdf


@pytest.fixture(autouse=True)
def store(tmp_path, settings) -> Path:
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def attach(books, dossier):
    """Ties new documents to a piece, each of so many pages."""

    def attached(piece: str, *contents: bytes):
        row = books.row(piece)
        documents = [
            keep(content, dossier=dossier, name="scan", by=office(dossier.firm, dossier), at=NOW)
            for content in contents
        ]
        for document in documents:
            link_document(row, document, reason="piece", at=NOW)
        return documents

    return attached


def bundled(**which: str) -> list[tuple[str, list[str]]]:
    rows = ArchivedInvoice.objects.filter(**which).order_by("date", "id")
    return [(found.row.number, [file.name for file in found.files]) for found in invoices_with_documents(rows)]


def test_files_are_named_after_journal_number_and_partner_and_rows_without_one_are_there(books, attach):
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -121.00
        2026-01-11 PUR 2  440000 Vivaqua    -80.00
    """)
    attach("PUR 1", pdf(1))

    assert bundled() == [("1", ["PUR-1-Proximus.pdf"]), ("2", [])]


def test_several_documents_of_an_invoice_are_numbered_and_keep_their_endings(books, attach):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    attach("PUR 1", b"<?xml version='1.0'?><a/>", pdf(1))

    assert bundled() == [("1", ["PUR-1-Proximus-1.xml", "PUR-1-Proximus-2.pdf"])]


def test_equal_names_are_told_apart_even_where_only_case_differs(books, attach):
    books.names = {"A": "Proximus", "B": "PROXIMUS"}
    books.book("""
        2025-01-10 PUR 1  440000 A  -121.00
        2026-01-10 PUR 1  440000 B  -121.00
    """)
    for row in ArchivedInvoice.objects.all():
        document = keep(pdf(1), dossier=row.dossier, name="a", by=office(row.dossier.firm, row.dossier), at=NOW)
        link_document(row, document, reason="piece", at=NOW)

    assert bundled() == [("1", ["PUR-1-Proximus.pdf"]), ("1", ["PUR-1-PROXIMUS (2).pdf"])]


@pytest.mark.parametrize(
    ("partner", "name"),
    [
        ("../../x", "PUR-1-x.pdf"),
        ("..\\..\\windows\\x", "PUR-1-windows x.pdf"),
        ("CON", "PUR-1-CON.pdf"),
        ("Crêperie 🥞", "PUR-1-Crêperie 🥞.pdf"),
        ("a" * 300, f"PUR-1-{'a' * 114}.pdf"),
        ("é" * 190, f"PUR-1-{'é' * 57}.pdf"),
        ('=A1:<"|>?*', "PUR-1-=A1.pdf"),
        ("\u202etxt.exe", "PUR-1-txt.exe.pdf"),
        ("...", "PUR-1.pdf"),
    ],
)
def test_whatever_a_partner_is_called_the_name_is_a_plain_file_name(books, attach, partner, name):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    attach("PUR 1", pdf(1))
    ArchivedInvoice.objects.update(partner_name=partner[:200])

    assert bundled() == [("1", [name])]


def test_the_zip_has_its_length_and_the_very_bytes(books, attach):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    attach("PUR 1", pdf(1), pdf(2))
    files = [file for found in invoices_with_documents(ArchivedInvoice.objects.all()) for file in found.files]

    stream = zipped(files, ("index.csv", iter([b"a", b"bc"]), 3))
    length, content = len(stream), b"".join(stream)

    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "index.csv": b"abc",
            "PUR-1-Proximus-1.pdf": pdf(1),
            "PUR-1-Proximus-2.pdf": pdf(2),
        }
    assert length == len(content)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: path.unlink(), "The file of scan is missing from the store."),
        (lambda path: path.write_bytes(b"%PDF-"), "The file of scan is damaged in the store."),
    ],
)
def test_a_file_that_the_store_lacks_is_left_out_and_said(books, attach, damage, says):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    lost, _ = attach("PUR 1", pdf(1), pdf(2))
    damage(path_of(lost.sha256))

    (found,) = invoices_with_documents(ArchivedInvoice.objects.all())

    assert [(file.name, str(file.missing or "")) for file in found.files] == [
        ("PUR-1-Proximus-1.pdf", says),
        ("PUR-1-Proximus-2.pdf", ""),
    ]
    assert ZipFile(BytesIO(b"".join(zipped(found.files)))).namelist() == ["PUR-1-Proximus-2.pdf"]


def test_a_file_that_goes_while_it_is_sent_breaks_the_download_off(books, attach):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    (document,) = attach("PUR 1", pdf(1))
    (found,) = invoices_with_documents(ArchivedInvoice.objects.all())
    stream = zipped(found.files)
    path_of(document.sha256).unlink()

    with pytest.raises(FileNotFoundError):
        b"".join(stream)


@pytest.mark.parametrize(
    ("limit", "most", "says"),
    [
        ("MOST_ROWS", 1, "These are 2 rows; one ZIP takes at most 1."),
        ("MOST_DOCUMENTS", 2, "These are 3 documents; one ZIP takes at most 2."),
        ("MOST_BYTES", 100, "These documents are 0 MB; one ZIP takes at most 0."),
    ],
)
def test_too_much_is_refused_in_words_before_anything_is_read(books, attach, monkeypatch, limit, most, says):
    books.book("""
        2026-01-10 PUR 1  440000 Proximus  -121.00
        2026-01-11 PUR 2  440000 Vivaqua    -80.00
    """)
    attach("PUR 1", pdf(1), pdf(2))
    attach("PUR 2", pdf(3))
    monkeypatch.setattr(bundle, limit, most)

    with pytest.raises(TooMuch) as refused:
        invoices_with_documents(ArchivedInvoice.objects.all())

    assert str(refused.value) == says


def test_the_memory_does_not_grow_with_the_documents(books, attach):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    attach("PUR 1", *(pdf(1) + bytes([number]) * 5_000_000 for number in range(8)))
    (found,) = invoices_with_documents(ArchivedInvoice.objects.all())

    tracemalloc.start()
    size = sum(len(piece) for piece in zipped(found.files))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 40_000_000
    assert peak < 2_000_000


@pytest.mark.parametrize("count", [1, 20])
def test_many_rows_cost_the_queries_of_one(books, attach, django_assert_num_queries, count):
    books.book("\n".join(f"2026-01-10 PUR {number}  440000 Proximus  -121.00" for number in range(1, count + 1)))
    for number in range(1, count + 1):
        attach(f"PUR {number}", pdf(number))

    with django_assert_num_queries(5):
        found = list(invoices_with_documents(ArchivedInvoice.objects.all()))

    assert len(found) == count
