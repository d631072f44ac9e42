"""What settings of several packages say alike: journal types, roots of accounts, the outbox; faults become refusals."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comptoir.connectors.port import WrongConfiguration
from comptoir.kit.words import Refusal
from comptoir.records.books import JournalType

OUTBOX = "outbox"
TYPES = {kind.value for kind in JournalType}


def outbox_in(folder: Any, outbox: Any, problems: list[Refusal]) -> Path:
    """The folder of the outbox: the one named, else the one of that name in the folder of the books."""
    if not isinstance(outbox, str):
        problems.append(WrongConfiguration("Say in which folder bookings are to be put."))
    found = Path(str(outbox)) if outbox else Path(str(folder)) / OUTBOX
    if Path(str(folder)).is_relative_to(found):
        problems.append(WrongConfiguration("An outbox must be a folder of its own, apart from that of the books."))
    return found


def journals_in(given: Any, problems: list[Refusal]) -> dict[str, JournalType]:
    """The types of the journals by code."""
    if not isinstance(given, Mapping):
        problems.append(WrongConfiguration("The journal types must be given by journal code."))
        return {}
    for code, kind in given.items():
        if not _is_type(kind):
            problems.append(
                WrongConfiguration(
                    "The type of journal %(journal)s is %(type)s, which is none.", journal=str(code), type=str(kind)
                )
            )
    return {str(code): JournalType(kind) for code, kind in given.items() if _is_type(kind)}


def _is_type(kind: Any) -> bool:
    return isinstance(kind, str) and kind in TYPES


def untold_in(given: Any, problems: list[Refusal]) -> frozenset[str]:
    """The journals whose type nobody has told."""
    if not isinstance(given, list | tuple):
        problems.append(WrongConfiguration("The journals that are not told must be a list of journal codes."))
        return frozenset()
    return frozenset(map(str, given))


def roots_in(name: str, given: Mapping[str, Any], problems: list[Refusal]) -> tuple[str, ...]:
    """How the accounts of customers or of suppliers begin."""
    roots = given.get(name) or ()
    good = isinstance(roots, list | tuple) and all(
        isinstance(root, str) and root.isalnum() and len(root) <= 20 for root in roots
    )
    if not good:
        problems.append(WrongConfiguration("The roots of accounts must be a list of account numbers."))
        return ()
    return tuple(roots)


def refuse_shared(customers: tuple[str, ...], suppliers: tuple[str, ...], problems: list[Refusal]) -> None:
    """Note accounts that would be those of customers and of suppliers at once."""
    for root in customers:
        if any(root.startswith(other) or other.startswith(root) for other in suppliers):
            problems.append(
                WrongConfiguration("The accounts %(root)s cannot be those of customers and of suppliers.", root=root)
            )
