"""The page of what is transferred and waits for the books: read only, with what is to be done where something is held up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.connectors.registry import title_of
from comptoir.kit.words import Sentence
from comptoir.sync.models import Connection
from comptoir.web.portal.worklist.sides import SIDES, sides_context
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.worklist.choices import Step
from comptoir.worklist.models import Proposal
from comptoir.worklist.underway import Underway, transferred_of, underway

MOST = 500
"""Proposals that the page lists."""

ICONS = {
    Step.PREPARED: "late",
    Step.ON_ITS_WAY: "send",
    Step.TRIED: "warning",
    Step.REFUSED: "error",
    Step.OUTBOX: "inbox",
    Step.TAKEN: "sync",
}
TO_DO = {
    Step.PREPARED: Sentence("It is stamped and handed over in a moment."),
    Step.ON_ITS_WAY: Sentence("It is handed over in a moment."),
    Step.TRIED: Sentence("It is tried again by itself, after a while; there is nothing to do unless this goes on."),
    Step.REFUSED: Sentence("It comes back to the worklist in a moment: correct it there and transfer it again."),
    Step.OUTBOX: Sentence(
        "Import it from the outbox into %(package)s; once it is in an export, it goes to the archive by itself."
    ),
    Step.TAKEN: Sentence("%(package)s has booked it: the next synchronisation brings it into the archive."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A transferred proposal: the badge of its step, since when, the reason of what went wrong, what is to be done."""

    proposal: Proposal
    step: SafeString
    since: datetime
    reason: Sentence | None
    to_do: Sentence


@require_safe
@needs("worklist.use")
def listed(request: PortalRequest, side: str) -> HttpResponse:
    """What is transferred and waits for the books, the earliest first."""
    found, at = list(transferred_of(request.access, of_sale=SIDES[side])[: MOST + 1]), timezone.now()
    told = [underway(each, at=at) for each in found[:MOST]]
    context = sides_context(request, side) | {"rows": _rows(request, told), "more": len(found) > MOST}
    return render(request, "portal/worklist/underway.html", context)


def _rows(request: PortalRequest, told: Sequence[Underway]) -> list[Row]:
    connection = Connection.objects.visible_to(request.access).first()
    package = title_of(connection.package) if connection else gettext("the accounting package")
    facts = {"package": package}
    return [
        Row(each.proposal, _badge(each), each.since, each.reason, Sentence(TO_DO[each.step].text, facts))
        for each in told
    ]


def _badge(each: Underway) -> SafeString:
    """Black while all goes well, orange where it takes long or is tried again, red where it was refused."""
    tone = "late" if each.step == Step.REFUSED else "part" if each.long or each.step == Step.TRIED else "plain"
    shown = {"tone": tone, "icon": ICONS[each.step], "word": each.step.label}
    return render_to_string("shared/parts/badge.html", shown)
