"""What people set for a list, sent from the menus beside it: columns and density, views kept under a name."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.archive.actions.views import (
    BadView,
    change_view,
    keep_look,
    keep_view,
    remove_view,
    share_view,
    take_back_view,
)
from comptoir.archive.models import SavedView
from comptoir.archive.queries.views import KeptView, look_of, views_of
from comptoir.web.portal.lists.asked import Asked, read_asked, written
from comptoir.web.portal.lists.filters import Known
from comptoir.web.portal.lists.plan import ListPlan
from comptoir.web.portal.lists.table import address_of_view, said
from comptoir.web.portal.plans import PLANS
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say


@dataclass(frozen=True, slots=True)
class Line:
    """A saved view on the page about them: its name, what it filters in words, where it is; "" where it cannot open."""

    pk: int
    name: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """Saved views of one owner."""

    title: str
    none: str
    views: list[Line]
    shared: bool
    may_change: bool


@require_POST
@needs("portal.view")
def look(request: PortalRequest, of_list: str) -> HttpResponse:
    """The columns to show, and the density; back to the list. What this dossier does not offer stays as it was."""
    plan = _plan(request, of_list)
    offered = {column.name for column in plan.seen_by(request.access).columns if column.can_hide}
    elsewhere = look_of(request.access, plan.name).hidden - offered
    hidden = elsewhere | (offered - set(request.POST.getlist("show")))
    keep_look(plan.name, hidden=hidden, dense="dense" in request.POST, by=request.access, at=timezone.now())
    return redirect(_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("portal.view")
def views(request: PortalRequest, of_list: str) -> HttpResponse:
    """The saved views of a list; what is sent is one more, and leads to it."""
    plan = _plan(request, of_list)
    if request.method != "POST":
        return _page(request, plan)
    name, query = request.POST.get("name", "")[:200], _query(request, plan, request.POST.get("query", ""))
    try:
        view = keep_view(plan.name, name=name, query=query, by=request.access, at=timezone.now())
    except BadView as refusal:
        return _page(request, plan, refused=say(refusal.sentence), query=query, typed=name)
    return redirect(_place(request) + address_of_view(KeptView(view.pk, view.name, view.query, False)))


@require_POST
@needs("portal.view")
def view(request: PortalRequest, of_list: str, pk: int) -> HttpResponse:
    """A saved view: another filter in it, or what the button says (rename, remove, share, take back)."""
    plan = _plan(request, of_list)
    kept = get_object_or_404(SavedView.objects.visible_to(request.access), pk=pk, of_list=plan.name)
    try:
        return redirect(_acted(request, plan, kept))
    except BadView as refusal:
        return _page(request, plan, refused=say(refusal.sentence))


def _acted(request: PortalRequest, plan: ListPlan, kept: SavedView) -> str:
    """Do what was asked for; the address to go to."""
    act, by, at = request.POST.get("act", ""), request.access, timezone.now()
    if act == "remove":
        remove_view(kept, by=by, at=at)
    elif act == "share":
        ids = [each.name for each in plan.filters if isinstance(each, Known) and each.by_id]
        share_view(kept, own_ids=ids, by=by, at=at)
    elif act == "take_back":
        take_back_view(kept, by=by, at=at)
    elif act == "rename":
        change_view(kept, name=request.POST.get("name", "")[:200], query=kept.query, by=by, at=at)
    else:
        changed = change_view(
            kept, name=kept.name, query=_query(request, plan, request.POST.get("query", "")), by=by, at=at
        )
        return _place(request) + address_of_view(KeptView(changed.pk, changed.name, changed.query, False))
    return f"/d/{request.dossier.pk}/lists/{plan.name}/views/{written((('next', _place(request)),))}"


def _page(
    request: PortalRequest, plan: ListPlan, *, refused: str = "", query: str = "", typed: str = ""
) -> HttpResponse:
    may_share = request.access.may("views.share")
    kept = views_of(request.access, plan.name)
    own = [_line(request, plan, each) for each in kept if not each.shared]
    shared = [_line(request, plan, each) for each in kept if each.shared]
    context: dict[str, Any] = {
        "plan": plan,
        "next": _place(request),
        "refused": refused,
        "typed": typed,
        "asked_query": query,
        "asked_words": _words(_read(request, plan, query)),
        "may_share": may_share,
        "groups": [
            Group(
                gettext("Yours in this dossier"), gettext("You have kept no view of this list yet."), own, False, True
            ),
            Group(
                gettext("What the accounting firm shares"),
                gettext("The accounting firm shares no view of this list."),
                shared,
                True,
                may_share,
            ),
        ],
    }
    return render(request, "portal/lists/views.html", context, status=422 if refused else 200)


def _line(request: PortalRequest, plan: ListPlan, kept: KeptView) -> Line:
    asked = _read(request, plan, kept.query)
    words = gettext("Rests on something that this dossier does not show.") if asked.left_out else _words(asked)
    return Line(kept.pk, kept.name, words, "" if asked.left_out else address_of_view(kept))


def _words(asked: Asked) -> str:
    """Filters and order in words; of a row known by its id alone, what it is."""
    labels = {each.name: str(each.label) for each in asked.plan.filters if isinstance(each, Known) and each.by_id}
    words = [labels.get(name) or said(asked, name, typed, {}).label for name, typed in asked.filters]
    order = dict(asked.plan.sorts).get(asked.sort) if asked.sort else None
    return " · ".join([*words, *([str(order)] if order is not None else [])])


def _read(request: PortalRequest, plan: ListPlan, query: str) -> Asked:
    return read_asked(QueryDict(query.removeprefix("?")), plan, request.access)


def _query(request: PortalRequest, plan: ListPlan, query: str) -> str:
    """What of a query is kept: filters and order that this list knows and this reader may use."""
    return written(_read(request, plan, query[:5000]).lasting).removeprefix("?")


def _back(request: PortalRequest) -> str:
    """Where the form was sent from."""
    sent = request.POST.get("next", "") or request.GET.get("next", "")
    return safe_back(sent, otherwise=f"/d/{request.dossier.pk}/")


def _place(request: PortalRequest) -> str:
    """The address of the list, without a query."""
    return _back(request).partition("?")[0]


def _plan(request: PortalRequest, of_list: str) -> ListPlan:
    """The list of that name; 404 for none, and NotAllowed without the right to see it."""
    plan = PLANS.get(of_list)
    if plan is None:
        raise Http404
    request.access.demand(plan.right)
    return plan
