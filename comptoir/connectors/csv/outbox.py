"""A booking becomes a table of its one piece in the outbox, with the columns of the mapping, its documents beside it."""

from collections.abc import Iterator
from pathlib import Path

from comptoir.connectors.csv.mapping import WORKBOOK, Mapping
from comptoir.connectors.outbox import Outbox, Writer, copied
from comptoir.connectors.port import WrongBooks
from comptoir.formats.table.write import Value, Writing, write_text, write_workbook
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.file_names import file_stem
from comptoir.kit.words import Cents
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Basics, Line

ENDINGS = {"application/pdf": ".pdf", "application/xml": ".xml"}


def push(booking: Booking, outbox: Outbox, mapping: Mapping, basics: Basics) -> Receipt:
    """Put the booking into the outbox. Raises WrongBooks for one that the table cannot hold."""
    entry = booking.entry
    stem = file_stem(entry.journal, entry.fiscal_year, entry.number)
    files: dict[str, Writer] = {}
    for position, file in enumerate(booking.files):
        more = f"_{position + 1}" if position else ""
        files[f"{stem}{more}{ENDINGS.get(file.media_type, file.path.suffix)}"] = copied(file.path)
    rows = list(_rows(booking, mapping, basics))
    files[f"{stem}.{'xlsx' if mapping.kind == WORKBOOK else 'csv'}"] = lambda path: _write(rows, path, mapping)
    outbox.put(booking.token, files)
    return Receipt(booked=False, number=entry.number)


def _write(rows: list[list[Value]], path: Path, mapping: Mapping) -> None:
    writing, blank = Writing(mapping.dates, mapping.decimal), max(mapping.header - 1, 0)
    try:
        if mapping.kind == WORKBOOK:
            write_workbook(rows, path, writing, blank=blank)
        else:
            write_text(rows, path, mapping.shape, writing, blank=blank)
    except Unreadable as refusal:
        raise WrongBooks(refusal.sentence.text, None, **refusal.sentence.facts) from refusal


def _rows(booking: Booking, mapping: Mapping, basics: Basics) -> Iterator[list[Value]]:
    if mapping.header:
        yield list(mapping.headers)
    fields = {header: field for field, header in mapping.columns.items()}
    for line in booking.entry.lines:
        said = (
            _entry(booking, basics)
            | _line(line, basics)
            | _amounts(line, mapping.positive, sided="side" in mapping.columns)
        )
        if line.partner and line.partner == booking.partner.key:
            said |= _partner(booking)
        yield [said.get(fields.get(header, "")) for header in mapping.headers]


def _entry(booking: Booking, basics: Basics) -> dict[str, Value]:
    entry = booking.entry
    return {
        "journal": entry.journal,
        "journal_name": next((each.name for each in basics.journals if each.code == entry.journal), entry.journal),
        "number": entry.number,
        "fiscal_year": entry.fiscal_year,
        "booked_on": entry.booked_on,
        "document_on": entry.document_on,
        "document_number": entry.document_number,
        "entry_text": entry.text,
    }


def _line(line: Line, basics: Basics) -> dict[str, Value]:
    return {
        "account": line.account,
        "account_name": next((each.name for each in basics.accounts if each.code == line.account), line.account),
        "text": line.text,
        "due_on": line.due_on,
        "reference": line.reference,
        "communication": line.communication,
        "vat_code": line.vat_code,
        "vat_base": Cents(line.vat_base_cents) if line.vat_base_cents else None,
        "lettering": line.lettering,
        "lettering_scope": line.lettering_scope,
    }


def _amounts(line: Line, positive: str, *, sided: bool) -> dict[str, Value]:
    signed = abs(line.cents) if sided else line.cents if positive == "debit" else -line.cents
    return {
        "debit": Cents(max(line.cents, 0)),
        "credit": Cents(max(-line.cents, 0)),
        "amount": Cents(signed),
        "side": "D" if line.cents >= 0 else "C",
        "currency": line.currency,
        "foreign": Cents(line.foreign_cents) if line.foreign_cents else None,
    }


def _partner(booking: Booking) -> dict[str, Value]:
    partner = booking.partner
    return {
        "partner": partner.key,
        "partner_name": partner.name,
        "partner_vat": partner.vat,
        "partner_iban": " ".join(partner.ibans),
        "partner_language": partner.language,
    }
