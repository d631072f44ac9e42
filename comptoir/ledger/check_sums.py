"""The history's sums checked against the lines: restatements, balances, open items and months, in plain Python."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comptoir.firms.models import Dossier
from comptoir.kit.words import Cents, Sentence
from comptoir.ledger.choices import AccountRole, JournalKind
from comptoir.ledger.models import AccountMonth, Line, OpenItem, Partner, PartnerBalance


@dataclass(slots=True)
class Balance:
    """What the lines of one role and partner make."""

    cents: int = 0
    open_cents: int = 0
    oldest_due_on: date | None = None
    last_on: date | None = None


def check_sums(dossier: Dossier) -> Iterator[Sentence]:
    """What the history would tell wrongly; nothing when all is well."""
    restating = _restating(dossier)
    yield from _restatements(dossier, restating)
    yield from _partners(dossier, restating)
    yield from _months(dossier)


def _restating(dossier: Dossier) -> set[int]:
    """The lines that restate an item: every line of a chain but the one that booked it first."""
    chains: dict[int, list[tuple[date, int]]] = defaultdict(list)
    carried = Line.objects.filter(dossier=dossier, carried_by__isnull=False)
    for pk, booked_on, last in carried.values_list("pk", "booked_on", "carried_by_id"):
        chains[last or 0].append((booked_on, pk))
    return set(chains) | {pk for links in chains.values() for _, pk in sorted(links)[1:]}


def _restatements(dossier: Dossier, restating: set[int]) -> Iterator[Sentence]:
    stored = set(Line.objects.filter(dossier=dossier, restates=True).values_list("pk", flat=True))
    if stored != restating:
        yield Sentence("%(count)s lines are stored wrongly as restating.", {"count": len(stored ^ restating)})


def _partners(dossier: Dossier, restating: set[int]) -> Iterator[Sentence]:
    made: dict[tuple[str, int | None], Balance] = defaultdict(Balance)
    items: set[tuple[int, str, int | None, date | None, int]] = set()
    lines = Line.objects.filter(dossier=dossier).exclude(account__role=AccountRole.NONE)
    facts = lines.values_list("pk", "account__role", "partner_id", "cents", "open_cents", "due_on", "booked_on")
    for pk, role, partner, cents, remains, due_on, booked_on in facts.iterator(chunk_size=10_000):
        if pk in restating:
            continue
        balance = made[role, partner]
        balance.cents += cents
        balance.open_cents += remains
        balance.last_on = max(balance.last_on or booked_on, booked_on)
        if remains:
            items.add((pk, role, partner, due_on, remains))
            balance.oldest_due_on = min(filter(None, (balance.oldest_due_on, due_on)), default=None)
    yield from _balances(dossier, made)
    known = OpenItem.objects.filter(dossier=dossier)
    stored = set(known.values_list("line_id", "role", "partner_id", "due_on", "cents"))
    if stored != items:
        yield Sentence("%(count)s open items are stored wrongly.", {"count": len({row[0] for row in stored ^ items})})


def _balances(dossier: Dossier, made: dict[tuple[str, int | None], Balance]) -> Iterator[Sentence]:
    names = dict(Partner.objects.filter(dossier=dossier).values_list("pk", "name"))
    rows = {(row.role, row.partner_id): row for row in PartnerBalance.objects.filter(dossier=dossier)}
    for key in rows.keys() | made.keys():
        row, balance = rows.get(key), made.get(key, Balance())
        expected = (names.get(key[1] or 0, ""), balance)
        stored = row and (row.name, Balance(row.balance_cents, row.open_cents, row.oldest_due_on, row.last_on))
        if stored != expected:
            yield Sentence(
                "The balance of %(partner)s (%(role)s) is stored wrongly; the lines make it %(balance)s, %(open)s of it "
                "open.",
                {
                    "partner": expected[0],
                    "role": key[0],
                    "balance": Cents(balance.cents),
                    "open": Cents(balance.open_cents),
                },
            )


def _months(dossier: Dossier) -> Iterator[Sentence]:
    made: dict[tuple[int, str, date, bool], list[int]] = defaultdict(lambda: [0, 0])
    lines = Line.objects.filter(dossier=dossier).values_list(
        "account_id", "entry__fiscal_year", "entry__booked_on", "entry__journal__type", "cents"
    )
    for account, year, booked_on, kind, cents in lines.iterator(chunk_size=10_000):
        sums = made[account, year, booked_on.replace(day=1), kind == JournalKind.OPENING]
        sums[cents < 0] += abs(cents)
    months = AccountMonth.objects.filter(dossier=dossier)
    stored = {(row.account_id, row.fiscal_year, row.month, row.opening): row for row in months}
    for key in stored.keys() | made.keys():
        row = stored.get(key)
        if row is None or [row.debit_cents, row.credit_cents] != made.get(key):
            yield Sentence(
                "Month %(month)s of account %(account)s, year %(year)s, is stored wrongly.",
                {"account": key[0], "year": key[1], "month": key[2]},
            )
