"""The posted moves of one company: which there are, which have changed, and each of them whole.

A page of moves comes with its lines in one answer, so in one state. What may differ between two answers is checked: every id
that was listed is read, and every group of reconciled lines that does not sum to zero in what was read is asked for again.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from comptoir.connectors.changes import Mark, walk
from comptoir.connectors.port import PassingFault
from comptoir.connectors.tryton.client import Client, as_asked
from comptoir.connectors.tryton.moves import INVOICE_FIELDS, MOVE_FIELDS, Row, Translator
from comptoir.kit.batches import batched
from comptoir.records.books import Entry, Present

PAGE = 250
"""Moves that are read with their lines in one answer."""

LISTING = 5000
"""Ids in one answer."""

MANY = 500
"""Ids in one question."""

MOVES, LINES, INVOICES = "account.move", "account.move.line", "account.invoice"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
Domain = list[Any]


def written_since(since: datetime) -> Domain:
    """Rows written since then; those never changed have no moment of change."""
    return ["OR", ["write_date", ">=", since], [["write_date", "=", None], ["create_date", ">=", since]]]


class Books:
    """The moves of one company."""

    def __init__(self, client: Client, company: int) -> None:
        self._client, self._company = client, company
        self.posted: Domain = [["company", "=", company], ["state", "=", "posted"]]

    def mark(self) -> Mark:
        """How far the writing goes: the latest moment that any move, line or invoice has, and the highest posted move."""
        moments = [BEGINNING]
        for model in (MOVES, LINES, INVOICES):
            for name in ("write_date", "create_date"):
                domain = [["company", "=", self._company], [name, "!=", None]]
                moments += [row[name] for row in self._client.rows(model, domain, (name,), limit=1, newest=name)]
        return Mark(max(moments), self._last(self.posted))

    def all(self) -> "array[int]":
        """The id of every posted move, ascending."""
        return self._walk(MOVES, self.posted)

    def changed(self, since: datetime) -> set[int]:
        """The posted moves that are not as they were then, by all that an entry is made of."""
        own = ["OR", written_since(since), ["lines", "where", [written_since(since)]]]
        for name in ("journal", "period", "period.fiscalyear", "lines.account", "lines.party"):
            own.append([f"{name}.write_date", ">=", since])
        return set(self._walk(MOVES, [*self.posted, own])) | self._of_invoices(since)

    def size(self) -> int:
        """How many lines the posted moves have."""
        return self._client.count(LINES, [["company", "=", self._company], ["move_state", "=", "posted"]])

    def read(self, ids: Sequence[int]) -> list[tuple[Row, Row | None]]:
        """Those moves with their lines, each with the invoice that it is the move of."""
        moves = self._client.rows(MOVES, [["id", "in", list(ids)], *self.posted], MOVE_FIELDS)
        if [move["id"] for move in moves] != list(ids):
            raise PassingFault("The books changed while they were read.")
        invoices = self._client.rows(INVOICES, [["move", "in", list(ids)]], INVOICE_FIELDS)
        of_move = {invoice["move"]: invoice for invoice in invoices}
        return [(move, of_move.get(move["id"])) for move in moves]

    def invoices_of(self, moves: Sequence[int]) -> dict[int, int]:
        """The move of each invoice that one of those moves is the move of."""
        rows = self._client.rows(INVOICES, [["move", "in", list(moves)]], ("move",))
        return {row["id"]: row["move"] for row in rows}

    def reconciled(self, groups: Sequence[int]) -> list[Row]:
        """The lines of those reconciliations."""
        domain = [["company", "=", self._company], ["reconciliation", "in", list(groups)]]
        return self._client.rows(LINES, domain, ("reconciliation", "move", "move_state", "create_date", "write_date"))

    def _of_invoices(self, since: datetime) -> set[int]:
        """Moves of invoices that changed and of payments noted at them; and what is open of their parties: an invoice
        that was settled otherwise lets go of a payment without a trace at the payment."""
        changed: set[int] = set()
        parties: set[int] = set()
        domain = [["company", "=", self._company], written_since(since), ["move", "!=", None]]
        for some in batched(self._walk(INVOICES, domain), MANY):
            for row in self._client.rows(INVOICES, [["id", "in", some]], ("move", "party", "payment_lines.move")):
                changed |= {row["move"], *(line["move"] for line in row["payment_lines."])}
                parties.add(row["party"])
        for some in batched(sorted(parties), MANY):
            due = ["OR", ["lines.account.type.receivable", "=", True], ["lines.account.type.payable", "=", True]]
            open_lines = [["lines", "where", [["party", "in", some], ["reconciliation", "=", None]]]]
            changed |= set(self._walk(MOVES, [*self.posted, *open_lines, due]))
        posted = set(self._posted_of(changed))
        return changed & posted

    def _posted_of(self, ids: Iterable[int]) -> Iterator[int]:
        for some in batched(sorted(key for key in ids if key), MANY):
            yield from (row["id"] for row in self._client.rows(MOVES, [["id", "in", some], *self.posted], ("id",)))

    def _walk(self, model: str, domain: Domain) -> "array[int]":
        def page(after: int) -> list[int]:
            return self._client.ids(model, [["id", ">", after], *domain], limit=LISTING)

        def count(upto: int) -> int:
            return self._client.count(model, [["id", "<=", upto], *domain])

        return walk(page, count, lambda: self._last(domain, model))

    def _last(self, domain: Domain, model: str = MOVES) -> int:
        found = self._client.rows(model, domain, ("id",), limit=1, newest="id")
        return int(found[0]["id"]) if found else 0


class Reading:
    """One reading, of everything or of what changed."""

    def __init__(self, books: Books, translator: Translator, since: datetime | None) -> None:
        self._books, self._translator, self._since = books, translator, since
        self._groups: dict[int, tuple[int, int]] = {}

    def records(self) -> Iterator[Entry | Present]:
        """Every posted move: as an entry where it is to be read, else as present. Raises the port's three errors."""
        listed = self._books.all()
        changed = None if self._since is None else self._books.changed(self._since)
        chosen = listed if changed is None else sorted(changed)
        for ids in batched(chosen, PAGE):
            for move, invoice in self._books.read(ids):
                with as_asked():
                    entry = self._translator.entry(move, invoice)
                    self._tally(move)
                yield entry
        if changed is not None:
            yield from (Present(str(key)) for key in listed if key not in changed)
        self._check_groups(set(chosen))

    def _tally(self, move: Row) -> None:
        """Of each group of reconciled lines: what they sum to, and which they are (their ids, summed)."""
        for line in move["lines."]:
            if group := line["reconciliation"]:
                cents, ids = self._groups.get(group, (0, 0))
                amount = int((line["debit"] - line["credit"]) * 100)
                self._groups[group] = (cents + amount, ids + line["id"])

    def _check_groups(self, read: set[int]) -> None:
        """A group that was reconciled, or taken apart, between two answers was told in halves. Raises PassingFault."""
        doubtful = {group: ids for group, (cents, ids) in self._groups.items() if cents}
        for some in batched(sorted(doubtful), MANY):
            now = dict.fromkeys(some, 0)
            for line in self._books.reconciled(some):
                if line["move"] in read:
                    now[line["reconciliation"]] += line["id"]
                elif line["move_state"] == "posted" and self._is_new(line):
                    raise PassingFault("The books changed while they were read.")
            if any(now[group] != doubtful[group] for group in some):
                raise PassingFault("The books changed while they were read.")

    def _is_new(self, line: Row) -> bool:
        """Whether a line of a move that was not read was written since; where everything is read, it is."""
        return self._since is None or (line["write_date"] or line["create_date"]) >= self._since
