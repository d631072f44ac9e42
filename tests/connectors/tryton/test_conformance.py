"""Tryton, as the fake has it, does what every connector must."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from comptoir.connectors.port import PassingFault, WrongConfiguration
from comptoir.records.books import Basics, Entry, Line
from tests.connectors import sample
from tests.connectors.conformance import Conformance, Fault
from tests.connectors.tryton import faults
from tests.connectors.tryton.fake import FakeTryton
from tests.connectors.tryton.fake_work import Work

ACCOUNTS = {"550000": "5500"} | {code: code[:3] for code in sample.ACCOUNTS if code != "550000"}
INVOICES = {"ACH": "in", "NCA": "in", "VEN": "out"}
SEARCH, READ = "model.account.move.search", "model.account.move.search_read"


class TrytonHouse:
    """Books in the fake. A sale's document number is Tryton's own, and VAT codes are Tryton's taxes: not compared."""

    holds = frozenset({"due", "communication", "letterings", "texts"})

    def __init__(self) -> None:
        self.fake = FakeTryton(datetime.now(UTC))
        self.package, self.reach = self.fake.package(), self.fake.reach()
        self.kept: dict[tuple[str, str, str], tuple[tuple[Any, ...], int]] = {}

    def keep(self, basics: Basics, entries: Iterable[Entry]) -> None:
        wanted = {(e.fiscal_year, e.journal, e.number): e for e in entries}
        bare = {piece: tuple(line._replace(lettering="") for line in entry.lines) for piece, entry in wanted.items()}
        with self.fake.work() as work:
            self._take_apart(work)
        with self.fake.work() as work:
            for piece, (lines, move) in list(self.kept.items()):
                if bare.get(piece) != lines:
                    work.delete(move)
                    for invoice in [
                        each["id"] for each in self.fake.tables.all("account.invoice") if each["move"] == move
                    ]:
                        work.remove("account.invoice", invoice)
                    del self.kept[piece]
        with self.fake.work() as work:
            for piece, entry in wanted.items():
                if piece not in self.kept:
                    self.kept[piece] = (bare[piece], _booked(work, entry))
        with self.fake.work() as work:
            self._letter(work, wanted)

    def settings(self) -> dict[str, Any]:
        return self.fake.settings() | {"journals": {"NCA": "purchase_credit"}}

    def put_document(self, piece: tuple[str, str, str], content: bytes) -> None:
        journal, year, number = piece
        move = self.kept[year, journal, number][1]
        with self.fake.work() as work:
            (invoice,) = [each["id"] for each in self.fake.tables.all("account.invoice") if each["move"] == move]
            work.attach("account.invoice", invoice, "Facture/1.pdf", content)

    def take_bookings(self) -> None:
        """Tryton takes them directly."""

    def pushed_documents(self) -> list[bytes]:
        papers = self.fake.tables.all("ir.attachment")
        return [paper["data"] for paper in papers if paper["resource"].startswith("account.move,")]

    def faults(self) -> list[Fault]:
        def when(meddle: faults.Meddle) -> Any:
            return faults.meddling(self.fake, meddle)

        return [
            ("no answer", when(faults.silent), PassingFault),
            ("no answer midway", when(faults.nth(12, faults.silent)), PassingFault),
            ("too many requests", when(faults.nth(9, faults.status(429))), PassingFault),
            ("an error of the server", when(faults.nth(10, faults.status(500))), PassingFault),
            ("a page of a proxy", when(faults.nth(11, faults.html)), PassingFault),
            ("a redirect", when(faults.status(302)), WrongConfiguration),
            ("half an answer", when(faults.at(READ, faults.cut)), PassingFault),
            ("a listing with a gap", when(faults.at(SEARCH, faults.fewer)), PassingFault),
            ("an empty listing", when(faults.at(SEARCH, faults.empty)), PassingFault),
            ("a listing that comes twice", when(faults.at(SEARCH, faults.twice)), PassingFault),
            ("moves that come twice", when(faults.at(READ, faults.twice)), PassingFault),
            ("moves that do not come", when(faults.at(READ, faults.empty)), PassingFault),
            ("another password", when(faults.status(401)), WrongConfiguration),
        ]

    def _take_apart(self, work: Work) -> None:
        for invoice in list(self.fake.tables.all("account.invoice")):
            if invoice["payment_lines"]:
                work.write("account.invoice", invoice["id"], payment_lines=[])
        for group in [each["id"] for each in self.fake.tables.all("account.move.reconciliation")]:
            work.unreconcile(group)

    def _letter(self, work: Work, wanted: dict[tuple[str, str, str], Entry]) -> None:
        """Reconcile what settles each other; note the rest at its invoice."""
        groups: dict[tuple[str, str, str], list[tuple[int, Line]]] = {}
        for piece, entry in wanted.items():
            for key, line in zip(work.lines_of(self.kept[piece][1]), entry.lines, strict=True):
                if line.lettering:
                    groups.setdefault((line.account, line.partner, line.lettering), []).append((key, line))
        for members in groups.values():
            keys = [key for key, _ in members]
            if sum(line.cents for _, line in members) == 0:
                work.reconcile(keys)
                continue
            of_move = {each["move"]: each["id"] for each in self.fake.tables.all("account.invoice")}
            moves = {key: self.fake.tables.rows["account.move.line"][key]["move"] for key in keys}
            invoice = next(of_move[moves[key]] for key in keys if moves[key] in of_move)
            for key in keys:
                if moves[key] not in of_move or len(keys) == 1:
                    work.note_payment(invoice, key)


def _booked(work: Work, entry: Entry) -> int:
    lines = [(ACCOUNTS[line.account], line.cents, line.partner) for line in entry.lines]
    invoice = entry.journal in INVOICES
    move = work.post(entry.journal, entry.booked_on, lines, text=entry.text, number="" if invoice else entry.number)
    for key, line in zip(work.lines_of(move), entry.lines, strict=True):
        work.write("account.move.line", key, description=line.text, maturity_date=line.due_on)
    if invoice:
        partner = next(line for line in entry.lines if line.partner)
        said = {"reference": entry.document_number, "communication": partner.communication}
        work.invoice_of(move, INVOICES[entry.journal], partner.partner, entry.number, **said)
    return move


class TestTheFake(Conformance):
    """All of it, on Tryton in memory."""

    @pytest.fixture
    def house(self):
        return TrytonHouse()
