"""The page of the transfer: what is ready and under which numbers, what blocks it, and what stays behind."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from comptoir.firms.access import NotAllowed
from comptoir.web.portal.worklist.picked import read_seen
from comptoir.web.portal.worklist.rows import status_of
from comptoir.web.portal.worklist.sides import SIDES, sides_context
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.worklist.bulk import Selection, split
from comptoir.worklist.models import Proposal
from comptoir.worklist.queries import worklist_of
from comptoir.worklist.transferring import CannotTransfer, Numbered, transfer, would_number

MOST = 20
"""So many are named of what is not transferred."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("worklist.transfer")
def transferred(request: PortalRequest, side: str) -> HttpResponse:
    """Look at what would be transferred of all, or of what is picked; then transfer it. One that is Nok blocks all."""
    rows, refused = worklist_of(request.access, of_sale=SIDES[side]), ""
    here = f"/d/{request.dossier.pk}/worklist/{side}/"
    if request.method == "POST":
        rows = rows.filter(pk__in=list(read_seen(request.POST)))
        if not rows.exists():
            messages.warning(request, gettext("Nothing is selected: tick the rows first."))
            return redirect(here)
    if request.method == "POST" and request.POST.get("act") != "look":
        try:
            gone = transfer(rows, by=request.access, at=timezone.now())
        except NotAllowed:
            raise
        except CannotTransfer as refusal:
            refused = say(refusal.sentence)
        else:
            told = ngettext("%(count)s document is transferred.", "%(count)s documents are transferred.", len(gone))
            messages.success(request, told % {"count": len(gone)})
            return redirect(here)
    found = split(rows)
    numbered, wrong = _numbered(request, side, found)
    refused = refused or wrong
    context = sides_context(request, side) | {
        "numbered": numbered,
        "refused": refused,
        "blocking": _named(found.blocking),
        "behind": _named(found.behind),
        "picked": request.method == "POST",
    }
    return render(request, "portal/worklist/transfer.html", context, status=422 if refused else 200)


def _numbered(request: PortalRequest, side: str, found: Selection) -> tuple[list[Numbered], str]:
    ready = worklist_of(request.access, of_sale=SIDES[side]).filter(pk__in=[row.pk for row in found.ready])
    try:
        return would_number(ready), ""
    except CannotTransfer as refusal:
        return [], say(refusal.sentence)


def _named(rows: Sequence[Proposal]) -> dict[str, Any]:
    shown = [{"row": row, "status": status_of(row), "reasons": list(row.reasons.values())} for row in rows[:MOST]]
    return {"rows": shown, "count": len(rows), "more": max(len(rows) - MOST, 0)}
