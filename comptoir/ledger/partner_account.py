"""One partner's account: every line on customers' or suppliers' accounts that names him, with its running balance.

An item that opening entries restate stands there once, as it was first booked.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from comptoir.firms.access import Access
from comptoir.firms.paging import Order, Page, Row, page_of
from comptoir.ledger.ageing import Ageing, aged
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.models import Account, Line, OpenItem

PAGE = 50

COLUMNS = (
    *("id", "entry_id", "booked_on", "cents", "open_cents", "due_on", "text", "communication", "reference"),
    *("entry__journal__code", "entry__journal__type", "entry__number", "entry__fiscal_year", "entry__text"),
    *("entry__document_number", "entry__document_on", "account__code"),
    *("lettering__code", "lettering__complete", "carried_by__lettering__code", "carried_by__lettering__complete"),
)
"""What a row of an account shows; amounts are debit positive."""

BOOKED = Order("booked_on", date.fromisoformat)
"""The order of every account: as it was booked, so that its balance runs."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Which lines are wanted: of a period, what is open, or what was open on a day."""

    from_on: date | None = None
    until_on: date | None = None
    open_only: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """How many lines, and what they make: both sides positive, the balance and what is open debit positive."""

    count: int
    debit_cents: int
    credit_cents: int
    open_cents: int

    @property
    def balance_cents(self) -> int:
        """Debit less credit."""
        return self.debit_cents - self.credit_cents


def account_lines(access: Access, role: AccountRole, partner_id: int | None) -> "QuerySet[Line]":
    """The partner's lines of that role, each item once; without partner, the lines that name none."""
    accounts = list(Account.objects.visible_to(access).filter(role=role).values_list("pk", flat=True))
    lines = Line.objects.visible_to(access).filter(account_id__in=accounts, restates=False)
    return lines.filter(of_partner(partner_id))


def of_partner(partner_id: int | None) -> Q:
    """What names that partner; without one, what names none."""
    return Q(partner=None) if partner_id is None else Q(partner_id=partner_id)


def moved(lines: "QuerySet[Line]", wanted: Moves) -> "QuerySet[Line]":
    """The lines of the account that are wanted. `as_of` is answered by `as_of.open_on`."""
    if wanted.from_on is not None:
        lines = lines.filter(booked_on__gte=wanted.from_on)
    if wanted.until_on is not None:
        lines = lines.filter(booked_on__lte=wanted.until_on)
    return lines.exclude(open_cents=0) if wanted.open_only else lines


def account_page(
    lines: "QuerySet[Line]", wanted: Moves, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page of the wanted lines in their order. Raises paging.BadMark."""
    return page_of(moved(lines, wanted).values(*COLUMNS), BOOKED, after=after, before=before, size=size)


def among(lines: "QuerySet[Line]", opened: dict[int, int]) -> "QuerySet[Line]":
    """Those of the lines that were open (`as_of.open_on`)."""
    return lines.filter(pk__in=list(opened))


def page_of_opened(
    lines: "QuerySet[Line]", opened: dict[int, int], *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page of lines that were open on a day (`as_of.open_on`); their `open_cents` is what was open then.

    Raises paging.BadMark.
    """
    rows = among(lines, opened).values(*COLUMNS)
    found = page_of(rows, BOOKED, after=after, before=before, size=size)
    return replace(found, rows=[row | {"open_cents": opened[row["id"]]} for row in found.rows])


def balance_before(lines: "QuerySet[Line]", row: Row) -> int:
    """The balance of the account just before that row, over all its lines whatever the filter."""
    on = row["booked_on"]
    earlier = lines.filter(booked_on__lte=on).exclude(booked_on=on, pk__gte=row["id"])
    return int(earlier.aggregate(cents=Sum("cents", default=0))["cents"])


def balance_until(lines: "QuerySet[Line]", day: date) -> int:
    """The balance of the account before that day."""
    return int(lines.filter(booked_on__lt=day).aggregate(cents=Sum("cents", default=0))["cents"])


def sums_of(lines: "QuerySet[Line]") -> Sums:
    """The sums of the lines."""
    found = lines.aggregate(
        count=Count("pk"),
        debit=Sum("cents", filter=Q(cents__gt=0), default=0),
        credit=Sum("cents", filter=Q(cents__lt=0), default=0),
        open=Sum("open_cents", default=0),
    )
    return Sums(found["count"], found["debit"], -found["credit"], found["open"])


def ageing_of(
    access: Access,
    role: AccountRole,
    partner_id: int | None,
    *,
    on: date,
    opened: dict[int, int] | None = None,
) -> Ageing:
    """The ages on that day of what is open with one partner; or of `opened`, lines with what was open of them."""
    if opened is None:
        items = OpenItem.objects.visible_to(access).filter(of_partner(partner_id), role=role)
        return aged(items.values_list("due_on", "cents"), role, on=on)
    due = Line.objects.visible_to(access).filter(pk__in=list(opened)).values_list("pk", "due_on")
    return aged(((due_on, opened[pk]) for pk, due_on in due), role, on=on)
