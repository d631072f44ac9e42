"""The feed as it is shown: each run with its sentences, what more there is of each kind, and what was added in a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from comptoir.archive.choices import Tab
from comptoir.firms.access import Access
from comptoir.sync.choices import ChangeKind, RunKind
from comptoir.sync.feed import RunTold
from comptoir.sync.models import Run
from comptoir.web.portal.changes.words import Told, sentences
from comptoir.web.shared.templatetags.comptoir import count


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind in one run; `more` is what else there is of them, at `address`."""

    told: list[Told]
    more: str
    address: str


@dataclass(frozen=True, slots=True)
class Story:
    """One run: when, of which kind, its groups, and what was added ("" for nothing) with the address of the list."""

    at: datetime
    kind: str
    groups: list[Group]
    added: str
    added_address: str


def stories(access: Access, told: Sequence[RunTold], journals: Mapping[str, Tab]) -> list[Story]:
    """The runs in words, in their order. Four queries at most."""
    changes = [change for run in told for change in run.changes]
    said = dict(zip([change.pk for change in changes], sentences(access, changes), strict=True))
    return [_story(access, run, said, journals) for run in told]


def _story(access: Access, told: RunTold, said: Mapping[int, Told], journals: Mapping[str, Tab]) -> Story:
    prefix = f"/d/{access.dossier_id}/changes/{told.run.pk}/"
    groups = []
    for kind in told.counts:
        if kind != ChangeKind.ADDED:
            own = [said[change.pk] for change in told.changes if change.kind == kind]
            groups.append(Group(own, more_in_words(kind, told.count(kind) - len(own)), f"{prefix}{kind}/"))
    return Story(
        at=moment_of(told.run),
        kind=kind_of(told.run),
        groups=groups,
        added=_added(told, journals),
        added_address="" if told.first else f"{prefix}{ChangeKind.ADDED}/",
    )


def moment_of(run: Run) -> datetime:
    """When the run brought its changes."""
    return run.finished_at or run.started_at or run.asked_at


def kind_of(run: Run) -> str:
    """Which synchronisation it was."""
    return str(RunKind(run.kind).label)


def more_in_words(kind: str, number: int) -> str:
    """How many more changes of that kind there are, "" for none."""
    if number <= 0:
        return ""
    words = {
        ChangeKind.LETTERED: ngettext("and %(number)s more paid", "and %(number)s more paid", number),
        ChangeKind.UNLETTERED: ngettext(
            "and %(number)s more no longer paid", "and %(number)s more no longer paid", number
        ),
        ChangeKind.CHANGED: ngettext("and %(number)s more changed", "and %(number)s more changed", number),
        ChangeKind.REMOVED: ngettext("and %(number)s more removed", "and %(number)s more removed", number),
        ChangeKind.ADDED: ngettext("and %(number)s more added", "and %(number)s more added", number),
    }
    return words[ChangeKind(kind)] % {"number": count(number)}


def _added(told: RunTold, journals: Mapping[str, Tab]) -> str:
    """What the run added, by tab; of the first one, how much the books hold."""
    counts = told.counts.get(ChangeKind.ADDED, {})
    if not counts:
        return ""
    if told.first:
        number = told.run.counts.get("added", 0)
        whole = ngettext("The books came in: %(number)s entry.", "The books came in: %(number)s entries.", number)
        return whole % {"number": count(number)}
    number = {tab: sum(n for code, n in counts.items() if journals.get(code) == tab) for tab in Tab}
    bought, sold = number[Tab.PURCHASES], number[Tab.SALES]
    purchases = ngettext("%(number)s purchase", "%(number)s purchases", bought) % {"number": count(bought)}
    sales = ngettext("%(number)s sale", "%(number)s sales", sold) % {"number": count(sold)}
    if bought and sold:
        return gettext("Added: %(purchases)s and %(sales)s.") % {"purchases": purchases, "sales": sales}
    return gettext("Added: %(pieces)s.") % {"pieces": purchases if bought else sales}
