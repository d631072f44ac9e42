"""Tables of entry lines as an accounting package writes them, and what is said of them."""

import os
import time
from pathlib import Path
from typing import Any

from comptoir.connectors.csv.connector import CsvConnector
from comptoir.connectors.csv.package import PACKAGE
from comptoir.records.books import Entry

HEADER = "Journal;Pièce;Date;Compte;Tiers;Libellé;Débit;Crédit"
BOOKS = """
ACH;7;03/01/2026;610000;;Loyer;100,00;
ACH;7;03/01/2026;411000;;TVA;21,00;
ACH;7;03/01/2026;440000;F1;Proximus;;121,00
BNK;4;20/01/2026;440000;F1;Paiement;121,00;
BNK;4;20/01/2026;550000;;Paiement;;121,00
"""
MAPPING: dict[str, Any] = {
    "kind": "text",
    "encoding": "utf-8",
    "separator": ";",
    "quote": '"',
    "header": 1,
    "columns": {
        "journal": "Journal",
        "number": "Pièce",
        "booked_on": "Date",
        "account": "Compte",
        "partner": "Tiers",
        "text": "Libellé",
        "debit": "Débit",
        "credit": "Crédit",
    },
    "dates": "dmy",
    "decimal": ",",
    "thousands": "",
    "positive": "debit",
}


def table(folder: Path, rows: str = BOOKS, *, header: str = HEADER, name: str = "lines.csv") -> Path:
    """The rows below the header as a file that has been there for a while."""
    path = folder / name
    path.write_text(f"{header}\n{rows.strip()}\n", encoding="utf-8")
    settle(path)
    return path


def settle(path: Path) -> None:
    """Make the file a minute old."""
    changed = time.time() - 60
    os.utime(path, (changed, changed))


def mapping(columns: dict[str, str] | None = None, **said: Any) -> dict[str, Any]:
    """The mapping with other columns (an empty one is left out), and other ways of writing."""
    both = MAPPING["columns"] | (columns or {})
    return MAPPING | {"columns": {field: name for field, name in both.items() if name}} | said


def connector(folder: Path, said: dict[str, Any] | None = None, **settings: Any) -> CsvConnector:
    """The connector of that folder."""
    return PACKAGE.open({"folder": str(folder), "mapping": said or MAPPING} | settings)


def entries(folder: Path, said: dict[str, Any] | None = None, **settings: Any) -> list[Entry]:
    """Every entry of the folder."""
    opened = connector(folder, said, **settings)
    opened.read_basics()
    return [entry for entry in opened.read_entries() if isinstance(entry, Entry)]
