"""A booking becomes the files that WinBooks imports: ACT, a card in CSF for a new partner, the document in its place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from comptoir.connectors.outbox import Outbox, Writer, copied
from comptoir.connectors.port import WrongBooks
from comptoir.connectors.winbooks.documents import label_of, path_for
from comptoir.connectors.winbooks.reading import Reading
from comptoir.connectors.winbooks.settings import WinBooksSettings
from comptoir.formats.dbf.write import UnwritableTable
from comptoir.formats.winbooks.cards import key_of
from comptoir.formats.winbooks.columns import ACT, CLOSING, CSF, OPENING
from comptoir.formats.winbooks.layout import Layout, act_rows, number_of
from comptoir.formats.winbooks.write import csf_rows, write_text
from comptoir.kit.file_names import file_stem
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Entry, JournalType, Line

ENDINGS = {"application/pdf": ".pdf", "application/xml": ".xml"}
ENCODING = "cp1252"
IMPORTED = 27
"""So many columns of ACT every version of WinBooks imports."""

COMMENT = 40
"""So many characters of a line's text WinBooks has room for."""


def push(booking: Booking, settings: WinBooksSettings, reading: Reading) -> Receipt:
    """Put the booking into the outbox. Raises WrongBooks for one that WinBooks has no room for."""
    layout = _layout(settings, reading)
    entry = _entry(booking, layout, reading)
    stem = file_stem(entry.journal, entry.fiscal_year, entry.number)
    try:
        rows = [row[:IMPORTED] for row in act_rows(entry, layout)]
        cards = list(csf_rows([booking.partner], layout)) if _is_new(booking, layout, reading) else []
    except UnwritableTable as refusal:
        raise WrongBooks(refusal.sentence.text, None, **refusal.sentence.facts) from refusal
    files: dict[str, Writer] = {}
    label = label_of(reading.years, layout.years[entry.fiscal_year])
    for part, file in enumerate(booking.files):
        ending = ENDINGS.get(file.media_type, file.path.suffix)
        place = path_for(entry.journal, label, layout.periods[entry.period], entry.number, part, ending)
        files[place] = copied(file.path)
    if cards:
        files[f"{stem}_CSF.txt"] = lambda path: _write(path, "CSF", cards)
    files[f"{stem}_ACT.txt"] = lambda path: _write(path, "ACT", rows)
    Outbox(settings.outbox).put(booking.token, files)
    return Receipt(booked=False, number=entry.number)


def _write(path: Path, kind: str, rows: Iterable[Sequence[str]]) -> None:
    columns = ACT[:IMPORTED] if kind == "ACT" else CSF
    try:
        write_text(path, columns, rows, encoding=ENCODING)
    except UnwritableTable as refusal:
        raise WrongBooks(refusal.sentence.text, None, **refusal.sentence.facts) from refusal


def _layout(settings: WinBooksSettings, reading: Reading) -> Layout:
    """How the dossier itself is numbered."""
    years = reading.years.values()
    numbers = {
        period.code: number
        for year in years
        for number, period in year.periods.items()
        if number not in (OPENING, CLOSING)
    }
    types = {journal.code: journal.type for journal in reading.basics.journals}
    letters = {year.fiscal_year: year.letter for year in years}
    return Layout(letters, numbers, types, settings.customer_roots, settings.supplier_roots)


def _entry(booking: Booking, layout: Layout, reading: Reading) -> Entry:
    """The entry in a period of the dossier, its texts as long as WinBooks has room for."""
    entry = booking.entry
    letter = layout.years.get(entry.fiscal_year)
    periods = reading.years[letter].periods.values() if letter else ()
    period = next((each.code for each in periods if each.start_on <= entry.booked_on <= each.end_on), None)
    if period is None:
        raise WrongBooks(
            "WinBooks has no period for the day %(day)s in the book year %(year)s.",
            day=entry.booked_on,
            year=entry.fiscal_year,
        )
    if layout.types.get(entry.journal) in (None, JournalType.OPENING, JournalType.CLOSING):
        raise WrongBooks("WinBooks has no journal %(journal)s for bookings.", journal=entry.journal)
    lines = tuple(line._replace(text=_comment(line, entry)) for line in entry.lines)
    return replace(entry, period=period, lines=lines)


def _comment(line: Line, entry: Entry) -> str:
    return " ".join((line.text or entry.text).split())[:COMMENT].strip()


def _is_new(booking: Booking, layout: Layout, reading: Reading) -> bool:
    """Whether the partner has no card yet of the kind that the entry uses."""
    known = {partner.key for partner in reading.basics.partners}
    kinds = layout.cards.get(booking.partner.key, set())
    return any(key_of(kind, number_of(booking.partner.key)) not in known for kind in kinds)
