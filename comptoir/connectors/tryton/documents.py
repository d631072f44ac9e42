"""Papers that hang on posted invoices and moves: PDF and XML files."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from comptoir.connectors.port import FoundDocument, PassingFault
from comptoir.connectors.tryton.client import Client, as_asked
from comptoir.connectors.tryton.reading import Books, written_since
from comptoir.kit.batches import batched
from comptoir.kit.words import Sentence

MODEL = "ir.attachment"
KINDS = (".pdf", ".xml")
RESOURCES = 1000
"""Rows whose papers are asked for in one question: Tryton lists papers only by what they hang on."""

MOST_BYTES = 40 * 2**20
FIELDS = ("name", "resource", "type", "data_size", "create_date", "write_date")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Pieces = Callable[[Sequence[int]], dict[int, tuple[str, str, str]]]
"""Journal, fiscal year and number of posted moves, by id."""


class Papers:
    """The papers of one company's books; `left` tells which were left alone."""

    def __init__(self, client: Client, books: Books, pieces: Pieces) -> None:
        self._client, self._books, self._pieces = client, books, pieces
        self.left: list[Sentence] = []

    def find(self, since: datetime | None) -> Iterator[FoundDocument]:
        """All of them, or those that were hung on or changed since then."""
        self.left = []
        for some in batched(self._books.all(), RESOURCES):
            yield from self._hanging("account.move", {move: move for move in some}, since)
            yield from self._hanging("account.invoice", self._books.invoices_of(some), since)

    def _hanging(self, model: str, moves: dict[int, int], since: datetime | None) -> Iterator[FoundDocument]:
        """Papers on rows of that model; `moves` gives the move of each."""
        if not moves:
            return
        domain: list[Any] = [["resource", "in", [f"{model},{key}" for key in moves]], ["type", "=", "data"]]
        rows = self._client.rows(MODEL, [*domain, written_since(since)] if since else domain, FIELDS)
        with as_asked():
            of_row = {row["id"]: moves[int(row["resource"].partition(",")[2])] for row in rows}
        pieces = self._pieces(sorted(set(of_row.values()))) if of_row else {}
        for row in rows:
            if row["name"].lower().endswith(KINDS) and self._is_small(row):
                yield self._found(row, pieces[of_row[row["id"]]])

    def _is_small(self, row: dict[str, Any]) -> bool:
        if (row["data_size"] or 0) <= MOST_BYTES:
            return True
        facts = {"file": row["name"], "most": MOST_BYTES}
        self.left.append(Sentence("The file %(file)s has more than %(most)s bytes and was left alone.", facts))
        return False

    def _found(self, row: dict[str, Any], piece: tuple[str, str, str]) -> FoundDocument:
        written = row["write_date"] or row["create_date"]
        name = f"{row['id']}/{row['name'].replace('/', '_')}"
        changed = (written - EPOCH) // timedelta(microseconds=1) * 1000
        return FoundDocument(name, piece, row["data_size"] or 0, changed, lambda: self._fetched(row["id"]))

    @contextmanager
    def _fetched(self, key: int) -> Iterator[Path]:
        found = self._client.show(f"model.{MODEL}.read", [key], ["data"])
        with as_asked():
            content = found[0]["data"] if found else None
        if not isinstance(content, bytes):
            raise PassingFault("The books changed while they were read.")
        with tempfile.TemporaryDirectory(prefix="comptoir-tryton-") as folder:
            path = Path(folder) / "paper"
            path.write_bytes(content)
            yield path
