"""The general accounts of a fiscal year: opening, movements and balance of each, and one account's lines.

The opening balance is what the year's opening entries say. Of a year without any, accounts of the balance sheet
(classes 1 to 5) go on with the balance of the year before, and the others begin at zero.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Max, Min, Q, QuerySet, Sum

from comptoir.firms.access import Access
from comptoir.firms.paging import Page, page_of
from comptoir.kit.dates import month_end
from comptoir.kit.text import plain
from comptoir.ledger.ageing import KEPT_FOR
from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Account, AccountMonth, Books, Line
from comptoir.ledger.partner_account import BOOKED, COLUMNS, PAGE, Moves, Sums, moved, sums_of

RESULT_CLASSES = ("6", "7")


@dataclass(frozen=True, slots=True)
class YearBalance:
    """One account in one year; opening and balance debit positive, debit and credit both positive."""

    account: Account
    opening_cents: int
    debit_cents: int
    credit_cents: int

    @property
    def balance_cents(self) -> int:
        """The balance at the end of what is booked."""
        return self.opening_cents + self.debit_cents - self.credit_cents


@dataclass(slots=True)
class Sides:
    """What was booked on an account in a year, opening entries apart."""

    opening_cents: int = 0
    debit_cents: int = 0
    credit_cents: int = 0

    @property
    def moved_cents(self) -> int:
        """Debit less credit."""
        return self.debit_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening balances of a year by account, and whether opening entries say them."""

    booked: bool
    cents: dict[int, int]


def booked_years(access: Access) -> list[str]:
    """The fiscal years in which anything is booked, newest first."""
    months = AccountMonth.objects.visible_to(access).order_by()
    found = months.values_list("fiscal_year").annotate(first=Min("month"))
    return [year for year, _ in sorted(found, key=lambda row: row[1], reverse=True)]


def opening_of(access: Access, year: str, *, account: Account | None = None) -> Opening:
    """The opening balances of the year; of one account alone when it is given."""
    months = AccountMonth.objects.visible_to(access)
    opened = set(months.filter(opening=True).order_by().values_list("fiscal_year", flat=True).distinct())
    earlier = booked_years(access)[::-1]
    earlier = earlier[: earlier.index(year)] if year in earlier else []
    since = next((index for index in reversed(range(len(earlier))) if earlier[index] in opened), 0)
    wanted = [year] if year in opened else earlier[since:]
    rows = months if account is None else months.filter(account=account)
    sides = _sides(rows, wanted)
    cents: dict[int, int] = defaultdict(int)
    for (_, pk), side in sides.items():
        cents[pk] += side.opening_cents if year in opened else side.opening_cents + side.moved_cents
    if year not in opened:
        for pk in Account.objects.visible_to(access).filter(_result()).values_list("pk", flat=True):
            cents.pop(pk, None)
    return Opening(year in opened, dict(cents))


def year_balances(access: Access, year: str, text: str = "") -> list[YearBalance]:
    """Every account that is opened or moved in the year, by code; `text` must stand in code or name."""
    opening = opening_of(access, year).cents
    sides = {pk: side for (_, pk), side in _sides(AccountMonth.objects.visible_to(access), [year]).items()}
    accounts = Account.objects.visible_to(access).filter(pk__in=[*{*opening, *sides}]).order_by("code")
    words = plain(text).split()
    found = []
    for account in accounts:
        side, opened = sides.get(account.pk, Sides()), opening.get(account.pk, 0)
        moved = opened or side.debit_cents or side.credit_cents
        if moved and all(word in plain(f"{account.code} {account.name}") for word in words):
            found.append(YearBalance(account, opened, side.debit_cents, side.credit_cents))
    return found


def lines_of_year(access: Access, account: Account, year: str) -> "QuerySet[Line]":
    """What was booked on the account in the year, opening entries apart."""
    span = AccountMonth.objects.visible_to(access).filter(account=account, fiscal_year=year)
    ends = span.aggregate(first=Min("month"), last=Max("month"))
    if ends["first"] is None:
        return Line.objects.none()
    between = (ends["first"], month_end(ends["last"]))
    lines = Line.objects.visible_to(access).filter(account=account, booked_on__range=between, entry__fiscal_year=year)
    return lines.exclude(entry__journal__type=JournalKind.OPENING)


def general_page(lines: "QuerySet[Line]", *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """One page of an account's lines in the order of booking. Raises paging.BadMark."""
    return page_of(lines.values(*COLUMNS, "partner__name"), BOOKED, after=after, before=before, size=size)


def year_sums(access: Access, account: Account, year: str, wanted: Moves) -> Sums:
    """The sums of what is wanted of `lines_of_year`, kept until the books change: a year can have many lines."""
    version = Books.objects.visible_to(access).values_list("version", flat=True).first()
    facts = sha256(repr((account.pk, year, wanted.from_on, wanted.until_on)).encode()).hexdigest()
    key = f"account:{access.dossier_id}:{version}:{facts}"
    known: tuple[int, int, int, int] | None = cache.get(key)
    if known is None:
        sums = sums_of(moved(lines_of_year(access, account, year), wanted))
        known = (sums.count, sums.debit_cents, sums.credit_cents, sums.open_cents)
        cache.set(key, known, timeout=KEPT_FOR)
    return Sums(*known)


def moved_before(access: Access, account: Account, year: str, day: date, pk: int = 0) -> int:
    """What the year moved on the account before that line of that day, or before the day; debit positive."""
    months = AccountMonth.objects.visible_to(access).filter(account=account, fiscal_year=year, opening=False)
    month = day.replace(day=1)
    whole = months.filter(month__lt=month).aggregate(
        debit=Sum("debit_cents", default=0), credit=Sum("credit_cents", default=0)
    )
    part = lines_of_year(access, account, year).filter(booked_on__gte=month, booked_on__lte=day)
    part = part.exclude(booked_on=day, pk__gte=pk)
    return int(whole["debit"] - whole["credit"] + part.aggregate(cents=Sum("cents", default=0))["cents"])


def _result() -> Q:
    wanted = Q()
    for first in RESULT_CLASSES:
        wanted |= Q(code__startswith=first)
    return wanted


def _sides(months: "QuerySet[AccountMonth]", years: list[str]) -> dict[tuple[str, int], Sides]:
    """By year and account."""
    found: dict[tuple[str, int], Sides] = defaultdict(Sides)
    sums = months.filter(fiscal_year__in=years).order_by().values_list("fiscal_year", "account_id", "opening")
    for year, account, opening, debit, credit in sums.annotate(Sum("debit_cents"), Sum("credit_cents")):
        side = found[year, account]
        if opening:
            side.opening_cents += debit - credit
        else:
            side.debit_cents, side.credit_cents = debit, credit
    return found
