"""Dossiers made by hand, byte by byte where it matters: nothing here is written by the project's own writer."""

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from comptoir.connectors.registry import package
from comptoir.connectors.winbooks.connector import WinBooksConnector
from comptoir.records.books import Entry

LINES = (
    *(("DOCTYPE", "C", 1), ("DBKCODE", "C", 6), ("DBKTYPE", "C", 1), ("DOCNUMBER", "C", 8), ("DOCORDER", "C", 3)),
    *(("ACCOUNTGL", "C", 8), ("ACCOUNTRP", "C", 10), ("BOOKYEAR", "C", 1), ("PERIOD", "C", 2), ("DATE", "D", 8)),
    *(("DATEDOC", "D", 8), ("DUEDATE", "D", 8), ("COMMENT", "C", 40), ("COMMENTEXT", "C", 35), ("AMOUNT", "N", 17)),
    *(("AMOUNTEUR", "N", 17), ("VATBASE", "N", 17), ("VATCODE", "C", 6), ("CURRAMOUNT", "N", 17), ("CURRCODE", "C", 3)),
    *(("MATCHNO", "C", 8), ("ISMATCHED", "L", 1)),
)
"""The columns of ACT as these tests have them."""

CARDS = (
    *(("NUMBER", "C", 10), ("TYPE", "C", 1), ("NAME1", "C", 40), ("NAME2", "C", 40), ("COUNTRY", "C", 2)),
    *(("VATNUMBER", "C", 12), ("BNKACCNT", "C", 34), ("LANG", "C", 1), ("CENTRAL", "C", 8)),
)
SETTINGS = (("ID", "C", 40), ("VALUE", "C", 200))
JOURNALS = (("DBKID", "C", 6), ("DBKTYPE", "C", 1), ("HEADING1", "C", 40))
ACCOUNTS = (("NUMBER", "C", 8), ("NAME11", "C", 40), ("NAME12", "C", 40))
STARTS = [f"01{month:02d}2026" for month in range(1, 13)]
YEAR_2026 = "".join(["01012026", *STARTS, "31122026"])

Columns = Sequence[tuple[str, str, int]]


def dbf(columns: Columns, rows: Iterable[Sequence[str]], *, mark: int = 0, encoding: str = "cp850") -> bytes:
    """A DBF table as dBase III writes it, byte by byte."""
    data = b""
    count = 0
    for row in rows:
        data += b" "
        for (_, kind, length), text in zip(columns, row, strict=True):
            field = text.encode(encoding)
            data += field.rjust(length) if kind == "N" else field.ljust(length)
        count += 1
    length = 1 + sum(each[2] for each in columns)
    head = bytes([3, 126, 3, 31]) + count.to_bytes(4, "little") + (33 + 32 * len(columns)).to_bytes(2, "little")
    head += length.to_bytes(2, "little") + bytes(17) + bytes([mark, 0, 0])
    for name, kind, size in columns:
        head += name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([size, 3 if kind == "N" else 0])
        head += bytes(14)
    return head + b"\r" + data + b"\x1a"


def line(text: str, **more: str) -> list[str]:
    """A row of ACT from ten words, in the order of DOCTYPE to DATE below; a dot is blank."""
    names = ("DOCTYPE", "DBKCODE", "DBKTYPE", "DOCNUMBER", "DOCORDER", "ACCOUNTGL", "ACCOUNTRP", "PERIOD", "DATE")
    words = ["" if word == "." else word for word in text.split()]
    told = dict(zip((*names, "AMOUNTEUR"), words, strict=True))
    told = {"BOOKYEAR": "1", "DATEDOC": told["DATE"], "AMOUNT": "0.000"} | told | more
    return [told.get(name, "") for name, _, _ in LINES]


