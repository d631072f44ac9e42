"""The first rows of a table that nobody has described yet: what is told of it, and what is left for a person to say."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comptoir.connectors.csv.fields import AMOUNTS, DAYS, proposed_field
from comptoir.connectors.csv.mapping import CHOICES, ENDINGS, MOST_HEADER, MOST_SHEET, TEXT, WORKBOOK
from comptoir.connectors.csv.table import names_of
from comptoir.formats.table.cells import NUMBER, Row, UnreadableTable
from comptoir.formats.table.recognise import (
    Told,
    first_lines,
    tell_days,
    tell_decimal,
    tell_encoding,
    tell_quote,
    tell_separator,
    tell_thousands,
)
from comptoir.formats.table.sheet import UnpackedSheet
from comptoir.formats.table.text import ENCODINGS, TextShape, text_rows
from comptoir.formats.table.values import Amounts
from comptoir.kit.money import BadAmount

SCANNED = 5000
"""So many rows tell how a table is written."""

TOP = 30
"""The header is looked for in so many rows."""

SHAPE = ("encoding", "separator", "quote", "header")
WRITING = ("dates", "decimal", "thousands", "positive")
NONE = "none"
"""How a person says that no sign stands there."""

Said = MappingOf[str, str]
"""What a person has chosen, by the names of a mapping; "" or absent: as it is told."""


@dataclass(frozen=True, slots=True)
class First:
    """The first rows below the header, and what is told of the shape of the table (see SHAPE)."""

    kind: str
    told: dict[str, Told]
    chosen: dict[str, Any]
    names: list[str]
    rows: list[Row]
    sheets: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A mark of the columns: another one, and what was said of columns is of others."""
        return sha256("\n".join(self.names).encode()).hexdigest()[:16]

    def proposed(self) -> dict[str, str]:
        """The field that the header of each column speaks of, by place as text; the first column that does."""
        found: dict[str, str] = {}
        for place, name in enumerate(self.names):
            field = proposed_field(name)
            if field and field not in found.values():
                found[str(place)] = field
        return found


def kind_of(path: Path) -> str:
    """What the name of the file says that it is."""
    return WORKBOOK if path.name.casefold().endswith(ENDINGS[WORKBOOK]) else TEXT


def first_of(path: Path, said: Said) -> First:
    """Look at the table. Refuses (Unreadable) what is none, and OSError."""
    told: dict[str, Told] = {}
    sheets: tuple[str, ...] = ()
    chosen: dict[str, Any] = {"kind": kind_of(path), "encoding": "utf-8", "separator": ";", "quote": '"', "sheet": 1}
    if chosen["kind"] == WORKBOOK:
        chosen["sheet"] = _number(said.get("sheet", ""), 1, MOST_SHEET, 1)
        with TemporaryDirectory(prefix="comptoir-sheet-") as folder:
            unpacked = UnpackedSheet(path, Path(folder), sheet=chosen["sheet"], most=SCANNED)
            rows, sheets = list(unpacked.rows()), tuple(unpacked.sheets)
    else:
        told["encoding"] = tell_encoding(path)
        chosen["encoding"] = _picked("encoding", said, told)
        lines = first_lines(path, ENCODINGS[chosen["encoding"]])
        told["separator"] = tell_separator(lines)
        chosen["separator"] = _picked("separator", said, told)
        separator = chosen["separator"] or next(iter(told["separator"].fitting), ";")
        told["quote"] = tell_quote(lines, separator)
        chosen["quote"] = _picked("quote", said, told)
        shape = TextShape(chosen["encoding"], separator, chosen["quote"])
        rows = [row for row, _ in zip(text_rows(path, shape), range(SCANNED), strict=False)]
    if not rows:
        raise UnreadableTable("The file holds no row.")
    told["header"] = tell_header(rows)
    header = _number(said.get("header", ""), 0, MOST_HEADER, -1)
    chosen["header"] = header if header >= 0 else int(told["header"].choice or -1)
    return _below(rows, chosen, told, sheets)


