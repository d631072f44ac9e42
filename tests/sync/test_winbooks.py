"""A dossier connected to a WinBooks folder: what is paid, the bank's transactions, documents at their invoices, bookings."""

import csv
from datetime import date

import pytest

from comptoir.archive.check import check_archive
from comptoir.archive.models import ArchivedInvoice, BankTransaction
from comptoir.connectors.registry import package
from comptoir.documents.actions import keep
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier, Firm
from comptoir.formats.winbooks.columns import ACT
from comptoir.jobs.models import Job
from comptoir.jobs.registry import job_functions
from comptoir.jobs.worker import run_here
from comptoir.ledger.check import check_ledger
from comptoir.ledger.models import Books, Journal
from comptoir.sync.actions import connect
from comptoir.sync.choices import Outcome, PushState
from comptoir.sync.models import PushedBooking
from comptoir.sync.pushing import ask_to_push
from tests.connectors import sample
from tests.connectors.conformance import PDF
from tests.connectors.winbooks.dossiers import LINES, PURCHASE, STATEMENT, dbf, dossier, line, put
from tests.sync.conftest import NOW, Connected

DEBT = [
    line("2 ACH 0 260013 . 440000 PROX 03 20260312 -60.500", DUEDATE="20260411", COMMENT="Mars", COMMENTEXT="F-88"),
    line("3 ACH 0 260013 . 612000 . 03 20260312 60.500", COMMENT="Mars"),
]


@pytest.fixture
def atelier(transactional_db, tmp_path):
    """A dossier whose WinBooks has a paid purchase, its statement, and a purchase that is open."""
    put(dossier(tmp_path, [*PURCHASE, *STATEMENT, *DEBT]), "Document/EX 2026/ACH/ACH_03_260012_00.pdf", PDF)
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    atelier = Dossier.objects.create(firm=firm, name="Atelier", number="0200065765", created_at=NOW)
    settings = package("winbooks").propose({"folder": str(tmp_path)})
    connect(atelier, "winbooks", settings, by=machine(firm.pk, atelier.pk, "test"), at=NOW)
    return Connected(atelier, tmp_path)


def test_a_purchase_is_paid_exactly_when_winbooks_has_lettered_it_in_full(atelier):
    run = atelier.run()

    assert (run.outcome, run.counts["lines"]) == (Outcome.DONE, 10)
    found = {
        row.number: (row.payment, row.amount_cents, row.due_on, row.document_number, row.partner_name)
        for row in ArchivedInvoice.objects.filter(dossier=atelier.dossier)
    }
    assert found == {
        "260012": ("paid", 12_100, date(2026, 3, 31), "F-77", "Proximus SA"),
        "260013": ("unpaid", 6_050, date(2026, 4, 11), "F-88", "Proximus SA"),
    }
    assert list(check_ledger(atelier.dossier)) == []
    assert list(check_archive(atelier.dossier)) == []


def test_every_movement_of_a_statement_is_a_transaction_and_the_banks_own_lines_are_none(atelier):
    atelier.run()

    found = BankTransaction.objects.filter(dossier=atelier.dossier).order_by("pk")
    assert [(row.statement, row.counterparty, row.amount_cents, row.balance_cents, row.state) for row in found] == [
        ("KBC 2026/5", "Proximus SA", -12_100, -12_100, "lettered"),
        ("KBC 2026/5", "Lambert Élise SRL", 24_200, 12_100, "open"),
        ("KBC 2026/5", "Frais de banque", -250, 11_850, "none"),
    ]
    assert Journal.objects.get(dossier=atelier.dossier, code="KBC").account.code == "550000"
    assert Books.objects.get(dossier=atelier.dossier).bank_until == date(2026, 3, 9)


def test_the_document_is_tied_to_its_invoice(atelier):
    atelier.run()

    rows = ArchivedInvoice.objects.filter(dossier=atelier.dossier).order_by("number")
    assert [row.document and row.document.size for row in rows] == [len(PDF), None]


def test_a_purchase_that_is_lettered_later_is_paid_then_and_a_deleted_one_leaves(atelier):
    atelier.run()
    paid = [[*DEBT[0][:20], "9", "T"], DEBT[1]]
    payment = [
        [*line("2 KBC 4 6 001 440000 PROX 04 20260402 60.500")[:20], "9", "T"],
        line("3 KBC 4 6 999 550000 . 04 20260402 -60.500"),
    ]
    put(atelier.folder, "ATELIER_ACT.DBF", dbf(LINES, [*PURCHASE, *STATEMENT, *paid, *payment], mark=2))

    atelier.run()

    rows = ArchivedInvoice.objects.filter(dossier=atelier.dossier, in_books=True)
    assert {row.number: row.payment for row in rows} == {"260012": "paid", "260013": "paid"}


def test_a_booking_waits_in_the_outbox_until_winbooks_has_it_and_is_known_again(atelier):
    atelier.run()
    document = keep(PDF, dossier=atelier.dossier, name="Facture.pdf", by=atelier.by, at=NOW)
    pushed = ask_to_push(atelier.dossier, sample.booking("260014"), [document], by=atelier.by, at=NOW)
    run_here(Job.objects.get(name="sync.push"), job_functions())
    waiting = PushedBooking.objects.get(pk=pushed.pk)
    put(atelier.folder, "ATELIER_ACT.DBF", dbf(LINES, [*PURCHASE, *STATEMENT, *DEBT, *_imported(atelier)], mark=2))

    atelier.run()

    booked = PushedBooking.objects.get(pk=pushed.pk)
    assert (waiting.state, booked.state, booked.entry_key) == (PushState.SENT, PushState.BOOKED, "2026|ACH|260014")


def test_a_dossier_that_cannot_be_read_is_refused_with_its_place_and_nothing_changes(atelier):
    atelier.run()
    before = list(ArchivedInvoice.objects.filter(dossier=atelier.dossier).values_list("number", "payment"))
    content = (atelier.folder / "ATELIER_ACT.DBF").read_bytes()
    put(atelier.folder, "ATELIER_ACT.DBF", content.replace(b"-60.500", b"-60.505"))

    run = atelier.run()

    assert run.outcome == Outcome.REFUSED
    assert run.place == {"file": "ATELIER_ACT.DBF", "line": 9, "column": "AMOUNTEUR"}
    assert list(ArchivedInvoice.objects.filter(dossier=atelier.dossier).values_list("number", "payment")) == before


def _imported(atelier):
    """The rows of the outbox, in the columns that the table of these tests has."""
    (path,) = (atelier.folder / "outbox").glob("*_ACT.txt")
    with path.open(encoding="cp1252", newline="") as file:
        rows = [dict(zip((column.name for column in ACT), cells, strict=False)) for cells in csv.reader(file)]
    return [[row.get(name, "") for name, _, _ in LINES] for row in rows]
