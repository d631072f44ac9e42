"""What every connector must do, run for each package: see docs/connectors.md.

A package's tests make a class of `Conformance` with a fixture `house`: the package from both sides, its own books and
our settings for them.
"""

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

from comptoir.connectors.port import (
    NOWHERE,
    Connector,
    Package,
    PassingFault,
    Reach,
    WrongBooks,
    WrongConfiguration,
)
from comptoir.kit.words import Refusal
from comptoir.records.booking import Booking, BookingFile
from comptoir.records.books import Basics, Entry, Present, Removed
from tests.connectors import sample

Fault = tuple[str, AbstractContextManager[object], type[Refusal]]
"""What goes wrong in words, a context in which it does, and the error that a reading must end with."""


class House(Protocol):
    """One accounting package as the tests see it."""

    package: Package
    reach: Reach
    holds: frozenset[str]
    """What its books can say beside accounts, partners and amounts: "due", "document_number", "communication",
    "letterings", "vat", "texts"."""

    def keep(self, basics: Basics, entries: Iterable[Entry]) -> None:
        """Make these the package's books, whole."""
        ...

    def settings(self) -> dict[str, Any]:
        """Our settings for them, complete and correct."""
        ...

    def put_document(self, piece: tuple[str, str, str], content: bytes) -> None:
        """Put a PDF with that piece (journal, fiscal year, number), as people of the package do."""
        ...

    def take_bookings(self) -> None:
        """The package imports what lies in the outbox and takes it away; nothing where it takes bookings directly."""
        ...

    def pushed_documents(self) -> list[bytes]:
        """The bytes of the PDFs that pushed bookings have brought."""
        ...

    def faults(self) -> list[Fault]:
        """The ways in which it can fail."""
        ...


@dataclass(frozen=True)
class Told:
    """Books as far as a package can say them, in an order of their own."""

    entries: dict[tuple[str, str, str], tuple[Any, ...]]
    groups: set[frozenset[tuple[str, str, str, str, int]]]


def told(basics: Basics, entries: Iterable[Entry], holds: frozenset[str]) -> Told:
    """The books by piece, partners by name, letterings as groups of lines whatever they are called."""
    names = {partner.key: partner.name for partner in basics.partners}
    said: dict[tuple[str, str, str], tuple[Any, ...]] = {}
    groups: dict[tuple[str, ...], set[tuple[str, str, str, str, int]]] = {}
    for entry in entries:
        piece = (entry.fiscal_year, entry.journal, entry.number)
        assert piece not in said, f"{piece} is told twice"
        number = entry.document_number if "document_number" in holds else ""
        lines = sorted(_line(line, names, holds) for line in entry.lines)
        said[piece] = (entry.booked_on, entry.document_on, number, lines)
        for line in entry.lines:
            if line.lettering:
                code = (line.lettering_scope, line.account, line.partner, line.lettering)
                groups.setdefault(code, set()).add((*piece, line.account, line.cents))
    return Told(said, set(map(frozenset, groups.values())) if "letterings" in holds else set())


def _line(line: Any, names: dict[str, str], holds: frozenset[str]) -> tuple[Any, ...]:
    third = line.partner and line.account.startswith(("400", "440"))
    due = line.due_on if third and "due" in holds and line.due_on else date.min
    communication = line.communication if third and "communication" in holds else ""
    vat = (line.vat_code, line.vat_base_cents) if "vat" in holds else ("", 0)
    text = line.text if "texts" in holds else ""
    return (line.account, line.cents, names.get(line.partner, line.partner), due, communication, *vat, text)


