"""Reads a WinBooks dossier as the port asks: basics first, then entries in the order of the lines, then the documents."""

from collections.abc import Iterator

from comptoir.connectors.documents import settled
from comptoir.connectors.files import PATIENCE
from comptoir.connectors.outbox import Outbox
from comptoir.connectors.port import Abilities, FoundDocument, PassingFault
from comptoir.connectors.winbooks.documents import PieceNames, find_documents
from comptoir.connectors.winbooks.entries import EntryMaker
from comptoir.connectors.winbooks.outbox import push
from comptoir.connectors.winbooks.reading import Reading, begin_reading
from comptoir.connectors.winbooks.settings import WinBooksSettings
from comptoir.formats.winbooks.pieces import read_pieces
from comptoir.kit.words import Sentence
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Basics, Entry, Removed


class WinBooksConnector:
    """One dossier's folder. WinBooks tells no changes: every reading is a whole one."""

    abilities = Abilities(documents=True, bookings=True)

    def __init__(self, settings: WinBooksSettings) -> None:
        self.settings = settings
        self._reading: Reading | None = None
        self._moved = 0
        self._left: list[Sentence] = []

    def read_basics(self) -> Basics:
        """Look through the dossier. What `read_entries` brings afterwards is of the same files, or it is refused."""
        self._reading = begin_reading(self.settings, patience=PATIENCE)
        return self._reading.basics

    def read_entries(self, since: str = "") -> Iterator[Entry | Removed]:
        """Every entry, in the order in which they begin."""
        del since  # there is no cursor
        reading = self._begun()
        maker = EntryMaker(reading.dossier.tables["ACT"].name, reading.basics, reading.years)
        with reading.table("ACT") as table:
            for piece in read_pieces(table, scattered=reading.look.scattered):
                yield maker.entry(piece)
        self._moved = maker.moved

    def size_hint(self) -> int:
        """How many lines there are, once the dossier was looked through."""
        return self._reading.look.lines if self._reading else 0

    def cursor(self) -> str:
        """None: WinBooks tells no changes."""
        return ""

    def read_documents(self) -> Iterator[FoundDocument]:
        """The PDF and XML files of the dossier's documents; one that is being written waits for the next run."""
        reading, folder = self._begun(), self.settings.documents
        names = PieceNames(reading.years.values(), (journal.code for journal in reading.basics.journals))
        self._left = []
        try:
            found = list(find_documents(folder, names, self.settings.outbox))
        except OSError as error:
            raise PassingFault(
                "The folder %(folder)s could not be read: %(why)s", folder=str(folder), why=str(error)
            ) from error
        told = settled(found, folder)
        self._left = told.left
        yield from told.found

    def findings(self) -> list[Sentence]:
        """Journals that could not be told or are new, tables that are not there, entries dated outside their period."""
        found = [*(self._reading.findings if self._reading else ())]
        if self._moved:
            found.append(
                Sentence(
                    "%(count)s entries are dated outside their period; they are booked on its nearest day.",
                    {"count": self._moved},
                )
            )
        return [*found, *self._left]

    def push(self, booking: Booking) -> Receipt:
        """Put the files that WinBooks imports into the outbox, the document in its place below it.

        What is in it already needs no dossier to be there.
        """
        if Outbox(self.settings.outbox).has(booking.token):
            return Receipt(booked=False, number=booking.entry.number)
        return push(booking, self.settings, self._begun())

    def _begun(self) -> Reading:
        if self._reading is None:
            self._reading = begin_reading(self.settings, patience=PATIENCE)
        return self._reading
