"""A report before it is written: headings and rows of values, for the page, a workbook or a PDF alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext

from comptoir.firms.models import Dossier
from comptoir.formats.report.make import Look
from comptoir.ledger.queries import dates_of
from comptoir.web.shared.templatetags.comptoir import count, dmy, money

Kind = Literal["text", "day", "cents", "count"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its word, what its values are, and whether it takes the room that is left."""

    label: str
    kind: Kind = "cents"
    wide: bool = False

    @property
    def at_end(self) -> bool:
        """Whether its values stand at the right."""
        return self.kind in {"cents", "count"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown, and whether it stands at the right."""

    text: str
    at_end: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: how it looks, a value for each column, and where its first one leads ("" for nowhere)."""

    look: Look
    values: tuple[Any, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report: title and file name, as of when, columns, rows, notes, and what is said when there is no row.

    `more`: so many rows were left out because there are too many for where it is written.
    """

    title: str
    name: str
    facts: tuple[Pair, ...]
    headings: tuple[Heading, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]
    nothing: str
    more: int = 0

    def first(self, most: int) -> list[tuple[SheetRow, list[Cell]]]:
        """The first rows with their values as they are read, and the last one, which has the sums."""
        rows = self.rows if len(self.rows) <= most else (*self.rows[:most], self.rows[-1])
        return [(row, texts(self.headings, row)) for row in rows]


def texts(headings: Sequence[Heading], row: SheetRow) -> list[Cell]:
    """The values of the row, each in the reader's way."""
    return [
        Cell(written(heading.kind, value), heading.at_end) for heading, value in zip(headings, row.values, strict=True)
    ]


def written(kind: Kind, value: Any) -> str:
    """A value in the reader's way; nothing for None."""
    if value is None:
        return ""
    if kind == "cents":
        return money(value)
    if kind == "day":
        return dmy(value)
    return count(value) if kind == "count" else str(value)


def as_of(dossier: Dossier, on: str) -> tuple[Pair, ...]:
    """Of which moment a report is, with the two dates of the books."""
    dates = dates_of(dossier)
    return (
        (gettext("As of"), on),
        (gettext("Accounts up to date until"), _known(dates.accounts_until)),
        (gettext("Bank journals up to date until"), _known(dates.bank_until)),
        (gettext("Amounts in"), dossier.currency),
    )


def _known(day: date | None) -> str:
    return dmy(day) if day else gettext("not yet known")
