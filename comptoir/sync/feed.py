"""What the runs changed in purchases and sales, bounded: counts of every kind, and the first changes of each.

What a run changed never changes afterwards, so its counts and the ids of its first changes are kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from comptoir.archive.choices import Tab
from comptoir.firms.access import Access
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS
from comptoir.ledger.models import Journal
from comptoir.sync.choices import ChangeKind, Outcome
from comptoir.sync.models import Change, Run

SHOWN = 20
"""So many changes of one kind in one run are told one by one; the rest is counted."""

KEPT_FOR = 24 * 3600
PAYMENT_KINDS = (ChangeKind.LETTERED, ChangeKind.UNLETTERED)
ORDER = (*PAYMENT_KINDS, ChangeKind.CHANGED, ChangeKind.REMOVED, ChangeKind.ADDED)
"""In which order the kinds are told."""

Counts = dict[str, dict[str, int]]
"""By kind of change and journal."""


@dataclass(frozen=True, slots=True)
class RunTold:
    """One run: how many changes of each kind by journal, and the first of each kind but the added ones.

    `first`: it brought the books; everything was added then.
    """

    run: Run
    counts: Counts
    changes: list[Change]
    first: bool

    def count(self, kind: str) -> int:
        """How many changes of that kind."""
        return sum(self.counts.get(kind, {}).values())


def kinds_told(access: Access) -> list[str]:
    """The kinds of change that this person may be told: payments only with their right."""
    kinds = [kind for kind in ORDER if kind not in PAYMENT_KINDS or access.may("payment.view")]
    return [kind.value for kind in kinds]


def journals_told(access: Access) -> dict[str, Tab]:
    """The journals of which people are told, by code, with the tab of the archive where their entries stand."""
    kinds = dict.fromkeys(map(str, PURCHASE_KINDS), Tab.PURCHASES) | dict.fromkeys(map(str, SALE_KINDS), Tab.SALES)
    found = Journal.objects.visible_to(access).filter(type__in=list(kinds))
    return {code: kinds[kind] for code, kind in found.order_by("code").values_list("code", "type")}


def telling_runs(
    access: Access, journals: Iterable[str], *, after: int | None = None, since: datetime | None = None
) -> "QuerySet[Run]":
    """The done runs that have something to tell: those after that run, or ended since that moment."""
    changes = changes_told(access, journals).filter(run=OuterRef("pk"))
    runs = Run.objects.visible_to(access).filter(Exists(changes), outcome=Outcome.DONE)
    if after is not None:
        runs = runs.filter(pk__gt=after)
    return runs if since is None else runs.filter(finished_at__gte=since)


def changes_told(access: Access, journals: Iterable[str]) -> "QuerySet[Change]":
    """The changes of which this person may be told."""
    return Change.objects.visible_to(access).filter(kind__in=kinds_told(access), journal__in=list(journals))


def told_of(access: Access, runs: Iterable[Run], journals: Iterable[str], *, shown: int | None = None) -> list[RunTold]:
    """The runs with what is told of them, in their order; with `shown`, no more than so many changes altogether.

    Four queries at most, two of them only for runs that nobody has looked at yet.
    """
    runs, kinds = list(runs), kinds_told(access)
    known = _known(access, [run.pk for run in runs], list(journals))
    ids = [pk for run in runs for kind in kinds for pk in known[run.pk][1].get(kind, [])]
    found: dict[int, list[Change]] = defaultdict(list)
    for change in Change.objects.visible_to(access).filter(pk__in=ids[:shown]).order_by("pk"):
        found[change.run_id].append(change)
    first = Run.objects.visible_to(access).filter(outcome=Outcome.DONE).aggregate(first=Min("pk"))["first"]
    return [
        RunTold(
            run,
            {kind: counts for kind, counts in known[run.pk][0].items() if kind in kinds},
            found[run.pk],
            first=run.pk == first,
        )
        for run in runs
    ]


def _known(access: Access, runs: list[int], journals: list[str]) -> Mapping[int, tuple[Counts, dict[str, list[int]]]]:
    """By run the counts, and by kind the ids of the first changes; added ones are counted only."""
    told = sha256(repr(sorted(journals)).encode()).hexdigest()
    keys = {pk: f"told:{pk}:{told}" for pk in runs}
    kept = cache.get_many(keys.values())
    missing = [pk for pk in runs if keys[pk] not in kept]
    if missing:
        made = _made(access, missing, journals)
        cache.set_many({keys[pk]: value for pk, value in made.items()}, timeout=KEPT_FOR)
        kept |= {keys[pk]: value for pk, value in made.items()}
    return {pk: kept[key] for pk, key in keys.items()}


def _made(access: Access, runs: list[int], journals: list[str]) -> dict[int, tuple[Counts, dict[str, list[int]]]]:
    made: dict[int, tuple[Counts, dict[str, list[int]]]] = {pk: ({}, {}) for pk in runs}
    changes = Change.objects.visible_to(access).filter(run__in=runs, journal__in=journals)
    counted = changes.order_by().values_list("run_id", "kind", "journal").annotate(Count("pk"))
    for run, kind, journal, number in counted:
        made[run][0].setdefault(kind, {})[journal] = number
    place = Window(RowNumber(), partition_by=[F("run_id"), F("kind")], order_by=F("pk").asc())
    first = changes.exclude(kind=ChangeKind.ADDED).annotate(place=place).filter(place__lte=SHOWN)
    for run, kind, pk in first.order_by("pk").values_list("run_id", "kind", "pk"):
        made[run][1].setdefault(kind, []).append(pk)
    return made
