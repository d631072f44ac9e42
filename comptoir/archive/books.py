"""The archive's rows made from the ledger: in the transaction that changes the entries or their lettering."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from comptoir.archive.choices import OPEN
from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.models import Dossier
from comptoir.kit.batches import batched
from comptoir.ledger.bulk import execute
from comptoir.ledger.models import Entry, Line, Touched
from comptoir.ledger.search import partner_words, search_text


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """An invoice of which the books now say something else: payment, open and settled amount before and after."""

    entry_key: str
    fiscal_year: str
    journal: str
    number: str
    payment: tuple[str, str]
    open_cents: tuple[int, int]
    settled_cents: tuple[int, int]

    @property
    def more_settled(self) -> bool | None:
        """Whether more is settled than before, or less; None when only the invoice itself changed."""
        before, after = abs(self.settled_cents[0]), abs(self.settled_cents[1])
        return None if before == after else after > before


def detach_removed(dossier: Dossier, batch: int) -> None:
    """Take the rows of entries that the batch removes out of every list; they keep what people added."""
    execute(DETACH_REMOVED, batch=batch, dossier=dossier.pk)


def refresh_rows(dossier: Dossier, batch: int) -> list[PaymentChange]:
    """Make again the rows of all entries that the batch touches; tells whose payment changed.

    To be called after `ledger.load.apply_batch`, in the same transaction.
    """
    ids = {"batch": batch, "dossier": dossier.pk}
    touched = Touched.objects.filter(batch=batch, kind="entry").values("row_id")
    known = ArchivedInvoice.objects.filter(dossier=dossier, entry__in=touched)
    values = known.values_list("pk", "payment", "open_cents", "amount_cents")
    before = {pk: (payment, cents, amount) for pk, payment, cents, amount in values}
    execute(LEAVE_ARCHIVE, **ids)
    execute(WRITE_ROWS, **ids)
    if not before:
        return []
    return list(_changes(dossier, batch, before))


def _changes(dossier: Dossier, batch: int, before: dict[int, tuple[str, int, int]]) -> Iterator[PaymentChange]:
    touched = Touched.objects.filter(batch=batch, kind="entry").values("row_id")
    rows = ArchivedInvoice.objects.filter(dossier=dossier, entry__in=touched).only(
        "entry_key", "fiscal_year", "journal", "number", "payment", "open_cents", "amount_cents"
    )
    for row in rows.iterator(chunk_size=5000):
        old = before.get(row.pk)
        if old is not None and old[:2] != (row.payment, row.open_cents):
            yield PaymentChange(
                row.entry_key,
                row.fiscal_year,
                row.journal,
                row.number,
                (old[0], row.payment),
                (old[1], row.open_cents),
                (old[2] - old[1], row.amount_cents - row.open_cents),
            )


def forget_partner_names(dossier: Dossier, batch: int, partner_ids: list[int]) -> None:
    """Have the rows of renamed partners made again; to be called before `refresh_rows`."""
    for start in range(0, len(partner_ids), 500):
        some = partner_ids[start : start + 500]
        lines = Line.objects.filter(account__in=dossier.accounts.exclude(role=""), partner__in=some)
        rows = ArchivedInvoice.objects.filter(dossier=dossier, in_books=True, entry__in=lines.values("entry"))
        touched = [
            Touched(batch=batch, kind="entry", row_id=pk) for pk in rows.values_list("entry_id", flat=True) if pk
        ]
        Touched.objects.bulk_create(touched, ignore_conflicts=True, batch_size=2000)
        rows.update(search="")


def forget_search(dossier: Dossier) -> None:
    """Have the search text of every row made again: other accounts are those of customers and suppliers now."""
    ArchivedInvoice.objects.filter(dossier=dossier, in_books=True).update(search="")


def fill_search(dossier: Dossier) -> None:
    """Make the search text of rows that have none: those whose entry was not read again."""
    rows = ArchivedInvoice.objects.filter(dossier=dossier, in_books=True, search="")
    for chunk in batched(rows.iterator(chunk_size=1000), 1000):
        said: dict[int, list[str]] = {row.entry_id: [] for row in chunk if row.entry_id}
        lines = Line.objects.filter(entry__in=list(said)).exclude(account__role="").order_by("entry", "position")
        facts = ("entry_id", "partner__name", "partner__vat", "partner__ibans", "reference", "communication")
        for entry_id, name, vat, ibans, *words in lines.values_list(*facts):
            said[entry_id] += [partner_words(name or "", vat or "", ibans or ()), *words]
        texts = dict(Entry.objects.filter(pk__in=list(said)).values_list("pk", "text"))
        for row in chunk:
            entry = row.entry_id or 0
            words = [row.journal, row.number, row.document_number, texts.get(entry, ""), *said.get(entry, [])]
            row.search = search_text(filter(None, words), row.amount_cents)
        ArchivedInvoice.objects.bulk_update(chunk, ["search"], batch_size=500)


def open_count(dossier: Dossier) -> int:
    """How many invoices and credit notes of the dossier are open."""
    return ArchivedInvoice.objects.filter(dossier=dossier, in_books=True, payment__in=OPEN).count()


def analyse() -> None:
    """Tell the database how its tables now look, so that it plans the lists well; after a large load."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


