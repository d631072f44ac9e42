"""A booking becomes a FEC file of its one piece in the outbox, its documents beside it under the piece's name."""

from pathlib import Path

from comptoir.connectors.outbox import Outbox, Writer, copied
from comptoir.connectors.port import WrongBooks
from comptoir.formats.fec.columns import FecLine
from comptoir.formats.fec.write import UnwritableFec, write
from comptoir.kit.file_names import file_stem
from comptoir.records.booking import Booking, Receipt
from comptoir.records.books import Basics, Line

ENDINGS = {"application/pdf": ".pdf", "application/xml": ".xml"}


def push(booking: Booking, outbox: Outbox, basics: Basics) -> Receipt:
    """Put the booking into the outbox. Raises WrongBooks for one that FEC cannot hold."""
    entry = booking.entry
    stem = file_stem(entry.journal, entry.fiscal_year, entry.number)
    files: dict[str, Writer] = {}
    for position, file in enumerate(booking.files):
        more = f"_{position + 1}" if position else ""
        files[f"{stem}{more}{ENDINGS.get(file.media_type, file.path.suffix)}"] = copied(file.path)
    lines = [_line(booking, line, basics) for line in entry.lines]
    files[f"{stem}.fec.txt"] = lambda path: _write(lines, path)
    outbox.put(booking.token, files)
    return Receipt(booked=False, number=entry.number)


def _write(lines: list[FecLine], path: Path) -> None:
    try:
        write(lines, path, encoding="utf-8")
    except UnwritableFec as refusal:
        raise WrongBooks(refusal.sentence.text, None, **refusal.sentence.facts) from refusal


def _line(booking: Booking, line: Line, basics: Basics) -> FecLine:
    entry, partner = booking.entry, booking.partner
    third = line.partner == partner.key and line.partner != ""
    return FecLine(
        journal=entry.journal,
        journal_name=next((each.name for each in basics.journals if each.code == entry.journal), entry.journal),
        number=entry.number,
        booked_on=entry.booked_on,
        account=line.account,
        account_name=next((each.name for each in basics.accounts if each.code == line.account), line.account),
        auxiliary=partner.key if third else "",
        auxiliary_name=partner.name if third else "",
        reference=entry.document_number or entry.number,
        document_on=entry.document_on,
        text=line.text or entry.text,
        cents=line.cents,
        foreign_cents=line.foreign_cents,
        currency=line.currency,
    )
