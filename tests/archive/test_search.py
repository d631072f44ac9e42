"""The search: rows found by what stands in them and in their documents, through the index of the database."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.archive.queries.invoices import ArchiveFilter, filtered
from comptoir.archive.queries.search import SEARCHED
from comptoir.documents import finding
from comptoir.documents.finding import told_by_documents
from comptoir.documents.models import Document, DocumentText
from comptoir.documents.texts import keep_text
from tests.firms.people import NOW, in_dossier, new_dossier, seated
from tests.ledger.bookkeeping import TextBooks

BOOKS = """
    2026-01-10 PUR 1  440000 Electrabel  -1234.56  due=2026-02-10 ref=E1 com=123456789002
    2026-02-10 PUR 2  440000 Proximus     -121.00  ref=P7
    2026-03-10 PUR 3  440000 Weird         -12.50  ref=100%_*"x
"""


@pytest.fixture
def booked(books: TextBooks) -> TextBooks:
    """Three purchases, of a partner with accents, one with numbers and one with signs in its name."""
    books.names = {"Electrabel": "Électrabel – Énergie", "Weird": "O'Brien 🙂 \\ NEAR(AND)"}
    books.ibans = {"Proximus": ("BE68539007547034",)}
    books.vats = {"Proximus": "BE0202239951"}
    books.book(BOOKS)
    return books


def found(access, text: str) -> list[str]:
    rows = filtered(access, "purchases", ArchiveFilter(text=text), on=date(2026, 6, 1)).order_by("date", "id")
    return [f"{row.journal} {row.number}" for row in rows]


def with_document(books: TextBooks, piece: str, text: str) -> Document:
    """A document with that text, tied to the piece."""
    digest = f"{Document.objects.count():064d}"
    document = Document.objects.create(
        dossier=books.dossier, sha256=digest, size=1, media_type="application/pdf", name=piece, created_at=NOW
    )
    keep_text(document, text)
    LinkedDocument.objects.create(
        dossier=books.dossier, invoice=books.row(piece), document=document, reason="piece", created_at=NOW
    )
    return document


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ELECTRABEL energie", ["PUR 1"]),
        ("electrabel proximus", []),
        ("1.234,56", ["PUR 1"]),
        ("12,50", ["PUR 3"]),
        ("12.50", ["PUR 3"]),
        ("+++123/4567/89002+++", ["PUR 1"]),
        ("123/4567/89002", ["PUR 1"]),
        ("BE68 5390 0754 7034", ["PUR 2"]),
        ("be68539007547034", ["PUR 2"]),
        ("BE 0202.239.951", ["PUR 2"]),
        ("p7", ["PUR 2"]),
        ("pur", ["PUR 1", "PUR 2", "PUR 3"]),
    ],
)
def test_names_numbers_amounts_communications_and_ibans_are_found(booked, client_access, text, pieces):
    assert found(client_access, text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("%", ["PUR 3"]),
        ("_", ["PUR 3"]),
        ("100%_", ["PUR 3"]),
        ("%%%", []),
        ("___", []),
        ("***", []),
        ('"', ["PUR 3"]),
        ('*"x', ["PUR 3"]),
        ('""""', []),
        ("'", ["PUR 3"]),
        ("o'brien", ["PUR 3"]),
        ("🙂", ["PUR 3"]),
        ("🙂🙂🙂", []),
        ("NEAR(AND)", ["PUR 3"]),
        ("near(and", ["PUR 3"]),
        ("text:pur", []),
        ("AND OR NOT", []),
        ("-pur", []),
        ("^pur", []),
        ("\\", ["PUR 3"]),
        ("\\\\\\", []),
        ("p\0ur", ["PUR 1", "PUR 2", "PUR 3"]),
        ("\ud800pur", ["PUR 1", "PUR 2", "PUR 3"]),
        ("; DROP TABLE x", []),
    ],
)
def test_whatever_is_typed_is_only_text_to_find(booked, client_access, text, pieces):
    assert found(client_access, text) == pieces


def test_what_stands_in_a_document_finds_its_row(booked, client_access):
    with_document(booked, "PUR 2", "Fibre optique, Période de Février, total 1.000,00")

    assert found(client_access, "FEVRIER") == ["PUR 2"]
    assert found(client_access, "1000.00") == ["PUR 2"]
    assert found(client_access, "proximus fibre") == ["PUR 2"]
    assert found(client_access, "electrabel fibre") == []


