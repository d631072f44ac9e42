"""The due-date balance: what is open with every customer or supplier on a day, by age, and item by item.

Of today it is what the history shows; of a day gone by, of the lines booked until then, with letterings as if nothing had
come after. Amounts are positive for what customers owe and for what suppliers are owed. Kept until the books change.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Sum

from comptoir.firms.access import Access
from comptoir.kit.batches import batched
from comptoir.ledger.ageing import KEPT_FOR, Ageing, age_of, of_age, sign_of
from comptoir.ledger.as_of import open_on
from comptoir.ledger.choices import AccountRole, Age
from comptoir.ledger.models import Account, Books, Line, OpenItem, Partner

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class PartnerDue:
    """What is open with one partner; without id and name: with lines that name none."""

    partner_id: int | None
    name: str
    key: str
    ages: Ageing


@dataclass(frozen=True, slots=True)
class DueItem:
    """One line of which something is open; `late` is the days since its due date, 0 before it."""

    journal: str
    number: str
    document_number: str
    document_on: date
    due_on: date | None
    late: int
    age: Age
    cents: int


def partners_due(access: Access, role: AccountRole, *, on: date, today: date) -> list[PartnerDue]:
    """Every partner with whom anything is open on that day, by name; `on` is not after `today`."""

    def read() -> list[tuple[Any, ...]]:
        sums = _sums_today(access, role, on) if on == today else _sums_then(access, role, on)
        ids = [pk for pk in sums if pk is not None]
        partners = {
            pk: (name or key, key)
            for some in batched(ids, 5000)
            for pk, name, key in Partner.objects.visible_to(access).filter(pk__in=some).values_list("pk", "name", "key")
        }
        rows = [(pk, *partners.get(pk or 0, ("", "")), list(ages)) for pk, ages in sums.items()]
        return sorted(rows, key=lambda row: (row[0] is None, row[1].casefold(), row[2]))

    found = _kept(access, ("due", str(role), on, today), read)
    return [PartnerDue(pk, name, key, Ageing(dict(zip(Age, ages, strict=True)))) for pk, name, key, ages in found]


def added(ages: Iterable[Ageing]) -> Ageing:
    """The ages of several partners together."""
    total = dict.fromkeys(Age, 0)
    for each in ages:
        for age, cents in each.cents.items():
            total[age] += cents
    return Ageing(total)


def items_due(
    access: Access, role: AccountRole, partner_ids: Iterable[int | None], *, on: date, today: date
) -> dict[int | None, list[DueItem]]:
    """The open items of these partners on that day, oldest due first."""
    wanted = set(partner_ids)
    opened = {pk: cents for pk, (partner, _, cents) in _opened(access, role, on, today).items() if partner in wanted}
    sign, found = sign_of(role), defaultdict(list)
    for row in _lines(access, opened):
        owed, due_on = opened[row["pk"]] * sign, row["due_on"]
        found[row["partner_id"]].append(
            DueItem(
                row["entry__journal__code"],
                row["entry__number"],
                row["entry__document_number"],
                row["entry__document_on"],
                due_on,
                max((on - due_on).days, 0) if due_on else 0,
                age_of(due_on, owed, on=on),
                owed,
            )
        )
    for items in found.values():
        items.sort(key=lambda item: (item.due_on or date.max, item.document_on, item.journal, item.number))
    return dict(found)


def item_counts(access: Access, role: AccountRole, *, on: date, today: date) -> dict[int | None, int]:
    """How many items are open on that day, by partner."""
    return Counter(partner for partner, _, _ in _opened(access, role, on, today).values())


def _sums_today(access: Access, role: AccountRole, on: date) -> dict[int | None, list[int]]:
    sums = {age.name: Sum("cents", filter=of_age(age, role, on=on), default=0) for age in Age}
    items = OpenItem.objects.visible_to(access).filter(role=role).order_by()
    rows: Iterable[tuple[Any, ...]] = items.values_list("partner_id").annotate(**sums)
    return {partner: [amount * sign_of(role) for amount in cents] for partner, *cents in rows}


def _sums_then(access: Access, role: AccountRole, on: date) -> dict[int | None, list[int]]:
    sign, ages = sign_of(role), list(Age)
    sums: dict[int | None, list[int]] = defaultdict(lambda: [0] * len(ages))
    for partner, due_on, cents in _opened(access, role, on, None).values():
        sums[partner][ages.index(age_of(due_on, cents * sign, on=on))] += cents * sign
    return dict(sums)


def _opened(
    access: Access, role: AccountRole, on: date, today: date | None
) -> dict[int, tuple[int | None, date | None, int]]:
    """Partner, due date and what is open of every open line, by its id; debit positive."""

    def read() -> dict[int, tuple[int | None, date | None, int]]:
        if on == today:
            items = OpenItem.objects.visible_to(access).filter(role=role)
            rows = items.values_list("line_id", "partner_id", "due_on", "cents")
            return {pk: (partner, due_on, cents) for pk, partner, due_on, cents in rows}
        accounts = list(Account.objects.visible_to(access).filter(role=role).values_list("pk", flat=True))
        lines = Line.objects.visible_to(access).filter(account_id__in=accounts, restates=False)
        opened = open_on(lines, on)
        told: dict[int, tuple[int | None, date | None, int]] = {}
        for some in batched(opened, 5000):
            facts = Line.objects.visible_to(access).filter(pk__in=some).values_list("pk", "partner_id", "due_on")
            told |= {pk: (partner, due_on, opened[pk]) for pk, partner, due_on in facts}
        return told

    return _kept(access, ("opened", str(role), on, on == today), read)


def _lines(access: Access, opened: Iterable[int]) -> Iterator[dict[str, Any]]:
    columns = ("pk", "partner_id", "due_on", "entry__journal__code", "entry__number")
    for some in batched(opened, 5000):
        lines = Line.objects.visible_to(access).filter(pk__in=some)
        yield from lines.values(*columns, "entry__document_number", "entry__document_on")


def _kept(access: Access, what: tuple[Any, ...], read: Callable[[], Value]) -> Value:
    version = Books.objects.visible_to(access).values_list("version", flat=True).first()
    key = f"due:{access.dossier_id}:{version}:{':'.join(map(str, what)).replace(' ', '')}"
    known: Value | None = cache.get(key)
    if known is None:
        known = read()
        cache.set(key, known, timeout=KEPT_FOR)
    return known
