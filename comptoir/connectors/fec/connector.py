"""Reads the folder of exports as the port asks: basics first, then entries year by year, then the documents."""

from collections.abc import Iterator
from contextlib import closing

from comptoir.connectors.documents import settled_documents
from comptoir.connectors.fec.entries import EntryMaker
from comptoir.connectors.fec.folder import Folder, look
from comptoir.connectors.fec.outbox import push
from comptoir.connectors.fec.reading import Reading, begin_reading
from comptoir.connectors.fec.settings import FecSettings
from comptoir.connectors.fec.sidecars import PieceTable
from comptoir.connectors.files import PATIENCE, state_of
from comptoir.connectors.outbox import Outbox
from comptoir.connectors.periods import periods_of
from comptoir.connectors.port import Abilities, FoundDocument
from comptoir.formats.fec.read import read_pieces
from comptoir.kit.words import Sentence
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Account, Basics, Company, Entry, Removed

SAMPLE = 1 << 16


class FecConnector:
    """One dossier's folder. FEC tells no changes: every reading is a whole one."""

    abilities = Abilities(documents=True, bookings=True)

    def __init__(self, settings: FecSettings) -> None:
        self.settings = settings
        self._reading: Reading | None = None
        self._left: list[Sentence] = []

    def read_basics(self) -> Basics:
        """Look through every export. What `read_entries` brings afterwards is of the same files, or it is refused."""
        self._reading = reading = begin_reading(self.settings, patience=PATIENCE)
        accounts = sorted(reading.look.accounts.items())
        return Basics(
            company=Company(country=reading.country),
            periods=tuple(periods_of(reading.folder.spans)),
            journals=reading.journals,
            accounts=tuple(Account(code, name or code) for code, name in accounts),
            partners=tuple(partner for _, partner in sorted(reading.partners.all.items())),
        )

    def read_entries(self, since: str = "") -> Iterator[Entry | Removed]:
        """Every entry, year by year, in the order of the files."""
        del since  # there is no cursor
        reading = self._reading or begin_reading(self.settings, patience=PATIENCE)
        types = {journal.code: journal.type for journal in reading.journals}
        terms = (self.settings.customer_terms, self.settings.supplier_terms)
        periods = periods_of(reading.folder.spans)
        with closing(_piece_table(reading)) as table:
            for year in reading.folder.years:
                maker = EntryMaker(year, periods, types, reading.partners, table, terms)
                scattered = year.path in reading.look.scattered
                with reading.reads(year.path):
                    for piece in read_pieces(year.path, scattered=scattered):
                        yield maker.entry(piece)

    def size_hint(self) -> int:
        """About how many lines there are, from the sizes of the files and their first lines."""
        lines = 0
        for year in self._folder().years:
            size, _ = state_of(year.path)
            with year.path.open("rb") as file:
                sample = file.read(SAMPLE)
            lines += sample.count(b"\n") * size // len(sample) if sample else 0
        return lines

    def cursor(self) -> str:
        """None: FEC tells no changes."""
        return ""

    def read_documents(self) -> Iterator[FoundDocument]:
        """The PDF and XML files in the folder and two levels below; one that is being written waits for the next run."""
        years = frozenset(year.code for year in self._folder().years)
        settled = settled_documents(self.settings.folder, years, self.settings.outbox)
        self._left = settled.left
        yield from settled.found

    def findings(self) -> list[Sentence]:
        """Journals that could not be told or are new, and files that were left alone."""
        return [*(self._reading.findings if self._reading else ()), *self._left]

    def push(self, booking: Booking) -> Receipt:
        """Put a FEC file of the one piece into the outbox, its documents beside it."""
        return push(booking, Outbox(self.settings.outbox), self.read_basics())

    def _folder(self) -> Folder:
        return self._reading.folder if self._reading else look(self.settings.folder, self.settings.first_day)


def _piece_table(reading: Reading) -> PieceTable:
    path = reading.folder.sidecars.get("pieces.csv")
    years = tuple(year.code for year in reading.folder.years)
    if path is None:
        return PieceTable(None, years)
    with reading.reads(path):
        return PieceTable(path, years)
