"""Posted moves as entries.

The piece number is the invoice's where the move is an invoice's own, the given one where the move is a booking of ours, else
the move's; in a journal of purchases or sales that number is marked (#12), for invoices and moves are numbered apart. Lines
that Tryton has reconciled carry its reconciliation; those of an invoice and of payments noted at it without reconciling
(partial payments) carry the invoice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from comptoir.connectors.port import PassingFault, Place, WrongBooks
from comptoir.connectors.tryton.basics import Names
from comptoir.kit.money import MAX_CENTS
from comptoir.kit.numbers import structured_communication
from comptoir.records.books import Entry, Line

Row = dict[str, Any]

MOVE_FIELDS = (
    "number",
    "date",
    "period",
    "journal",
    "journal.type",
    "description",
    "state",
    "company",
    "lines.account",
    "lines.party",
    "lines.debit",
    "lines.credit",
    "lines.description",
    "lines.maturity_date",
    "lines.reconciliation",
    "lines.invoice_payments",
    "lines.second_currency.code",
    "lines.amount_second_currency",
    "lines.tax_lines.type",
    "lines.tax_lines.tax",
    "lines.tax_lines.amount",
)
INVOICE_FIELDS = (
    "number",
    "reference",
    "type",
    "move",
    "invoice_date",
    "description",
    "supplier_payment_reference",
    "lines_to_pay",
    "payment_lines.reconciliation",
)
PUSHED = re.compile(r"(?P<number>.+?) · (?:(?P<document>.*) )?\[comptoir [0-9a-f]+\](?: (?P<text>.*))?")
"""How a booking that came from us describes its move: the number given, the document's number, a mark, the text."""

LONGEST = {"text": 300, "number": 60, "document": 80, "communication": 40}


class Translator:
    """Makes entries of rows; remembers which account each number was met for, so that two do not become one."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._met: dict[str, int] = {}

    def entry(self, move: Row, invoice: Row | None) -> Entry:
        """The entry of a posted move and of the invoice that it is the move of. Raises WrongBooks."""
        place = Place(file=f"account.move {move['number']}")
        if not isinstance(move["date"], date):
            raise TypeError("a move without a day")
        period = self.names.periods.get(move["period"])
        journal = self.names.journals.get(move["journal"])
        if period is None or journal is None:
            raise PassingFault("A move names a period or a journal that came while the books were read.")
        lines = sorted(move["lines."], key=lambda line: line["id"])
        bases = _bases(lines)
        made = tuple(self._line(line, invoice, bases, place) for line in lines)
        if sum(line.cents for line in made):
            raise WrongBooks("The lines of this move do not sum to zero.", place)
        told = _told(move, invoice)
        return Entry(
            key=str(move["id"]),
            fiscal_year=period.fiscal_year,
            journal=journal,
            number=told.number[: LONGEST["number"]],
            booked_on=move["date"],
            document_on=(invoice or {}).get("invoice_date") or move["date"],
            period=period.code,
            text=told.text[: LONGEST["text"]],
            lines=made,
            document_number=told.document[: LONGEST["document"]],
        )

    def _line(self, line: Row, invoice: Row | None, bases: dict[int, int], place: Place) -> Line:
        account = self.names.accounts.get(line["account"])
        if account is None:
            raise WrongBooks("A line is on an account that has no number in Tryton.", place)
        if self._met.setdefault(account, line["account"]) != line["account"]:
            raise WrongBooks("Two accounts of Tryton would both be called %(account)s.", place, account=account)
        partner = self.names.partners.get(line["party"], "") if line["party"] else ""
        if line["party"] and not partner:
            raise PassingFault("A line names a party that came while the books were read.")
        to_pay = invoice is not None and line["id"] in invoice["lines_to_pay"]
        currency = (line["second_currency."] or {}).get("code") or ""
        tax = next((each for each in line["tax_lines."] if each["tax"]), None)
        base = bases.get(tax["tax"], 0) if tax and tax["type"] == "tax" else 0
        return Line(
            account=account,
            cents=_cents(line["debit"], place) - _cents(line["credit"], place),
            partner=partner,
            text=(line["description"] or "")[: LONGEST["text"]],
            due_on=line["maturity_date"],
            communication=_communication(invoice) if to_pay else "",
            currency=currency,
            foreign_cents=_cents(line["amount_second_currency"], place) if currency else 0,
            vat_code=f"T{tax['tax']}" if tax else "",
            vat_base_cents=base,
            lettering=_lettering(line, invoice if to_pay else None),
        )


def number_of(move: Row) -> str:
    """What a move is called that is not the move of an invoice."""
    if pushed := PUSHED.fullmatch(_said(move)):
        return pushed["number"]
    if not move["number"]:
        return f"#{move['id']}"
    return f"#{move['number']}" if move["journal."]["type"] in ("revenue", "expense") else str(move["number"])


def pushed_text(number: str, document: str, mark: str, text: str) -> str:
    """How a move is described that we have Tryton make."""
    return " ".join(f"{number} · {document} [comptoir {mark}] {text}".split())


def _said(move: Row) -> str:
    return " ".join((move["description"] or "").split())


@dataclass(frozen=True, slots=True)
class _Told:
    number: str
    document: str
    text: str


def _told(move: Row, invoice: Row | None) -> _Told:
    """What the piece is called. The number of a purchase is the supplier's own; that of a sale is the invoice's."""
    said = _said(move)
    if invoice is not None and invoice["number"]:
        document = (invoice["reference"] or "") if invoice["type"] == "in" else invoice["number"]
        return _Told(invoice["number"], document, said or invoice["description"] or "")
    if pushed := PUSHED.fullmatch(said):
        return _Told(number_of(move), pushed["document"] or "", pushed["text"] or "")
    return _Told(number_of(move), "", said)


def _lettering(line: Row, invoice: Row | None) -> str:
    if line["reconciliation"]:
        return f"R{line['reconciliation']}"
    if line["invoice_payments"]:
        return f"I{min(line['invoice_payments'])}"
    if invoice is not None and any(not each["reconciliation"] for each in invoice["payment_lines."]):
        return f"I{invoice['id']}"
    return ""


def _communication(invoice: Row | None) -> str:
    given = (invoice or {}).get("supplier_payment_reference") or ""
    return structured_communication(given) or given[: LONGEST["communication"]]


def _bases(lines: Iterable[Row]) -> dict[int, int]:
    """The base of each tax of a move, signed as its lines are."""
    bases: dict[int, int] = {}
    for line in lines:
        for tax in line["tax_lines."]:
            if tax["type"] == "base" and tax["tax"]:
                amount = _cents(line["debit"], Place()) - _cents(line["credit"], Place())
                bases[tax["tax"]] = bases.get(tax["tax"], 0) + amount
    return bases


def _cents(amount: Any, place: Place) -> int:
    """Tryton's amounts are decimals of the company's currency. Raises WrongBooks for anything but whole cents."""
    if not isinstance(amount, Decimal) or not amount.is_finite() or abs(amount) * 100 > MAX_CENTS:
        raise WrongBooks("An amount of Tryton cannot be read: %(amount)s.", place, amount=str(amount)[:40])
    scaled = amount * 100
    if scaled != scaled.to_integral_value():
        raise WrongBooks("An amount of Tryton is not in whole cents: %(amount)s.", place, amount=str(amount)[:40])
    return int(scaled)