def tell_header(rows: list[Row]) -> Told:
    """The row with the most cells that speak of fields; without any, the first row or none, for a person to say."""
    best, words = 0, 1
    for number, cells in rows[:TOP]:
        found = len({field for cell in cells if (field := proposed_field(cell))})
        if found > words:
            best, words = number, found
    return Told((str(best),), words) if best else Told((str(rows[0][0]), "0"))


def writing_of(first: First, columns: MappingOf[str, str], said: Said) -> dict[str, Told]:
    """How the days and amounts of these columns (header by field) are written; what no column needs is left out."""
    cells = {field: _column(first, columns[field]) for field in (*DAYS, *AMOUNTS, "account") if field in columns}
    told: dict[str, Told] = {}
    days = [cell for field in DAYS for cell in cells.get(field, ())]
    if any(field in columns for field in DAYS):
        told["dates"] = tell_days(days)
    amounts = [cell for field in AMOUNTS for cell in cells.get(field, ())]
    if any(field in columns for field in AMOUNTS):
        told["decimal"] = tell_decimal(amounts)
        decimal = _picked("decimal", said, told)
        told["thousands"] = tell_thousands(amounts, decimal) if decimal else Told(())
        if "amount" in columns and "side" not in columns:
            ways = (decimal, _picked("thousands", said, told))
            told["positive"] = tell_positive(cells.get("account", []), cells["amount"], *ways)
    return told


def tell_positive(accounts: list[str], amounts: list[str], decimal: str, thousands: str) -> Told:
    """What a positive amount is, by what stands on accounts of costs (6) and of income (7), nearly all the one way."""
    read, debit, credit = Amounts(decimal, thousands), 0, 0
    for account, amount in zip(accounts, amounts, strict=True):
        side = {"6": 1, "7": -1}.get(account.strip().removeprefix(NUMBER)[:1], 0)
        try:
            cents = read[amount] or 0
        except BadAmount:
            continue
        debit += cents * side > 0
        credit += cents * side < 0
    if max(debit, credit) >= 3 * min(debit, credit) + 1:
        return Told(("debit",) if debit > credit else ("credit",), max(debit, credit))
    return Told(("debit", "credit"), debit + credit)


def mapping_from(first: First, columns: MappingOf[str, str], told: MappingOf[str, Told], said: Said) -> dict[str, Any]:
    """The mapping as JSON; where a person has to choose and has not, the choice is "" and the mapping wrong."""
    spoken = {name: _picked(name, said, told) for name in WRITING if name in told}
    spoken.setdefault("positive", "debit")
    starts, pattern = _number(said.get("year_starts", ""), 1, 12, 1), said.get("files", "").strip()[:100]
    return {
        **first.chosen,
        **spoken,
        "columns": dict(columns),
        "headers": first.names,
        "files": pattern or "*",
        "year_starts": starts,
    }


def _below(rows: list[Row], chosen: dict[str, Any], told: dict[str, Told], sheets: tuple[str, ...]) -> First:
    """The rows below the header, and the names of the columns."""
    shown = chosen["header"] if chosen["header"] >= 0 else int(told["header"].fitting[0])
    head = next((cells for number, cells in rows if number == shown), None)
    if shown and head is None:
        raise UnreadableTable("The file has no header in row %(number)s.", number=shown)
    below = [row for row in rows if row[0] > shown]
    if head is None:
        head = [""] * max(len(cells) for _, cells in below)
    names = names_of(head, header=bool(shown))
    return First(chosen["kind"], told, chosen, names, below, sheets)


def undecided(told: MappingOf[str, Told], mapping: MappingOf[str, Any]) -> set[str]:
    """What of the writing a person has to choose and has not."""
    return {name for name in told if name != "thousands" and not mapping.get(name)}


def _column(first: First, name: str) -> list[str]:
    at = first.names.index(name)
    return [cells[at] if at < len(cells) else "" for _, cells in first.rows]


def _picked(name: str, said: Said, told: MappingOf[str, Told]) -> str:
    """What a person has chosen (NONE is no sign), else the one choice that fits, else ""."""
    if said.get(name) == NONE and "" in CHOICES[name]:
        return ""
    if said.get(name) and said[name] in CHOICES[name]:
        return said[name]
    return told[name].choice


def _number(text: str, least: int, most: int, default: int) -> int:
    good = text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most
    return int(text) if good else default
