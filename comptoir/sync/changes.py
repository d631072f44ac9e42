"""What a run changed, entry by entry, for later pages to read; and its lines in the trail."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from comptoir.archive.books import PaymentChange
from comptoir.firms.access import Access
from comptoir.ledger.bulk import execute, insert_rows
from comptoir.ledger.models import StagedEntry
from comptoir.sync.choices import ChangeKind
from comptoir.sync.models import Change, Run

COLUMNS = ("dossier_id", "run_id", "kind", "entry_key", "fiscal_year", "journal", "number", "fields")


def note_added_and_removed(run: Run, *, by: Access, at: datetime) -> None:
    """Note the new entries and those that go; to be called before the batch is applied."""
    execute(NOTE_ADDED, batch=run.pk, dossier=run.dossier_id)
    execute(NOTE_REMOVED, batch=run.pk, dossier=run.dossier_id)
    _audit(run, ChangeKind.REMOVED, "ledger.entry_removed", by=by, at=at)


def note_changed(run: Run, payments: Iterable[PaymentChange], *, by: Access, at: datetime) -> dict[str, int]:
    """Note the entries that changed and the invoices whose payment did; tells how many were lettered and unlettered."""
    moved = {change.entry_key: change for change in payments}
    rows: list[Sequence[Any]] = []
    staged = StagedEntry.objects.filter(batch=run.pk, is_new=False).order_by("position")
    noted: set[tuple[str, str]] = set()
    for entry in staged.iterator(chunk_size=1000):
        fields = dict(entry.difference.get("fields", {}))
        kinds = list(entry.difference.get("kinds", []))
        payment = moved.get(entry.key)
        if payment is not None:
            fields |= _payment_fields(payment)
        for kind in kinds:
            noted.add((entry.key, kind))
            rows.append(_row(run, kind, entry.key, entry.fiscal_year, entry.journal, entry.number, fields))
    for change in moved.values():
        kind = ChangeKind.LETTERED if change.more_settled else ChangeKind.UNLETTERED
        if change.more_settled is not None and (change.entry_key, kind) not in noted:
            rows.append(
                _row(
                    run,
                    kind,
                    change.entry_key,
                    change.fiscal_year,
                    change.journal,
                    change.number,
                    _payment_fields(change),
                )
            )
    insert_rows(Change, COLUMNS, rows)
    _audit(run, ChangeKind.CHANGED, "ledger.entry_changed", by=by, at=at)
    return {str(kind): sum(row[2] == kind for row in rows) for kind in (ChangeKind.LETTERED, ChangeKind.UNLETTERED)}


def _payment_fields(change: PaymentChange) -> dict[str, list[Any]]:
    """State and open amount before and after, each only if it changed."""
    both: dict[str, list[Any]] = {"payment": list(change.payment), "open_cents": list(change.open_cents)}
    return {name: values for name, values in both.items() if values[0] != values[1]}


def _row(run: Run, kind: str, key: str, year: str, journal: str, number: str, fields: dict[str, Any]) -> Sequence[Any]:
    return (run.dossier_id, run.pk, str(kind), key, year, journal, number, json.dumps(fields))


def _audit(run: Run, kind: ChangeKind, action: str, *, by: Access, at: datetime) -> None:
    execute(
        AUDIT,
        run=run.pk,
        kind=str(kind),
        action=action,
        at=at,
        by=by.name,
        person=by.person_id,
        firm=by.firm_id,
        dossier=run.dossier_id,
    )


NOTE_ADDED = """
INSERT INTO sync_change (dossier_id, run_id, kind, entry_key, fiscal_year, journal, number, fields)
SELECT %(dossier)s, s.batch, 'added', s.key, s.fiscal_year, s.journal, s.number, '{}'
FROM ledger_stagedentry s WHERE s.batch = %(batch)s AND s.is_new ORDER BY s.position
"""

NOTE_REMOVED = """
INSERT INTO sync_change (dossier_id, run_id, kind, entry_key, fiscal_year, journal, number, fields)
SELECT %(dossier)s, t.batch, 'removed', e.key, e.fiscal_year, j.code, e.number, '{}'
FROM ledger_touched t
JOIN ledger_entry e ON e.id = t.row_id
JOIN ledger_journal j ON j.id = e.journal_id
WHERE t.batch = %(batch)s AND t.kind = 'removed'
"""

AUDIT = """
INSERT INTO audit_event (at, action, person_id, "by", firm_id, dossier_id, target_type, target_id, facts)
SELECT %(at)s, %(action)s, %(person)s, %(by)s, %(firm)s, %(dossier)s, 'ledger.entry', c.entry_key, c.fields
FROM sync_change c WHERE c.run_id = %(run)s AND c.kind = %(kind)s
"""
