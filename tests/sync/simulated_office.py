"""People who book in a simulated package: at random, at once or in transactions that commit late."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.connectors.tryton.fake import FakeTryton
from tests.connectors.tryton.fake_work import Locked, Work

LATEST_COMMIT = timedelta(minutes=90)
"""Transactions are open no longer than this: less than the overlap of two readings."""

SLOW = timedelta(days=2)
"""But in some histories imports of new entries are open as long as this."""


@dataclass
class Office:
    """People who book in the package: every call does one thing, at random."""

    fake: FakeTryton
    rng: random.Random
    slow: bool = False
    open: list[Work] = field(default_factory=list)
    imports: list[Work] = field(default_factory=list)

    def act(self) -> None:
        """Somebody does something, in a transaction that commits at once or later."""
        late = self.rng.random() < 0.2
        work = self.fake.begin()
        if self.slow and late:
            for deed in self.rng.choices((_invoice, _entry), k=3):
                deed(self, work)
            self.imports.append(work)
            return
        try:
            for deed in self.rng.choices(DEEDS, k=self.rng.randint(1, 3)):
                deed(self, work)
                if deed is _delete:  # what is gone can be booked on no more
                    break
        except (Locked, Nothing):
            work.roll_back()
            return
        if late:
            self.open.append(work)
        else:
            work.commit()

    def pass_time(self) -> None:
        """The clock goes on, seldom back; what was open for long commits."""
        now, rng = self.fake.now, self.rng
        steps = (timedelta(0), timedelta(seconds=1), timedelta(minutes=20), timedelta(hours=5), timedelta(days=1))
        self.fake.now += rng.choice(steps) if rng.random() > 0.05 else -timedelta(hours=1)
        for work in [each for each in self.imports if rng.random() < 0.1 or now - each.began > SLOW]:
            self.imports.remove(work)
            work.commit()
        for work in list(self.open):
            if self.fake.now - work.began > LATEST_COMMIT / 3 or rng.random() < 0.3:
                self.open.remove(work)
                began = max(work.began, now - LATEST_COMMIT)
                self.fake.now, now = min(self.fake.now, began + LATEST_COMMIT), self.fake.now
                work.commit()
                self.fake.now = now

    def settle(self) -> None:
        """Everything that is open commits."""
        for work in (*self.open, *self.imports):
            work.commit()
        self.open, self.imports = [], []


class Nothing(Exception):
    """There is nothing to do this to."""


def _day(office: Office) -> date:
    return date(2026, 1, 1) + timedelta(days=office.rng.randrange(360))


def _posted(office: Office) -> list[dict[str, Any]]:
    return [row for row in office.fake.tables.all("account.move") if row["state"] == "posted"]


def _move(office: Office) -> dict[str, Any]:
    moves = _posted(office)
    if not moves:
        raise Nothing
    return office.rng.choice(moves)


def _party(office: Office) -> str:
    return office.rng.choice([row["code"] for row in office.fake.tables.all("party.party") if row["code"] != "1"])


def _invoice(office: Office, work: Work) -> None:
    net = office.rng.choice((10_000, 12_345, -4_000))
    work.invoice(
        office.rng.choice(("in", "out")), _party(office), _day(office), net, reference=f"F{office.rng.random()}"
    )


def _entry(office: Office, work: Work) -> None:
    cents = office.rng.choice((1, 5_000, 123_456))
    work.post(office.rng.choice(("OD", "BNK")), _day(office), [("5500", cents, ""), ("100", -cents, "")], text="divers")


def _draft(office: Office, work: Work) -> None:
    work.draft("OD", _day(office), [("5500", 700, ""), ("100", -700, "")])


def _due(office: Office) -> tuple[dict[str, Any], dict[str, Any]]:
    """An invoice and its line that is not reconciled."""
    tables = office.fake.tables
    found = [
        (invoice, line)
        for invoice in tables.all("account.invoice")
        for line in tables.all("account.move.line")
        if line["move"] == invoice["move"] and line["account"] == invoice["account"] and not line["reconciliation"]
    ]
    if not found:
        raise Nothing
    return office.rng.choice(found)


def _paid(office: Office, work: Work, *, part: bool) -> None:
    """The bank pays an invoice, whole or in part."""
    invoice, line = _due(office)
    cents = int((line["debit"] - line["credit"]) * 100)
    paid = cents // 3 if part else cents
    tables = office.fake.tables
    account = tables.rows["account.account"][line["account"]]["code"]
    party = tables.rows["party.party"][line["party"]]["code"]
    move = work.post("BNK", _day(office), [(account, -paid, party), ("5500", paid, "")])
    payment = work.lines_of(move)[0]
    if part:
        work.note_payment(invoice["id"], payment)
    else:
        work.reconcile([line["id"], payment])


def _unreconcile(office: Office, work: Work) -> None:
    groups = [row["id"] for row in office.fake.tables.all("account.move.reconciliation")]
    if not groups:
        raise Nothing
    work.unreconcile(office.rng.choice(groups))


def _change(office: Office, work: Work) -> None:
    work.change(_move(office)["id"], description=f"changed {office.rng.random()}")


def _change_amount(office: Office, work: Work) -> None:
    move = _move(office)
    lines = [row for row in office.fake.tables.all("account.move.line") if row["move"] == move["id"]]
    if any(row["reconciliation"] or row["party"] for row in lines):
        raise Nothing
    work.change_amount(move["id"], office.rng.randint(1, 99_999))


def _delete(office: Office, work: Work) -> None:
    move, tables = _move(office), office.fake.tables
    lines = [row for row in tables.all("account.move.line") if row["move"] == move["id"]]
    noted = {key for invoice in tables.all("account.invoice") for key in invoice["payment_lines"]}
    billed = {invoice["move"] for invoice in tables.all("account.invoice")}
    if move["id"] in billed or any(row["reconciliation"] or row["id"] in noted for row in lines):
        raise Nothing
    work.delete(move["id"])


def _newcomer(office: Office, work: Work) -> None:
    code = f"N{office.rng.randrange(10**6)}"
    work.party(code, f"Nouveau {code}")


DEEDS = (
    *(_invoice, _invoice, _entry, _entry, _draft, _unreconcile, _change, _change_amount, _delete, _newcomer),
    *(lambda office, work: _paid(office, work, part=False), lambda office, work: _paid(office, work, part=True)),
)
