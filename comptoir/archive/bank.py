"""The bank's transactions made from the ledger: in the transaction that changes the entries or their lettering.

A bank journal's own account is the one that most of its entries move. Every other line of its entries is a transaction;
what other journals book on that account has no row, but counts in the running balance.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Sum

from comptoir.archive.choices import Settling
from comptoir.archive.models import BankTransaction
from comptoir.archive.models.bank import PLACES
from comptoir.firms.models import Dossier
from comptoir.kit.batches import batched
from comptoir.ledger.bulk import execute, insert_rows
from comptoir.ledger.choices import AccountRole, JournalKind
from comptoir.ledger.frame import FrameChange
from comptoir.ledger.models import Entry, Journal, Line, Touched
from comptoir.ledger.restate import years_of
from comptoir.ledger.search import search_text

CHUNK = 1000
"""Entries whose rows are made at a time."""

FINANCIAL = "5"
"""The class of money in charts of accounts: which of two accounts that stand in as many entries is the bank's."""

COLUMNS = (
    *("id", "dossier_id", "journal_id", "entry_id", "booked_on", "statement", "account", "partner_id", "counterparty"),
    *("iban", "communication", "amount_cents", "balance_cents", "state", "lettering_id", "search"),
)

FACTS = (
    *("entry_id", "position", "entry__journal_id", "booked_on", "cents", "communication", "text", "reference"),
    *("entry__journal__code", "entry__fiscal_year", "entry__number", "entry__text"),
    *("account__code", "account__name", "account__role", "partner_id", "partner__name", "partner__ibans"),
    *("lettering_id", "lettering__complete", "carried_by__lettering_id", "carried_by__lettering__complete"),
)
"""What is read of a line to make its row, in the order in which `_row` takes it."""


def leave_bank(dossier: Dossier, batch: int) -> set[str]:
    """The fiscal years in which the batch will replace or remove what counts in a balance; its removed entries' rows go.

    To be called before `ledger.load.apply_batch`, which takes the lines away.
    """
    years = _years_moved(REPLACED, dossier, batch)
    execute(LEAVE_REMOVED, batch=batch, dossier=dossier.pk)
    return years


def refresh_bank(dossier: Dossier, batch: int, years: set[str], frame: FrameChange, *, everything: bool) -> None:
    """Make again the rows of all entries that the batch touches, and the balances from the first year moved on.

    `years` is what `leave_bank` told. To be called after `ledger.load.apply_batch`, in the same transaction.
    """
    years |= _years_moved(STAGED, dossier, batch)
    moved = everything or bool(years)
    anew = take_own_accounts(dossier) if moved else []
    if anew:
        _touch(batch, Entry.objects.filter(journal__in=anew).values_list("pk", flat=True))
    _touch_named(dossier, batch, frame)
    order = years_of(dossier)
    place = {year: number for number, year in enumerate(order)}
    first = 0 if everything or anew else min((place.get(year, 0) for year in years), default=len(order))
    _write_rows(dossier, batch, keeping=first > 0)
    for journal in Journal.objects.filter(dossier=dossier, account__isnull=False) if first < len(order) else ():
        _balance(journal, order, first)


def take_own_accounts(dossier: Dossier) -> list[int]:
    """Note the own account of every bank journal, none for other journals; the ids of those where it is another one now.

    It is the account that stands in most entries; a customers' or suppliers' account only where there is no other.
    """
    bank = Q(entry__journal__type=JournalKind.BANK)
    counted = (
        Line.objects.filter(bank, entry__journal__dossier=dossier)
        .order_by("entry__journal")
        .values_list("entry__journal", "account", "account__code", "account__role")
        .annotate(Count("entry", distinct=True))
    )
    own = {pk: min(rows, key=_rank)[1] for pk, rows in groupby(counted, key=lambda row: row[0])}
    changed = []
    for journal in Journal.objects.filter(dossier=dossier):
        if journal.account_id != own.get(journal.pk):
            journal.account_id = own.get(journal.pk)
            journal.save(update_fields=["account"])
            changed.append(journal.pk)
    return changed


