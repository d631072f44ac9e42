"""Tables of entry lines do what every connector must: as text in two ways, and as workbook."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comptoir.connectors.csv.mapping import WORKBOOK, mapping_of
from comptoir.connectors.csv.package import PACKAGE
from comptoir.connectors.csv.table import open_rows
from comptoir.connectors.port import NOWHERE, WrongBooks, WrongConfiguration
from comptoir.formats.table.cells import DAY, NUMBER
from comptoir.formats.table.write import Value, Writing, write_text, write_workbook
from comptoir.kit.words import Cents
from comptoir.records.books import Basics, Entry, Line, Partner
from tests.connectors import sample
from tests.connectors.conformance import Conformance, Fault, Instead, age, no_folder

COLUMNS = {
    "journal": "Journal",
    "journal_name": "Libellé journal",
    "number": "Pièce",
    "booked_on": "Date",
    "document_number": "Facture",
    "account": "Compte",
    "account_name": "Intitulé",
    "text": "Libellé",
    "due_on": "Échéance",
    "communication": "Communication",
    "vat_code": "Code TVA",
    "vat_base": "Base TVA",
    "lettering": "Lettrage",
    "partner": "Tiers",
    "partner_name": "Nom",
    "partner_vat": "Numéro TVA",
    "partner_iban": "IBAN",
    "partner_language": "Langue",
}
SIDED = COLUMNS | {"debit": "Débit", "credit": "Crédit"}
SIGNED = COLUMNS | {"amount": "Montant"}
TEXT = {
    "kind": "text",
    "encoding": "cp1252",
    "separator": ";",
    "quote": '"',
    "header": 1,
    "columns": SIDED,
    "dates": "dmy",
    "decimal": ",",
    "thousands": ".",
    "positive": "debit",
}
SIGNED_TEXT = TEXT | {
    "encoding": "utf-16",
    "separator": "\t",
    "header": 3,
    "columns": SIGNED,
    "dates": "ymd",
    "decimal": ".",
    "thousands": "",
    "positive": "credit",
}
BOOK = TEXT | {"kind": WORKBOOK, "dates": "typed", "decimal": "typed"}


class CsvHouse:
    """Accounting software that writes its lines as a table and reads such tables."""

    package = PACKAGE
    reach = NOWHERE
    holds = frozenset({"due", "document_number", "communication", "letterings", "texts", "vat"})

    def __init__(self, folder: Path, mapping: dict[str, Any]) -> None:
        self.folder, self.said = folder, mapping
        self.mapping = replace(mapping_of(mapping), headers=tuple(mapping["columns"].values()))
        self.ending = ".xlsx" if self.mapping.kind == WORKBOOK else ".csv"
        self.table = folder / f"lines{self.ending}"
        self.taken: list[bytes] = []

    def keep(self, basics: Basics, entries: Iterable[Entry]) -> None:
        self.folder.mkdir(exist_ok=True)
        partners = {partner.key: partner for partner in basics.partners}
        self.rows = [_said(entry, line, partners.get(line.partner)) for entry in entries for line in entry.lines]
        self._write()

    def settings(self) -> dict[str, Any]:
        journals = {journal.code: journal.type.value for journal in sample.JOURNALS}
        return {"folder": str(self.folder), "mapping": self.said, "journals": journals}

    def put_document(self, piece: tuple[str, str, str], content: bytes) -> None:
        path = self.folder / f"{'-'.join(piece)}.pdf"
        path.write_bytes(content)
        age(path)

    def take_bookings(self) -> None:
        outbox = self.folder / "outbox"
        for path in sorted(outbox.glob(f"*{self.ending}")):
            with open_rows(path, self.mapping) as rows:
                header, *lines = list(rows)
            assert header[1] == list(self.mapping.headers)
            fields = list(self.mapping.columns)
            self.rows += [dict(zip(fields, cells, strict=False)) for _, cells in lines]
            path.unlink()
        self._write()
        for path in sorted(outbox.glob("*.pdf")):
            self.taken.append(path.read_bytes())
            path.unlink()

    def pushed_documents(self) -> list[bytes]:
        return self.taken

    def faults(self) -> list[Fault]:
        whole = self.table.read_bytes()
        return [
            ("no folder", no_folder(self.folder), WrongConfiguration),
            ("a file cut in the middle", Instead(self.table, whole[: len(whole) // 2 - 20]), WrongBooks),
            ("an empty file", Instead(self.table, b""), WrongBooks),
            ("a web page", Instead(self.table, b"<html><body>Please log in</body></html>"), WrongBooks),
        ]

    def _write(self) -> None:
        fields = list(self.mapping.columns)
        rows: list[list[Value]] = [list(self.mapping.headers)]
        rows += [[self._value(row.get(field)) for field in fields] for row in self.rows]
        writing, blank = Writing(self.mapping.dates, self.mapping.decimal), self.mapping.header - 1
        if self.mapping.kind == WORKBOOK:
            write_workbook(rows, self.table, writing, blank=blank)
        else:
            write_text(rows, self.table, self.mapping.shape, writing, blank=blank)
        age(self.table)

    @staticmethod
    def _value(value: Value) -> Value:
        """What was read from a workbook is written as it was."""
        if isinstance(value, str) and value[:1] == NUMBER:
            return Cents(round(100 * float(value[1:])))
        if isinstance(value, str) and value[:1] == DAY:
            return sample.date.fromisoformat(value[1:])
        return value


def _said(entry: Entry, line: Line, partner: Partner | None) -> dict[str, Value]:
    said: dict[str, Value] = {
        "journal": entry.journal,
        "journal_name": next(each.name for each in sample.JOURNALS if each.code == entry.journal),
        "number": entry.number,
        "booked_on": entry.booked_on,
        "document_number": entry.document_number,
        "account": line.account,
        "account_name": sample.ACCOUNTS[line.account],
        "text": line.text,
        "due_on": line.due_on,
        "communication": line.communication,
        "vat_code": line.vat_code,
        "vat_base": Cents(line.vat_base_cents) if line.vat_base_cents else None,
        "lettering": line.lettering,
        "debit": Cents(max(line.cents, 0)),
        "credit": Cents(max(-line.cents, 0)),
        "amount": Cents(-line.cents),
    }
    if partner:
        said |= {"partner": partner.key, "partner_name": partner.name, "partner_vat": partner.vat}
        said |= {"partner_iban": " ".join(partner.ibans), "partner_language": partner.language}
    return said


class TestText(Conformance):
    """The suite over text: Windows-1252, debit and credit apart, days before months."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> CsvHouse:
        return CsvHouse(tmp_path / "books", TEXT)


class TestSignedText(Conformance):
    """The suite over text: UTF-16, tabs, one amount that is positive for a credit, the header in the third row."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> CsvHouse:
        return CsvHouse(tmp_path / "books", SIGNED_TEXT)


class TestWorkbook(Conformance):
    """The suite over a workbook with real numbers and days."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> CsvHouse:
        return CsvHouse(tmp_path / "books", BOOK)
