"""What people do in the fake Tryton, in one transaction: seen by others from its commit on."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.connectors.tryton.fake_books import TAXES, party
from tests.connectors.tryton.tables import Row, Tables

Line = tuple[str, int, str]
"""Tryton's account code, cents (debit positive), and the party's code or ""."""


class Locked(Exception):
    """Another transaction has touched this row and has not committed yet."""


class Rejected(Exception):
    """What Tryton answers when it does not do something."""


LINE = {
    "description": None,
    "maturity_date": None,
    "reconciliation": None,
    "party": None,
    "second_currency": None,
    "amount_second_currency": None,
}
MOVE = {"state": "draft", "number": None, "origin": None, "description": None}
"""What a line and a move are where nothing is said."""


@dataclass
class Work:
    """A transaction. Every row it writes is dated with the moment it began."""

    tables: Tables
    locked: set[tuple[str, int]]
    began: datetime
    _changed: dict[tuple[str, int], Row | None] = field(default_factory=dict)

    def commit(self) -> None:
        """From now on everybody sees it."""
        for (model, key), row in self._changed.items():
            rows = self.tables.rows.setdefault(model, {})
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row
        self.roll_back()

    def roll_back(self) -> None:
        """As if it had never been."""
        self.locked -= set(self._changed)
        self._changed = {}

    def post(self, journal: str, day: date, lines: list[Line], *, text: str = "", number: str = "") -> int:
        """A posted move; gives its id."""
        return self._move(journal, day, lines, text=text, number=number, state="posted")

    def draft(self, journal: str, day: date, lines: list[Line]) -> int:
        """A move that is not posted."""
        return self._move(journal, day, lines, text="", number="", state="draft")

    def invoice(
        self,
        kind: str,
        party_code: str,
        day: date,
        net: int,
        *,
        reference: str = "",
        number: str = "",
        journal: str = "",
    ) -> int:
        """A posted invoice ("in" or "out") at 21 %, a credit note where `net` is negative; gives its id."""
        vat = abs(net) * 21 // 100 * (1 if net > 0 else -1)
        sign, third, tax, own = (1, "440", "411", "612") if kind == "in" else (-1, "400", "451", "700")
        lines = [(own, sign * net, ""), (tax, sign * vat, ""), (third, -sign * (net + vat), party_code)]
        move = self._move(journal or ("ACH" if kind == "in" else "VEN"), day, lines, text="", number="", state="posted")
        base, taxed, due = self.lines_of(move)
        taken = TAXES["purchase" if kind == "in" else "sale"]
        for line, of, amount in ((base, "base", net), (taxed, "tax", vat)):
            self.add("account.tax.line", move_line=line, tax=taken, type=of, amount=_decimal(amount))
        self.write("account.move.line", taxed, description="T.V.A. 21%")
        self.write("account.move.line", due, maturity_date=day + timedelta(days=30))
        named = number or f"{'A' if kind == 'in' else 'V'}{day.year}/{move:04d}"
        return self.invoice_of(move, kind, party_code, named, reference=reference)

    def invoice_of(
        self, move: int, kind: str, party_code: str, number: str, *, reference: str = "", communication: str = ""
    ) -> int:
        """Let a posted move be that of an invoice; gives the invoice's id."""
        return self.add(
            "account.invoice",
            company=1,
            type=kind,
            number=number,
            reference=reference,
            description="",
            supplier_payment_reference=communication,
            move=move,
            party=self.one("party.party", party_code),
            account=self.one("account.account", "440" if kind == "in" else "400"),
            invoice_date=self._row("account.move", move)["date"],
            payment_lines=[],
        )

    def party(self, code: str, name: str) -> int:
        """A card."""
        return self.add("party.party", **party(name, code, None))

    def change(self, move: int, **values: Any) -> None:
        """Write into a posted move, which only its owner's tools can: its day, text or journal."""
        self.write("account.move", move, **values)

    def change_amount(self, move: int, cents: int) -> None:
        """Let the first two lines of a move be of so much."""
        for line, sign in zip(self.lines_of(move)[:2], (1, -1), strict=True):
            self.write("account.move.line", line, **_sides(sign * cents))

    def delete(self, move: int) -> None:
        """Take a move out of the books, without a trace."""
        for line in self.lines_of(move):
            self._touch("account.move.line", line, None)
        self._touch("account.move", move, None)

    def reconcile(self, lines: list[int]) -> int:
        """Let lines of one account and party settle each other; gives the reconciliation. A payment that was noted at an
        invoice which is now settled otherwise is let go."""
        assert sum(self._cents(line) for line in lines) == 0
        group = self.add("account.move.reconciliation")
        for line in lines:
            self.write("account.move.line", line, reconciliation=group)
        for invoice in list(self.tables.all("account.invoice")):
            due = [line for line in self.lines_of(invoice["move"]) if line in lines]
            kept = [line for line in invoice["payment_lines"] if line in lines]
            if due and kept != invoice["payment_lines"]:
                self.write("account.invoice", invoice["id"], payment_lines=kept)
        return group

    def unreconcile(self, group: int) -> None:
        """Take that back."""
        for line in list(self.tables.all("account.move.line")):
            if line["reconciliation"] == group:
                self.write("account.move.line", line["id"], reconciliation=None)
        self._touch("account.move.reconciliation", group, None)

    def note_payment(self, invoice: int, line: int) -> None:
        """Note a payment at an invoice without reconciling: it is paid in part."""
        noted = self._row("account.invoice", invoice)["payment_lines"]
        self.write("account.invoice", invoice, payment_lines=[*noted, line])

    def attach(self, model: str, key: int, name: str, content: bytes) -> int:
        """A paper."""
        return self.add("ir.attachment", name=name, type="data", data=content, resource=f"{model},{key}")

    def lines_of(self, move: int) -> list[int]:
        """The lines of a move, in order."""
        known = {row["id"] for row in self.tables.all("account.move.line") if row["move"] == move}
        for (model, key), row in self._changed.items():
            if model == "account.move.line" and row is not None and row["move"] == move:
                known.add(key)
        return sorted(known)

    def _move(self, journal: str, day: date, lines: list[Line], *, text: str, number: str, state: str) -> int:
        period = next(
            row["id"] for row in self.tables.all("account.period") if row["start_date"] <= day <= row["end_date"]
        )
        own = self.one("account.journal", journal)
        values = {"company": 1, "journal": own, "period": period, "date": day, "description": text or None}
        move = self.add("account.move", **MOVE | values)
        if state == "posted":
            self.write("account.move", move, state=state, number=number or str(move))
        for account, cents, code in lines:
            third = {"party": self.one("party.party", code)} if code else {}
            made = {"move": move, "account": self.one("account.account", account), **_sides(cents)}
            self.add("account.move.line", **LINE | made | third)
        return move

    def create(self, model: str, values: Row) -> int:
        """A row as a client of Tryton makes it, with the rows that belong to it."""
        own = {name: value for name, value in values.items() if not isinstance(value, list)}
        if model == "account.move":
            self._check_open(own["period"])
            move = self.add(model, **MOVE | own)
            for line in values["lines"][0][1]:
                self._create_line(move, line)
            return move
        if model == "party.party":
            if any(row["code"] == own["code"] for row in self.tables.all(model)):
                raise Rejected("The code on party must be unique.")
            key = self.add(model, **party(own["name"], own["code"], None))
            for each in values.get("identifiers", [["create", []]])[0][1]:
                self.add("party.identifier", party=key, **each)
            return key
        return self.add(model, **own)

    def remove(self, model: str, key: int) -> None:
        """Take a row away."""
        if model == "account.move":
            self.delete(key)
        else:
            self._touch(model, key, None)

    def post_draft(self, move: int) -> None:
        """Post a draft; one that is posted stays as it is."""
        row = self._row("account.move", move)
        if row["state"] != "posted":
            self._check_open(row["period"])
            self.write("account.move", move, state="posted", number=row["number"] or str(move))

    def close(self, day: date) -> None:
        """Close the period of that day."""
        for row in list(self.tables.all("account.period")):
            if row["start_date"] <= day <= row["end_date"]:
                self.write("account.period", row["id"], state="closed")

    def _create_line(self, move: int, values: Row) -> None:
        own = {name: value for name, value in values.items() if not isinstance(value, list)}
        line = self.add("account.move.line", **LINE | own | {"move": move})
        for tax in values.get("tax_lines", [["create", []]])[0][1]:
            self.add("account.tax.line", move_line=line, **tax)

    def _check_open(self, period: int) -> None:
        if self._row("account.period", period)["state"] != "open":
            raise Rejected("You cannot create a move on a closed period.")

    def one(self, model: str, code: str) -> int:
        """The row of that code."""
        pending = (row for (of, _), row in self._changed.items() if of == model and row)
        return next(row["id"] for row in [*self.tables.all(model), *pending] if row["code"] == code)

    def _cents(self, line: int) -> int:
        row = self._row("account.move.line", line)
        return int((row["debit"] - row["credit"]) * 100)

    def _row(self, model: str, key: int) -> Row:
        return self._changed.get((model, key)) or self.tables.rows[model][key]

    def add(self, model: str, **values: Any) -> int:
        """A new row."""
        key = self.tables.next_id(model)
        self._touch(model, key, {"id": key, "create_date": self.began, "write_date": None, **values})
        return key

    def write(self, model: str, key: int, **values: Any) -> None:
        """Write into a row."""
        self._touch(model, key, {**self._row(model, key), **values, "write_date": self.began})

    def _touch(self, model: str, key: int, row: Row | None) -> None:
        if (model, key) in self.locked and (model, key) not in self._changed:
            raise Locked(f"{model} {key}")
        self.locked.add((model, key))
        self._changed[model, key] = row


def _sides(cents: int) -> Row:
    return {"debit": _decimal(max(cents, 0)), "credit": _decimal(max(-cents, 0))}


def _decimal(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
