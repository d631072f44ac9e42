"""Reads generated books the plain way and works out from the rules alone what is paid."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, str]
Piece = tuple[str, str, str]
"""year, journal, number"""

INVOICES = {"ACH", "NCA", "VEN", "NCV"}
THIRD = ("400", "440")


def cents(text: str) -> int:
    return int(text.replace(",", ""))


def fec_rows(path: Path) -> list[Row]:
    with path.open(encoding="iso-8859-15", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def semicolon_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def amount(row: Row) -> int:
    return cents(row["Debit"]) - cents(row["Credit"])


def years(folder: Path) -> dict[str, list[Row]]:
    return {path.name[3:7]: fec_rows(path) for path in sorted(folder.glob("FEC*.txt"))}


@dataclass(eq=False)
class Line:
    """A third-party line: what is open, and whether all of it is settled."""

    row: Row
    piece: Piece
    due: str
    amount: int
    open: int
    complete: bool = False
    last: str = ""
    carrier: "Line | None" = None

    def final(self) -> "Line":
        return self.carrier.final() if self.carrier else self


@dataclass
class Mirror:
    """Third-party lines by piece, after lettering and restating."""

    lines: dict[Piece, list[Line]] = field(default_factory=lambda: defaultdict(list))
    untied: int = 0


def read(folder: Path) -> Mirror:
    mirror = Mirror()
    due = {
        (r["year"], r["journal"], r["number"]): r["due_on"].replace("-", "")
        for r in semicolon_rows(folder / "pieces.csv")
    }
    before: list[Line] = []
    for year, rows in years(folder).items():
        lines = []
        for row in rows:
            piece = (year, row["JournalCode"], row["EcritureNum"])
            if row["CompteNum"].startswith(THIRD):
                lines.append(Line(row, piece, due.get(piece, row["EcritureDate"]), amount(row), amount(row)))
                mirror.lines[piece].append(lines[-1])
        letter(lines)
        mirror.untied += tie(before, [line for line in lines if line.piece[1] == "AN"])
        before = [line for line in lines if line.open]
    return mirror


def letter(lines: list[Line]) -> None:
    groups = defaultdict(list)
    for line in lines:
        if line.row["EcritureLet"]:
            groups[line.row["CompteNum"], line.row["CompAuxNum"], line.row["EcritureLet"]].append(line)
    for group in groups.values():
        balance = sum(line.amount for line in group)
        settled = sum(abs(line.amount) for line in group if line.amount * balance < 0)
        for line in sorted(group, key=lambda line: line.due):
            line.complete, line.last = balance == 0, max(line.row["EcritureDate"] for line in group)
            line.open = 0
            if line.amount * balance > 0:
                part = min(settled, abs(line.amount))
                settled -= part
                line.open = (abs(line.amount) - part) * (1 if balance > 0 else -1)


def tie(items: list[Line], openings: list[Line]) -> int:
    waiting = defaultdict(list)
    for item in items:
        waiting[item.row["CompteNum"], item.row["CompAuxNum"], item.row["PieceRef"], item.open].append(item)
    untied = 0
    for line in openings:
        found = waiting[line.row["CompteNum"], line.row["CompAuxNum"], line.row["PieceRef"], line.amount]
        if found:
            found.pop(0).carrier = line
        else:
            untied += 1
    return untied


def state(mirror: Mirror, piece: Piece) -> dict[str, Any]:
    """Payment, open amount and day as `cases.json` writes them."""
    lines = mirror.lines.get(piece, [])
    if not lines:
        return {"payment": "none", "open": "0.00", "paid_on": None}
    sign = 1 if piece[1] in {"VEN", "NCV"} else -1
    finals = [line.final() for line in lines]
    if all(a.complete or b.complete or not a.amount for a, b in zip(lines, finals, strict=True)):
        last = max(
            a.last if a.complete else b.last or a.row["EcritureDate"] for a, b in zip(lines, finals, strict=True)
        )
        return {"payment": "paid", "open": "0.00", "paid_on": f"{last[:4]}-{last[4:6]}-{last[6:]}"}
    left = sign * sum(line.open for line in finals)
    untouched = all(b.open == a.amount for a, b in zip(lines, finals, strict=True))
    whole, rest = divmod(abs(left), 100)
    text = f"{'-' if left < 0 else ''}{whole}.{rest:02d}"
    return {"payment": "unpaid" if untouched else "partly", "open": text, "paid_on": None}
