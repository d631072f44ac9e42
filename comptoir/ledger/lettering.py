"""What remains open: sums of lettering groups, and in an incomplete one who got what was settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from comptoir.firms.models import Dossier
from comptoir.ledger.bulk import execute, update_rows
from comptoir.ledger.models import Lettering, Line, Touched


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line of a lettering group, as far as the sharing needs it."""

    id: int
    cents: int
    due_on: date


def share_out(lines: Iterable[GroupLine]) -> dict[int, int]:
    """The open amount of each line of a group, by id.

    A complete group leaves nothing open. In an incomplete one the lines on the smaller side are used up, and their total
    settles the other side, oldest due date first.
    """
    ordered = sorted(lines, key=lambda line: (line.due_on, line.id))
    balance = sum(line.cents for line in ordered)
    sign = 1 if balance > 0 else -1
    settled = sum(abs(line.cents) for line in ordered if line.cents * sign < 0)
    remains: dict[int, int] = {}
    for line in ordered:
        if balance == 0 or line.cents * sign <= 0:
            remains[line.id] = 0
            continue
        part = min(settled, abs(line.cents))
        settled -= part
        remains[line.id] = line.cents - part * sign
    return remains


def settle(dossier: Dossier, batch: int) -> None:
    """Make again the sums of the letterings that the batch touches, and the open amounts of their lines."""
    ids = {"batch": batch, "dossier": dossier.pk}
    execute(DELETE_EMPTY, **ids)
    execute(SUM_UP, **ids)
    execute(CLOSE_COMPLETE, **ids)
    _share_incomplete(batch)


def _share_incomplete(batch: int) -> None:
    touched = Touched.objects.filter(batch=batch, kind="lettering").values("row_id")
    incomplete = Lettering.objects.filter(pk__in=touched, complete=False).values("pk")
    lines = (
        Line.objects.filter(lettering__in=incomplete)
        .order_by("lettering_id")
        .values_list("lettering_id", "pk", "cents", "open_cents", "computed", "due_on", "entry__booked_on")
    )
    changed: list[tuple[int, bool, int]] = []
    for _, group in groupby(lines.iterator(chunk_size=5000), key=lambda row: row[0]):
        rows = list(group)
        remains = share_out(GroupLine(pk, cents, due or booked) for _, pk, cents, _, _, due, booked in rows)
        for _, pk, cents, open_cents, computed, _, _ in rows:
            now_computed = remains[pk] != cents
            if (remains[pk], now_computed) != (open_cents, computed):
                changed.append((remains[pk], now_computed, pk))
    update_rows(Line, ["open_cents", "computed"], changed)


DELETE_EMPTY = """
DELETE FROM ledger_lettering
WHERE id IN (SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'lettering')
  AND NOT EXISTS (SELECT 1 FROM ledger_line l WHERE l.lettering_id = ledger_lettering.id)
"""

SUM_UP = """
UPDATE ledger_lettering
SET balance_cents = t.balance, complete = (t.balance = 0), last_on = t.last_on
FROM (SELECT l.lettering_id AS id, SUM(l.cents) AS balance, MAX(e.booked_on) AS last_on
      FROM ledger_line l
      JOIN ledger_entry e ON e.id = l.entry_id
      WHERE l.lettering_id IN (SELECT row_id FROM ledger_touched WHERE batch = %(batch)s AND kind = 'lettering')
      GROUP BY l.lettering_id) t
WHERE ledger_lettering.id = t.id
"""

CLOSE_COMPLETE = """
UPDATE ledger_line SET open_cents = 0, computed = false
WHERE (open_cents <> 0 OR computed) AND lettering_id IN (
    SELECT g.id FROM ledger_lettering g
    JOIN ledger_touched t ON t.row_id = g.id AND t.batch = %(batch)s AND t.kind = 'lettering'
    WHERE g.complete)
"""
