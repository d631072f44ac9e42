"""What the figures are made of: an account's movements by month, without what opens and closes a year.

Opening entries restate the year before, and closing entries empty the accounts of costs and income into the result: with
either, every figure of a closed year would be wrong. Both come from sums and few lines, and are kept until the books
change.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Q, Sum

from comptoir.firms.access import Access
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import AccountMonth, Books, Line

KEPT_FOR = 3600

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Movement:
    """What an account moved in a month; debit positive."""

    code: str
    name: str
    month: date
    cents: int


def movements(access: Access, year: str, roots: tuple[str, ...]) -> list[Movement]:
    """The movements of the accounts with these roots in a fiscal year, by code and month; three queries, or one."""

    def read() -> list[tuple[Any, ...]]:
        sums: dict[tuple[int, date], int] = defaultdict(int)
        names: dict[int, tuple[str, str]] = {}
        rows = AccountMonth.objects.visible_to(access).filter(_of(roots), fiscal_year=year, opening=False)
        facts = rows.values_list("account_id", "account__code", "account__name", "month", "debit_cents", "credit_cents")
        for pk, code, name, month, debit, credit in facts.order_by("account__code", "month"):
            names[pk] = (code, name)
            sums[pk, month] += debit - credit
        for pk, day, cents in _closing(access, year, roots):
            sums[pk, day.replace(day=1)] -= cents
        return [(*names[pk], month, cents) for (pk, month), cents in sums.items()]

    return [Movement(*row) for row in kept(access, ("movements", year, roots), read)]


def kept(access: Access, what: tuple[Any, ...], read: Callable[[], Value]) -> Value:
    """What `read` answers, kept until the books of the dossier change."""
    version = Books.objects.visible_to(access).values_list("version", flat=True).first()
    key = f"figures:{access.dossier_id}:{version}:{sha256(repr(what).encode()).hexdigest()}"
    known: Value | None = cache.get(key)
    if known is None:
        known = read()
        cache.set(key, known, timeout=KEPT_FOR)
    return known


def _closing(access: Access, year: str, roots: tuple[str, ...]) -> list[tuple[int, date, int]]:
    """What the closing entries of the year book on these accounts, by account and day."""
    lines = Line.objects.visible_to(access).filter(
        _of(roots), entry__journal__type=JournalKind.CLOSING, entry__fiscal_year=year
    )
    found = lines.order_by().values_list("account_id", "booked_on").annotate(cents=Sum("cents"))
    return [(pk, day, cents) for pk, day, cents in found]


def _of(roots: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(account__code__startswith=root) for root in roots))
