"""The settings of a dossier with tables: where they lie, how they are written, what their journals are for.

As JSON: {"folder": "/books/atelier", "mapping": {...}, "journals": {"ACH": "purchase"}, "untold": ["X"],
"customer_roots": ["400"], "supplier_roots": ["440"], "outbox": "/books/atelier/outbox"}. Folder and mapping are needed; the
mapping (see `mapping`) is put in by whoever keeps it. Bookings are put into `outbox`, a folder of that name in the folder of
the books unless another is named.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path

from comptoir.connectors.csv.mapping import Mapping, examine_mapping
from comptoir.connectors.given import journals_in, outbox_in, refuse_shared, roots_in, untold_in
from comptoir.connectors.port import Settings, WrongConfiguration
from comptoir.kit.words import Refusal
from comptoir.records.books import JournalType

CUSTOMERS, SUPPLIERS = ("400",), ("440",)


@dataclass(frozen=True, slots=True)
class CsvSettings:
    """The settings with every default filled in."""

    folder: Path
    outbox: Path
    mapping: Mapping
    journals: MappingOf[str, JournalType] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    customer_roots: tuple[str, ...] = CUSTOMERS
    supplier_roots: tuple[str, ...] = SUPPLIERS


def parse(settings: Settings) -> CsvSettings:
    """The settings as values. Raises WrongConfiguration with the first thing that is wrong."""
    read, problems = examine(settings)
    if problems:
        raise problems[0]
    return read


def examine(settings: Settings) -> tuple[CsvSettings, list[Refusal]]:
    """The settings as values, and everything that is wrong with them; whether the folder is there is not looked at."""
    problems: list[Refusal] = []
    given = dict(settings)
    folder = given.get("folder")
    if not isinstance(folder, str) or not folder.strip():
        problems.append(WrongConfiguration("Say in which folder the exports lie."))
    mapping, wrong = examine_mapping(given.get("mapping"))
    problems += wrong
    customers = roots_in("customer_roots", given, problems) or CUSTOMERS
    suppliers = roots_in("supplier_roots", given, problems) or SUPPLIERS
    refuse_shared(customers, suppliers, problems)
    read = CsvSettings(
        folder=Path(str(folder)),
        outbox=outbox_in(folder, given.get("outbox") or "", problems),
        mapping=mapping,
        journals=journals_in(given.get("journals") or {}, problems),
        untold=untold_in(given.get("untold") or (), problems),
        customer_roots=customers,
        supplier_roots=suppliers,
    )
    return read, problems
