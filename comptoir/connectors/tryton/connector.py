"""Reads one company's books in Tryton as the port asks, and has Tryton make bookings."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from comptoir.connectors.changes import begin
from comptoir.connectors.port import Abilities, FoundDocument
from comptoir.connectors.telling import about_journals
from comptoir.connectors.tryton.basics import Names, read_basics
from comptoir.connectors.tryton.client import Client, as_asked
from comptoir.connectors.tryton.documents import Papers
from comptoir.connectors.tryton.moves import Translator
from comptoir.connectors.tryton.pushing import Pushing
from comptoir.connectors.tryton.reading import Books, Reading
from comptoir.connectors.tryton.settings import TrytonSettings
from comptoir.kit.words import Sentence
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Basics, Entry, Journal, Present, Removed


class TrytonConnector:
    """One company in one database of Tryton."""

    abilities = Abilities(changes=True, lists=True, documents=True, bookings=True)

    def __init__(self, settings: TrytonSettings, client: Client) -> None:
        self.settings, self._client = settings, client
        self._names: Names | None = None
        self._cursor = ""
        self._since: datetime | None = None
        self._left: list[Sentence] = []
        self._journals: tuple[Journal, ...] = ()

    def read_basics(self) -> Basics:
        """Company, periods, journals, accounts and partners."""
        basics, self._names = read_basics(self._client, self.settings)
        self._journals = basics.journals
        return basics

    def read_entries(self, since: str = "") -> Iterator[Entry | Removed | Present]:
        """Every posted move; with a cursor those that changed as entries, all others as present."""
        names = self._known()
        books = Books(self._client, names.company)
        now = books.mark()
        clock = self._client.answered_at
        self._since = begin(since, now, clock)
        yield from Reading(books, Translator(names), self._since).records()
        self._cursor = now.not_after(clock).to_text()

    def size_hint(self) -> int:
        """How many lines the posted moves have."""
        return Books(self._client, self._known().company).size()

    def cursor(self) -> str:
        """The point at which the last complete reading began."""
        return self._cursor

    def read_documents(self) -> Iterator[FoundDocument]:
        """The papers of posted invoices and moves: all of them, or those changed since the cursor of the reading."""
        names = self._known()
        books = Books(self._client, names.company)

        def pieces(moves: Sequence[int]) -> dict[int, tuple[str, str, str]]:
            translator = Translator(names)
            with as_asked():
                entries = [translator.entry(move, invoice) for move, invoice in books.read(moves)]
            return {int(each.key): (each.journal, each.fiscal_year, each.number) for each in entries}

        papers = Papers(self._client, books, pieces)
        yield from papers.find(self._since)
        self._left = papers.left

    def findings(self) -> list[Sentence]:
        """Journals that nobody has told, and papers that were left alone."""
        return [*about_journals(self._journals, self.settings.journals), *self._left]

    def push(self, booking: Booking) -> Receipt:
        """Have Tryton post a move with these lines, its papers hung on it."""
        return Pushing(self._client, self.settings).push(booking)

    def _known(self) -> Names:
        if self._names is None:
            _, self._names = read_basics(self._client, self.settings)
        return self._names
