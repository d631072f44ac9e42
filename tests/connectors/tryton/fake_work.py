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
            self._add("account.tax.line", move_line=line, tax=taken, type=of, amount=_decimal(amount))
        self._change("account.move.line", due, maturity_date=day + timedelta(days=30))
        return self._add(
            "account.invoice",
            company=1,
            type=kind,
            number=number or f"{'A' if kind == 'in' else 'V'}{day.year}/{move:04d}",
            reference=reference,
            description="",
            supplier_payment_reference="",
            move=move,
            party=self._one("party.party", party_code),
            account=self._one("account.account", third),
            invoice_date=day,
            payment_lines=[],
        )

    def party(self, code: str, name: str) -> int:
        """A card."""
        return self._add("party.party", **party(name, code, None))

    def change(self, move: int, **values: Any) -> None:
        """Write into a posted move, which only its owner's tools can: its day, text or journal."""
        self._change("account.move", move, **values)

    def change_amount(self, move: int, cents: int) -> None:
        """Let the first two lines of a move be of so much."""
        for line, sign in zip(self.lines_of(move)[:2], (1, -1), strict=True):
            self._change("account.move.line", line, **_sides(sign * cents))

    def delete(self, move: int) -> None:
        """Take a move out of the books, without a trace."""
        for line in self.lines_of(move):
            self._touch("account.move.line", line, None)
        self._touch("account.move", move, None)

    def reconcile(self, lines: list[int]) -> int:
        """Let lines of one account and party settle each other; gives the reconciliation. A payment that was noted at an
        invoice which is now settled otherwise is let go."""
        assert sum(self._cents(line) for line in lines) == 0
        group = self._add("account.move.reconciliation")
        for line in lines:
            self._change("account.move.line", line, reconciliation=group)
        for invoice in list(self.tables.all("account.invoice")):
            due = [line for line in self.lines_of(invoice["move"]) if line in lines]
            kept = [line for line in invoice["payment_lines"] if line in lines]
            if due and kept != invoice["payment_lines"]:
                self._change("account.invoice", invoice["id"], payment_lines=kept)
        return group

    def unreconcile(self, group: int) -> None:
        """Take that back."""
        for line in list(self.tables.all("account.move.line")):
            if line["reconciliation"] == group:
                self._change("account.move.line", line["id"], reconciliation=None)
        self._touch("account.move.reconciliation", group, None)

    def note_payment(self, invoice: int, line: int) -> None:
        """Note a payment at an invoice without reconciling: it is paid in part."""
        noted = self._row("account.invoice", invoice)["payment_lines"]
        self._change("account.invoice", invoice, payment_lines=[*noted, line])

    def attach(self, model: str, key: int, name: str, content: bytes) -> int:
        """A paper."""
        return self._add("ir.attachment", name=name, type="data", data=content, resource=f"{model},{key}")

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
        move = self._add(
            "account.move",
            company=1,
            journal=self._one("account.journal", journal),
            period=period,
            date=day,
            description=text or None,
            state=state,
            number=None,
            origin=None,
        )
        if state == "posted":
            self._change("account.move", move, number=number or str(move))
        for account, cents, code in lines:
            self._add(
                "account.move.line",
                move=move,
                account=self._one("account.account", account),
                party=self._one("party.party", code) if code else None,
                description=None,
                maturity_date=None,
                reconciliation=None,
                second_currency=None,
                amount_second_currency=None,
                **_sides(cents),
            )
        return move

    def _one(self, model: str, code: str) -> int:
        pending = (row for (of, _), row in self._changed.items() if of == model and row)
        return next(row["id"] for row in [*self.tables.all(model), *pending] if row["code"] == code)

    def _cents(self, line: int) -> int:
        row = self._row("account.move.line", line)
        return int((row["debit"] - row["credit"]) * 100)

    def _row(self, model: str, key: int) -> Row:
        return self._changed.get((model, key)) or self.tables.rows[model][key]

    def _add(self, model: str, **values: Any) -> int:
        key = self.tables.next_id(model)
        self._touch(model, key, {"id": key, "create_date": self.began, "write_date": None, **values})
        return key

    def _change(self, model: str, key: int, **values: Any) -> None:
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
