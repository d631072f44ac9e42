"""What is done with many proposals at once: checked, put on hold and taken off it, changed, sent back to the client."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.kit.text import readable
from comptoir.ledger.models import Account, Journal, Period
from comptoir.web.portal.worklist.picked import read_seen
from comptoir.web.portal.worklist.sides import SIDES, sides_context
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.worklist import bulk
from comptoir.worklist.codes import codes_of
from comptoir.worklist.editing import CannotChange
from comptoir.worklist.placing import journals_for, periods_of
from comptoir.worklist.queries import worklist_of
from comptoir.worklist.reach import within_reach
from comptoir.worklist.returning import LONGEST

NAMED = 10
"""So many are named of what was left as it is."""


@require_POST
@needs("worklist.use")
def done(request: PortalRequest, side: str) -> HttpResponse:
    """Check the picked proposals, put them on hold or take them off it."""
    deeds = {"check": bulk.check, "hold": bulk.hold_all, "go_on": bulk.go_on_with_all}
    deed, seen = deeds.get(request.POST.get("act", "")), _seen(request, side)
    if deed is None:
        raise Http404
    if not seen:
        return _nothing(request, side)
    _tell(request, deed(seen, by=request.access, at=timezone.now()), _changed)
    return redirect(_list(request, side))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("worklist.use")
def changed(request: PortalRequest, side: str) -> HttpResponse:
    """Say what is to be the same in all of the picked proposals, then have it be so."""
    seen, refused = _seen(request, side), ""
    if not seen:
        return _nothing(request, side)
    if request.POST.get("act") == "change":
        try:
            outcome = bulk.change(seen, _change(request), by=request.access, at=timezone.now())
        except CannotChange as refusal:
            refused = say(refusal.sentence)
        else:
            _tell(request, outcome, _changed)
            return redirect(_list(request, side))
    context = _context(request, side, seen) | {
        "refused": refused,
        "journals": _journals(request, SIDES[side]),
        "periods": periods_of(request.dossier),
        "codes": codes_of(request.dossier, of_sale=SIDES[side]),
        "accounts": list(Account.objects.visible_to(request.access).filter(role="").order_by("code")),
        "typed": {name: _text(request, name) for name in ("journal", "period", "account", "vat")},
    }
    return render(request, "portal/worklist/change.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("worklist.use")
def sent_back(request: PortalRequest, side: str) -> HttpResponse:
    """Say why the picked documents go back to the client, then send them back."""
    seen = _seen(request, side)
    if not seen:
        return _nothing(request, side)
    if request.POST.get("act") == "back":
        outcome = bulk.send_all_back(seen, _text(request, "why"), by=request.access, at=timezone.now())
        _tell(request, outcome, _returned)
        return redirect(_list(request, side))
    return render(request, "portal/worklist/send_back.html", _context(request, side, seen) | {"longest": LONGEST})


def _context(request: PortalRequest, side: str, seen: bulk.Seen) -> dict[str, Any]:
    rows = worklist_of(request.access, of_sale=SIDES[side]).filter(pk__in=list(seen))
    return sides_context(request, side) | {"rows": [(f"{row.pk}-{seen[row.pk]}", row) for row in rows]}


def _change(request: PortalRequest) -> bulk.Change:
    journal, period = _text(request, "journal"), _text(request, "period")
    return bulk.Change(
        journal=Journal.objects.visible_to(request.access).filter(code=journal).first() if journal else None,
        period=Period.objects.visible_to(request.access).filter(code=period).first() if period else None,
        account=_text(request, "account").split(" ")[0][:20],
        vat=_text(request, "vat")[:20],
    )


def _journals(request: PortalRequest, of_sale: bool) -> list[Journal]:
    """Those of invoices, then those of credit notes alone."""
    both = [journals_for(request.dossier, of_sale=of_sale, credit=credit) for credit in (False, True)]
    return list(dict.fromkeys(journal for journals in both for journal in journals))


def _seen(request: PortalRequest, side: str) -> dict[int, int]:
    """What is picked of this side's proposals, those among them that have left the worklist meanwhile."""
    seen = read_seen(request.POST)
    rows = within_reach(request.access).filter(of_sale=SIDES[side], pk__in=list(seen))
    return {pk: seen[pk] for pk in rows.values_list("pk", flat=True)}


def _tell(request: PortalRequest, outcome: bulk.Done, told: Callable[[int], str]) -> None:
    """In words, how many were changed, and which were not and why."""
    if outcome.changed:
        messages.success(request, told(outcome.changed))
    if not outcome.left:
        return
    named = format_html_join("", "<br>{}: {}", ((each.name, say(each.why)) for each in outcome.left[:NAMED]))
    more = len(outcome.left) - NAMED
    rest = format_html("<br>{}", gettext("And %(count)s more.") % {"count": more}) if more > 0 else ""
    messages.warning(request, format_html("{}{}{}", gettext("Left as they are:"), named, rest))


def _changed(count: int) -> str:
    return ngettext("%(count)s proposal is changed.", "%(count)s proposals are changed.", count) % {"count": count}


def _returned(count: int) -> str:
    told = ngettext(
        "%(count)s document is in the client’s mailbox again.",
        "%(count)s documents are in the client’s mailbox again.",
        count,
    )
    return told % {"count": count}


def _nothing(request: PortalRequest, side: str) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, gettext("Nothing is selected: tick the rows first."))
    return redirect(_list(request, side))


def _list(request: PortalRequest, side: str) -> str:
    return f"/d/{request.dossier.pk}/worklist/{side}/"


def _text(request: PortalRequest, name: str) -> str:
    return readable(request.POST.get(name, "").replace("\x00", "")).strip()
