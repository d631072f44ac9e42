"""Customers and suppliers with what is open, as the history lists them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from comptoir.firms.access import Access
from comptoir.firms.paging import Order, Page, Row, every, page_of
from comptoir.kit.batches import batched
from comptoir.kit.text import plain
from comptoir.ledger.ageing import KEPT_FOR, of_age, overdue_by_partner, sign_of
from comptoir.ledger.choices import AccountRole, Age
from comptoir.ledger.models import Books, OpenItem, Partner, PartnerBalance

PAGE = 50

COLUMNS = ("id", "partner_id", "partner__key", "name", "balance_cents", "open_cents", "oldest_due_on", "last_on")
"""What a row of the list shows; amounts are debit positive."""

ORDERS = {
    "partner": Order("name", str),
    "open": Order("open_cents", int),
    "due": Order("oldest_due_on", date.fromisoformat, nullable=True),
    "last": Order("last_on", date.fromisoformat, nullable=True),
}
"""By what the list can be sorted; each has its index."""


@dataclass(frozen=True, slots=True)
class BalanceFilter:
    """What is wanted; what is not said does not limit."""

    text: str = ""
    open_only: bool = False
    overdue: bool = False
    age: Age | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many partners, and what is open with them: positive for what is owed as usual."""

    count: int
    open_cents: int


def page(
    access: Access,
    role: AccountRole,
    wanted: BalanceFilter,
    order: Order,
    *,
    on: date,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """One page of the partners that are wanted, as `rows_as_shown` makes them. Raises paging.BadMark."""
    rows = balances(access, role, wanted, on=on).values(*COLUMNS)
    found = page_of(rows, order, after=after, before=before, size=size)
    return replace(found, rows=rows_as_shown(access, role, found.rows, on=on))


def every_partner(access: Access, role: AccountRole, wanted: BalanceFilter, order: Order, *, on: date) -> Iterator[Row]:
    """All partners that are wanted, as `rows_as_shown` makes them."""
    rows = every(balances(access, role, wanted, on=on).values(*COLUMNS), order)
    for some in batched(rows, 500):
        yield from rows_as_shown(access, role, some, on=on)


def rows_as_shown(access: Access, role: AccountRole, rows: list[Row], *, on: date) -> list[Row]:
    """The rows with what is overdue, and their amounts positive for what is owed as usual (`..._shown`)."""
    sign = sign_of(role)
    overdue = overdue_by_partner(access, role, [row["partner_id"] for row in rows], on=on)
    return [
        row
        | {
            "open_shown": row["open_cents"] * sign,
            "balance_shown": row["balance_cents"] * sign,
            "overdue_shown": overdue.get(row["partner_id"], 0) * sign,
        }
        for row in rows
    ]


def totals(access: Access, role: AccountRole, wanted: BalanceFilter, *, on: date) -> Totals:
    """How many partners are wanted, and what is open with them as shown."""
    sums = balances(access, role, wanted, on=on).aggregate(count=Count("pk"), open=Sum("open_cents", default=0))
    return Totals(sums["count"], sums["open"] * sign_of(role))


def balances(access: Access, role: AccountRole, wanted: BalanceFilter, *, on: date) -> "QuerySet[PartnerBalance]":
    """The partners of that role that are wanted; `on` decides what is overdue: open, and due before it."""
    rows = PartnerBalance.objects.visible_to(access).filter(role=role)
    if wanted.text:
        rows = rows.filter(partner_id__in=_partners_like(access, wanted.text))
    items = OpenItem.objects.visible_to(access).filter(role=role)
    if wanted.open_only:
        rows = rows.filter(_with(items))
    if wanted.overdue:
        rows = rows.filter(oldest_due_on__lt=on)
    if wanted.age is not None:
        rows = rows.filter(_with(items.filter(of_age(wanted.age, role, on=on))))
    return rows


def _with(items: "QuerySet[OpenItem]") -> Q:
    """Whose partner has any of these items; lines that name no partner have theirs too."""
    of_partner = Q(Exists(items.filter(partner=OuterRef("partner"))))
    return of_partner | (Q(partner=None) & Q(Exists(items.filter(partner=None))))


def _partners_like(access: Access, text: str) -> list[int]:
    """The partners in whose name, key or numbers all the words stand, whatever their case and accents."""
    words = plain(text).split()
    version = Books.objects.visible_to(access).values_list("version", flat=True).first()
    key = f"partners:{access.dossier_id}:{version}"
    known: list[tuple[int, str]] | None = cache.get(key)
    if known is None:
        facts = Partner.objects.visible_to(access).values_list("pk", "name", "key", "account", "vat", "number")
        known = [(pk, plain(" ".join(said))) for pk, *said in facts]
        cache.set(key, known, timeout=KEPT_FOR)
    return [pk for pk, said in known if all(word in said for word in words)]
