"""The second date: until when the bank journals are booked, journal by journal."""

from comptoir.firms.models import Dossier
from comptoir.ledger.bulk import execute
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Books, Journal


def recompute_bank_dates(dossier: Dossier, books: Books) -> None:
    """Note the last booking of every journal, and set the books' second date; the caller saves nothing more.

    The second date is the latest booking in a bank journal that is shown; opening entries have journals of their own.
    """
    execute(LAST_BOOKED, dossier=dossier.pk)
    shown = Journal.objects.filter(dossier=dossier, type=JournalKind.BANK, shown=True)
    booked = [day for day in shown.values_list("last_booked_on", flat=True) if day is not None]
    books.bank_until = max(booked, default=None)
    books.save(update_fields=["bank_until"])


LAST_BOOKED = """
UPDATE ledger_journal
SET last_booked_on = (SELECT MAX(e.booked_on) FROM ledger_entry e WHERE e.journal_id = ledger_journal.id)
WHERE dossier_id = %(dossier)s
"""
