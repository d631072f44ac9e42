"""What the ledger can tell: the two dates, and the lines of an entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from comptoir.firms.models import Dossier
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Books, Entry, Journal, Line

BEHIND = timedelta(days=14)
"""A bank journal further behind the latest one is pointed out."""


@dataclass(frozen=True, slots=True)
class JournalDate:
    """Until when one bank journal is booked; `behind` when more than 14 days before the latest one."""

    code: str
    name: str
    last_booked_on: date | None
    behind: bool


@dataclass(frozen=True, slots=True)
class BooksDates:
    """The two dates of a dossier, and the bank journals behind the second one.

    `behind_since`: of when the books are, where the latest synchronisation did not work; else None.
    """

    accounts_until: date | None
    bank_until: date | None
    journals: tuple[JournalDate, ...]
    behind_since: datetime | None = None

    @property
    def behind(self) -> bool:
        """Whether any bank journal shown is behind."""
        return any(journal.behind for journal in self.journals)


def dates_of(dossier: Dossier) -> BooksDates:
    """The two dates; both None while no synchronisation has brought the books."""
    books = Books.objects.filter(dossier=dossier).first()
    if books is None:
        return BooksDates(None, None, ())
    shown = Journal.objects.filter(dossier=dossier, type=JournalKind.BANK, shown=True).order_by("code")
    latest = books.bank_until
    journals = tuple(
        JournalDate(
            code=journal.code,
            name=journal.name,
            last_booked_on=journal.last_booked_on,
            behind=latest is not None and (journal.last_booked_on is None or journal.last_booked_on < latest - BEHIND),
        )
        for journal in shown
    )
    return BooksDates(books.accounts_until, latest, journals, books.behind_since)


def books_by_dossier(dossiers: Iterable[Dossier]) -> dict[int, Books]:
    """The books of many dossiers, in one query."""
    return {books.dossier_id: books for books in Books.objects.filter(dossier__in=list(dossiers))}


def lines_of(entry: Entry) -> list[Line]:
    """The lines of an entry in their order, with account, partner and lettering at hand."""
    return list(
        entry.lines.select_related("account", "partner", "lettering", "carried_by__lettering").order_by("position")
    )
