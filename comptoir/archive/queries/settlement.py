"""How an archived invoice, or a transaction of the bank, is settled: its lettering groups with all that is in them.

A line that an opening entry restates goes on in that entry's group, so the groups of all years are one settlement. Amounts
are told from the side of the items: an invoice is positive and a credit note negative, on both tabs; what a payment or
another entry takes off is positive.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from comptoir.archive.choices import Tab
from comptoir.archive.models import ArchivedInvoice, BankTransaction
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS, AccountRole, JournalKind
from comptoir.ledger.models import Line

SHOWN = 50
"""So many lines of a settlement are told one by one; the rest is counted."""

ITEM_KINDS = (*PURCHASE_KINDS, *SALE_KINDS)
MONEY_KINDS = (JournalKind.BANK, JournalKind.CASH)


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One line of the settlement; of an item that was restated, the item itself.

    `invoice_id` and `tab` lead to its row in the archive, None and "" where it has none. `own`: of the invoice asked for.
    """

    kind: str
    journal: str
    fiscal_year: str
    number: str
    booked_on: date
    due_on: date | None
    partner: str
    cents: int
    own: bool
    invoice_id: int | None
    tab: str

    @property
    def is_item(self) -> bool:
        """Whether it is an invoice or a credit note."""
        return self.kind in ITEM_KINDS

    @property
    def is_payment(self) -> bool:
        """Whether it stands in a bank or cash journal."""
        return self.kind in MONEY_KINDS


@dataclass(frozen=True, slots=True)
class Settlement:
    """What settles the invoice and what it is settled with. Sums and counts are over all lines, shown or not.

    `settlers` are the lines shown that work against the invoice, oldest first; `settler_count` counts all of them.
    `rest_cents` is what the groups leave open together.
    """

    codes: tuple[str, ...] = ()
    lines: tuple[SettlementLine, ...] = ()
    settlers: tuple[SettlementLine, ...] = ()
    settler_count: int = 0
    count: int = 0
    items_cents: int = 0
    payments_cents: int = 0
    others_cents: int = 0

    @property
    def rest_cents(self) -> int:
        """What remains of the items."""
        return self.items_cents - self.payments_cents - self.others_cents

    @property
    def hidden(self) -> int:
        """How many lines are counted and not shown."""
        return self.count - len(self.lines)

    @property
    def items(self) -> list[SettlementLine]:
        """The invoices and credit notes shown."""
        return [line for line in self.lines if line.is_item]

    @property
    def payments(self) -> list[SettlementLine]:
        """The payments shown."""
        return [line for line in self.lines if line.is_payment]

    @property
    def others(self) -> list[SettlementLine]:
        """What is neither: miscellaneous entries, and openings that restate nothing that is known."""
        return [line for line in self.lines if not line.is_item and not line.is_payment]


def settlement_of(item: ArchivedInvoice) -> Settlement:
    """The settlement of the invoice; an empty one when none of its lines is lettered. Five queries at most."""
    lines = Line.objects.filter(entry=item.entry_id).exclude(account__role="")
    rows = list(lines.values_list("pk", "cents", "lettering_id", "carried_by_id"))
    own, lasts = {row[0] for row in rows}, {row[3] for row in rows if row[3]}
    groups = {row[2] for row in rows if row[2]}
    restating: set[int] = set()
    if lasts:
        chain = Line.objects.filter(Q(carried_by__in=lasts) | Q(pk__in=lasts)).values_list("pk", "lettering_id")
        restating = {pk for pk, _ in chain} - own
        groups |= {group for _, group in chain if group}
    if not groups:
        return Settlement()
    whole = Line.objects.filter(Q(lettering__in=groups) | Q(pk__in=own), dossier=item.dossier_id)
    side = 1 if item.tab == Tab.SALES else -1
    return _told(whole.exclude(pk__in=restating), own, side, against=-1 if sum(row[1] for row in rows) > 0 else 1)


