"""FEC exports in a folder do what every connector must."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from comptoir.connectors.fec.package import PACKAGE
from comptoir.connectors.port import NOWHERE, WrongBooks, WrongConfiguration
from comptoir.formats.fec.columns import FecLine
from comptoir.formats.fec.read import read_pieces
from comptoir.formats.fec.write import write
from comptoir.records.books import Basics, Entry, JournalType, Line
from tests.connectors import sample
from tests.connectors.conformance import Conformance, Fault, Instead, age, no_folder


class FecHouse:
    """Accounting software that exports FEC, one file per fiscal year, with the two tables beside it."""

    package = PACKAGE
    reach = NOWHERE
    holds = frozenset({"due", "document_number", "communication", "letterings", "texts"})

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[bytes] = []

    def keep(self, basics: Basics, entries: Iterable[Entry]) -> None:
        self.folder.mkdir(exist_ok=True)
        entries = list(entries)
        for year in sample.YEARS:
            pieces = [entry for entry in entries if entry.fiscal_year == year]
            self._export(year, [_line(entry, line, basics) for entry in pieces for line in entry.lines])
        invoices = [entry for entry in entries if entry.lines[0].due_on]
        self._table(
            "pieces.csv",
            ["journal;number;year;document_number;due_on;communication"],
            [
                f"{e.journal};{e.number};{e.fiscal_year};{e.document_number};{e.lines[0].due_on};{e.lines[0].communication}"
                for e in invoices
            ],
        )
        self._table(
            "partners.csv",
            ["auxiliary;name;vat;iban;language"],
            [f"{p.key};{p.name};{p.vat};{' '.join(p.ibans)};{p.language}" for p in basics.partners],
        )

    def settings(self) -> dict[str, Any]:
        journals = {journal.code: journal.type.value for journal in sample.JOURNALS}
        return {"folder": str(self.folder), "journals": journals | {"OD": JournalType.MISCELLANEOUS.value}}

    def put_document(self, piece: tuple[str, str, str], content: bytes) -> None:
        path = self.folder / f"{'-'.join(piece)}.pdf"
        path.write_bytes(content)
        age(path)

    def take_bookings(self) -> None:
        outbox = self.folder / "outbox"
        for path in sorted(outbox.glob("*.fec.txt")):
            for piece in read_pieces(path):
                year = f"{piece.booked_on.year}"
                export = self.folder / f"FEC{year}1231.txt"
                self._export(year, [*(line for old in read_pieces(export) for line in old.lines), *piece.lines])
            path.unlink()
        for path in sorted(outbox.glob("*.pdf")):
            self.taken.append(path.read_bytes())
            path.unlink()

    def pushed_documents(self) -> list[bytes]:
        return self.taken

    def faults(self) -> list[Fault]:
        export = self.folder / "FEC20261231.txt"
        whole = export.read_bytes()
        return [
            ("no folder", no_folder(self.folder), WrongConfiguration),
            ("a file cut in the middle of a line", Instead(export, whole[: len(whole) // 2]), WrongBooks),
            ("an empty file", Instead(export, b""), WrongBooks),
            ("a web page", Instead(export, b"<html><body>Please log in</body></html>"), WrongBooks),
            ("an amount that is none", Instead(export, whole.replace(b"242,00", b"2x2,00")), WrongBooks),
        ]

    def _export(self, year: str, lines: list[FecLine]) -> None:
        path = self.folder / f"FEC{year}1231.txt"
        write(lines, path)
        age(path)

    def _table(self, name: str, head: list[str], rows: list[str]) -> None:
        path = self.folder / name
        path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
        age(path)


def _line(entry: Entry, line: Line, basics: Basics) -> FecLine:
    partner = next((each for each in basics.partners if each.key == line.partner), None)
    return FecLine(
        journal=entry.journal,
        journal_name=next(each.name for each in basics.journals if each.code == entry.journal),
        number=entry.number,
        booked_on=entry.booked_on,
        account=line.account,
        account_name=sample.ACCOUNTS[line.account],
        auxiliary=partner.key if partner else "",
        auxiliary_name=partner.name if partner else "",
        reference=entry.document_number or entry.number,
        document_on=entry.document_on,
        text=line.text,
        cents=line.cents,
        lettering=line.lettering,
    )


class TestFec(Conformance):
    """The suite over FEC."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> FecHouse:
        return FecHouse(tmp_path / "books")
