"""Rows become typed lines, as the mapping says; whatever does not fit it is refused with its row and column."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

from comptoir.connectors.csv.fields import BY_NAME, NEEDED
from comptoir.connectors.csv.mapping import TEXT, Mapping
from comptoir.formats.table.cells import DAY, NUMBER, Row, UnreadableTable, shown
from comptoir.formats.table.values import Amounts, Days
from comptoir.kit.dates import BadDate
from comptoir.kit.money import BadAmount
from comptoir.kit.numbers import belgian_number, compact, iban, structured_communication
from comptoir.kit.text import plain

V = TypeVar("V")
DEBIT_WORDS = frozenset(["d", "dt", "dr", "deb", "debit", "debet", "s", "+", "+1", "1"])
CREDIT_WORDS = frozenset(["c", "ct", "cr", "cred", "credit", "h", "-", "-1"])
"""What a side may say, in any case and with accents or without."""


class BookLine(NamedTuple):
    """One line of an entry, typed; `row` is its place in the file. Days are ordinals, 0 for none."""

    row: int
    journal: str
    number: str
    year: str
    booked_on: int
    document_on: int
    due_on: int
    account: str
    partner: str
    cents: int
    vat_base_cents: int
    foreign_cents: int
    currency: str
    entry_text: str
    text: str
    document_number: str
    reference: str
    communication: str
    vat_code: str
    lettering: str
    lettering_scope: str


class Named(NamedTuple):
    """What a row says of its journal, account and partner by name."""

    journal: str
    account: str
    partner: str
    vat: str
    ibans: tuple[str, ...]
    language: str


class LineReader:
    """Reads the rows of one file."""

    def __init__(self, mapping: Mapping, names: list[str]) -> None:
        """`names` of the file's columns. Raises UnreadableTable for a column that the mapping has and the file has not."""
        self.mapping, self.names, self.width = mapping, names, len(names)
        self.at: dict[str, int] = {}
        for field, name in mapping.columns.items():
            if name not in names:
                raise UnreadableTable("The column %(name)s is missing.", mapping.header, name, name=name)
            self.at[field] = names.index(name)
        self.days, self.amounts = Days(mapping.dates), Amounts(mapping.decimal, mapping.thousands)
        self.partner_by = next((name for name in ("partner", "partner_vat", "partner_name") if name in self.at), "")

    def line(self, row: Row) -> BookLine:
        """The row as a line. Raises UnreadableTable."""
        row = self.whole(row)
        booked_on = self.day(row, "booked_on")
        cents, foreign = self.cents(row), self.amount(row, "foreign") or 0
        if foreign and cents:  # the export may leave out the sign: it is that of the amount itself
            foreign = abs(foreign) if cents > 0 else -abs(foreign)
        text = self.text
        return BookLine(
            row[0],
            self.code(row, "journal"),
            text(row, "number"),
            self.code(row, "fiscal_year") or self.year_of(booked_on),
            booked_on,
            self.day(row, "document_on"),
            self.day(row, "due_on"),
            text(row, "account"),
            self.partner(row),
            cents,
            self.amount(row, "vat_base") or 0,
            foreign,
            text(row, "currency") if foreign else "",
            text(row, "entry_text"),
            text(row, "text"),
            text(row, "document_number"),
            text(row, "reference"),
            self.communication(row),
            text(row, "vat_code"),
            text(row, "lettering"),
            text(row, "lettering_scope"),
        )

    def named(self, row: Row) -> Named:
        """What the row says by name. Raises UnreadableTable."""
        row = self.whole(row)
        vat = compact(self.text(row, "partner_vat"))
        number = belgian_number(vat) if vat[:2] == "BE" or vat.isdigit() else None
        return Named(
            self.text(row, "journal_name"),
            self.text(row, "account_name"),
            self.text(row, "partner_name"),
            f"BE{number}" if number else vat,
            self.ibans(row),
            self.text(row, "partner_language")[:2].casefold(),
        )

    def whole(self, row: Row) -> Row:
        """The row with a cell for each column. Refuses one that has more, and in text one that has fewer."""
        number, cells = row
        if len(cells) == self.width:
            return row
        if any(cells[self.width :]) or (len(cells) < self.width and self.mapping.kind == TEXT):
            raise UnreadableTable(
                "The row has %(count)s columns and not %(wanted)s.", number, count=len(cells), wanted=self.width
            )
        return number, [*cells, *[""] * (self.width - len(cells))][: self.width]

    def text(self, row: Row, field: str) -> str:
        """The text of that field, without blanks round it; "" for a field that no column is."""
        at = self.at.get(field)
        if at is None:
            return ""
        text = row[1][at]
        if text[:1] in (NUMBER, DAY):
            text = text[1:]
        text = text.strip() if text.isprintable() else " ".join(text.split())
        if len(text) > BY_NAME[field].longest:
            raise self.misfit(
                row,
                field,
                "The text is %(count)s characters long; here it may have at most %(most)s.",
                count=len(text),
                most=BY_NAME[field].longest,
            )
        if not text and field in NEEDED:
            raise self.misfit(row, field, "The row has nothing in the column %(name)s.", name=self.names[at])
        return text

    def code(self, row: Row, field: str) -> str:
        """The text of a field by which entries are known."""
        text = self.text(row, field)
        if "|" in text:
            raise self.misfit(row, field, "“%(shown)s” has a bar in it, which no code may have.", shown=text)
        return text

    def day(self, row: Row, field: str) -> int:
        """The day of that field as an ordinal, 0 for none."""
        day = self._read(row, field, self.days.__getitem__)
        if day is None and field in NEEDED:
            raise self.misfit(row, field, "The row has nothing in the column %(name)s.", name=self.header(field))
        return day.toordinal() if day else 0

    def amount(self, row: Row, field: str) -> int | None:
        """The cents of that field, None for none."""
        return self._read(row, field, self.amounts.__getitem__)

    def cents(self, row: Row) -> int:
        """Debit less credit."""
        if "debit" in self.at:
            debit, credit = self.amount(row, "debit"), self.amount(row, "credit")
            if debit and credit:
                raise self.misfit(row, "credit", "The line has both a debit and a credit.")
            if debit is None and credit is None:
                raise self.misfit(row, "debit", "The line has neither a debit nor a credit.")
            return (debit or 0) - (credit or 0)
        cents = self.amount(row, "amount")
        if cents is None:
            raise self.misfit(row, "amount", "The line has no amount.")
        if "side" in self.at:
            side = plain(row[1][self.at["side"]].removeprefix(NUMBER)).rstrip(".")
            if side not in DEBIT_WORDS and side not in CREDIT_WORDS:
                raise self.misfit(row, "side", "“%(shown)s” is no side: D or C.", shown=shown(row[1][self.at["side"]]))
            return cents if side in DEBIT_WORDS else -cents
        return cents if self.mapping.positive == "debit" else -cents

    def partner(self, row: Row) -> str:
        """The code by which the row knows its partner: his key, else his VAT number, else his name."""
        text = self.text(row, self.partner_by) if self.partner_by else ""
        text = compact(text) if self.partner_by == "partner_vat" else text
        if len(text) > BY_NAME["partner"].longest:
            raise self.misfit(
                row, self.partner_by, "“%(shown)s” is too long for the key of a partner.", shown=shown(text)
            )
        return text

    def communication(self, row: Row) -> str:
        """Twelve digits of a structured communication; any other as it is."""
        text = self.text(row, "communication")
        return (structured_communication(text) if text else "") or text

    def ibans(self, row: Row) -> tuple[str, ...]:
        """The IBANs of the row's partner; one that is written in groups is one."""
        text = self.text(row, "partner_iban")
        parts = [text] if text and iban(text) else text.replace("|", " ").replace(",", " ").split()
        numbers = [iban(part) for part in parts]
        if None in numbers:
            raise self.misfit(row, "partner_iban", "“%(shown)s” is no IBAN.", shown=shown(text))
        return tuple(filter(None, numbers))

    def year_of(self, ordinal: int) -> str:
        """The fiscal year of the day: it is called by the year in which it ends."""
        day = date.fromordinal(ordinal)
        starts = self.mapping.year_starts
        return f"{day.year + 1 if starts > 1 and day.month >= starts else day.year}"

    def header(self, field: str) -> str:
        """What the file calls the column of that field."""
        return self.mapping.columns.get(field, field)

    def misfit(self, row: Row, field: str, text: str, **facts: str | int) -> UnreadableTable:
        """The refusal for what the row says in that field."""
        return UnreadableTable(text, row[0], self.header(field), **facts)

    def _read(self, row: Row, field: str, read: Callable[[str], V | None]) -> V | None:
        at = self.at.get(field)
        if at is None:
            return None
        cell = row[1][at]
        try:
            return read(cell)
        except BadAmount:
            raise self.misfit(
                row, field, "“%(shown)s” is no amount as this table writes them.", shown=shown(cell)
            ) from None
        except BadDate:
            raise self.misfit(
                row, field, "“%(shown)s” is no day as this table writes them.", shown=shown(cell)
            ) from None