PURCHASE = [
    line(
        "2 ACH 0 260012 . 440000 PROX 03 20260301 -121.000",
        DUEDATE="20260331",
        COMMENT="Téléphone",
        COMMENTEXT="F-77",
        VATBASE="100.000",
        MATCHNO="7",
        ISMATCHED="T",
    ),
    line("3 ACH 0 260012 . 612000 . 03 20260301 100.000", COMMENT="Téléphone"),
    line("3 ACH 0 260012 VAT 411000 . 03 20260301 21.000", VATCODE="112100", VATBASE="100.000"),
]
STATEMENT = [
    line("2 KBC 4 5 001 440000 PROX 03 20260309 121.000", COMMENT="Proximus", MATCHNO="7", ISMATCHED="T"),
    line("1 KBC 4 5 002 400000 LAMB 03 20260309 -242.000", COMMENT="Lambert", COMMENTEXT="+++090/9337/55493+++"),
    line("3 KBC 4 5 003 657000 . 03 20260309 2.500", COMMENT="Frais"),
    line("3 KBC 4 5 998 550000 . 03 20260309 242.000", COMMENT="Extrait 5"),
    line("3 KBC 4 5 999 550000 . 03 20260309 -123.500", COMMENT="Extrait 5"),
]
PARTNERS = [
    ["PROX", "2", "Proximus", "SA", "BE", "0202.239.951", "539-0075470-34", "F", "440000"],
    ["LAMB", "1", "Lambert Élise SRL", "", "BE", "0403.019.261", "", "N", "400000"],
]
DOSSIER = [
    ["Socname", "Atelier Exemple SRL"],
    ["SocVatno", "0200.065.765"],
    ["SocCountry", "BE"],
    ["BOOKYEARCOUNT", "1"],
    ["BOOKYEAR1.SHORTLABEL", "EX 2026"],
    ["BOOKYEAR1.PERDATE", YEAR_2026],
]
DAYBOOKS = [["ACH", "0", "Achats"], ["KBC", "4", "KBC Entreprises"]]
CHART = [
    ["400000", "Clients", ""],
    ["411000", "TVA à récupérer", ""],
    ["440000", "Fournisseurs", ""],
    ["550000", "KBC", ""],
    ["612000", "Téléphone et", "internet"],
    ["657000", "Frais de banque", ""],
]


def put(folder: Path, name: str, content: bytes, *, seconds_ago: int = 60) -> Path:
    """A file in the folder, last changed so many seconds ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    changed = time.time() - seconds_ago
    os.utime(path, (changed, changed))
    return path


def dossier(folder: Path, rows: Iterable[Sequence[str]] = (*PURCHASE, *STATEMENT), *, mark: int = 2) -> Path:
    """A dossier of DBF tables with these lines."""
    put(folder, "ATELIER_ACT.DBF", dbf(LINES, rows, mark=mark))
    put(folder, "ATELIER_CSF.DBF", dbf(CARDS, PARTNERS, mark=mark))
    put(folder, "ATELIER_DBK.DBF", dbf(JOURNALS, DAYBOOKS, mark=mark))
    put(folder, "ATELIER_ACF.DBF", dbf(ACCOUNTS, CHART, mark=mark))
    put(folder, "ATELIER_PARAM.DBF", dbf(SETTINGS, DOSSIER, mark=mark))
    return folder


def connector(folder: Path, **settings: object) -> WinBooksConnector:
    """The connector of that dossier, with the proposed settings and these."""
    winbooks = package("winbooks")
    opened = winbooks.open(winbooks.propose({"folder": str(folder)}) | settings)
    assert isinstance(opened, WinBooksConnector)
    return opened


def entries(folder: Path, **settings: object) -> list[Entry]:
    """Every entry of the dossier."""
    opened = connector(folder, **settings)
    opened.read_basics()
    return [entry for entry in opened.read_entries() if isinstance(entry, Entry)]


def append_rows(path: Path, kind: str, rows: Sequence[Sequence[str]], encoding: str) -> None:
    """What WinBooks does with rows that it imports: they are in the table, of which they fill the first columns."""
    if path.suffix == ".txt":
        with path.open("a", encoding=encoding, newline="") as file:
            width = 38 if kind == "ACT" else 25
            for row in rows:
                file.write(",".join(f'"{text}"' for text in (*row, *[""] * (width - len(row)))) + "\r\n")
        return
    data = bytearray(path.read_bytes())
    start, length = int.from_bytes(data[8:10], "little"), int.from_bytes(data[10:12], "little")
    count = int.from_bytes(data[4:8], "little")
    sizes = [(chr(data[at + 11]), data[at + 16]) for at in range(32, start - 1, 32)]
    del data[start + count * length :]
    for row in rows:
        data += b" "
        for (field, size), text in zip(sizes, (*row, *[""] * (len(sizes) - len(row))), strict=True):
            data += text.encode(encoding).rjust(size) if field == "N" else text.encode(encoding).ljust(size)
    data[4:8] = (count + len(rows)).to_bytes(4, "little")
    path.write_bytes(bytes(data) + b"\x1a")
