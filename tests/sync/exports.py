"""Exports written the way a bookkeeper writes them, as FEC files in the folder that the accounting software fills.

    2026-03-01 ACH 12  440000 F1 Proximus   -121.00  A  ref=F12

Date, journal, number, account, auxiliary code and name (- - for none), amount (debit positive), then optionally a lettering
code and a reference. What does not balance is booked on 499000.
"""

import os
from datetime import date
from pathlib import Path

from comptoir.kit.money import cents_from_text, text_of

HEADER = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
]
LABELS = {
    "ACH": "Achats",
    "NCA": "Notes de crédit achats",
    "VEN": "Ventes",
    "NCV": "Notes de crédit ventes",
    "BNK": "Banque",
    "BN2": "Banque épargne",
    "OD": "Opérations diverses",
    "AN": "À-nouveaux",
}


def export(folder: Path, text: str, *, closing: str = "20261231") -> Path:
    """Write the year's export anew; the file is as old as one that has been there for a while."""
    rows = [_columns(row) for row in filter(None, map(str.strip, text.splitlines()))]
    pieces = dict.fromkeys((row["JournalCode"], row["EcritureNum"]) for row in rows)
    lines = []
    for piece in pieces:
        own = [row for row in rows if (row["JournalCode"], row["EcritureNum"]) == piece]
        rest = sum(cents_from_text(row["amount"]) for row in own)
        lines += own + ([own[0] | _suspense(-rest)] if rest else [])
    return write(folder, [[_text(row, name) for name in HEADER] for row in lines], closing=closing)


def write(folder: Path, rows: list[list[str]], *, closing: str = "20261231") -> Path:
    """Write rows of columns as they are, right or wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"FEC{closing}.txt"
    path.write_text("\r\n".join("\t".join(row) for row in [HEADER, *rows]) + "\r\n", encoding="iso-8859-15", newline="")
    settle(path)
    return path


def settle(path: Path) -> None:
    """Make the file an hour older, for one that has just changed is taken as still being written."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns - 3600 * 10**9))


def _columns(row: str) -> dict[str, str]:
    day, journal, number, account, code, name, amount, *more = row.split()
    options = dict(part.split("=") for part in more if "=" in part)
    digits = date.fromisoformat(day).strftime("%Y%m%d")
    return {
        "JournalCode": journal,
        "JournalLib": LABELS[journal],
        "EcritureNum": number,
        "EcritureDate": digits,
        "CompteNum": account,
        "CompteLib": account,
        "CompAuxNum": "" if code == "-" else code,
        "CompAuxLib": "" if name == "-" else name,
        "PieceRef": options.get("ref", number),
        "PieceDate": digits,
        "EcritureLib": f"{journal} {number}",
        "EcritureLet": next((part for part in more if "=" not in part), ""),
        "ValidDate": digits,
        "amount": amount,
    }


def _suspense(cents: int) -> dict[str, str]:
    none = {"CompAuxNum": "", "CompAuxLib": "", "EcritureLet": ""}
    return none | {"CompteNum": "499000", "CompteLib": "Attente", "amount": text_of(cents)}


def _text(row: dict[str, str], name: str) -> str:
    if name not in {"Debit", "Credit"}:
        return row.get(name, "")
    cents = cents_from_text(row["amount"]) * (1 if name == "Debit" else -1)
    return text_of(max(cents, 0)).replace(".", ",")
