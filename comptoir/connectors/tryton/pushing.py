"""A booking becomes a posted move, once for each token.

The move's description carries a mark made of the token. Tryton keeps nothing that could forbid a second such move, so each
push goes round until the mark is found posted: none there makes a draft, one draft is posted, and of several (two pushes at
once) all but the first are taken away. A draft is only ever posted by somebody who has seen it alone when it was there for
everybody to see: two of them cannot both be posted. Killed or cut off anywhere, the next push goes on from what it finds.
"""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from comptoir.connectors.port import PassingFault, WrongBooks
from comptoir.connectors.tryton.basics import account_code, find_company
from comptoir.connectors.tryton.cards import Cards
from comptoir.connectors.tryton.client import Client, Rejected, as_asked
from comptoir.connectors.tryton.moves import Row, number_of, pushed_text
from comptoir.connectors.tryton.settings import TrytonSettings
from comptoir.kit.money import decimal_of
from comptoir.records.booking import Booking, BookingFile, Receipt
from comptoir.records.books import Line

ROUNDS = 6
HUNDREDTHS = 2
"""So many decimals have the currencies in which bookings are handed over."""
MOVE, PAPER = "account.move", "ir.attachment"


def mark_of(token: str) -> str:
    """What stands for the token in a move's description."""
    return sha256(token.encode()).hexdigest()[:24]