def _rank(row: Sequence[Any]) -> tuple[bool, int, bool, str]:
    _, _, code, role, entries = row
    return role != AccountRole.NONE, -entries, not code.startswith(FINANCIAL), code


def _years_moved(entries: str, dossier: Dossier, batch: int) -> set[str]:
    """The fiscal years of those entries that are of a bank or opening journal, or move a bank's own account."""
    with connection.cursor() as cursor:
        cursor.execute(YEARS_MOVED.format(entries=entries), {"batch": batch, "dossier": dossier.pk})
        return {year for (year,) in cursor.fetchall()}


def _touch_named(dossier: Dossier, batch: int, frame: FrameChange) -> None:
    """Touch the bank's entries whose counterparties have another name or IBAN now."""
    bank = Line.objects.filter(entry__journal__in=dossier.journals.filter(type=JournalKind.BANK))
    for some in batched(frame.renamed, 500):
        _touch(batch, bank.filter(partner__in=some).values_list("entry_id", flat=True))
    for some in batched(frame.accounts, 500):
        _touch(batch, bank.filter(account__in=some, partner=None).values_list("entry_id", flat=True))


def _touch(batch: int, entry_ids: Iterable[int]) -> None:
    """Note these entries, of which a first load has noted all already."""
    noted = set(Touched.objects.filter(batch=batch, kind="entry").values_list("row_id", flat=True))
    fresh = [(batch, "entry", pk) for pk in set(entry_ids) - noted]
    insert_rows(Touched, ("batch", "kind", "row_id"), fresh)


def _write_rows(dossier: Dossier, batch: int, *, keeping: bool) -> None:
    """Make the rows of all touched entries anew; `keeping` their balances, of which not all are made again."""
    touched = Touched.objects.filter(batch=batch, kind="entry").values("row_id")
    old = (
        BankTransaction.objects.filter(dossier=dossier, entry__in=touched)
        if keeping
        else BankTransaction.objects.none()
    )
    balances = dict(old.values_list("pk", "balance_cents"))
    execute(LEAVE_TOUCHED, batch=batch, dossier=dossier.pk)
    entries = Entry.objects.filter(dossier=dossier, journal__type=JournalKind.BANK, pk__in=touched)
    for some in batched(entries.order_by("pk").values_list("pk", flat=True), CHUNK):
        insert_rows(BankTransaction, COLUMNS, _rows(dossier, some, balances))


def _rows(dossier: Dossier, entry_ids: list[int], balances: dict[int, int]) -> list[Sequence[Any]]:
    """The rows of these entries, in the order of COLUMNS; all read before the first is written (COPY is alone)."""
    lines = Line.objects.filter(entry__in=entry_ids).exclude(account=F("entry__journal__account"))
    found = lines.order_by("entry_id", "position").values_list(*FACTS)
    return [_row(dossier, fact, balances) for fact in found]


def _row(dossier: Dossier, fact: Sequence[Any], balances: dict[int, int]) -> Sequence[Any]:
    """The row of a line, of which FACTS are told."""
    entry, position, journal, booked_on, cents, communication, text, reference = fact[:8]
    code, year, number, entry_text, account, account_name, role, partner, partner_name, ibans = fact[8:18]
    pk = entry * PLACES + position
    statement = f"{code} {year}/{number}"[:80]
    counterparty = partner_name or account_name
    iban = next(iter(ibans or ()), "")[:40]
    told = communication or text or reference or entry_text
    words = (statement, counterparty, iban, told, text, reference, entry_text)
    state, lettering = _settling(role, *fact[18:])
    facts = (pk, dossier.pk, journal, entry, booked_on.isoformat(), statement, account, partner, counterparty, iban)
    return (*facts, told, -cents, balances.get(pk, 0), state, lettering, search_text(words, cents))


