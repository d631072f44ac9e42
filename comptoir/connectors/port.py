"""The protocol that every accounting package fulfils, and its errors.

A connector is made from its settings (a plain JSON object, secrets included) by the registry. It reads books and takes
bookings; it never touches our database. How a package is added is told in docs/connectors.md.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from comptoir.kit.http import LONGEST
from comptoir.kit.words import Cents, Fact, Refusal, Sentence
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Basics, Entry, Present, Removed

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a package can do: tell changes since a cursor, bring documents, take bookings.

    `lists`: it does not tell what was removed; instead a reading of changes names every entry that there is, as an Entry
    or as Present, and what it does not name is gone.
    """

    changes: bool = False
    lists: bool = False
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
    """A file that came with the books.

    `name` is its stable label, unique in the dossier; with `size` (bytes) and `changed_ns` (nanoseconds since the epoch)
    it tells whether the file is as it was. `piece`: journal, fiscal year and number of the entry it belongs to, None when
    only its content can say. `here` gives the file itself for as long as it is open; a package on the network fetches it
    then, and raises the three errors.
    """

    name: str
    piece: tuple[str, str, str] | None
    size: int
    changed_ns: int
    here: Callable[[], AbstractContextManager[Path]]


def lying(path: Path, name: str, piece: tuple[str, str, str] | None) -> FoundDocument:
    """A file that lies in a folder. Raises OSError, or FileNotFoundError when it is gone."""
    state = path.stat()
    return FoundDocument(name, piece, state.st_size, state.st_mtime_ns, lambda: nullcontext(path))


@dataclass(frozen=True, slots=True)
class Reach:
    """What whoever runs the server lets connectors reach: `hosts` by name, or name and port ("books.example:8000").

    `seconds`: how long one request may take in all; short where somebody waits for it.
    """

    hosts: frozenset[str] = frozenset()
    seconds: int = LONGEST


NOWHERE = Reach()


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that a test of a connection looked at, in words, and whether it is as it should be."""

    good: bool
    words: Sentence


class Connector(Protocol):
    """One dossier's books in one accounting package."""

    abilities: Abilities

    def read_basics(self) -> Basics:
        """Company, periods, journals, accounts and partners. Raises the three errors above."""
        ...

    def read_entries(self, since: str = "") -> Iterator[Entry | Removed | Present]:
        """All entries; or, where the package can tell changes and `since` is a cursor, those changed since then.

        Streams: holds no more than a bounded number of entries. Names no entry twice. Raises the three errors above, also
        midway.
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

    def push(self, booking: Booking) -> Receipt:
        """Have the package make this booking, once: the same token again changes nothing and gives the same receipt.

        Only where the package takes bookings. Raises the three errors above; WrongBooks when the package refuses the
        booking itself, which is then not in the books. After a PassingFault it may or may not be: push it again.
        """
        ...


class Package(Protocol):
    """An accounting package: how its settings are proposed, checked and opened.

    `secrets` names the settings that are secret: kept encrypted, never shown, forgotten when one of the `address` settings
    changes.
    """

    name: str
    label: Sentence
    secrets: tuple[str, ...]
    address: tuple[str, ...]

    def propose(self, settings: Settings, reach: Reach = NOWHERE) -> dict[str, Any]:
        """Complete the given settings, secrets left out, from what the source shows; what cannot be told gets the careful
        default. Raises the port's three errors."""
        ...

    def check(self, settings: Settings, reach: Reach = NOWHERE) -> list[Refusal]:
        """What is wrong with these settings, one refusal each; an empty list when they can be used. Asks no network."""
        ...

    def test(self, settings: Settings, reach: Reach = NOWHERE) -> list[Tried]:
        """Try the connection, step by step up to the first that fails: what works and what does not, in words."""
        ...

    def open(self, settings: Settings, reach: Reach = NOWHERE) -> Connector:
        """The connector for these settings. Raises WrongConfiguration."""
        ...
