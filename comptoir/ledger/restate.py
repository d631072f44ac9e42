"""Open items over the year end: an opening entry restates an item, and the item then follows that entry's lettering.

Tied by account, partner, reference and amount to an open line of the year before; several years make a chain, of which
every line points to the last.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from comptoir.firms.models import Dossier
from comptoir.kit.batches import batched
from comptoir.ledger.bulk import execute, insert_rows, update_rows
from comptoir.ledger.choices import AccountRole, JournalKind
from comptoir.ledger.models import Line, Period, Touched

Item = tuple[int, int, str, int]
"""account, partner (0 for none), reference, cents"""


@dataclass(slots=True)
class Restated:
    """How many opening lines were tied to the item they restate, and which could not be (piece and amount)."""

    tied: int = 0
    untied: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Restatement:
    """A third-party line of an opening entry."""

    id: int
    item: Item
    booked_on: date
    journal: str
    number: str


def forget_restatements(dossier: Dossier, batch: int) -> None:
    """Give the carried lines their own open amount back, and touch what they belong to."""
    carried = Line.objects.filter(dossier=dossier, carried_by__isnull=False)
    _touch(batch, "entry", carried.values_list("entry_id", flat=True))
    _touch(batch, "lettering", carried.exclude(lettering=None).values_list("lettering_id", flat=True))
    execute(RESET_RESTATING, dossier=dossier.pk)
    execute(RESET_CARRIED, dossier=dossier.pk)


def ties_of(dossier: Dossier) -> set[tuple[int, int]]:
    """Which lines are restated by which, as ids."""
    carried = Line.objects.filter(dossier=dossier, carried_by__isnull=False)
    return {(pk, carrier or 0) for pk, carrier in carried.values_list("pk", "carried_by_id")}


def tie_restatements(dossier: Dossier, batch: int) -> Restated:
    """Tie every opening line of the dossier to the item it restates, year by year."""
    result = Restated()
    years = years_of(dossier)
    next_of: dict[int, int] = {}
    for before, year in pairwise(years):
        openings = _openings(dossier, year)
        if not openings:
            continue
        waiting = _open_items(dossier, before)
        for opening in openings:
            candidates = waiting.get(opening.item)
            if candidates:
                next_of[candidates.pop(0)] = opening.id
                result.tied += 1
            else:
                result.untied.append((opening.journal, opening.number, opening.item[3]))
    _carry(batch, next_of)
    return result


def years_of(dossier: Dossier) -> list[str]:
    """The fiscal years of the books, in their order."""
    first: dict[str, date] = {}
    for year, start in Period.objects.filter(dossier=dossier).values_list("fiscal_year", "start_on"):
        first[year] = min(start, first.get(year, start))
    return sorted(first, key=lambda year: first[year])


def _openings(dossier: Dossier, year: str) -> list[Restatement]:
    lines = Line.objects.filter(
        entry__journal__in=dossier.journals.filter(type=JournalKind.OPENING),
        entry__fiscal_year=year,
    ).exclude(account__role=AccountRole.NONE)
    rows = lines.order_by("entry__booked_on", "pk").values_list(
        "pk",
        "account_id",
        "partner_id",
        "reference",
        "cents",
        "entry__booked_on",
        "entry__journal__code",
        "entry__number",
    )
    return [Restatement(pk, (a, p or 0, ref, cents), on, j, n) for pk, a, p, ref, cents, on, j, n in rows]


def _open_items(dossier: Dossier, year: str) -> dict[Item, list[int]]:
    """Lines of that year that its own lettering leaves open, oldest first, by what identifies them."""
    items: dict[Item, list[int]] = defaultdict(list)
    lines = (
        Line.objects.filter(account__in=dossier.accounts.exclude(role=AccountRole.NONE), entry__fiscal_year=year)
        .exclude(open_cents=0)
        .order_by("entry__booked_on", "pk")
        .values_list("pk", "account_id", "partner_id", "reference", "open_cents")
    )
    for pk, account, partner, reference, cents in lines.iterator(chunk_size=5000):
        items[(account, partner or 0, reference, cents)].append(pk)
    return items


def _carry(batch: int, next_of: dict[int, int]) -> None:
    """Point every line to the last of its chain and give it that line's open amount."""
    last_of: dict[int, int] = {}
    for start in next_of:
        last = next_of[start]
        while last in next_of:
            last = next_of[last]
        last_of[start] = last
    ids = [*last_of, *set(last_of.values())]
    facts: dict[int, tuple[int, bool, int]] = {}
    for some in batched(ids, 5000):
        lines = Line.objects.filter(pk__in=some).values_list("pk", "open_cents", "computed", "entry_id")
        facts |= {pk: (cents, computed, entry_id) for pk, cents, computed, entry_id in lines}
    rows = [(last, *facts[last][:2], pk) for pk, last in last_of.items()]
    update_rows(Line, ["carried_by_id", "open_cents", "computed"], rows)
    update_rows(Line, ["restates"], [(True, pk) for pk in next_of.values()])
    _touch(batch, "entry", (facts[pk][2] for pk in last_of))


def _touch(batch: int, kind: str, row_ids: Iterable[int]) -> None:
    known = set(Touched.objects.filter(batch=batch, kind=kind).values_list("row_id", flat=True))
    insert_rows(Touched, ["batch", "kind", "row_id"], [(batch, kind, row_id) for row_id in set(row_ids) - known])


RESET_RESTATING = """
UPDATE ledger_line SET restates = false
WHERE id IN (SELECT carried_by_id FROM ledger_line WHERE dossier_id = %(dossier)s AND carried_by_id IS NOT NULL)
"""

RESET_CARRIED = """
UPDATE ledger_line SET carried_by_id = NULL, computed = false, restates = false,
    open_cents = CASE WHEN lettering_id IS NULL THEN cents ELSE open_cents END
WHERE dossier_id = %(dossier)s AND carried_by_id IS NOT NULL
"""
