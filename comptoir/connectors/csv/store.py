"""The lines of a reading, kept on disk until they are given as entries: memory stays bounded, however long the books are."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

from comptoir.connectors.csv.lines import BookLine
from comptoir.formats.seen import SeenPieces

StoredLine = tuple[int, BookLine]
"""The number of the file, and the line."""

INSERT = "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class LineStore:
    """A disk of its own, given back when it is closed."""

    def __init__(self) -> None:
        self.disk = sqlite3.connect("", isolation_level=None)
        columns = ", ".join(("file", *BookLine._fields))
        self.disk.execute("PRAGMA journal_mode = OFF")
        self.disk.execute(f"CREATE TABLE line ({columns})")
        self.seen, self.scattered = SeenPieces(), False
        self.piece = ("", "", "")
        self.count = 0

    def keep(self, file: int, lines: Iterable[BookLine]) -> None:
        """Keep the lines of that file."""
        self.disk.execute("BEGIN")
        self.disk.executemany(INSERT, ((file, *line) for line in self._noted(lines)))
        self.disk.execute("COMMIT")

    def entries(self) -> Iterator[list[StoredLine]]:
        """The lines of each entry, entries in the order in which they begin."""
        if self.scattered:
            self.disk.execute("CREATE INDEX IF NOT EXISTS piece ON line (year, journal, number)")
            found = self.disk.execute(
                "SELECT line.* FROM line JOIN"
                " (SELECT year, journal, number, MIN(rowid) AS start FROM line GROUP BY year, journal, number)"
                " USING (year, journal, number) ORDER BY start, line.rowid"
            )
        else:
            found = self.disk.execute("SELECT * FROM line ORDER BY rowid")
        stored = ((row[0], BookLine._make(row[1:])) for row in found)
        for _, lines in groupby(stored, key=lambda each: (each[1].year, each[1].journal, each[1].number)):
            yield list(lines)

    def close(self) -> None:
        """Give the disk back."""
        self.disk.close()

    def _noted(self, lines: Iterable[BookLine]) -> Iterator[BookLine]:
        for line in lines:
            piece = (line.year, line.journal, line.number)
            if piece != self.piece:
                self.piece = piece
                self.scattered = self.seen.add(*piece) or self.scattered
            self.count += 1
            yield line
