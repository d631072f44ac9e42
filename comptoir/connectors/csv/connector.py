"""Reads the folder of tables as the port asks: everything is read at first, then given entry by entry."""

from collections.abc import Iterator

from comptoir.connectors.csv.entries import EntryMaker
from comptoir.connectors.csv.outbox import push
from comptoir.connectors.csv.reading import Reading, begin_reading
from comptoir.connectors.csv.settings import CsvSettings
from comptoir.connectors.documents import settled_documents
from comptoir.connectors.files import PATIENCE
from comptoir.connectors.outbox import Outbox
from comptoir.connectors.periods import periods_of
from comptoir.connectors.port import Abilities, FoundDocument
from comptoir.kit.words import Sentence
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Account, Basics, Company, Entry, Removed


class CsvConnector:
    """One dossier's folder. Tables tell no changes: every reading is a whole one."""

    abilities = Abilities(documents=True, bookings=True)

    def __init__(self, settings: CsvSettings) -> None:
        self.settings = settings
        self._reading: Reading | None = None
        self._left: list[Sentence] = []

    def read_basics(self) -> Basics:
        """Read every table. What `read_entries` brings afterwards is what stood there then."""
        reading = self._begin()
        return Basics(
            company=Company(),
            periods=tuple(periods_of(reading.years)),
            journals=reading.journals,
            accounts=tuple(Account(code, name or code) for code, name in sorted(reading.accounts.items())),
            partners=tuple(partner for _, partner in sorted(reading.partners.all.items())),
        )

    def read_entries(self, since: str = "") -> Iterator[Entry | Removed]:
        """Every entry, in the order of the files."""
        del since  # there is no cursor
        yield from EntryMaker(self._reading or self._begin(), self.settings).entries()

    def size_hint(self) -> int:
        """How many lines there are."""
        return (self._reading or self._begin()).store.count

    def cursor(self) -> str:
        """None: tables tell no changes."""
        return ""

    def read_documents(self) -> Iterator[FoundDocument]:
        """The PDF and XML files in the folder and two levels below; one that is being written waits for the next run."""
        years = frozenset(code for code, _, _ in (self._reading or self._begin()).years)
        settled = settled_documents(self.settings.folder, years, self.settings.outbox)
        self._left = settled.left
        yield from settled.found

    def findings(self) -> list[Sentence]:
        """Journals that could not be told or are new, and files that were left alone."""
        return [*(self._reading.findings if self._reading else ()), *self._left]

    def push(self, booking: Booking) -> Receipt:
        """Put a table of the one piece, with the columns of the mapping, into the outbox, its documents beside it."""
        return push(booking, Outbox(self.settings.outbox), self.settings.mapping, self.read_basics())

    def _begin(self) -> Reading:
        if self._reading is not None:
            self._reading.store.close()
        self._reading = begin_reading(self.settings, patience=PATIENCE)
        return self._reading