def settlement_with(item: BankTransaction) -> Settlement:
    """What the transaction is lettered with; an empty one when it is not. Five queries at most.

    An item that an opening line of the group restates stands there as it was first booked.
    """
    if item.lettering_id is None:
        return Settlement()
    whole = Line.objects.filter(lettering=item.lettering_id, dossier=item.dossier_id)
    booked = Line.objects.filter(entry=item.entry_id, dossier=item.dossier_id)
    own = {pk for line in booked.values_list("pk", "carried_by_id") for pk in line if pk}
    side = -1 if whole.filter(account__role=AccountRole.SUPPLIER).exists() else 1
    return _told(whole, own, side, against=1 if item.amount_cents > 0 else -1)


def _told(whole: "QuerySet[Line]", own: set[int], side: int, *, against: int) -> Settlement:
    """The lines and what they sum to; those that restate the invoice itself are left out: it stands there once."""
    whole = whole.annotate(kind=Coalesce(Subquery(ORIGIN.values("entry__journal__type")[:1]), "entry__journal__type"))
    mine = Case(When(pk__in=own, then=Value(0)), default=Value(1))
    rows = list(whole.order_by(mine, "booked_on", "pk").values("pk", "cents", "kind", *COLUMNS)[:SHOWN])
    origins = _origins([row["pk"] for row in rows if row["entry__journal__type"] == JournalKind.OPENING])
    lines = [_line(row, origins.get(row["pk"], row), side, own=row["pk"] in own) for row in rows]
    opposite = Q(cents__gt=0) if against > 0 else Q(cents__lt=0)
    sums = (
        whole.order_by()
        .values("kind")
        .annotate(total=Sum("cents"), lines=Count("pk"), against=Count("pk", filter=opposite & ~Q(pk__in=own)))
        .values_list("kind", "total", "lines", "against")
    )
    cents, counts, settlers = _by_side(sums, side)
    return Settlement(
        codes=tuple(dict.fromkeys(row["lettering__code"] for row in rows if row["lettering__code"])),
        lines=tuple(lines),
        settlers=tuple(
            line for row, line in zip(rows, lines, strict=True) if row["cents"] * against > 0 and not line.own
        ),
        settler_count=settlers,
        count=counts,
        items_cents=cents["items"],
        payments_cents=cents["payments"],
        others_cents=cents["others"],
    )


def _by_side(sums: Iterable[tuple[str, int, int, int]], side: int) -> tuple[dict[str, int], int, int]:
    """The sums of items, payments and others as they are told, and how many lines and settlers there are."""
    cents, count, settlers = {"items": 0, "payments": 0, "others": 0}, 0, 0
    for kind, total, lines, opposite in sums:
        place = "items" if kind in ITEM_KINDS else "payments" if kind in MONEY_KINDS else "others"
        cents[place] += total * side if place == "items" else -total * side
        count, settlers = count + lines, settlers + opposite
    return cents, count, settlers


def _origins(openings: list[int]) -> dict[int, dict[str, Any]]:
    """What the lines of opening entries restate: the piece and the row of the first line of each chain."""
    if not openings:
        return {}
    carried = Line.objects.filter(carried_by__in=openings).order_by("-booked_on", "-pk")
    return {row["carried_by"]: row for row in carried.values("carried_by", *COLUMNS)}


def _line(row: dict[str, Any], origin: dict[str, Any], side: int, *, own: bool) -> SettlementLine:
    """The line with its own amount, named after its origin."""
    kind = origin["entry__journal__type"]
    listed = origin["entry__archived__in_books"]
    return SettlementLine(
        kind=kind,
        journal=origin["entry__journal__code"],
        fiscal_year=origin["entry__fiscal_year"],
        number=origin["entry__number"],
        booked_on=origin["booked_on"],
        due_on=origin["due_on"],
        partner=origin["partner__name"] or "",
        cents=row["cents"] * side if kind in ITEM_KINDS else -row["cents"] * side,
        own=own,
        invoice_id=origin["entry__archived"] if listed else None,
        tab=origin["entry__archived__tab"] if listed else "",
    )


ORIGIN = Line.objects.filter(carried_by=OuterRef("pk")).order_by("booked_on", "pk")
"""The line that an opening line restates, the first of its chain."""

COLUMNS = (
    *("booked_on", "due_on", "partner__name", "lettering__code"),
    *("entry__journal__type", "entry__journal__code", "entry__fiscal_year", "entry__number"),
    *("entry__archived", "entry__archived__in_books", "entry__archived__tab"),
)
