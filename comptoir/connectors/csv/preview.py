"""What each row will become, cell by cell, with what is wrong where it is wrong."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from comptoir.connectors.csv.fields import AMOUNTS, DAYS, FIELDS
from comptoir.connectors.csv.lines import LineReader
from comptoir.connectors.csv.mapping import Mapping
from comptoir.formats.table.cells import Row, UnreadableTable
from comptoir.kit.words import Cents, Sentence

Value = str | date | Cents | None
UNDECIDED = Sentence("To be chosen above: it can be read in more than one way, or in none.")
SIDES = ("debit", "credit", "amount", "side")


class Cell(NamedTuple):
    """What one field of a row becomes, or why it cannot become anything."""

    value: Value
    wrong: Sentence | None = None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row; `wrong` is about the whole of it. `cells` stand by field, debit and credit always among them."""

    number: int
    cells: dict[str, Cell]
    wrong: Sentence | None = None

    @property
    def good(self) -> bool:
        """Whether the row can become a line."""
        return self.wrong is None and all(cell.wrong is None for cell in self.cells.values())


def shown_fields(mapping: Mapping) -> list[str]:
    """The fields of the preview in their order: those that are mapped, amounts always as debit and credit."""
    plain = [field.name for field in FIELDS if field.name in mapping.columns and field.name not in SIDES]
    return [*plain, "debit", "credit"]


def preview(rows: Iterable[Row], names: list[str], mapping: Mapping, undecided: Collection[str]) -> list[PreviewRow]:
    """The rows as they would be read; `undecided` names what of the mapping nobody has chosen yet."""
    reader = LineReader(mapping, names)
    return [_row(reader, row, undecided) for row in rows]


def _row(reader: LineReader, row: Row, undecided: Collection[str]) -> PreviewRow:
    try:
        whole = reader.whole(row)
    except UnreadableTable as refusal:
        return PreviewRow(row[0], {}, refusal.sentence)
    fields = shown_fields(reader.mapping)[:-2]
    cells = {field: _cell(reader, whole, field, undecided) for field in fields}
    return PreviewRow(row[0], cells | _amounts(reader, whole, undecided))


def _cell(reader: LineReader, row: Row, field: str, undecided: Collection[str]) -> Cell:
    waits = (field in DAYS and "dates" in undecided) or (field in AMOUNTS and "decimal" in undecided)
    if waits:
        return Cell(None, UNDECIDED)
    try:
        return Cell(_value(reader, row, field))
    except UnreadableTable as refusal:
        return Cell(None, refusal.sentence)


def _value(reader: LineReader, row: Row, field: str) -> Value:
    if field in DAYS:
        ordinal = reader.day(row, field)
        return date.fromordinal(ordinal) if ordinal else None
    if field in AMOUNTS:
        cents = reader.amount(row, field)
        return None if cents is None else Cents(cents)
    if field in ("journal", "fiscal_year"):
        return reader.code(row, field)
    if field == "partner_iban":
        return " ".join(reader.ibans(row))
    return reader.text(row, field)


def _amounts(reader: LineReader, row: Row, undecided: Collection[str]) -> dict[str, Cell]:
    if not {"decimal", "positive"}.isdisjoint(undecided) or not reader.at.keys() & {"debit", "amount"}:
        return {"debit": Cell(None, UNDECIDED), "credit": Cell(None)}
    try:
        cents = reader.cents(row)
    except UnreadableTable as refusal:
        at_credit = refusal.column == reader.mapping.columns.get("credit")
        wrong, none = Cell(None, refusal.sentence), Cell(None)
        return {"debit": none, "credit": wrong} if at_credit else {"debit": wrong, "credit": none}
    return {"debit": Cell(Cents(cents) if cents >= 0 else None), "credit": Cell(Cents(-cents) if cents < 0 else None)}
