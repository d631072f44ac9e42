"""What a WinBooks dossier does not say, or what is told from it and may be said otherwise.

As JSON: {"folder": "/winbooks/ATELIER", "form": "dbf", "encoding": "cp850", "journals": {"ACH": "purchase"}, "untold": [],
"customer_roots": ["400"], "supplier_roots": ["440"], "documents": "/winbooks/ATELIER/Document", "outbox":
"/winbooks/ATELIER/outbox"}. Only the folder is needed. `form` ("dbf" or "text") and `encoding` are told where they are not
given; `documents` and `outbox` are the folders Document and outbox of the dossier, unless others are named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comptoir.connectors.given import journals_in, outbox_in, refuse_shared, roots_in, untold_in
from comptoir.connectors.port import Settings, WrongConfiguration
from comptoir.formats.winbooks.tables import ENCODINGS
from comptoir.kit.words import Refusal
from comptoir.records.books import JournalType

FORMS = ("dbf", "text")
CUSTOMERS, SUPPLIERS = ("400",), ("440",)
DOCUMENTS = "Document"


@dataclass(frozen=True, slots=True)
class WinBooksSettings:
    """The settings with every default filled in; `form` and `encoding` are "" where they are to be told."""

    folder: Path
    documents: Path
    outbox: Path
    form: str = ""
    encoding: str = ""
    journals: Mapping[str, JournalType] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    customer_roots: tuple[str, ...] = CUSTOMERS
    supplier_roots: tuple[str, ...] = SUPPLIERS


def parse(settings: Settings) -> WinBooksSettings:
    """The settings as values. Raises WrongConfiguration with the first thing that is wrong."""
    read, problems = examine(settings)
    if read is None:
        raise problems[0]
    return read


def examine(settings: Settings) -> tuple[WinBooksSettings | None, list[Refusal]]:
    """The settings as values, or everything that is wrong with them; whether the folder is there is not looked at."""
    problems: list[Refusal] = []
    given = dict(settings)
    folder = given.get("folder")
    if not isinstance(folder, str) or not folder.strip():
        problems.append(WrongConfiguration("Say in which folder the WinBooks dossier lies."))
    customers = roots_in("customer_roots", given, problems) or CUSTOMERS
    suppliers = roots_in("supplier_roots", given, problems) or SUPPLIERS
    refuse_shared(customers, suppliers, problems)
    read = WinBooksSettings(
        folder=Path(str(folder)),
        documents=_documents(folder, given.get("documents") or "", problems),
        outbox=outbox_in(folder, given.get("outbox") or "", problems),
        form=_one_of("form", given, FORMS, problems),
        encoding=_one_of("encoding", given, ENCODINGS, problems),
        journals=journals_in(given.get("journals") or {}, problems),
        untold=untold_in(given.get("untold") or (), problems),
        customer_roots=customers,
        supplier_roots=suppliers,
    )
    return (None if problems else read), problems


def _documents(folder: Any, documents: Any, problems: list[Refusal]) -> Path:
    if not isinstance(documents, str):
        problems.append(WrongConfiguration("Say in which folder the documents lie."))
    return Path(str(documents)) if documents else Path(str(folder)) / DOCUMENTS


def _one_of(name: str, given: Mapping[str, Any], known: tuple[str, ...], problems: list[Refusal]) -> str:
    text = given.get(name) or ""
    if text and (not isinstance(text, str) or text not in known):
        problems.append(
            WrongConfiguration("The setting %(name)s must be one of %(known)s.", name=name, known=", ".join(known))
        )
        return ""
    return str(text)
