"""WinBooks dossiers, as DBF tables and as exported texts, do what every connector must."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from comptoir.connectors.port import NOWHERE, WrongBooks, WrongConfiguration
from comptoir.connectors.winbooks.package import PACKAGE
from comptoir.formats.winbooks.write import write_dossier
from comptoir.records.books import Basics, Entry
from tests.connectors import sample
from tests.connectors.conformance import Conformance, Fault, Instead, age, no_folder
from tests.connectors.winbooks.dossiers import append_rows


class WinBooksHouse:
    """WinBooks with one dossier, which imports what lies in the outbox."""

    package = PACKAGE
    reach = NOWHERE
    holds = frozenset({"due", "document_number", "communication", "letterings", "vat", "texts"})

    def __init__(self, folder: Path, form: str, encoding: str) -> None:
        self.folder, self.form, self.encoding = folder, form, encoding
        self.taken: list[bytes] = []

    def keep(self, basics: Basics, entries: Iterable[Entry]) -> None:
        self.folder.mkdir(exist_ok=True)
        write_dossier(self.folder, "ATELIER", basics, entries, form=self.form, encoding=self.encoding)
        self._age()

    def settings(self) -> dict[str, Any]:
        journals = {journal.code: journal.type.value for journal in sample.JOURNALS}
        return {"folder": str(self.folder), "journals": journals}

    def put_document(self, piece: tuple[str, str, str], content: bytes) -> None:
        journal, year, number = piece
        path = self.folder / "Document" / year / journal / f"{journal}_01_{number}_00.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        age(path)

    def take_bookings(self) -> None:
        outbox = self.folder / "outbox"
        for kind in ("CSF", "ACT"):
            for path in sorted(outbox.glob(f"*_{kind}.txt")):
                with path.open(encoding="cp1252", newline="") as file:
                    append_rows(self._table(kind), kind, list(csv.reader(file)), self.encoding)
                path.unlink()
        for path in sorted(outbox.rglob("*.pdf")):
            self.taken.append(path.read_bytes())
            path.unlink()
        self._age()

    def pushed_documents(self) -> list[bytes]:
        return self.taken

    def faults(self) -> list[Fault]:
        lines = self._table("ACT")
        whole = lines.read_bytes()
        return [
            ("no folder", no_folder(self.folder), WrongConfiguration),
            ("lines cut in the middle of one", Instead(lines, whole[: len(whole) // 2 - 7]), WrongBooks),
            ("a web page", Instead(lines, b"<html><body>Please log in</body></html>"), WrongBooks),
            ("an amount that is none", Instead(lines, whole.replace(b"242.00", b"2x2.00")), WrongBooks),
            ("an amount that is wrong", Instead(lines, whole.replace(b"242.00", b"242.01")), WrongBooks),
        ]

    def _table(self, kind: str) -> Path:
        return self.folder / (f"ATELIER_{kind}.DBF" if self.form == "dbf" else f"{kind}.txt")

    def _age(self) -> None:
        for path in self.folder.iterdir():
            if path.is_file():
                age(path)


class TestTables(Conformance):
    """The suite over DBF tables in the code page of DOS."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> WinBooksHouse:
        return WinBooksHouse(tmp_path / "ATELIER", "dbf", "cp850")


class TestTexts(Conformance):
    """The suite over exported texts in the code page of Windows."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> WinBooksHouse:
        return WinBooksHouse(tmp_path / "ATELIER", "text", "cp1252")