DETACH_REMOVED = """
UPDATE archive_archivedinvoice SET in_books = false, entry_id = NULL
WHERE dossier_id = %(dossier)s
  AND entry_id IN (SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed')
"""

LEAVE_ARCHIVE = """
UPDATE archive_archivedinvoice SET in_books = false, entry_id = NULL, search = ''
WHERE dossier_id = %(dossier)s AND entry_id IN (
    SELECT e.id FROM ledger_touched t
    JOIN ledger_entry e ON e.id = t.row_id
    JOIN ledger_journal j ON j.id = e.journal_id
    WHERE t.batch = %(batch)s AND t.kind = 'entry'
      AND j.type NOT IN ('purchase', 'purchase_credit', 'sale', 'sale_credit'))
"""

# A line is settled in full when its own group is complete, or that of the line that restates it; a line of zero always is.
# The partner is that of the first line that has one: position and id go through MIN as one number, the id in 40 bits.
# The sign makes an invoice positive and a credit note negative on both tabs.
WRITE_ROWS = """
INSERT INTO archive_archivedinvoice (
    dossier_id, tab, entry_id, entry_key, in_books, fiscal_year, journal, number, period, date, due_on, document_number,
    partner_id, partner_name, amount_cents, open_cents, payment, paid_on, computed, search)
SELECT %(dossier)s, CASE WHEN j.type IN ('sale', 'sale_credit') THEN 'sales' ELSE 'purchases' END,
       e.id, e.key, true, e.fiscal_year, j.code, e.number, COALESCE(p.code, ''), e.document_on, t.due_on,
       e.document_number, t.partner_id, COALESCE(b.name, ''),
       CASE WHEN t.entry_id IS NULL THEN (SELECT COALESCE(SUM(n.cents), 0) FROM ledger_line n
                                          WHERE n.entry_id = e.id AND n.cents > 0)
                                         * CASE WHEN j.type IN ('purchase_credit', 'sale_credit') THEN -1 ELSE 1 END
            WHEN j.type IN ('sale', 'sale_credit') THEN t.total ELSE -t.total END,
       CASE WHEN t.entry_id IS NULL THEN 0 WHEN j.type IN ('sale', 'sale_credit') THEN t.remains ELSE -t.remains END,
       CASE WHEN t.entry_id IS NULL THEN 'none'
            WHEN t.total = 0 OR t.settled = t.lines THEN 'paid'
            WHEN t.untouched = t.lines THEN 'unpaid'
            ELSE 'partly' END,
       CASE WHEN t.total = 0 OR t.settled = t.lines THEN COALESCE(t.last_on, e.booked_on) END,
       COALESCE(t.computed, 0) = 1, COALESCE(s.search, '')
FROM ledger_touched x
JOIN ledger_entry e ON e.id = x.row_id
JOIN ledger_journal j ON j.id = e.journal_id
LEFT JOIN ledger_period p ON p.id = e.period_id
LEFT JOIN ledger_stagedentry s ON s.batch = %(batch)s AND s.entry_id = e.id
LEFT JOIN (
    SELECT l.entry_id, SUM(l.cents) AS total, SUM(l.open_cents) AS remains, MIN(l.due_on) AS due_on,
           MIN(l.position * 1099511627776 + l.partner_id) %% 1099511627776 AS partner_id,
           SUM(CASE WHEN l.cents <> 0 THEN 1 ELSE 0 END) AS lines,
           SUM(CASE WHEN l.cents <> 0 AND (g.complete OR cg.complete) THEN 1 ELSE 0 END) AS settled,
           SUM(CASE WHEN l.cents <> 0 AND l.open_cents = l.cents THEN 1 ELSE 0 END) AS untouched,
           MAX(CASE WHEN g.complete THEN g.last_on WHEN cg.complete THEN cg.last_on END) AS last_on,
           MAX(CASE WHEN l.computed THEN 1 ELSE 0 END) AS computed
    FROM ledger_touched y
    JOIN ledger_line l ON l.entry_id = y.row_id
    JOIN ledger_account a ON a.id = l.account_id AND a.role <> ''
    LEFT JOIN ledger_lettering g ON g.id = l.lettering_id
    LEFT JOIN ledger_line c ON c.id = l.carried_by_id
    LEFT JOIN ledger_lettering cg ON cg.id = c.lettering_id
    WHERE y.batch = %(batch)s AND y.kind = 'entry'
    GROUP BY l.entry_id) t ON t.entry_id = e.id
LEFT JOIN ledger_partner b ON b.id = t.partner_id
WHERE x.batch = %(batch)s AND x.kind = 'entry'
  AND j.type IN ('purchase', 'purchase_credit', 'sale', 'sale_credit')
ON CONFLICT (dossier_id, entry_key) DO UPDATE SET
    tab = excluded.tab, entry_id = excluded.entry_id, in_books = true, fiscal_year = excluded.fiscal_year,
    journal = excluded.journal, number = excluded.number, period = excluded.period, date = excluded.date,
    due_on = excluded.due_on, document_number = excluded.document_number, partner_id = excluded.partner_id,
    partner_name = excluded.partner_name, amount_cents = excluded.amount_cents, open_cents = excluded.open_cents,
    payment = excluded.payment, paid_on = excluded.paid_on, computed = excluded.computed,
    search = CASE WHEN excluded.search = '' THEN archive_archivedinvoice.search ELSE excluded.search END
"""
