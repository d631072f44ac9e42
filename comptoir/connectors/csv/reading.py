"""One reading of the folder: every row is typed and kept, and what the tables name is known when it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from comptoir.connectors.csv.folder import Folder, look
from comptoir.connectors.csv.lines import BookLine, LineReader, Named
from comptoir.connectors.csv.settings import CsvSettings
from comptoir.connectors.csv.store import LineStore
from comptoir.connectors.csv.table import after_header, open_rows
from comptoir.connectors.files import placed, wait_until_still
from comptoir.connectors.partners import PartnerRow, Partners
from comptoir.connectors.port import Place, WrongBooks
from comptoir.connectors.telling import THIRD, JournalLook, Masks, about_journals, journals_of
from comptoir.formats.table.cells import Rows
from comptoir.kit.dates import month_end
from comptoir.kit.words import Sentence
from comptoir.records.books import Journal

FRENCH = "411"
Span = tuple[str, date, date]
"""A fiscal year: its code, its first and its last day."""


@dataclass(slots=True)
class Looked:
    """What the tables name: journals, accounts, uses of partners with what is said of them, days of fiscal years."""

    journals: dict[str, JournalLook] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    uses: dict[tuple[str, str], str] = field(default_factory=dict)
    partners: dict[tuple[str, str], PartnerRow] = field(default_factory=dict)
    earliest: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading has found; the lines wait in the store."""

    folder: Folder
    store: LineStore
    years: tuple[Span, ...]
    accounts: dict[str, str]
    journals: tuple[Journal, ...]
    partners: Partners
    findings: tuple[Sentence, ...]


def begin_reading(settings: CsvSettings, *, patience: int) -> Reading:
    """Read every table, after waiting for those that are being written. Raises the port's three errors."""
    folder = look(settings.folder, settings.mapping)
    states = wait_until_still(folder.tables, patience=patience)
    looked, store = Looked(), LineStore()
    roots = settings.customer_roots, settings.supplier_roots
    masks = Masks(*roots, "FR" if FRENCH in settings.customer_roots else "BE")
    for number, path in enumerate(folder.tables):
        with placed(path, states[path]), open_rows(path, settings.mapping) as rows:
            store.keep(number, _read(rows, settings, looked, masks))
    if not store.count:
        raise WrongBooks("The file has a header and no rows.", Place(folder.tables[0].name))
    partners = Partners(*roots, looked.uses, looked.accounts)
    partners.tell(looked.partners.values())
    journals = tuple(journals_of(looked.journals, settings.journals, settings.untold))
    findings = (*about_journals(journals, settings.journals), *folder.findings)
    years = tuple(spans(looked.earliest, settings.mapping.year_starts))
    return Reading(folder, store, years, looked.accounts, journals, partners, findings)


def spans(earliest: dict[str, int], starts: int) -> Iterator[Span]:
    """The fiscal years: the twelve months from that month in which each one's earliest entry is booked; oldest first."""
    for code, ordinal in sorted(earliest.items(), key=lambda each: (each[1], each[0])):
        day = date.fromordinal(ordinal)
        first = date(day.year - (day.month < starts), starts, 1)
        last = month_end(first.replace(year=first.year + (starts > 1), month=(starts - 2) % 12 + 1))
        yield code, first, last


def _read(rows: Rows, settings: CsvSettings, looked: Looked, masks: Masks) -> Iterator[BookLine]:
    """The rows as lines, what they name noted."""
    names, below = after_header(rows, settings.mapping)
    reader = LineReader(settings.mapping, names)
    lines = ((reader.line(row), row) for row in below)
    for (journal, year, _), together in groupby(
        lines, key=lambda each: (each[0].journal, each[0].year, each[0].number)
    ):
        moved = 0
        seen = looked.journals.get(journal) or looked.journals.setdefault(journal, JournalLook(journal))
        for line, row in together:
            mask = masks[line.account]
            third = mask & THIRD
            moved |= mask << 1 if third and line.cents < 0 else mask
            named = reader.named(row)
            seen.name = named.journal or seen.name
            _note(looked, line, named, third=bool(third))
            looked.earliest[year] = min(line.booked_on, looked.earliest.get(year, line.booked_on))
            yield line
        seen.pieces[moved] += 1


def _note(looked: Looked, line: BookLine, named: Named, *, third: bool) -> None:
    """Note the account and the partner that the line names."""
    account, use = line.account, (line.account, line.partner)
    if named.account or account not in looked.accounts:
        looked.accounts[account] = named.account
    if not line.partner and not third:
        return
    if named.partner or use not in looked.uses:
        looked.uses[use] = named.partner
    if line.partner and (named.vat or named.ibans or named.language):
        vat, number = named.vat, named.vat[2:] if named.vat[:2] == "BE" else ""
        looked.partners[use] = PartnerRow(*use, named.partner, vat, number, named.ibans, "", named.language)
