"""The card of the first page: what changed since the last visit, counted by kind, with the first sentences."""

from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from comptoir.sync.choices import ChangeKind
from comptoir.sync.feed import RunTold, journals_told, kinds_told, telling_runs, told_of
from comptoir.sync.visits import note_visit
from comptoir.web.portal.changes.words import sentences
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import count

RUNS = 100
"""So many synchronisations are counted; a visit that lies further back leads to the page of all."""

SENTENCES = 5


def changes_card(request: PortalRequest) -> dict[str, Any]:
    """What the card shows, as `changed`; the visit is noted. Empty for a dossier without books."""
    journals = journals_told(request.access)
    visit = note_visit(request.dossier, by=request.access, at=timezone.now())
    if not journals:
        return {}
    first = visit.since_id is None
    runs = (
        [] if first else list(telling_runs(request.access, journals, after=visit.since_id).order_by("-pk")[: RUNS + 1])
    )
    told = told_of(request.access, runs[:RUNS], journals, shown=SENTENCES)
    changes = [change for run in told for change in run.changes]
    return {
        "changed": {
            "first": first,
            "counts": [words for kind in kinds_told(request.access) if (words := _counted(kind, told))],
            "told": sentences(request.access, changes),
            "many": RUNS if len(runs) > RUNS else 0,
        }
    }


def _counted(kind: str, told: list[RunTold]) -> str:
    """How many changes of that kind there were, "" for none."""
    number = sum(run.count(kind) for run in told)
    words = {
        ChangeKind.LETTERED: ngettext("%(number)s newly paid", "%(number)s newly paid", number),
        ChangeKind.UNLETTERED: ngettext("%(number)s no longer paid", "%(number)s no longer paid", number),
        ChangeKind.CHANGED: ngettext("%(number)s changed", "%(number)s changed", number),
        ChangeKind.REMOVED: ngettext("%(number)s removed", "%(number)s removed", number),
        ChangeKind.ADDED: ngettext("%(number)s added", "%(number)s added", number),
    }
    return words[ChangeKind(kind)] % {"number": count(number)} if number else ""
