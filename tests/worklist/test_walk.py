"""One document from its upload to the archive, through every state, and where it is seen in each: never in two places."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from comptoir.archive.models import Category
from comptoir.connectors.registry import PACKAGES
from comptoir.formats.pdf.text import read_words
from tests.connectors.tryton import fake
from tests.connectors.tryton.conftest import Real, planted
from tests.connectors.tryton.server import HOST, Unavailable
from tests.formats.pdf.make import written
from tests.formats.ubl.sample import invoice, with_attachment
from tests.worklist import packages
from tests.worklist.conftest import work
from tests.worklist.packages import Books
from tests.worklist.rooms import ARCHIVE, MAILBOX, PROGRESS, TRANSFERRED, WORKLIST, Paper
from tests.worklist.walking import Walk, Where

BOOKED = {
    #                    the client's room | the firm's room | opened, it says | its address in the worklist
    "handed in": Where(MAILBOX, "", "In the mailbox", 404),
    "sent": Where(PROGRESS, WORKLIST, "In progress", 200),
    "transferred": Where(PROGRESS, TRANSFERRED, "Transferred, waiting for the books", 404),
    "handed over": Where(PROGRESS, TRANSFERRED, "Transferred, waiting for the books", 404),
    "in the books": Where(ARCHIVE, ARCHIVE, "In the archive", 404),
}
NOT_BOOKED = {
    "handed in": Where(MAILBOX, "", "In the mailbox", 404),
    "sent": Where(PROGRESS, WORKLIST, "In progress", 200),
    "processed": Where(ARCHIVE, ARCHIVE, "In the archive", 404),
    "taken back": Where(PROGRESS, WORKLIST, "In progress", 200),
}


def page(*lines: str) -> bytes:
    """A PDF with these lines."""
    return written([(60, 780 - 24 * place, line) for place, line in enumerate(lines)])


def of_proximus(content: bytes, number: str) -> bytes:
    """The electronic invoice as one of the supplier of all these books."""
    changes = {"Papeterie\n      Lambert": "Proximus SA", "0466.279.295": "0202.239.951", "2026-117": number}
    for old, new in changes.items():
        assert old.encode() in content
        content = content.replace(old.encode(), new.encode())
    return content


SUPPLIER = ("Proximus SA", "TVA BE 0202.239.951", "Facture n° 2026-117", "Date de facture : 15/04/2026")
AMOUNTS = ("Total HTVA 300,00 EUR", "TVA 21 % 63,00 EUR", "Total à payer 363,00 EUR", "Merci de votre confiance")
PDF = Paper("proximus.pdf", page(*SUPPLIER, *AMOUNTS), "2026-117", "Proximus", "Merci")
UBL = Paper("proximus.xml", of_proximus(with_attachment(page("2026-118")), "2026-118"), "2026-118", "Proximus", "Paper")
SALE = Paper(
    "vente.xml",
    invoice(("2026-117", "V2026-42"), ("Atelier Exemple", "Martin")),
    "V2026-42",
    "Martin",
    "Paper",
    "sales",
)
LETTER = Paper("lettre.pdf", page("Banque", "Dossier 7788", "Merci"), "7788", "Banque", "Merci", "miscellaneous")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real | None]:
    """A Tryton for these tests; None where it cannot be installed, but in CI that fails."""
    try:
        with planted(tmp_path_factory.mktemp("tryton"), f"comptoir_walk_{os.getpid()}") as made:
            yield made
    except Unavailable:
        if os.environ.get("CI"):
            raise
        yield None


@pytest.fixture
def tryton(real: Real | None, settings, monkeypatch: pytest.MonkeyPatch) -> Books:
    """Books in the real Tryton, else in the fake that was checked against recordings of it."""
    settings.BOOKS_HOSTS = [HOST, fake.HOST]
    if real is not None:
        return packages.tryton(real)
    standing_in = fake.FakeTryton()
    monkeypatch.setitem(PACKAGES, "tryton", standing_in.package())
    return packages.fake_tryton(standing_in)


@pytest.fixture
def books(request: pytest.FixtureRequest, transactional_db, tmp_path: Path, settings) -> Books:
    """A dossier that is connected to books of the package that is asked for; to FEC where none is."""
    settings.DOCUMENTS = tmp_path / "documents"
    if getattr(request, "param", "") == "tryton":
        return request.getfixturevalue("tryton")
    (tmp_path / "books").mkdir()
    return {"winbooks": packages.winbooks}.get(getattr(request, "param", ""), packages.fec)(tmp_path / "books")


@pytest.mark.parametrize(
    ("books", "paper"),
    [
        pytest.param("fec", PDF, id="fec"),
        pytest.param("winbooks", UBL, id="winbooks"),
        pytest.param("tryton", UBL, id="tryton", marks=pytest.mark.xdist_group("tryton")),
    ],
    indirect=["books"],
)
def test_a_purchase_is_in_one_room_in_every_state(books, paper):
    walk = Walk(books, paper, BOOKED)

    walk.hand_in()
    walk.is_seen("handed in")
    walk.send()
    walk.is_seen("sent")
    assert walk.waits() == "To be booked since today"
    walk.check_and_transfer()
    walk.is_seen("transferred")
    assert walk.step() == "Being prepared It is stamped and handed over in a moment."
    work(but=["worklist.settle"])
    walk.filed = books.papers()
    walk.is_seen("handed over")
    assert walk.proposal.piece in str(read_words(walk.filed[-1]))
    if books.take_in is None:
        assert walk.waits() == "Waits for the books since today"
        assert walk.step().startswith("Booked in the package Tryton has booked it: the next synchronisation")
    else:
        work()
        assert walk.waits().startswith("Waits for the books in the outbox since ")
        assert walk.step().startswith("In the outbox Import it from the outbox into ")
        books.connected.run()
        walk.is_seen("handed over")
        books.take_in()
        books.connected.run()
    work()
    walk.is_seen("in the books")
    books.connected.run(full=True)
    work()
    walk.is_seen("in the books")


def test_a_sale_is_in_one_room_in_every_state(books):
    walk = Walk(books, SALE, BOOKED)

    walk.hand_in()
    walk.is_seen("handed in")
    walk.send()
    walk.is_seen("sent")
    walk.check_and_transfer()
    walk.is_seen("transferred")
    work()
    walk.filed = books.papers()
    assert walk.filed == [SALE.content]
    walk.is_seen("handed over")
    books.take_in()
    books.connected.run()
    walk.is_seen("in the books")


def test_what_is_not_booked_is_in_one_room_in_every_state(books):
    walk = Walk(books, LETTER, NOT_BOOKED)
    category = Category.objects.create(firm=walk.dossier.firm, tab="miscellaneous", name_en="Bank")
    walk.filed = [LETTER.content]

    walk.hand_in()
    walk.is_seen("handed in")
    walk.send()
    walk.is_seen("sent")
    walk.process(category.pk)
    walk.is_seen("processed")
    walk.take_back()
    walk.is_seen("taken back")
    walk.process(category.pk)
    walk.is_seen("processed")
