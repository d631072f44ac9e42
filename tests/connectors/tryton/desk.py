"""What people do in Tryton, over its JSON-RPC: cards, invoices, payments, statements, reconciliations, papers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.connectors.tryton.seed import Seed


def cents(amount: int) -> Decimal:
    """Cents as Tryton has them."""
    return Decimal(amount).scaleb(-2)


class Desk:
    """One company's books."""

    def __init__(self, seed: Seed) -> None:
        self.seed, self.admin = seed, seed.admin

    def party(
        self, code: str, name: str, *, vat: str = "", iban: str = "", language: str = "fr", email: str = ""
    ) -> int:
        """A card."""
        values: dict[str, Any] = {"name": name, "code": code, "addresses": [["create", [{"city": "Namur"}]]]}
        values["lang"] = self.seed.one("ir.lang", [["code", "=", language]])
        if vat:
            values["identifiers"] = [["create", [{"type": "eu_vat", "code": vat}]]]
        if email:
            values["contact_mechanisms"] = [["create", [{"type": "email", "value": email}]]]
        party = self.seed.make("party.party", **values)
        if iban:
            numbers = [["create", [{"type": "iban", "number": iban}]]]
            self.seed.make("bank.account", owners=[["add", [party]]], numbers=numbers)
        self.seed.parties[code] = party
        return party

    def invoice(
        self, kind: str, party: str, day: date, net: int, *, reference: str = "", post: bool = True, taxed: bool = True
    ) -> int:
        """An invoice ("in" or "out") at 21 %, due in thirty days; a credit note where `net` (cents) is negative."""
        taxes = [["add", [self.seed.taxes["purchase" if kind == "in" else "sale"]]]] if taxed else []
        line = {
            "type": "line",
            "quantity": 1.0 if net > 0 else -1.0,
            "unit_price": cents(abs(net)),
            "currency": self.seed.euro,
            "company": self.seed.company,
            "account": self.seed.accounts["612" if kind == "in" else "700"],
            "description": "Marchandises",
            "taxes": taxes,
        }
        partner = self.seed.parties[party]
        address = self.admin.rows("party.address", [["party", "=", partner]], ["id"], limit=1)[0]["id"]
        made = self.seed.make(
            "account.invoice",
            type=kind,
            company=self.seed.company,
            currency=self.seed.euro,
            party=partner,
            invoice_address=address,
            journal=self.seed.journals["ACH" if kind == "in" else "VEN"],
            account=self.seed.accounts["440" if kind == "in" else "400"],
            invoice_date=day,
            payment_term_date=day + timedelta(days=30),
            reference=reference,
            lines=[["create", [line]]],
        )
        if post:
            self.admin.press("model.account.invoice.post", [made])
        return made

    def move(
        self, journal: str, day: date, lines: list[tuple[str, int, str]], *, text: str = "", post: bool = True
    ) -> int:
        """A move: account, cents (debit positive) and party of each line."""
        made = self.seed.make(
            "account.move",
            company=self.seed.company,
            period=self.period(day),
            journal=self.seed.journals[journal],
            date=day,
            description=text,
            lines=[["create", [self._line(*line) for line in lines]]],
        )
        if post:
            self.admin.press("model.account.move.post", [made])
        return made

    def period(self, day: date) -> int:
        """The period of that day."""
        within = [["start_date", "<=", day], ["end_date", ">=", day], ["type", "=", "standard"]]
        return self.seed.one("account.period", within)

    def pay(self, invoice: int, day: date, amount: int) -> int:
        """A bank move that pays so much (cents, positive) of an invoice, with or without the rest; gives its line."""
        row = self.admin.rows("account.invoice", [["id", "=", invoice]], ["type", "party.code", "account.code"])[0]
        sign = 1 if row["type"] == "in" else -1
        third = (row["account."]["code"], sign * amount, row["party."]["code"])
        move = self.move("BNK", day, [third, ("5500", -sign * amount, "")], text="Paiement")
        account = self.seed.accounts[row["account."]["code"]]
        return self.seed.one("account.move.line", [["move", "=", move], ["account", "=", account]])

    def pay_partly(self, invoice: int, day: date, amount: int) -> int:
        """A payment that Tryton notes at the invoice without reconciling; gives its line."""
        line = self.pay(invoice, day, amount)
        self.seed.change("account.invoice", invoice, payment_lines=[["add", [line]]])
        return line

    def due_lines(self, invoice: int) -> list[int]:
        """The lines of an invoice that are to be paid."""
        return list(self.admin.rows("account.invoice", [["id", "=", invoice]], ["lines_to_pay"])[0]["lines_to_pay"])

    def reconcile(self, lines: list[int]) -> None:
        """Let the lines settle each other; they sum to zero."""
        self._on_lines("account.move.reconcile_lines", lines)

    def unreconcile(self, lines: list[int]) -> None:
        """Take that back."""
        self._on_lines("account.move.unreconcile_lines", lines)

    def attach(self, model: str, key: int, name: str, content: bytes) -> int:
        """A paper."""
        return self.seed.make("ir.attachment", name=name, type="data", data=content, resource=f"{model},{key}")

    def statement(self, day: date, name: str, lines: list[dict[str, Any]], start: int = 0) -> int:
        """A bank statement, posted; amounts in cents."""
        journal = self.seed.one("account.statement.journal", [])
        rows = [
            line | {"amount": cents(line["amount"]), "date": day, "number": str(at)} for at, line in enumerate(lines, 1)
        ]
        made = self.seed.make(
            "account.statement",
            name=name,
            journal=journal,
            company=self.seed.company,
            date=day,
            start_balance=cents(start),
            end_balance=cents(start + sum(line["amount"] for line in lines)),
            lines=[["create", rows]],
        )
        self.admin.press("model.account.statement.validate_statement", [made])
        self.admin.press("model.account.statement.post", [made])
        return made

    def _line(self, account: str, amount: int, party: str) -> dict[str, Any]:
        values = {
            "account": self.seed.accounts[account],
            "debit": cents(max(amount, 0)),
            "credit": cents(max(-amount, 0)),
        }
        return values | ({"party": self.seed.parties[party]} if party else {})

    def _on_lines(self, wizard: str, lines: list[int]) -> None:
        session, start, _ = self.admin.call(f"wizard.{wizard}.create")
        where = {"active_model": "account.move.line", "active_id": lines[0], "active_ids": lines}
        self.admin.call(f"wizard.{wizard}.execute", session, {}, start, context=where)
        self.admin.call(f"wizard.{wizard}.delete", session)
