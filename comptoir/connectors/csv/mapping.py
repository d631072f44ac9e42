"""The mapping of a table: which column is what, and how amounts and days are written; said by a person, kept by the firm.

As JSON: {"kind": "text", "encoding": "utf-8", "separator": ";", "quote": "\\"", "sheet": 1, "files": "*", "header": 1,
"columns": {"journal": "Journal", "number": "Pièce", ...}, "headers": ["Journal", "Pièce", ...], "dates": "dmy",
"decimal": ",", "thousands": ".", "positive": "debit", "year_starts": 1}. `columns` names the column of each field of
`fields.FIELDS` by its header; columns without header are called "A", "B", ... and `header` is 0 where the table has none.
`headers` are all columns in their order, for tables that are written. `positive` says what a signed amount means;
`year_starts` is the month in which fiscal years begin.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any

from comptoir.connectors.csv.fields import BY_NAME, NEEDED
from comptoir.connectors.port import WrongConfiguration
from comptoir.formats.table.cells import MOST_COLUMNS
from comptoir.formats.table.text import ENCODINGS, QUOTES, SEPARATORS, TextShape
from comptoir.formats.table.values import DECIMALS, GROUPS, ORDERS, TYPED
from comptoir.kit.words import Refusal

TEXT, WORKBOOK = "text", "xlsx"
ENDINGS = {TEXT: (".csv", ".txt", ".tsv"), WORKBOOK: (".xlsx",)}
POSITIVE = ("debit", "credit")
MOST_HEADER, MOST_SHEET = 100, 100
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": (TEXT, WORKBOOK),
    "encoding": tuple(ENCODINGS),
    "separator": SEPARATORS,
    "quote": QUOTES,
    "dates": (*ORDERS, TYPED),
    "decimal": (*DECIMALS, TYPED),
    "thousands": GROUPS,
    "positive": POSITIVE,
}
"""What each choice may be."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The mapping with every default filled in."""

    kind: str = TEXT
    encoding: str = "utf-8"
    separator: str = ";"
    quote: str = '"'
    sheet: int = 1
    files: str = "*"
    header: int = 1
    columns: MappingOf[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    dates: str = "dmy"
    decimal: str = ","
    thousands: str = ""
    positive: str = "debit"
    year_starts: int = 1

    @property
    def shape(self) -> TextShape:
        """How the text is written, where it is text."""
        return TextShape(self.encoding, self.separator, self.quote)


def mapping_of(given: Any) -> Mapping:
    """The mapping as values. Raises WrongConfiguration with the first thing that is wrong."""
    mapping, problems = examine_mapping(given)
    if problems:
        raise problems[0]
    return mapping


def examine_mapping(given: Any) -> tuple[Mapping, list[Refusal]]:
    """The mapping as values, wrong ones replaced by defaults, and everything that is wrong with it."""
    problems: list[Refusal] = []
    if not isinstance(given, MappingOf) or not given:
        return Mapping(), [WrongConfiguration("Say which column of the table is what.")]
    said: dict[str, Any] = {name: given[name] for name in CHOICES if given.get(name) in CHOICES[name]}
    if len(said) < len(CHOICES):
        problems.append(WrongConfiguration("Say how the table, its days and its amounts are written."))
    columns = _columns(given.get("columns"), problems)
    pattern = given.get("files", "*")
    if not isinstance(pattern, str) or not pattern.isprintable():
        problems.append(WrongConfiguration("The names of the files hold a sign that no name has."))
        pattern = "*"
    mapping = Mapping(
        **said,
        columns=columns,
        headers=_headers(given.get("headers") or (), columns),
        files=pattern[:100] or "*",
        header=_number(given.get("header", 1), 0, MOST_HEADER, 1),
        sheet=_number(given.get("sheet", 1), 1, MOST_SHEET, 1),
        year_starts=_number(given.get("year_starts", 1), 1, 12, 1),
    )
    if mapping.thousands == mapping.decimal:
        problems.append(WrongConfiguration("One sign cannot stand before cents and between thousands."))
    return mapping, problems


def _columns(given: Any, problems: list[Refusal]) -> dict[str, str]:
    if not isinstance(given, MappingOf):
        problems.append(WrongConfiguration("Say which column of the table is what."))
        return {}
    columns = {name: header for name, header in given.items() if name in BY_NAME and isinstance(header, str) and header}
    missing = any(name not in columns for name in NEEDED)
    if missing or len(columns) < len(given):
        problems.append(WrongConfiguration("Say which columns hold the journal, the number, the date and the account."))
    if len(set(columns.values())) < len(columns):
        problems.append(WrongConfiguration("One column cannot be two things."))
    sided = [name for name in ("debit", "credit") if name in columns]
    if len(sided) == 1 or bool(sided) == ("amount" in columns):
        problems.append(
            WrongConfiguration("Say which columns hold debit and credit, or else which one holds the amount.")
        )
    if "side" in columns and "amount" not in columns:
        problems.append(WrongConfiguration("A side belongs to an amount: say which column holds the amount."))
    return columns


def _headers(given: Any, columns: MappingOf[str, str]) -> tuple[str, ...]:
    """All columns in their order, those that are mapped among them."""
    told = [str(name) for name in given[:MOST_COLUMNS]] if isinstance(given, list | tuple) else []
    return tuple(dict.fromkeys([*told, *columns.values()]))


def _number(given: Any, least: int, most: int, default: int) -> int:
    good = isinstance(given, int) and not isinstance(given, bool) and least <= given <= most
    return int(given) if good else default
