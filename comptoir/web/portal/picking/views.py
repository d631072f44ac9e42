"""What is done with many rows at once: ticked, unticked, undone; each answer says in words what became of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.archive.actions.handling import (
    Handled,
    ListChanged,
    NothingToUndo,
    TooManyRows,
    clear_all_handled,
    mark_all_handled,
    undo_handling,
)
from comptoir.archive.queries.picked import NotThere, named
from comptoir.firms.access import Access
from comptoir.kit.words import Refusal
from comptoir.web.portal.lists.asked import Asked, read_asked, written
from comptoir.web.portal.lists.table import said
from comptoir.web.portal.picking.asked import Picked, read_picked
from comptoir.web.portal.picking.kind import Kind
from comptoir.web.portal.picking.kinds import KINDS
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import money, say


class Act(Protocol):
    """An action on many rows."""

    def __call__(self, rows: QuerySet[Any], *, by: Access, at: datetime, seen: int | None = None) -> Handled: ...


@require_POST
@needs("archive.handle")
def handled(request: PortalRequest, tab: str) -> HttpResponse:
    """Tick the picked rows."""
    question, button = gettext("Mark all of these as handled?"), gettext("Mark as handled")
    return _ticked(request, tab, mark_all_handled, gettext("Marked as handled: %(rows)s."), question, button)


@require_POST
@needs("archive.handle")
def unhandled(request: PortalRequest, tab: str) -> HttpResponse:
    """Take the tick of the picked rows away."""
    question, button = gettext("Take the tick of all of these away?"), gettext("Take the tick away")
    return _ticked(request, tab, clear_all_handled, gettext("The tick was taken away: %(rows)s."), question, button)


@require_POST
@needs("archive.handle")
def undo(request: PortalRequest, tab: str) -> HttpResponse:
    """Undo what was done to many rows, by the mark that its notice had."""
    kind = kind_of(tab)
    mark = request.GET.get("mark", "")
    if not mark:
        return nothing_picked(request, tab)
    try:
        done = undo_handling(kind.model, mark, by=request.access, at=timezone.now())
    except NothingToUndo:
        raise Http404 from None
    messages.success(request, " ".join(_outcome(kind, done, gettext("Undone: %(rows)s."))))
    return redirect(_back(request, tab))


def kind_of(tab: str) -> Kind:
    """The kind of rows of that tab; 404 for none."""
    if tab not in KINDS:
        raise Http404
    return KINDS[tab]


def chosen(request: PortalRequest, kind: Kind, picked: Picked) -> tuple[Asked, QuerySet[Any]]:
    """What was asked of the list, and the rows that are meant, in its order; an id that is none of them is a 404."""
    asked = read_asked(request.POST, kind.plan, request.access)
    if picked.every:
        rows = kind.wanted(request.access, asked)
    else:
        try:
            rows = named(kind.rows(request.access), picked.ids)
        except NotThere:
            raise Http404 from None
    column, pk = F(asked.order.column), F("pk")
    if asked.order.descending:
        return asked, rows.order_by(column.desc(nulls_last=True), pk.desc())
    return asked, rows.order_by(column.asc(nulls_last=True), pk.asc())


def nothing_picked(request: PortalRequest, tab: str) -> HttpResponse:
    """Back to the list, which says that nothing was picked."""
    messages.warning(request, gettext("Nothing is selected: tick the rows first."))
    return redirect(_back(request, tab))


def refused(request: PortalRequest, tab: str, refusal: Refusal) -> HttpResponse:
    """The page that says why nothing was done."""
    context = {"title": kind_of(tab).plan.title, "sentence": say(refusal.sentence), "back": _back(request, tab)}
    return render(request, "portal/picking/refused.html", context, status=422)


def _ticked(request: PortalRequest, tab: str, act: Act, told: str, question: str, button: str) -> HttpResponse:
    kind, picked = kind_of(tab), read_picked(request.POST)
    if picked.nothing:
        return nothing_picked(request, tab)
    asked, rows = chosen(request, kind, picked)
    sums = kind.sums(request.access, rows)
    asking = {"title": question, "button": button, "asked": asked, "sums": sums, "back": _back(request, tab)}
    if picked.every and not picked.sure:
        return _asks(request, kind, asking)
    try:
        done = act(rows, by=request.access, at=timezone.now(), seen=picked.seen)
    except ListChanged as changed:
        return _asks(request, kind, asking | {"sentence": say(changed.sentence)}, status=422)
    except TooManyRows as refusal:
        return refused(request, tab, refusal)
    _tell(request, kind, done, told, sums)
    return redirect(_back(request, tab))


def _asks(request: PortalRequest, kind: Kind, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The page that names what is going to change, and asks."""
    asked: Asked = context["asked"]
    names = kind.names(request.access, asked)
    shown = {
        **context,
        "counted": kind.plan.counted(context["sums"]["count"]),
        "filter": " · ".join(said(asked, name, typed, names).label for name, typed in asked.filters),
        "address": request.path,
    }
    return render(request, "portal/picking/sure.html", shown, status=status)


def _tell(request: PortalRequest, kind: Kind, done: Handled, told: str, sums: Mapping[str, int]) -> None:
    """The notice of what became of the rows, with the button that undoes it."""
    said = _outcome(kind, done, told)
    if "open" in sums:
        amounts = {"amount": money(sums["amount"]), "open": money(sums["open"])}
        said.append(gettext("Selected in all: %(amount)s, of which %(open)s open.") % amounts)
    elif "amount" in sums:
        said.append(gettext("Selected in all: %(amount)s.") % {"amount": money(sums["amount"])})
    if not done.mark:
        messages.info(request, " ".join(said))
        return
    place = f"/d/{request.dossier.pk}/archive/{kind.plan.name}/picked/undo{written((('mark', done.mark),))}"
    button = format_html(
        '<button class="btn btn-sm btn-secondary" form="undo" formaction="{}" name="next" value="{}">{}</button>',
        place,
        _back(request, kind.plan.name),
        gettext("Undo"),
    )
    messages.success(request, format_html("{} {}", " ".join(said), button))


def _outcome(kind: Kind, done: Handled, told: str) -> list[str]:
    """In sentences: what changed, and what did not."""
    counted: Callable[[int], str] = kind.plan.counted
    said = [told % {"rows": counted(done.changed)}] if done.changed else []
    if done.count > done.changed:
        said.append(gettext("Unchanged: %(rows)s.") % {"rows": counted(done.count - done.changed)})
    return said


def _back(request: PortalRequest, tab: str) -> str:
    """The list from which it was asked."""
    return safe_back(request.POST.get("next", ""), otherwise=f"/d/{request.dossier.pk}/archive/{tab}/")
