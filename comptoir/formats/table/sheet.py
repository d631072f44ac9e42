"""A sheet of a workbook as rows: the limited child process leaves it as pieces of text, which are read here."""

import csv
from pathlib import Path

from comptoir.formats.sandbox import attachment_in, read_in_child
from comptoir.formats.table.cells import Rows, UnreadableTable

MEMORY = 1 << 30
SECONDS = 300


class UnpackedSheet:
    """A sheet that lies in pieces in a folder; `sheets` are the names of all sheets of its workbook."""

    def __init__(self, path: Path, folder: Path, *, sheet: int, most: int = 0) -> None:
        """Unpack the sheet of that place (1-based) into the empty folder, at most so many rows of it (0: all).

        Refuses (Unreadable) what the child refuses.
        """
        asked = (sheet, most)
        told = read_in_child("workbook", path, asked=asked, files=folder, timeout=SECONDS, memory=MEMORY)
        self.folder = folder
        self.sheets = [str(name) for name in told["sheets"]]
        self.pieces = int(told["pieces"])

    def rows(self) -> Rows:
        """The rows that have something in them."""
        for piece in range(self.pieces):
            with attachment_in(self.folder, piece).open(encoding="utf-8", newline="") as file:
                try:
                    for cells in csv.reader(file):
                        yield int(cells[0]), cells[1:]
                except (csv.Error, ValueError, IndexError):
                    raise UnreadableTable("The workbook could not be read.") from None
