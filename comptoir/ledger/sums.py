"""The sums that the history reads, made again where a batch touches them: partners' balances, open items, months.

Everything that changes an open amount has a line in the batch with the same partner, for a lettering keeps to one
partner; but for restated items, whose ties may come and go by themselves. What is touched is noted before lines are
deleted and after they are inserted.
"""

from collections.abc import Iterable
from datetime import date

from comptoir.firms.models import Dossier
from comptoir.kit.batches import batched
from comptoir.kit.dates import month_end
from comptoir.ledger.bulk import execute
from comptoir.ledger.models import Line, Touched


def note_old_lines(batch: int) -> None:
    """Note partners and months of the lines that the batch is about to take away."""
    execute(TOUCH_PARTNERS.format(entries=OLD), batch=batch)
    execute(TOUCH_MONTHS.format(entries=OLD), batch=batch)


def renew_sums(dossier: Dossier, batch: int, *, retied: Iterable[int], everything: bool) -> None:
    """Make again the sums of what the batch touches; of the whole dossier with `everything`.

    `retied`: lines whose item is restated by another line than before, or no more. To be called when letterings and
    restatements are settled.
    """
    ids = {"batch": batch, "dossier": dossier.pk}
    if everything:
        execute(TOUCH_ALL_MONTHS, **ids)
        _renew_partners(EVERY_PARTNER, EVERY_LINE, **ids)
    else:
        execute(TOUCH_PARTNERS.format(entries=STAGED), batch=batch)
        execute(TOUCH_MONTHS.format(entries=STAGED), batch=batch)
        _touch_partners_of(batch, retied)
        _renew_partners(TOUCHED_PARTNER, TOUCHED_LINE, **ids)
        if Touched.objects.filter(batch=batch, kind="partner", row_id=0).exists():
            _renew_partners(NO_PARTNER, NO_PARTNERS_LINE, **ids)
    _renew_months(dossier, batch, everything=everything)
    execute(RENAME, **ids)


def _touch_partners_of(batch: int, line_ids: Iterable[int]) -> None:
    known = set(Touched.objects.filter(batch=batch, kind="partner").values_list("row_id", flat=True))
    found: set[int] = set()
    for some in batched(line_ids, 5000):
        found |= {pk or 0 for pk in Line.objects.filter(pk__in=some).values_list("partner_id", flat=True)}
    fresh = [Touched(batch=batch, kind="partner", row_id=pk) for pk in found - known]
    Touched.objects.bulk_create(fresh, batch_size=2000)


def _renew_partners(of_row: str, of_line: str, **ids: int) -> None:
    """Delete and write again; the conditions say which rows of the sums, and which lines."""
    execute(DELETE_ITEMS.format(of_row=of_row), **ids)
    execute(DELETE_BALANCES.format(of_row=of_row), **ids)
    execute(WRITE_ITEMS.format(of_line=of_line), **ids)
    execute(WRITE_BALANCES.format(of_line=of_line), **ids)


