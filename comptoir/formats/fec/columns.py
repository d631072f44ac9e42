"""The 18 columns of a FEC file, their two variants, and how long a text in each may be."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from comptoir.formats.unreadable import UnreadableRow

COLUMNS = (
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
)
DEBIT, CREDIT = COLUMNS.index("Debit"), COLUMNS.index("Credit")
SIDED = (*COLUMNS[:DEBIT], "Montant", "Sens", *COLUMNS[CREDIT + 1 :])
"""The variant with one amount and its side."""

SIDES = {"D": 1, "C": -1, "d": 1, "c": -1, "+1": 1, "-1": -1, "1": 1, "+": 1, "-": -1}
"""What Sens may say; the sign of a debit is plus."""

WIDTHS = {
    "JournalCode": 20,
    "JournalLib": 120,
    "EcritureNum": 60,
    "CompteNum": 20,
    "CompteLib": 200,
    "CompAuxNum": 60,
    "CompAuxLib": 200,
    "PieceRef": 80,
    "EcritureLib": 300,
    "EcritureLet": 80,
    "Idevise": 3,
}
"""The longest text that each column may hold, in characters; what is longer is refused, never cut."""

TEXTS = ("JournalLib", "CompteLib", "CompAuxLib", "PieceRef", "EcritureLib")
"""Columns that are kept as they stand, with the blanks at their ends; from all others these are taken off."""

NEEDED = ("JournalCode", "EcritureNum", "CompteNum")


class UnreadableFec(UnreadableRow):
    """The file cannot be read as FEC."""


class FecLine(NamedTuple):
    """One line of the file, typed. `cents` is debit less credit; a blank date is None; `line` is its place, 1-based.

    A tuple, because a file has a million of them and no other frozen record is made as quickly.
    """

    journal: str
    journal_name: str
    number: str
    booked_on: date
    account: str
    account_name: str
    auxiliary: str = ""
    auxiliary_name: str = ""
    reference: str = ""
    document_on: date | None = None
    text: str = ""
    cents: int = 0
    lettering: str = ""
    lettered_on: date | None = None
    validated_on: date | None = None
    foreign_cents: int = 0
    currency: str = ""
    line: int = 0


class FecPiece(NamedTuple):
    """All lines of one piece, in their order; they have one date and sum to zero."""

    journal: str
    number: str
    booked_on: date
    lines: tuple[FecLine, ...]


def column_names(sided: bool) -> tuple[str, ...]:
    """The names of the 18 columns of that variant, in their order."""
    return SIDED if sided else COLUMNS


def check_header(names: Iterable[str]) -> bool:
    """Whether the header is that of the Montant/Sens variant. Refuses any other header than the two."""
    told = [name.strip().casefold() for name in names]
    sided = "montant" in told
    wanted = column_names(sided)
    for name, seen in zip(wanted, told, strict=False):
        if name.casefold() != seen:
            raise UnreadableFec(
                "The header has “%(seen)s” where the column %(wanted)s belongs.", 1, name, seen=seen[:60], wanted=name
            )
    if len(told) != len(wanted):
        raise UnreadableFec(
            "The header has %(count)s columns and not %(wanted)s.", 1, count=len(told), wanted=len(wanted)
        )
    return sided
