"""What FEC cannot say, told by two tables beside the exports: partners.csv and pieces.csv.

Both have a header, `;` or `,` or tab between columns, and are UTF-8 or ISO-8859-15. Columns may stand in any order, and
only those marked * must be there. Names are read in any case, with accents or without, in English, French or Dutch.

partners.csv: account; auxiliary*; name; vat; iban; email; language
    account     the general account (compte, rekening); auxiliary: the code in CompAuxNum (compte auxiliaire, code tiers);
    with no auxiliary code, the account itself is the partner's. Several IBANs stand between blanks or `|`.
    The VAT number has its country letters; without, it is of the dossier's country. language: fr, nl, en, ...
pieces.csv: journal*; number*; year; document_number; due_on; communication
    year is the fiscal year's code ("2026"), needed where the folder holds several; document_number the supplier's or
    customer's own number; due_on YYYY-MM-DD, DD/MM/YYYY or YYYYMMDD; communication +++123/4567/89012+++ or any reference.
"""

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from comptoir.connectors.fec.table import TableRow, read_table
from comptoir.connectors.partners import PartnerRow
from comptoir.formats.fec.lines import day_of
from comptoir.kit.dates import BadDate
from comptoir.kit.numbers import belgian_number, compact, iban, structured_communication, vat_number

PARTNER_COLUMNS = {
    "account": (
        "compte",
        "compte general",
        "numero de compte",
        "CompteNum",
        "rekening",
        "algemene rekening",
        "rekeningnummer",
    ),
    "auxiliary": (
        *(
            "auxiliary code",
            "auxiliary account",
            "partner code",
            "code",
            "compte auxiliaire",
            "auxiliaire",
            "code auxiliaire",
        ),
        *("code tiers", "CompAuxNum", "hulprekening", "klantcode", "relatiecode", "derdencode"),
    ),
    "name": ("partner", "nom", "raison sociale", "tiers", "CompAuxLib", "naam", "benaming"),
    "vat": ("vat number", "tva", "numero de tva", "no tva", "n° tva", "btw", "btw nummer", "ondernemingsnummer"),
    "iban": ("ibans", "bank account", "compte bancaire", "comptes bancaires", "bankrekening", "bankrekeningen"),
    "email": ("e mail", "mail", "courriel", "adresse e mail", "e mailadres"),
    "language": ("lang", "langue", "taal"),
}
PIECE_COLUMNS = {
    "journal": ("journal code", "code journal", "JournalCode", "dagboek", "dagboekcode"),
    "number": ("piece", "piece number", "numero", "numero de piece", "EcritureNum", "nummer", "stuknummer"),
    "year": ("fiscal year", "exercice", "annee", "boekjaar", "jaar"),
    "document_number": (
        *("document number", "invoice number", "reference", "numero de facture", "numero du document", "facture"),
        *("factuurnummer", "documentnummer", "referentie"),
    ),
    "due_on": (
        "due on",
        "due date",
        "due",
        "echeance",
        "date d'echeance",
        "date d echeance",
        "vervaldatum",
        "vervaldag",
    ),
    "communication": (
        *("structured communication", "communication structuree", "gestructureerde mededeling", "mededeling"),
        "ogm vcs",
    ),
}
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})[/.](\d{2})[/.](\d{4})|(\d{4})(\d{2})(\d{2})", re.ASCII)


class PieceFacts(NamedTuple):
    """What pieces.csv says of one piece."""

    document_number: str
    due_on: date | None
    communication: str


def read_partners(path: Path, country: str) -> Iterator[PartnerRow]:
    """The partners of the table. Raises WrongBooks with its place for anything wrong."""
    seen: set[tuple[str, str]] = set()
    for row in read_table(path, PARTNER_COLUMNS, ("auxiliary",)):
        account, auxiliary = _short(row, "account", 20), _short(row, "auxiliary", 60)
        if not account and not auxiliary:
            raise row.wrong("auxiliary", "The row has neither an account nor an auxiliary code.")
        if (account, auxiliary) in seen:
            raise row.wrong(
                "auxiliary", "The partner %(partner)s stands there twice.", partner=f"{account} {auxiliary}".strip()
            )
        seen.add((account, auxiliary))
        vat = vat_number(row["vat"], country)
        if len(vat) > 20:
            raise row.wrong("vat", "“%(shown)s” is no VAT number.", shown=row["vat"])
        number = (belgian_number(vat) or "") if vat.startswith("BE") else ""
        vat = f"BE{number}" if number else vat
        ibans, email = tuple(_ibans(row)), _short(row, "email", 254)
        if email and "@" not in email:
            raise row.wrong("email", "“%(shown)s” is no e-mail address.", shown=email)
        name = _short(row, "name", 200)
        yield PartnerRow(account, auxiliary, name, vat, number, ibans, email, _language(row))


