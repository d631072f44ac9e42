"""What a client should look at first: invoices overdue, open and not handled, and those where tick and books drift apart."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Q, Sum

from comptoir.archive.queries.invoices import KEPT_FOR, STILL_OPEN, ArchiveFilter, drift, filtered, kept_under
from comptoir.firms.access import Access


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows, and what is open of them together; a credit note takes off."""

    count: int
    open_cents: int


def waiting(access: Access, tab: str, *, on: date) -> dict[str, Waiting]:
    """Of a tab, by the name of its ready-made view: overdue, to_do, drift. Kept until the books or a tick change."""
    key = kept_under(access, f"waiting:{tab}:{on}")
    known: dict[str, tuple[int, int]] | None = cache.get(key)
    if known is None:
        wanted = {"overdue": Q(due_on__lt=on), "to_do": Q(handled_at=None), "drift": drift(access)}
        asked = {name: Count("pk", filter=limits) for name, limits in wanted.items()}
        sums = {f"{name}_cents": Sum("open_cents", filter=limits, default=0) for name, limits in wanted.items()}
        found = filtered(access, tab, ArchiveFilter(), on=on).filter(STILL_OPEN).aggregate(**asked, **sums)
        known = {name: (found[name], found[f"{name}_cents"]) for name in wanted}
        cache.set(key, known, timeout=KEPT_FOR)
    return {name: Waiting(*each) for name, each in known.items()}
