"""The trial balance: of every account what opened it, what was booked until a month, and where the year before it stood.

Closing entries empty the accounts of costs and income into the result, so they are left out: a closed year can be read,
and set beside one that is not closed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from comptoir.figures.periods import Year
from comptoir.figures.source import kept
from comptoir.firms.access import Access
from comptoir.kit.dates import month_end
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.general import opening_of
from comptoir.ledger.models import Account, AccountMonth, Line


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One account; opening and balance debit positive, debit and credit both positive.

    `before_cents` is its balance at the same moment of the year before, None without such a year.
    """

    account_id: int
    code: str
    name: str
    opening_cents: int
    debit_cents: int
    credit_cents: int
    before_cents: int | None

    @property
    def balance_cents(self) -> int:
        """Opening and what was booked since."""
        return self.opening_cents + self.debit_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class Trial:
    """The rows by code; until which day, and of the year before; whether closing entries were left out."""

    rows: tuple[TrialRow, ...]
    until: date
    before_until: date | None
    without_closing: bool


def last_month_of(access: Access, year: Year) -> date:
    """The first day of the last month of the year in which anything is booked."""
    months = AccountMonth.objects.visible_to(access).filter(fiscal_year=year.name, opening=False)
    last = months.order_by("-month").values_list("month", flat=True).first()
    return last or year.first.replace(day=1)


def trial_balance(access: Access, year: Year, until: date, before: Year | None) -> Trial:
    """The trial balance of the year until the end of that day's month."""
    then = min(month_before(until), before.last) if before else None
    balances = _sides(access, year, until)
    earlier = _sides(access, before, then) if before and then else {}
    names = Account.objects.visible_to(access).filter(pk__in=[*{*balances, *earlier}]).order_by("code")
    rows = []
    for pk, code, name in names.values_list("pk", "code", "name"):
        opening, debit, credit = balances.get(pk, (0, 0, 0))
        was = _balance(earlier.get(pk, (0, 0, 0)))
        if opening or debit or credit or was:
            rows.append(TrialRow(pk, code, name, opening, debit, credit, was if before else None))
    closing = Line.objects.visible_to(access).filter(entry__journal__type=JournalKind.CLOSING)
    years = [each.name for each in (year, before) if each]
    return Trial(tuple(rows), until, then, closing.filter(entry__fiscal_year__in=years).exists())


def month_before(day: date) -> date:
    """The last day of the same month a year earlier."""
    return month_end(date(day.year - 1, day.month, 1))


def _balance(sides: tuple[int, int, int]) -> int:
    opening, debit, credit = sides
    return opening + debit - credit


def _sides(access: Access, year: Year, until: date) -> dict[int, tuple[int, int, int]]:
    """Opening, debit and credit of every account of the year until that day's month, by its id."""
    month = until.replace(day=1)

    def read() -> dict[int, tuple[int, int, int]]:
        months = AccountMonth.objects.visible_to(access).filter(fiscal_year=year.name, month__lte=month, opening=False)
        booked = _summed(months.values_list("account_id").annotate(Sum("debit_cents"), Sum("credit_cents")).order_by())
        closed = _summed(_closing(access, year, until))
        opening = opening_of(access, year.name).cents
        found = {}
        for pk in {*booked, *opening}:
            (debit, credit), (less_debit, less_credit) = booked[pk], closed[pk]
            found[pk] = (opening.get(pk, 0), debit - less_debit, credit - less_credit)
        return found

    return kept(access, ("trial", year.name, month), read)


def _summed(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[int, int]]:
    return defaultdict(lambda: (0, 0), {pk: (debit, credit) for pk, debit, credit in rows})


def _closing(access: Access, year: Year, until: date) -> Iterable[tuple[Any, ...]]:
    """Debit and credit that the closing entries book, by account."""
    lines = Line.objects.visible_to(access).filter(
        entry__journal__type=JournalKind.CLOSING, entry__fiscal_year=year.name, booked_on__lte=month_end(until)
    )
    debit, credit = Sum("cents", filter=Q(cents__gt=0), default=0), Sum("cents", filter=Q(cents__lt=0), default=0)
    rows = lines.order_by().values_list("account_id").annotate(debit=debit, credit=credit)
    return [(pk, paid, -owed) for pk, paid, owed in rows]