class Conformance:
    """The suite."""

    def open(self, house: House) -> Connector:
        """The connector of the house, opened anew as each run does."""
        return house.package.open(house.settings(), house.reach)

    def read(self, house: House) -> tuple[Basics, list[Entry]]:
        """A whole reading."""
        connector = self.open(house)
        basics = connector.read_basics()
        entries = [entry for entry in connector.read_entries() if isinstance(entry, Entry)]
        return basics, entries

    def told(self, house: House) -> Told:
        """What a whole reading tells."""
        return told(*self.read(house), house.holds)

    @pytest.fixture(autouse=True)
    def books(self, house: House) -> None:
        """The house has the sample's books."""
        house.keep(sample.basics(), sample.books())

    def test_the_same_books_in_give_the_same_records_out(self, house):
        assert self.told(house) == told(sample.basics(), sample.books(), house.holds)

    def test_journals_and_partners_are_brought_whole(self, house):
        basics, _ = self.read(house)
        types = {journal.code: journal.type for journal in basics.journals}
        partners = {each.name: each for each in basics.partners}

        assert {code: types[code] for code in types if code in {j.code for j in sample.JOURNALS}} == {
            journal.code: journal.type for journal in sample.JOURNALS
        }
        for known in (sample.PROXIMUS, sample.LAMBERT):
            assert partners[known.name].vat == known.vat
            assert partners[known.name].ibans == known.ibans
            assert partners[known.name].language == known.language

    def test_whatever_an_entry_names_is_listed_and_every_entry_balances(self, house):
        basics, entries = self.read(house)
        accounts = {account.code for account in basics.accounts}
        journals = {journal.code for journal in basics.journals}
        partners = {partner.key for partner in basics.partners}
        periods = {period.code: period for period in basics.periods}

        assert max(Counter(entry.key for entry in entries).values()) == 1
        assert len(partners) == len(basics.partners)
        for entry in entries:
            assert sum(line.cents for line in entry.lines) == 0
            assert entry.journal in journals
            assert periods[entry.period].fiscal_year == entry.fiscal_year
            assert {line.account for line in entry.lines} <= accounts
            assert {line.partner for line in entry.lines if line.partner} <= partners

    def test_a_key_stays_when_other_entries_come_and_go(self, house):
        before = {(e.fiscal_year, e.journal, e.number): e.key for e in self.read(house)[1]}
        late = sample.sale(date(2026, 2, 11), "9", 1_000)
        house.keep(sample.basics(), [late, *(e for e in sample.books() if e.journal != "OD")])
        after = {(e.fiscal_year, e.journal, e.number): e.key for e in self.read(house)[1]}

        assert {piece: key for piece, key in after.items() if piece in before} == {
            piece: key for piece, key in before.items() if piece in after
        }
        assert len(after) == len(before)

    def test_what_changed_since_a_cursor_makes_the_same_books_as_all_of_it(self, house):
        connector = self.open(house)
        basics = connector.read_basics()
        mirror = {entry.key: entry for entry in connector.read_entries() if isinstance(entry, Entry)}
        cursor = connector.cursor()
        assert bool(cursor) == connector.abilities.changes
        changed = [
            *(e for e in sample.books() if e.number != "2"),
            sample.sale(date(2026, 2, 12), "2", 30_500, letter="E"),
            sample.payment(date(2026, 3, 12), "4", "400000", "LAMB", -36_905, letter="E"),
        ]
        house.keep(sample.basics(), changed)

        connector = self.open(house)
        basics = connector.read_basics()
        present = set()
        for record in connector.read_entries(cursor):
            if isinstance(record, Entry):
                mirror[record.key] = record
            if isinstance(record, Removed):
                mirror.pop(record.key, None)
            else:
                present.add(record.key)
        if connector.abilities.lists or not connector.abilities.changes:
            assert present <= set(mirror)
            mirror = {key: entry for key, entry in mirror.items() if key in present}

        assert told(basics, mirror.values(), house.holds) == told(sample.basics(), changed, house.holds)
        assert self.told(house) == told(sample.basics(), changed, house.holds)

    def test_a_reading_of_changes_after_nothing_changed_brings_nothing_new(self, house):
        connector = self.open(house)
        connector.read_basics()
        entries = {entry.key: entry for entry in connector.read_entries() if isinstance(entry, Entry)}
        again = self.open(house)
        again.read_basics()

        for record in again.read_entries(connector.cursor()):
            assert not isinstance(record, Removed)
            assert isinstance(record, Present) or entries[record.key] == record

    def test_a_document_with_its_piece_is_found(self, house):
        house.put_document(("ACH", "2026", "1"), PDF)
        connector = self.open(house)
        connector.read_basics()
        list(connector.read_entries())
        (found,) = [each for each in connector.read_documents() if each.piece == ("ACH", "2026", "1")]

        with found.here() as path:
            assert path.read_bytes() == PDF
        assert found.size == len(PDF)

    @pytest.mark.parametrize("new", [False, True], ids=["known supplier", "new supplier"])
    def test_a_pushed_booking_stands_in_the_books_once_however_often_it_is_pushed(self, house, tmp_path, new):
        invoice = tmp_path / "invoice.pdf"
        invoice.write_bytes(PDF)
        booking = sample.booking(files=(BookingFile(invoice, "Facture 3.pdf", "application/pdf"),), new=new)
        first = self.open(house).push(booking)
        again = self.open(house).push(booking)
        house.take_bookings()
        last = self.open(house).push(booking)
        house.take_bookings()
        basics, entries = self.read(house)
        (entry,) = [each for each in entries if self.is_that(each, booking, first.key)]

        assert (again.number, last.number) == (first.number, first.number)
        assert len(entries) == len(sample.books()) + 1
        assert sorted((line.account, line.cents) for line in entry.lines) == sorted(
            (line.account, line.cents) for line in booking.entry.lines
        )
        names = {partner.key: partner.name for partner in basics.partners}
        assert [names[line.partner] for line in entry.lines if line.account == "440000"] == [booking.partner.name]
        assert [entry.booked_on, entry.document_number] == [booking.entry.booked_on, "F3"]
        assert house.pushed_documents() == [PDF]

    def test_two_bookings_are_two_pieces(self, house):
        for number in ("3", "4"):
            self.open(house).push(sample.booking(number, name=f"b-{number}"))
        house.take_bookings()

        assert len(self.read(house)[1]) == len(sample.books()) + 2

    def test_each_fault_ends_as_the_right_error_and_passes(self, house):
        whole = self.told(house)
        for words, fault, expected in house.faults():
            with fault, pytest.raises(expected) as caught:
                self.read(house)
            assert isinstance(caught.value, PassingFault | WrongBooks | WrongConfiguration), words
            assert str(caught.value.sentence), words
            assert self.told(house) == whole, words

    def test_the_settings_that_it_proposes_can_be_used(self, house):
        settings = house.settings()
        proposed = house.package.propose(settings, house.reach)

        assert house.package.check(settings, house.reach) == []
        assert not set(house.package.secrets) & set(proposed)
        assert house.package.check(settings | proposed, house.reach) == []
        assert all(tried.good for tried in house.package.test(settings, house.reach))

    def test_settings_without_an_address_are_refused_in_words(self, house):
        settings = {name: value for name, value in house.settings().items() if name not in house.package.address}

        assert house.package.check(settings, NOWHERE)
        assert not all(tried.good for tried in house.package.test(settings, NOWHERE))
        with pytest.raises(WrongConfiguration):
            house.package.open(settings, NOWHERE)

    @staticmethod
    def is_that(entry: Entry, booking: Booking, key: str) -> bool:
        """Whether the entry is the booking's, as a run recognises it."""
        if key:
            return entry.key == key
        piece = booking.entry
        return (entry.fiscal_year, entry.journal, entry.number) == (piece.fiscal_year, piece.journal, piece.number)


def _pdf() -> bytes:
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return content + b"trailer<</Root 1 0 R>>\n%%EOF\n"


PDF = _pdf()


def no_folder(folder: Path) -> AbstractContextManager[object]:
    """A context in which the folder is not there."""
    return _Away(folder)


@dataclass
class _Away:
    folder: Path

    def __enter__(self) -> None:
        self.folder.rename(self.folder.with_name("away"))

    def __exit__(self, *_: object) -> None:
        self.folder.with_name("away").rename(self.folder)


@dataclass
class Instead:
    """A context in which a file has another content, as one that has been there for a while."""

    path: Path
    content: bytes

    def __enter__(self) -> None:
        self.before = self.path.read_bytes()
        self._write(self.content)

    def __exit__(self, *_: object) -> None:
        self._write(self.before)

    def _write(self, content: bytes) -> None:
        self.path.write_bytes(content)
        age(self.path)


def age(path: Path) -> None:
    """Make the file an hour older: one that has just changed is taken as still being written."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns - 3600 * 10**9))