class PieceTable:
    """pieces.csv kept on disk while a reading lasts, for it may be as long as the books."""

    def __init__(self, path: Path | None, years: tuple[str, ...]) -> None:
        """Reads the whole table. Raises WrongBooks with its place for anything wrong."""
        self.disk = sqlite3.connect("")
        self.disk.execute(
            "CREATE TABLE piece (key TEXT PRIMARY KEY, number TEXT, due TEXT, communication TEXT) WITHOUT ROWID"
        )
        self.empty = path is None
        if path is not None:
            for row in read_table(path, PIECE_COLUMNS, ("journal", "number")):
                self._keep(row, years)

    def _keep(self, row: TableRow, years: tuple[str, ...]) -> None:
        journal, number = _short(row, "journal", 20), _short(row, "number", 60)
        for column, text in (("journal", journal), ("number", number)):
            if not text:
                raise row.wrong(column, "The row does not say which piece it is about.")
        year = _short(row, "year", 20)
        if not year and len(years) > 1:
            raise row.wrong("year", "The folder holds several fiscal years: the row must say which one it is about.")
        due = _day(row, "due_on")
        facts = (_short(row, "document_number", 80), due.isoformat() if due else "", _communication(row))
        try:
            self.disk.execute(
                "INSERT INTO piece VALUES (?, ?, ?, ?)", (f"{year or years[0]}|{journal}|{number}", *facts)
            )
        except sqlite3.IntegrityError:
            raise row.wrong(
                "number", "The piece %(journal)s %(number)s stands there twice.", journal=journal, number=number
            ) from None

    def facts_of(self, key: str) -> PieceFacts | None:
        """What the table says of the piece with that key (year|journal|number); None when it says nothing."""
        if self.empty:
            return None
        row = self.disk.execute("SELECT number, due, communication FROM piece WHERE key = ?", (key,)).fetchone()
        return PieceFacts(row[0], date.fromisoformat(row[1]) if row[1] else None, row[2]) if row else None

    def close(self) -> None:
        """Give the disk back."""
        self.disk.close()


def _short(row: TableRow, column: str, most: int) -> str:
    text = row[column]
    if len(text) > most:
        raise row.wrong(
            column,
            "The text is %(count)s characters long; here it may have at most %(most)s.",
            count=len(text),
            most=most,
        )
    return text


def _ibans(row: TableRow) -> Iterator[str]:
    """The IBANs of the row; one that is written in groups of four is one."""
    for text in row["iban"].split("|"):
        whole = iban(text) if text.strip() else None
        if whole:
            yield whole
            continue
        for part in text.split():
            number = iban(part)
            if number is None:
                raise row.wrong("iban", "“%(shown)s” is no IBAN.", shown=part)
            yield number


def _language(row: TableRow) -> str:
    text = row["language"].replace("_", "-").partition("-")[0].casefold()
    if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise row.wrong("language", "“%(shown)s” is no language (fr, nl, en, ...).", shown=row["language"])
    return text


def _day(row: TableRow, column: str) -> date | None:
    text = row[column]
    if not text:
        return None
    found = DAY.fullmatch(text)
    if found:
        a, b, c, d, e, f, g, h, i = found.groups("")
        try:
            return day_of(f"{a}{b}{c}" or f"{f}{e}{d}" or f"{g}{h}{i}")
        except BadDate:
            pass
    raise row.wrong(column, "“%(shown)s” is no date (YYYY-MM-DD).", shown=text)


def _communication(row: TableRow) -> str:
    """Twelve digits of a Belgian structured communication; any other reference as it is."""
    text = _short(row, "communication", 40)
    digits = structured_communication(text) if text else None
    if digits is None and ("+++" in text or "***" in text):
        raise row.wrong("communication", "“%(shown)s” is no structured communication.", shown=text)
    return digits or (compact(text) if text[:2].upper() == "RF" and text[2:4].isdigit() else text)