class Pushing:
    """Bookings on their way into one company's books."""

    def __init__(self, client: Client, settings: TrytonSettings) -> None:
        self._client, self._settings = client, settings
        with as_asked():
            company = find_company(client, settings)
            self._company, self._currency = int(company["id"]), str(company["currency."]["code"])

    def push(self, booking: Booking) -> Receipt:
        """The receipt of the one posted move of this token. Raises the port's three errors."""
        cards = Cards(self._client, booking.partner)
        try:
            with as_asked():
                return self._push(booking, cards)
        except Rejected as refusal:
            cards.take_back()
            raise WrongBooks("Tryton does not take this booking: %(why)s", why=refusal.words) from refusal
        except WrongBooks:
            cards.take_back()
            raise

    def _push(self, booking: Booking, cards: Cards) -> Receipt:
        mark = mark_of(booking.token)
        for _ in range(ROUNDS):
            found = self._marked(mark)
            posted = [row for row in found if row["state"] == "posted"]
            for row in found[1:] if not posted else found:
                if row["state"] != "posted":
                    self._drop(row["id"])
            if posted:
                return Receipt(True, number_of(posted[0]), str(posted[0]["id"]))
            if len(found) == 1:
                self._finish(found[0]["id"], booking.files)
            elif not found:
                self._draft(booking, mark, cards)
        raise PassingFault("Tryton is making this booking already.")

    def _marked(self, mark: str) -> list[Row]:
        domain = [["company", "=", self._company], ["description", "like", f"%{mark}%"]]
        return self._client.rows(MOVE, domain, ("state", "number", "journal.type", "description"))

    def _draft(self, booking: Booking, mark: str, cards: Cards) -> int:
        entry = booking.entry
        if sum(line.cents for line in entry.lines):
            raise WrongBooks("The lines of this booking do not sum to zero.")
        journal = self._journal(entry.journal)
        accounts = {line.account: self._account(line.account) for line in entry.lines}
        period = self._period(entry.booked_on)
        sign = -1 if journal["type"] == "revenue" else 1
        values = {
            "company": self._company,
            "journal": journal["id"],
            "period": period,
            "date": entry.booked_on,
            "description": pushed_text(entry.number, entry.document_number, mark, entry.text),
            "lines": [["create", [self._line(line, accounts[line.account], sign, cards) for line in entry.lines]]],
        }
        return int(self._client.press(f"model.{MOVE}.create", [values])[0])

    def _line(self, line: Line, account: Row, sign: int, cards: Cards) -> Row:
        values: Row = {
            "account": account["id"],
            "debit": decimal_of(max(line.cents, 0)),
            "credit": decimal_of(max(-line.cents, 0)),
            "description": line.text,
            "maturity_date": line.due_on,
        }
        if line.currency not in ("", self._currency):
            values["second_currency"] = self._foreign(line.currency)
            values["amount_second_currency"] = decimal_of(line.foreign_cents)
        if account["party_required"]:
            values["party"] = cards.party()
        if line.vat_code[:1] == "T" and line.vat_code[1:].isdecimal():
            kind = "tax" if line.vat_base_cents else "base"
            tax = {"tax": int(line.vat_code[1:]), "type": kind, "amount": decimal_of(sign * line.cents)}
            values["tax_lines"] = [["create", [tax]]]
        return values

    def _journal(self, code: str) -> Row:
        found = self._client.rows("account.journal", [["code", "=", code]], ("type",))
        if len(found) != 1:
            raise WrongBooks("Tryton has no journal %(journal)s.", journal=code)
        return found[0]

    def _foreign(self, code: str) -> int:
        found = self._client.rows("currency.currency", [["code", "=", code]], ("digits",))
        if not found:
            raise WrongBooks("Tryton does not have the currency %(currency)s.", currency=code)
        if found[0]["digits"] != HUNDREDTHS:
            raise WrongBooks("Tryton does not count %(currency)s in hundredths.", currency=code)
        return int(found[0]["id"])

    def _account(self, code: str) -> Row:
        """The account that is told under this number: of several the longest, as when reading."""
        domain = [["company", "=", self._company], ["type", "!=", None], ["code", "like", f"{code.rstrip('0')}%"]]
        rows = self._client.rows("account.account", domain, ("code", "party_required"))
        alike = [row for row in rows if account_code(row["code"], self._settings.digits) == code]
        if not alike:
            raise WrongBooks("Tryton has no account %(account)s.", account=code)
        return max(alike, key=lambda row: len(row["code"]))

    def _period(self, day: date) -> int:
        within = [["start_date", "<=", day], ["end_date", ">=", day], ["type", "=", "standard"]]
        found = self._client.rows("account.period", [["company", "=", self._company], *within], ("state",))
        if not found:
            raise WrongBooks("Tryton has no period for %(day)s.", day=day)
        return int(found[0]["id"])

    def _finish(self, move: int, files: tuple[BookingFile, ...]) -> None:
        """Hang the files on the draft and post it, unless another push has posted it or taken it away.

        Raises Rejected, the draft being gone then.
        """
        try:
            self._hang(move, files)
            self._client.press(f"model.{MOVE}.post", [move])
        except Rejected:
            now = self._client.rows(MOVE, [["id", "=", move]], ("state",))
            if now and now[0]["state"] != "posted":
                self._drop(move)
                raise

    def _drop(self, move: int) -> None:
        """Take a draft away with its papers; one that is posted or gone by now is left."""
        try:
            papers = [row["id"] for row in self._papers(move)]
            self._client.call(f"model.{MOVE}.delete", [move])
            if papers:
                self._client.call(f"model.{PAPER}.delete", papers)
        except Rejected:
            return

    def _hang(self, move: int, files: tuple[BookingFile, ...]) -> None:
        """Hang the booking's files on the draft, each once, whoever else does the same at this moment."""
        there = {row["name"] for row in self._papers(move)}
        for file in files:
            if file.name not in there:
                content = Path(file.path).read_bytes()
                paper = {"name": file.name, "type": "data", "data": content, "resource": f"{MOVE},{move}"}
                self._client.call(f"model.{PAPER}.create", [paper])
        seen: set[Any] = set()
        for row in self._papers(move):
            if row["name"] in seen:
                self._take_down(row["id"])
            seen.add(row["name"])

    def _take_down(self, paper: int) -> None:
        try:
            self._client.call(f"model.{PAPER}.delete", [paper])
        except Rejected:
            return

    def _papers(self, move: int) -> list[Row]:
        """The papers on a move, oldest first. Raises Rejected when it is not there any more."""
        of_move = [["resource", "=", f"{MOVE},{move}"]]
        found = self._client.call(f"model.{PAPER}.search_read", of_move, 0, None, [["id", "ASC"]], ["name"])
        return list(found)