def test_a_short_word_beside_a_longer_one_is_found_in_the_document_too(booked, client_access):
    with_document(booked, "PUR 2", "Chaussée de Test 4 2")

    assert found(client_access, "chaussée de test") == ["PUR 2"]
    assert found(client_access, "chaussée du test") == []
    assert found(client_access, "de") == []


def test_a_word_that_is_in_the_document_alone_is_told_apart(booked, client_access):
    with_document(booked, "PUR 2", "fibre optique")
    own = booked.row("PUR 2").search

    assert told_by_documents(own, "proximus fibre")
    assert not told_by_documents(own, "proximus 121.00")


def test_a_changed_text_of_a_document_is_found_and_the_old_one_no_more(booked, client_access):
    document = with_document(booked, "PUR 2", "fibre optique")

    keep_text(document, "cuivre")

    assert found(client_access, "fibre") == []
    assert found(client_access, "cuivre") == ["PUR 2"]
    assert DocumentText.objects.get().text == "cuivre"


def test_frequent_words_are_found_the_same(booked, client_access, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    with_document(booked, "PUR 2", "fibre optique")

    assert found(client_access, "pur") == ["PUR 1", "PUR 2", "PUR 3"]
    assert found(client_access, "proximus fibre") == ["PUR 2"]


def test_a_changed_partner_is_found_by_his_new_name_and_number_only(booked, client_access):
    booked.names["Proximus"] = "Belgacom"
    booked.ibans["Proximus"] = ("BE71096123456769",)
    booked.bring()

    assert found(client_access, "proximus") == []
    assert found(client_access, "belgacom BE71096123456769") == ["PUR 2"]
    assert found(client_access, "BE68539007547034") == []


def test_a_word_of_another_dossier_finds_nothing(booked, dossier):
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    with_document(booked, "PUR 2", "fibre optique")
    theirs = TextBooks(other)
    theirs.batch = 100
    theirs.book("2026-02-10 PUR 8  440000 Vivaqua  -80.00")
    nora = in_dossier(seated("Nora", "full_access", dossier.firm, other), other)

    assert found(nora, "proximus") == []
    assert found(nora, "fibre") == []
    assert found(nora, "pur") == ["PUR 8"]


@pytest.fixture
def storied(booked) -> TextBooks:
    """The purchases, and documents with texts that share words with them."""
    with_document(booked, "PUR 1", 'Fibre de l\'été, 12,50 + 1.234,56; BE68 5390 0754 7034 "x"')
    with_document(booked, "PUR 2", "fibre 2026, électricité, 100 % O'Brien")
    with_document(booked, "PUR 2", "énergie +++123/4567/89002+++")
    return booked


def naive(typed: str, *, led: bool) -> list[str]:
    """Every row whose own text, or that of a document, has each word: read in plain Python. `led`: by a rare word."""
    words = finding.words_of(typed)
    texts: dict[int, list[str]] = {}
    for link in LinkedDocument.objects.select_related("document__told"):
        texts.setdefault(link.invoice_id, []).append(link.document.told.text)
    pieces = []
    for row in ArchivedInvoice.objects.filter(in_books=True, tab="purchases").order_by("date", "id"):
        every = [row.search, *texts.get(row.pk, [])]
        told = [any(word.within(text) for text in (every if led or not word.short else every[:1])) for word in words]
        if all(told):
            pieces.append(f"{row.journal} {row.number}")
    return pieces


PARTS = (
    "fibre",
    "Été",
    "2026",
    "12,50",
    "1.234,56",
    "pur",
    "elec",
    "éne",
    "be68",
    "e1",
    "o'b",
    "prox",
    "+++",
    "%",
    "89002",
    "x",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=3), st.sampled_from([0, 1, 2000]))
def test_the_index_finds_what_reading_every_row_finds(storied, client_access, parts, few):
    finding.FEW, usual = few, finding.FEW
    typed = " ".join(parts)

    try:
        led = finding._rarest(client_access, SEARCHED[ArchivedInvoice], finding.words_of(typed))[0] is not None
        assert found(client_access, typed) == naive(typed, led=led)
    finally:
        finding.FEW = usual
