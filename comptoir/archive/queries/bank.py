"""What Financial tells: the bank's transactions page by page, their accounts, their balance over time."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum

from comptoir.archive.models import BankTransaction
from comptoir.archive.queries.invoices import KEPT_FOR, PAGE, kept_under
from comptoir.archive.queries.search import rows_containing
from comptoir.firms.access import Access
from comptoir.firms.paging import Order, Page, Row, every, page_of
from comptoir.firms.scope import DossierQuerySet
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Journal, Line

COLUMNS = (
    *("id", "journal_id", "entry_id", "booked_on", "statement", "account", "counterparty", "iban", "communication"),
    *("amount_cents", "balance_cents", "state", "lettering_id"),
)
"""What a row of the list shows."""

MOST_LINES = 5000
"""Of the lettering groups of one page, no more lines are looked at than this."""

ORDERS = {
    "date": Order("booked_on", date.fromisoformat),
    "amount": Order("amount_cents", int),
}
"""By what the list can be sorted; each has its index."""


@dataclass(frozen=True, slots=True)
class BankFilter:
    """What is wanted; what is not said does not limit. Amounts are without sign; `inwards` is None for both ways."""

    text: str = ""
    from_on: date | None = None
    until_on: date | None = None
    at_least: int | None = None
    at_most: int | None = None
    inwards: bool | None = None
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A bank journal that is shown and has entries, with the balance after the last of them."""

    journal_id: int
    code: str
    name: str
    iban: str
    account: str
    last_booked_on: date
    balance_cents: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A journal of the books of which Financial shows nothing: not of type bank, hidden, or nothing is booked in it."""

    code: str
    name: str
    kind: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """How many transactions there are, what came in, and what went out (negative)."""

    count: int
    in_cents: int
    out_cents: int

    @property
    def moved_cents(self) -> int:
        """Both together."""
        return self.in_cents + self.out_cents


@dataclass(frozen=True, slots=True)
class LetteredPiece:
    """An entry of a lettering group: how people call it, and its row of the archive where it has one."""

    entry_id: int
    name: str
    tab: str
    archived_id: int | None


def bank_accounts(access: Access) -> list[BankAccount]:
    """The accounts to choose from, by the code of their journal; one query."""
    last = BankTransaction.objects.filter(journal=OuterRef("pk")).order_by("-booked_on", "-id")
    journals = (
        Journal.objects.visible_to(access)
        .filter(type=JournalKind.BANK, shown=True, last_booked_on__isnull=False)
        .annotate(balance=Subquery(last.values("balance_cents")[:1]))
        .order_by("code")
    )
    values = journals.values_list("pk", "code", "name", "iban", "account__code", "last_booked_on", "balance")
    return [
        BankAccount(pk, code, name, iban, own or "", on, cents or 0)
        for pk, code, name, iban, own, on, cents in values
        if on
    ]


def left_out(access: Access) -> list[LeftOut]:
    """The journals of the books that give no account to choose, by code."""
    journals = Journal.objects.visible_to(access).exclude(
        type=JournalKind.BANK, shown=True, last_booked_on__isnull=False
    )
    values = journals.order_by("code").values_list("code", "name", "type", "shown")
    return [LeftOut(code, name, kind, not shown) for code, name, kind, shown in values]


def transactions(access: Access, journals: Collection[int], wanted: BankFilter) -> DossierQuerySet[BankTransaction]:
    """The rows of these journals that are wanted."""
    rows = BankTransaction.objects.visible_to(access).filter(journal__in=journals)
    limits = {"booked_on__gte": wanted.from_on, "booked_on__lte": wanted.until_on}
    rows = rows.filter(**{column: day for column, day in limits.items() if day is not None})
    if wanted.at_least is not None:
        rows = rows.filter(Q(amount_cents__gte=abs(wanted.at_least)) | Q(amount_cents__lte=-abs(wanted.at_least)))
    if wanted.at_most is not None:
        rows = rows.filter(amount_cents__gte=-abs(wanted.at_most), amount_cents__lte=abs(wanted.at_most))
    if wanted.inwards is not None:
        rows = rows.filter(amount_cents__gte=0) if wanted.inwards else rows.filter(amount_cents__lt=0)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    return rows_containing(access, rows, wanted.text)


def bank_page(
    access: Access,
    journals: Collection[int],
    wanted: BankFilter,
    order: Order,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """One page of what is wanted, its rows as plain values. Raises paging.BadMark."""
    rows = transactions(access, journals, wanted).values(*COLUMNS)
    return page_of(rows, order, after=after, before=before, size=size)


def every_transaction(access: Access, journals: Collection[int], wanted: BankFilter, order: Order) -> Iterator[Row]:
    """All that is wanted, row by row."""
    return every(transactions(access, journals, wanted).values(*COLUMNS), order)


def bank_sums(access: Access, journals: Collection[int], wanted: BankFilter) -> Sums:
    """The sums of all that is wanted, kept until the books change."""
    facts = sha256(repr((sorted(journals), astuple(wanted))).encode()).hexdigest()
    key = kept_under(access, f"bank:{facts}")
    known: tuple[int, int, int] | None = cache.get(key)
    if known is None:
        sums = transactions(access, journals, wanted).aggregate(
            count=Count("pk"),
            inwards=Sum("amount_cents", filter=Q(amount_cents__gt=0), default=0),
            outwards=Sum("amount_cents", filter=Q(amount_cents__lt=0), default=0),
        )
        known = (sums["count"], sums["inwards"], sums["outwards"])
        cache.set(key, known, timeout=KEPT_FOR)
    return Sums(*known)


def lettered_with(access: Access, letterings: Iterable[int]) -> dict[int, list[LetteredPiece]]:
    """The entries of these lettering groups, invoices first, with those that an opening entry restates; one query."""
    ids = set(letterings)
    if not ids:
        return {}
    columns = (
        *("group", "entry_id", "entry__journal__code", "entry__number", "entry__fiscal_year"),
        *("entry__archived__tab", "entry__archived__pk"),
    )
    lines = Line.objects.visible_to(access)
    own = lines.filter(lettering__in=ids).annotate(group=F("lettering_id")).values_list(*columns)
    restated = lines.filter(carried_by__lettering__in=ids).annotate(group=F("carried_by__lettering_id"))
    found: dict[int, dict[int, LetteredPiece]] = {}
    for group, entry, journal, number, year, tab, archived in own.union(restated.values_list(*columns))[:MOST_LINES]:
        name = f"{journal} {number}" if tab else f"{journal} {year}/{number}"
        found.setdefault(group, {})[entry] = LetteredPiece(entry, name, tab or "", archived)
    return {
        group: sorted(pieces.values(), key=lambda piece: (not piece.tab, piece.entry_id))
        for group, pieces in found.items()
    }


def last_rows_by_day(access: Access, journals: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    """By journal, each day on which something is booked with the id of its last row; kept until the books change."""
    key = kept_under(access, f"bank_days:{','.join(map(str, sorted(journals)))}")
    known: dict[int, list[tuple[date, int]]] | None = cache.get(key)
    if known is None:
        known = {}
        rows = BankTransaction.objects.visible_to(access).filter(journal__in=journals).order_by("journal", "booked_on")
        for journal, day, last in rows.values_list("journal_id", "booked_on").annotate(Max("id")):
            known.setdefault(journal, []).append((day, last))
        cache.set(key, known, timeout=KEPT_FOR)
    return known


def balances_at(access: Access, journals: Collection[int], days: list[date]) -> dict[int, list[int | None]]:
    """By journal, the balance at the end of each of these days (in their order); None before its first booking."""
    last_of = last_rows_by_day(access, journals)
    marks: dict[int, list[int | None]] = {}
    for journal, booked in last_of.items():
        row, place, marks[journal] = None, 0, []
        for day in days:
            while place < len(booked) and booked[place][0] <= day:
                row, place = booked[place][1], place + 1
            marks[journal].append(row)
    wanted = {row for rows in marks.values() for row in rows if row is not None}
    found = BankTransaction.objects.visible_to(access).filter(pk__in=wanted)
    balance = dict(found.values_list("pk", "balance_cents"))
    return {journal: [balance.get(row or 0) for row in rows] for journal, rows in marks.items()}