def _renew_months(dossier: Dossier, batch: int, *, everything: bool) -> None:
    if everything:
        execute(DELETE_MONTHS, dossier=dossier.pk)
    months = Touched.objects.filter(batch=batch, kind="month").order_by("row_id").values_list("row_id", flat=True)
    for number in list(months):
        first = date(number // 100, number % 100, 1)
        span = {"dossier": dossier.pk, "first": first.isoformat(), "last": month_end(first).isoformat()}
        if not everything:
            execute(DELETE_MONTH, **span)
        execute(WRITE_MONTH, **span)


OLD = """SELECT entry_id FROM ledger_stagedentry WHERE batch = %(batch)s AND NOT is_new
    UNION ALL SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed'"""

STAGED = "SELECT entry_id FROM ledger_stagedentry WHERE batch = %(batch)s"

TOUCH_PARTNERS = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT DISTINCT %(batch)s, 'partner', COALESCE(l.partner_id, 0)
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id AND a.role <> ''
WHERE l.entry_id IN ({entries})
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""

# A day as text begins with its year and month on both databases.
NUMBER_OF_MONTH = """CAST(SUBSTR(CAST(booked_on AS text), 1, 4) || SUBSTR(CAST(booked_on AS text), 6, 2) AS integer)"""

TOUCH_MONTHS = f"""
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT DISTINCT %(batch)s, 'month', {NUMBER_OF_MONTH}
FROM ledger_entry WHERE id IN ({{entries}})
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""  # noqa: S608 (own words only)

TOUCH_ALL_MONTHS = f"""
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT DISTINCT %(batch)s, 'month', {NUMBER_OF_MONTH}
FROM ledger_entry WHERE dossier_id = %(dossier)s
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""  # noqa: S608 (own words only)

OF_THIRD_PARTIES = "l.account_id IN (SELECT id FROM ledger_account WHERE dossier_id = %(dossier)s AND role <> '')"

TOUCHED_PARTNERS = "SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'partner'"

EVERY_PARTNER, EVERY_LINE = "true", OF_THIRD_PARTIES
TOUCHED_PARTNER, TOUCHED_LINE = f"partner_id IN ({TOUCHED_PARTNERS})", f"l.partner_id IN ({TOUCHED_PARTNERS})"
NO_PARTNER, NO_PARTNERS_LINE = "partner_id IS NULL", f"l.partner_id IS NULL AND {OF_THIRD_PARTIES}"

DELETE_ITEMS = "DELETE FROM ledger_openitem WHERE dossier_id = %(dossier)s AND {of_row}"

DELETE_BALANCES = "DELETE FROM ledger_partnerbalance WHERE dossier_id = %(dossier)s AND {of_row}"

WRITE_ITEMS = """
INSERT INTO ledger_openitem (dossier_id, role, partner_id, line_id, due_on, cents)
SELECT %(dossier)s, a.role, l.partner_id, l.id, l.due_on, l.open_cents
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id AND a.role <> ''
WHERE NOT l.restates AND l.open_cents <> 0 AND {of_line}
"""

WRITE_BALANCES = """
INSERT INTO ledger_partnerbalance (dossier_id, role, partner_id, name, balance_cents, open_cents, oldest_due_on, last_on)
SELECT %(dossier)s, a.role, l.partner_id, COALESCE(MAX(p.name), ''), SUM(l.cents), SUM(l.open_cents),
       MIN(CASE WHEN l.open_cents <> 0 THEN l.due_on END), MAX(l.booked_on)
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id AND a.role <> ''
LEFT JOIN ledger_partner p ON p.id = l.partner_id
WHERE NOT l.restates AND {of_line}
GROUP BY a.role, l.partner_id
"""

RENAME = """
UPDATE ledger_partnerbalance SET name = p.name
FROM ledger_partner p
WHERE ledger_partnerbalance.dossier_id = %(dossier)s AND p.id = ledger_partnerbalance.partner_id
  AND p.name <> ledger_partnerbalance.name
"""

DELETE_MONTHS = "DELETE FROM ledger_accountmonth WHERE dossier_id = %(dossier)s"

DELETE_MONTH = "DELETE FROM ledger_accountmonth WHERE dossier_id = %(dossier)s AND month = %(first)s"

WRITE_MONTH = """
INSERT INTO ledger_accountmonth (dossier_id, account_id, fiscal_year, month, opening, debit_cents, credit_cents)
SELECT %(dossier)s, l.account_id, e.fiscal_year, %(first)s, j.type = 'opening',
       SUM(CASE WHEN l.cents > 0 THEN l.cents ELSE 0 END), SUM(CASE WHEN l.cents < 0 THEN -l.cents ELSE 0 END)
FROM ledger_journal j
JOIN ledger_entry e ON e.journal_id = j.id AND e.booked_on BETWEEN %(first)s AND %(last)s
JOIN ledger_line l ON l.entry_id = e.id
WHERE j.dossier_id = %(dossier)s
GROUP BY l.account_id, e.fiscal_year, j.type = 'opening'
"""
