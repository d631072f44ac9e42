"""Applying a staged batch to the mirror: set by set, inside the one transaction of the run.

What changes is noted in `Touched`: the letterings whose sums must be made again, and from them the entries whose payment
may have changed, which the archive then reads.
"""

from comptoir.firms.models import Dossier
from comptoir.kit.words import Refusal
from comptoir.ledger.bulk import execute
from comptoir.ledger.lettering import settle
from comptoir.ledger.models import StagedLine
from comptoir.ledger.restate import Restated, forget_restatements, tie_restatements, ties_of
from comptoir.ledger.sums import note_old_lines, renew_sums


class MirrorDisagrees(Refusal):
    """A staged line found no place in the mirror: the batch is not applied."""


def apply_batch(dossier: Dossier, batch: int, *, everything: bool) -> Restated:
    """Make the mirror say what the batch staged. With `everything`, every sum of the dossier is made again.

    To be called inside a transaction, after the frame (accounts, journals, ...) was brought. Raises MirrorDisagrees.
    """
    ids = {"batch": batch, "dossier": dossier.pk}
    tied_before = ties_of(dossier)
    forget_restatements(dossier, batch)
    note_old_lines(batch)
    execute(TOUCH_OLD_LETTERINGS, **ids)
    execute(DELETE_LINES, **ids)
    execute(DELETE_REMOVED, **ids)
    execute(UPDATE_CHANGED, **ids)
    execute(INSERT_NEW, **ids)
    execute(NOTE_NEW_IDS, **ids)
    execute(INSERT_LETTERINGS, **ids)
    if execute(INSERT_LINES, **ids) != StagedLine.objects.filter(batch=batch).count():
        raise MirrorDisagrees("Some lines of the books name an account that is not there; nothing was changed.")
    execute(TOUCH_NEW_LETTERINGS, **ids)
    if everything:
        execute(TOUCH_ALL_LETTERINGS, **ids)
    settle(dossier, batch)
    restated = tie_restatements(dossier, batch)
    execute(TOUCH_STAGED_ENTRIES, **ids)
    execute(TOUCH_LETTERED_ENTRIES, **ids)
    if everything:
        execute(TOUCH_ALL_ENTRIES, **ids)
    renew_sums(dossier, batch, retied={pk for pk, _ in tied_before ^ ties_of(dossier)}, everything=everything)
    return restated


TOUCH_OLD_LETTERINGS = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT DISTINCT %(batch)s, 'lettering', l.lettering_id
FROM ledger_line l
WHERE l.lettering_id IS NOT NULL AND l.entry_id IN (
    SELECT entry_id FROM ledger_stagedentry WHERE batch = %(batch)s AND NOT is_new
    UNION ALL SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed')
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""

DELETE_LINES = """
DELETE FROM ledger_line WHERE entry_id IN (
    SELECT entry_id FROM ledger_stagedentry WHERE batch = %(batch)s AND NOT is_new
    UNION ALL SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed')
"""

DELETE_REMOVED = """
DELETE FROM ledger_entry
WHERE id IN (SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'removed')
"""

UPDATE_CHANGED = """
UPDATE ledger_entry
SET fiscal_year = s.fiscal_year, journal_id = j.id, number = s.number, booked_on = s.booked_on,
    document_on = s.document_on, period_id = p.id, text = s.text, document_number = s.document_number,
    content_hash = s.content_hash, lettering_hash = s.lettering_hash
FROM ledger_stagedentry s
JOIN ledger_journal j ON j.dossier_id = %(dossier)s AND j.code = s.journal
LEFT JOIN ledger_period p ON p.dossier_id = %(dossier)s AND p.code = s.period
WHERE s.batch = %(batch)s AND NOT s.is_new AND ledger_entry.id = s.entry_id
"""

INSERT_NEW = """
INSERT INTO ledger_entry (dossier_id, key, fiscal_year, journal_id, number, booked_on, document_on, period_id, text,
                          document_number, content_hash, lettering_hash)
SELECT %(dossier)s, s.key, s.fiscal_year, j.id, s.number, s.booked_on, s.document_on, p.id, s.text,
       s.document_number, s.content_hash, s.lettering_hash
FROM ledger_stagedentry s
JOIN ledger_journal j ON j.dossier_id = %(dossier)s AND j.code = s.journal
LEFT JOIN ledger_period p ON p.dossier_id = %(dossier)s AND p.code = s.period
WHERE s.batch = %(batch)s AND s.is_new
ORDER BY s.position
"""

NOTE_NEW_IDS = """
UPDATE ledger_stagedentry
SET entry_id = (SELECT e.id FROM ledger_entry e
                WHERE e.dossier_id = %(dossier)s AND e.key = ledger_stagedentry.key)
WHERE batch = %(batch)s AND is_new
"""

INSERT_LETTERINGS = """
INSERT INTO ledger_lettering (dossier_id, key, code, balance_cents, complete)
SELECT DISTINCT %(dossier)s, l.lettering_key, l.lettering_code, 0, false
FROM ledger_stagedline l
WHERE l.batch = %(batch)s AND l.lettering_key <> ''
ON CONFLICT (dossier_id, key) DO NOTHING
"""

INSERT_LINES = """
INSERT INTO ledger_line (dossier_id, entry_id, position, booked_on, account_id, partner_id, cents, open_cents, computed,
                         restates, text, due_on, reference, communication, currency, foreign_cents, vat_code,
                         vat_base_cents, lettering_id)
SELECT %(dossier)s, s.entry_id, l.position, s.booked_on, a.id, p.id, l.cents,
       CASE WHEN g.id IS NULL THEN l.cents ELSE 0 END, false, false,
       l.text, l.due_on, l.reference, l.communication, l.currency, l.foreign_cents, l.vat_code, l.vat_base_cents, g.id
FROM ledger_stagedline l
JOIN ledger_stagedentry s ON s.batch = l.batch AND s.position = l.entry_position
JOIN ledger_account a ON a.dossier_id = %(dossier)s AND a.code = l.account
LEFT JOIN ledger_partner p ON p.dossier_id = %(dossier)s AND p.key = l.partner
LEFT JOIN ledger_lettering g ON g.dossier_id = %(dossier)s AND g.key = l.lettering_key
WHERE l.batch = %(batch)s
ORDER BY l.id
"""

TOUCH_NEW_LETTERINGS = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT DISTINCT %(batch)s, 'lettering', l.lettering_id
FROM ledger_line l
JOIN ledger_stagedentry s ON s.entry_id = l.entry_id
WHERE s.batch = %(batch)s AND l.lettering_id IS NOT NULL
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""

TOUCH_ALL_LETTERINGS = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT %(batch)s, 'lettering', g.id FROM ledger_lettering g WHERE g.dossier_id = %(dossier)s
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""

TOUCH_STAGED_ENTRIES = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT %(batch)s, 'entry', s.entry_id FROM ledger_stagedentry s WHERE s.batch = %(batch)s
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""

TOUCH_LETTERED_ENTRIES = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT DISTINCT %(batch)s, 'entry', l.entry_id
FROM ledger_touched t
JOIN ledger_line l ON l.lettering_id = t.row_id
WHERE t.batch = %(batch)s AND t.kind = 'lettering'
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""

TOUCH_ALL_ENTRIES = """
INSERT INTO ledger_touched (batch, kind, row_id)
SELECT %(batch)s, 'entry', e.id FROM ledger_entry e WHERE e.dossier_id = %(dossier)s
ON CONFLICT (batch, kind, row_id) DO NOTHING
"""
