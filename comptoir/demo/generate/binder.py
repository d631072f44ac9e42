"""Booking: gives each piece its number, writes its lines, and keeps balances, open items and what is expected of it.

Lines are written as `formats.fec.write` writes them, but made as text at once, five times as quickly: a million lines for
a measurement should take seconds. A test holds the two to the same bytes.
"""

import json
from collections import deque
from datetime import date
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path

from comptoir.demo.generate.chart import ACCOUNTS, JOURNALS
from comptoir.demo.generate.partners import Partner
from comptoir.demo.generate.pieces import Piece, Third, Year
from comptoir.formats.fec.columns import column_names
from comptoir.kit.money import text_of
from comptoir.kit.numbers import format_communication

HEADER = "\t".join(column_names(False)) + "\r\n"
INVOICE_JOURNALS = frozenset({"ACH", "NCA", "VEN", "NCV"})
MANIFEST = "cases.json"
LISTED = 1000
"""How many pieces of one case the manifest lists; all of them are counted."""


class Binder:
    """Takes pieces day by day and writes the files of one fiscal year after the other."""

    def __init__(self, folder: Path, newest: int) -> None:
        self.folder = folder
        self.files: list[Path] = []
        self.lines = self.entries = 0
        self.balances: dict[str, int] = dict.fromkeys(ACCOUNTS, 0)
        self.open_items: list[Third] = []
        self.newest: deque[tuple[Piece, str, str]] = deque(maxlen=newest)
        self.cases: dict[str, list[dict[str, object]]] = {}
        self.counts: dict[str, int] = {}
        self._account_columns = {code: f"{code}\t{name}\t" for code, name in ACCOUNTS.items()}
        self._partner_columns: dict[str, str] = {}
        self._pieces = self._open("pieces.csv", "utf-8")
        self._pieces.write("journal;number;year;document_number;due_on;communication\n")
        self._year: Year | None = None
        self._fec: TextIOWrapper | None = None

    def _open(self, name: str, encoding: str) -> TextIOWrapper:
        self.files.append(self.folder / name)
        return (self.folder / name).open("w", encoding=encoding, newline="", buffering=1 << 20)

    def begin(self, year: Year) -> list[Third]:
        """Start the file of that year; hands over the items that the year before left open."""
        self.finish_year()
        self._year, self._numbers = year, dict.fromkeys(JOURNALS, 0)
        self._fec = self._open(f"FEC{year.end:%Y%m%d}.txt", "iso-8859-15")
        self._fec.write(HEADER)
        items, self.open_items = self.open_items, []
        return items

    def book(self, piece: Piece) -> None:
        """Number the piece and write its lines."""
        assert self._year is not None  # noqa: S101  a year was begun
        assert self._fec is not None  # noqa: S101
        journal, year = piece.journal, self._year.label
        number = self._numbers[journal] = self._numbers[journal] + 1
        reference = f"{journal}/{year}/{number}"
        day = _day(piece.day)
        document_day = day if piece.document_on is None else _day(piece.document_on)
        start = f"{journal}\t{JOURNALS[journal]}\t{number}\t{day}\t"
        middle = f"\t{document_day}\t{piece.text}\t"
        rows = [self._third_row(third, piece.references, reference, start, middle, day) for third in piece.thirds]
        accounts, balances = self._account_columns, self.balances
        middle, end = f"\t\t{reference}{middle}", f"\t\t\t{day}\t\t\r\n"
        for account, cents in piece.others:
            balances[account] += cents
            rows.append(f"{start}{accounts[account]}{middle}{_columns(cents)}{end}")
        self._fec.write("".join(rows))
        self.lines += len(rows)
        self.entries += 1
        if journal in INVOICE_JOURNALS:
            self._note_invoice(piece, year, str(number))

    def _third_row(self, third: Third, kept: bool, reference: str, start: str, middle: str, day: str) -> str:
        partner = third.partner
        self.balances[partner.account] += third.cents
        if not kept or third.lost:
            third.reference = reference
        if third.open_cents:
            self.open_items.append(third)
        columns = self._partner_columns.get(partner.auxiliary)
        if columns is None:
            columns = f"{self._account_columns[partner.account]}{partner.auxiliary}\t{partner.name}\t"
            self._partner_columns[partner.auxiliary] = columns
        lettered = f"{third.letter}\t{_day(third.lettered_on)}"
        return f"{start}{columns}{third.reference}{middle}{_columns(third.cents)}\t{lettered}\t{day}\t\t\r\n"

    def _note_invoice(self, piece: Piece, year: str, number: str) -> None:
        due = piece.due_on.isoformat() if piece.due_on else ""
        communication = format_communication(piece.communication)
        self._pieces.write(f"{piece.journal};{number};{year};{piece.document_number};{due};{communication}\n")
        if self.newest.maxlen:
            self.newest.append((piece, year, number))
        expected = piece.expected
        if expected is None:
            return
        self.counts[expected.case] = self.counts.get(expected.case, 0) + 1
        listed = self.cases.setdefault(expected.case, [])
        if len(listed) < LISTED:
            listed.append(
                {
                    "year": year,
                    "journal": piece.journal,
                    "number": number,
                    "expected": {
                        "payment": expected.payment,
                        "open": text_of(expected.open_cents),
                        "paid_on": expected.paid_on.isoformat() if expected.paid_on else None,
                    },
                }
            )

    def finish_year(self) -> None:
        """Close the file of the year that was begun, if one was."""
        if self._fec is not None:
            self._fec.close()

    def finish(self, partners: list[Partner]) -> None:
        """Close every file and write who the partners are and what is expected of the pieces."""
        self.finish_year()
        self._pieces.close()
        with self._open("partners.csv", "utf-8") as file:
            file.write("account;auxiliary;name;vat;iban;email;language\n")
            for p in partners:
                file.write(f"{p.account};{p.auxiliary};{p.name};{p.vat};{p.iban};{p.email};{p.language}\n")
        listed = sorted(self.cases.items())
        with self._open(MANIFEST, "utf-8") as file:
            cases = [json.dumps(name) + ": [\n" + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in listed]
            file.write("{" + ",\n".join(cases) + "}\n")


def _columns(cents: int) -> str:
    """Debit and credit with a decimal comma."""
    if cents >= 0:
        return f"{cents // 100},{cents % 100:02d}\t0,00"
    return f"0,00\t{-cents // 100},{-cents % 100:02d}"


@lru_cache(maxsize=1024)
def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y%m%d}"