def _settling(
    role: str, own: int | None, complete: bool | None, carrier: int | None, carrier_complete: bool | None
) -> tuple[str, int | None]:
    """The state of a line, and the lettering that decides it: its own, or that of the line that restates it."""
    if complete:
        return Settling.LETTERED, own
    if carrier_complete:
        return Settling.LETTERED, carrier
    if own or carrier or role != AccountRole.NONE:
        return Settling.OPEN, own or carrier
    return Settling.NONE, None


def _balance(journal: Journal, order: list[str], first: int) -> None:
    """The running balances of the journal's account from that year on.

    A year begins with what its opening entries say of the account, or where it has none, with the end of the year before.
    """
    moved = _sums(journal, opening=False)
    opened = _sums(journal, opening=True)
    openings = Entry.objects.filter(journal__in=_openings(journal)).order_by()
    with_opening = set(openings.values_list("fiscal_year", flat=True).distinct())
    end = 0
    for place, year in enumerate(order):
        base = opened.get(year, 0) if year in with_opening else end
        end = base + moved.get(year, 0)
        if place >= first:
            facts = {"journal": journal.pk, "account": journal.account_id, "year": year, "base": base}
            execute(BALANCE, **facts, places=PLACES)


def _sums(journal: Journal, *, opening: bool) -> dict[str, int]:
    """What opening entries, or all others, move on the journal's account, by fiscal year."""
    lines = Line.objects.filter(account=journal.account_id)
    openings = _openings(journal)
    lines = lines.filter(entry__journal__in=openings) if opening else lines.exclude(entry__journal__in=openings)
    return dict(lines.order_by().values_list("entry__fiscal_year").annotate(Sum("cents")))


def _openings(journal: Journal) -> list[int]:
    rows = Journal.objects.filter(dossier=journal.dossier_id, type=JournalKind.OPENING)
    return list(rows.values_list("pk", flat=True))


REPLACED = """
    SELECT entry_id FROM ledger_stagedentry WHERE batch = %(batch)s AND NOT is_new
    UNION ALL SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed'"""

STAGED = "SELECT entry_id FROM ledger_stagedentry WHERE batch = %(batch)s"

YEARS_MOVED = """
SELECT DISTINCT e.fiscal_year
FROM ledger_entry e
JOIN ledger_journal j ON j.id = e.journal_id
WHERE e.id IN ({entries}) AND (j.type IN ('bank', 'opening') OR EXISTS (
    SELECT 1 FROM ledger_line l
    JOIN ledger_journal b ON b.dossier_id = %(dossier)s AND b.account_id = l.account_id
    WHERE l.entry_id = e.id))
"""

LEAVE_REMOVED = """
DELETE FROM archive_banktransaction
WHERE entry_id IN (SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed')
  AND dossier_id = %(dossier)s
"""

LEAVE_TOUCHED = """
DELETE FROM archive_banktransaction
WHERE entry_id IN (SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'entry')
  AND dossier_id = %(dossier)s
"""

# Rows stand for what the journal's own entries move on the account; what others book there moves the balance between them.
BALANCE = """
UPDATE archive_banktransaction SET balance_cents = t.balance
FROM (
    SELECT m.id, %(base)s + SUM(m.cents) OVER (ORDER BY m.booked_on, m.entry_id, m.position) AS balance
    FROM (
        SELECT b.id, b.booked_on, b.entry_id, b.id %% %(places)s AS position, b.amount_cents AS cents
        FROM archive_banktransaction b
        JOIN ledger_entry e ON e.id = b.entry_id
        WHERE b.journal_id = %(journal)s AND e.fiscal_year = %(year)s
        UNION ALL
        SELECT NULL, l.booked_on, l.entry_id, l.position, l.cents
        FROM ledger_line l
        JOIN ledger_entry e ON e.id = l.entry_id
        JOIN ledger_journal j ON j.id = e.journal_id
        WHERE l.account_id = %(account)s AND e.fiscal_year = %(year)s AND e.journal_id <> %(journal)s
          AND j.type <> 'opening') m) t
WHERE archive_banktransaction.id = t.id AND archive_banktransaction.balance_cents <> t.balance
"""
