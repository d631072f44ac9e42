"""How old what is open is: by days since the due date, in the five columns that every ageing list has.

Payments and credits that settle nothing yet have no due date. They are not owed, so they stand beside the columns:
what is overdue and what is not yet due are invoices, and these are taken off the total alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Q, Sum

from comptoir.firms.access import Access
from comptoir.ledger.choices import AccountRole, Age
from comptoir.ledger.models import Books, OpenItem

KEPT_FOR = 3600

OLDEST: dict[Age, int | None] = {Age.NOT_DUE: 0, Age.TO_30: 30, Age.TO_60: 60, Age.TO_90: 90, Age.OVER_90: None}
"""The most days past its due date that an item of each age can be, youngest first."""

REVERSE = {AccountRole.CUSTOMER: Q(cents__lt=0), AccountRole.SUPPLIER: Q(cents__gt=0)}
"""Which open items of each role are the other way round: we owe the customer, or the supplier owes us."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """Open amounts by age, positive for what customers owe us and for what we owe suppliers."""

    cents: dict[Age, int]

    @property
    def not_due(self) -> int:
        """Open, and the due date has not passed."""
        return self.cents[Age.NOT_DUE]

    @property
    def unmatched(self) -> int:
        """Payments and credits without due date that settle nothing yet: zero or negative."""
        return self.cents[Age.UNMATCHED]

    @property
    def overdue(self) -> int:
        """Open, and due before the day asked for."""
        return self.total - self.not_due - self.unmatched

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.cents.values())

    @property
    def told(self) -> dict[Age, int]:
        """What is worth telling: each age by days, and what is not matched where there is any."""
        return {age: cents for age, cents in self.cents.items() if cents or age != Age.UNMATCHED}


def sign_of(role: AccountRole) -> int:
    """What makes an amount of this role positive when somebody owes it as usual: customers us, we suppliers."""
    return -1 if role == AccountRole.SUPPLIER else 1


def age_of(due_on: date | None, owed: int, *, on: date) -> Age:
    """The age on that day of an item due then, of which `owed` is open as usual; without a due date none is overdue."""
    if due_on is None:
        return Age.UNMATCHED if owed < 0 else Age.NOT_DUE
    days = (on - due_on).days
    return next(age for age, most in OLDEST.items() if most is None or days <= most)


def due_between(age: Age, *, on: date) -> tuple[date | None, date | None]:
    """The first and last due date of items of that age on that day; None without a limit."""
    ages = list(OLDEST)
    most = OLDEST[age]
    first = None if most is None else on - timedelta(days=most)
    if age == Age.NOT_DUE:
        return first, None
    younger = OLDEST[ages[ages.index(age) - 1]] or 0
    return first, on - timedelta(days=younger + 1)


def of_age(age: Age, role: AccountRole, *, on: date) -> Q:
    """Which open items of that role have that age."""
    if age == Age.UNMATCHED:
        return Q(due_on=None) & REVERSE[role]
    first, last = due_between(age, on=on)
    wanted = Q()
    if first is not None:
        wanted &= Q(due_on__gte=first)
    if last is not None:
        wanted &= Q(due_on__lte=last)
    return wanted | (Q(due_on=None) & ~REVERSE[role]) if age == Age.NOT_DUE else wanted


def aged(items: Iterable[tuple[date | None, int]], role: AccountRole, *, on: date) -> Ageing:
    """The ages of due dates with what is open, debit positive."""
    cents = dict.fromkeys(Age, 0)
    for due_on, remains in items:
        owed = remains * sign_of(role)
        cents[age_of(due_on, owed, on=on)] += owed
    return Ageing(cents)


def ageing(access: Access, role: AccountRole, *, on: date) -> Ageing:
    """The ages of all that is open with customers or suppliers, kept until the books change."""
    version = Books.objects.visible_to(access).values_list("version", flat=True).first()
    facts = sha256(repr((role, on)).encode()).hexdigest()
    key = f"ages:{access.dossier_id}:{version}:{facts}"
    known: list[int] | None = cache.get(key)
    if known is None:
        sums = {age.name: Sum("cents", filter=of_age(age, role, on=on), default=0) for age in Age}
        found = OpenItem.objects.visible_to(access).filter(role=role).aggregate(**sums)
        known = [found[age.name] * sign_of(role) for age in Age]
        cache.set(key, known, timeout=KEPT_FOR)
    return Ageing(dict(zip(Age, known, strict=True)))


def overdue_by_partner(
    access: Access, role: AccountRole, partner_ids: Iterable[int | None], *, on: date
) -> dict[int | None, int]:
    """What is overdue of each of these partners, debit positive; None stands for lines that name no partner."""
    ids = list(partner_ids)
    wanted = Q(partner_id__in=[pk for pk in ids if pk is not None])
    if None in ids:
        wanted |= Q(partner=None)
    items = OpenItem.objects.visible_to(access).filter(wanted, role=role, due_on__lt=on)
    return dict(items.order_by().values_list("partner_id").annotate(Sum("cents")))
