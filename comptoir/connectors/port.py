"""The protocol that every accounting package fulfils, and its errors.

A connector is made from its settings (a plain JSON object) by the registry. It reads; it never writes to our database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from comptoir.kit.words import Cents, Fact, Refusal, Sentence
from comptoir.records.books import Basics, Entry, Removed

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a package can do: tell changes since a cursor, bring documents, take bookings."""

    changes: bool = False
    documents: bool = False
    bookings: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source something is wrong: file name, line (1-based) and column name; what is unknown is empty."""

    file: str = ""
    line: int = 0
    column: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"file": self.file, "line": self.line, "column": self.column}


class WrongBooks(Refusal):
    """What the package gave cannot be taken as it is: permanent until the source changes. Says where."""

    def __init__(self, text: str, place: Place | None = None, **facts: Fact | Cents | Sentence) -> None:
        super().__init__(text, **facts)
        self.place = place or Place()


class WrongConfiguration(Refusal):
    """The connection's settings are wrong: permanent until somebody corrects them."""


class PassingFault(Refusal):
    """It did not work this time and may the next: the run is tried again."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A file that came with the books: where it lies, and the piece its name says (journal, fiscal year, number)."""

    path: Path
    name: str
    piece: tuple[str, str, str] | None


class Connector(Protocol):
    """One dossier's books in one accounting package."""

    abilities: Abilities

    def read_basics(self) -> Basics:
        """Company, periods, journals, accounts and partners. Raises the three errors above."""
        ...

    def read_entries(self, since: str = "") -> Iterator[Entry | Removed]:
        """All entries; or, where the package can tell changes and `since` is a cursor, those changed since then.

        Streams: holds no more than a bounded number of entries. Raises the three errors above, also midway.
        """
        ...

    def size_hint(self) -> int:
        """About how many lines `read_entries` will bring, for a progress bar; 0 when that is not known."""
        ...

    def cursor(self) -> str:
        """The point up to which the last complete `read_entries` has read; "" where the package tells no changes."""
        ...

    def read_documents(self) -> Iterator[FoundDocument]:
        """The files that lie with the books; nothing where the package brings none."""
        ...

    def findings(self) -> list[Sentence]:
        """What the last reading noticed without refusing: journals that could not be told, files that it left alone."""
        ...


class Package(Protocol):
    """An accounting package: how its settings are proposed, checked and opened."""

    name: str
    label: Sentence

    def propose(self, settings: Settings) -> dict[str, Any]:
        """Complete the given settings from what the source shows; what cannot be told gets the careful default."""
        ...

    def check(self, settings: Settings) -> list[Refusal]:
        """What is wrong with these settings, one refusal each; an empty list when they can be used."""
        ...

    def open(self, settings: Settings) -> Connector:
        """The connector for these settings. Raises WrongConfiguration."""
        ...
