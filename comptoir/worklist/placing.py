"""In which journal and period an invoice is booked."""

from datetime import date

from comptoir.firms.models import Dossier
from comptoir.kit.words import Sentence
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.frame import books_of
from comptoir.ledger.models import Journal, Period
from comptoir.worklist.models import WorklistSettings


def journals_for(dossier: Dossier, *, of_sale: bool, credit: bool) -> list[Journal]:
    """The open journals that take it: those of credit notes for one, where there are any; the most used first."""
    plain, credits = (
        (JournalKind.SALE, JournalKind.SALE_CREDIT) if of_sale else (JournalKind.PURCHASE, JournalKind.PURCHASE_CREDIT)
    )
    rows = Journal.objects.filter(dossier=dossier, shown=True, type__in=(plain, credits))
    found = sorted(rows, key=lambda row: (-(row.last_booked_on or date.min).toordinal(), row.code))
    fitting = [row for row in found if row.type == credits] if credit else []
    return fitting or [row for row in found if row.type == plain]


def journal_for(
    dossier: Dossier, chosen: str, *, of_sale: bool, credit: bool
) -> tuple[Journal | None, Sentence | None]:
    """The journal, the client's choice first, and where that comes from."""
    journals = journals_for(dossier, of_sale=of_sale, credit=credit)
    for journal in journals:
        if journal.code == chosen:
            return journal, Sentence("Chosen by the client.")
    if not journals:
        return None, None
    return journals[0], Sentence("The journal that was booked in last.") if len(journals) > 1 else None


def periods_of(dossier: Dossier) -> list[Period]:
    """The periods that are open, in order: those that end after the day until which the accounts are up to date, and
    after the day until which the firm closed them.
    """
    chosen = WorklistSettings.objects.filter(dossier=dossier).first()
    closed = chosen.closed_until if chosen is not None else None
    until = max(books_of(dossier).accounts_until or date.min, closed or date.min)
    return list(Period.objects.filter(dossier=dossier, end_on__gt=until).order_by("start_on", "pk"))


def period_for(dossier: Dossier, day: date) -> tuple[Period | None, Sentence | None]:
    """The open period of that day, else the nearest open one, saying so; None where no period is open."""
    periods = periods_of(dossier)
    for period in periods:
        if period.start_on <= day <= period.end_on:
            return period, Sentence("By the invoice date.")
    if not periods:
        return None, None
    nearest = min(periods, key=lambda each: min(abs((each.start_on - day).days), abs((each.end_on - day).days)))
    return nearest, Sentence("The period of the invoice date is closed or missing: this is the nearest open one.")
