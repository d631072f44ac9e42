"""Asking for a synchronisation, watching it, the runs of a dossier, and what one of them changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.access import Access
from comptoir.firms.paging import BadMark, Order, page_of
from comptoir.firms.queries import opens_portals
from comptoir.sync.actions import CannotSynchronise, ask_for_run, confirm_removals
from comptoir.sync.choices import ChangeKind, Outcome, RunKind
from comptoir.sync.models import Change, Run
from comptoir.sync.queries import changes_by_kind, changes_of, runs_of
from comptoir.web.office.connection.card import connection_card
from comptoir.web.office.request import DossierRequest, place, to_dossier
from comptoir.web.office.runs.card import dressed, runs_card, state, sync_card
from comptoir.web.office.runs.forms import COMPLETE, SynchroniseForm
from comptoir.web.shared.changes import change_row
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say

BY_ID = Order("id", int)
NEWEST = Order("id", int, descending=True)
ENDED = "run-ended"
"""The event that other parts of a page wait for, in the browser."""

SHOWN_CHANGES = 50
SHOWN_RUNS = 25


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.sync")
def synchronise(request: DossierRequest) -> HttpResponse:
    """Synchronise now; htmx gets the part that then tells how far it is."""
    form = SynchroniseForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            ask_for_run(
                request.dossier,
                kind=RunKind.MANUAL,
                full=said["reading"] == COMPLETE,
                done_until=said["done_until"],
                by=request.access,
                at=timezone.now(),
            )
        except CannotSynchronise as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            return _asked(request)
    context = place(request) | sync_card(request, form)
    page = "card" if request.htmx else "page"
    return render(request, f"office/runs/{page}.html", context, status=422 if form.errors else 200)


@require_POST
@needs("office.sync")
def confirm(request: DossierRequest, pk: int) -> HttpResponse:
    """These entries are really gone: synchronise again, and let them go."""
    try:
        confirm_removals(_run(request, pk), by=request.access, at=timezone.now())
    except CannotSynchronise as refusal:
        messages.error(request, say(refusal.sentence))
    return to_dossier(request, "sync")


@require_safe
@needs("office.view")
def progress(request: DossierRequest, pk: int) -> HttpResponse:
    """How far the run is: asked every second by htmx while it runs; a plain visit leads to the run's own page."""
    run = _run(request, pk)
    if not request.htmx:
        return redirect("office:run", firm=request.firm.pk, dossier=request.dossier.pk, pk=run.pk)
    context = place(request) | state(request, run) | {"polls": True}
    if context["running"]:
        return render(request, "office/runs/state.html", context)
    answer = retarget(reswap(_parts(request, ended=True), "outerHTML"), "#sync")
    return trigger_client_event(answer, ENDED, after="settle")


@require_safe
@needs("office.view")
def runs(request: DossierRequest) -> HttpResponse:
    """All runs of the dossier, newest first."""
    ids = runs_of(request.access).values("id")
    page = _page(request, ids, NEWEST, SHOWN_RUNS)
    found = runs_of(request.access).filter(pk__in=[row["id"] for row in page["rows"]])
    context = place(request) | page | {"runs": [dressed(run) for run in found]}
    return render(request, "office/runs/runs.html", context)


@require_safe
@needs("office.view")
def run(request: DossierRequest, pk: int) -> HttpResponse:
    """One run: how it went, and what it changed, by kind and page by page."""
    run, wanted = _run(request, pk), request.GET.get("kind", "")
    changes = changes_of(request.access, run)
    if wanted:
        if wanted not in ChangeKind.values:
            raise Http404
        changes = changes.filter(kind=wanted)
    page = _page(request, changes.values("id"), BY_ID, SHOWN_CHANGES)
    shown = Change.objects.visible_to(request.access).filter(pk__in=[row["id"] for row in page["rows"]]).order_by("pk")
    addresses = _addresses(request, [change.entry_key for change in shown])
    context = place(request) | page | state(request, run)
    context |= {
        "run": run,
        "kinds": _kinds(request.access, run, wanted),
        "rows": [change_row(change, addresses.get(change.entry_key, "")) for change in shown],
        "query": f"kind={wanted}&" if wanted else "",
    }
    return render(request, "office/runs/run.html", context)


def _asked(request: DossierRequest) -> HttpResponse:
    if not request.htmx:
        messages.success(request, gettext("The synchronisation is asked for."))
        return to_dossier(request, "sync")
    answer = _parts(request)
    if runs_of(request.access).filter(outcome=Outcome.RUNNING).exists():
        return answer
    return trigger_client_event(_parts(request, ended=True), ENDED, after="settle")


def _parts(request: DossierRequest, *, ended: bool = False) -> HttpResponse:
    """Every part that a run changes, of the dossier's page or of its configuration."""
    if (request.htmx.current_url_abs_path or "").split("?")[0].endswith("/configuration/"):
        return render(request, "office/runs/beside.html", place(request) | sync_card(request, ended=ended))
    context = place(request) | sync_card(request, ended=ended) | runs_card(request) | connection_card(request)
    return render(request, "office/runs/parts.html", context)


def _kinds(access: Access, run: Run, wanted: str) -> list[dict[str, Any]]:
    """The kinds of change that there are, with their number, as links."""
    counted = changes_by_kind(access, run)
    kinds = [{"value": kind.value, "label": kind.label, "count": counted.get(kind, 0)} for kind in ChangeKind]
    everything = {"value": "", "label": gettext("All"), "count": sum(counted.values())}
    return [kind | {"current": kind["value"] == wanted} for kind in [everything, *kinds] if kind["count"]]


def _addresses(request: DossierRequest, keys: list[str]) -> dict[str, str]:
    """Where the client sees these entries, by key; nothing for who may not look there."""
    if not opens_portals(request.access, "archive.view"):
        return {}
    rows = ArchivedInvoice.objects.visible_to(request.access).filter(entry_key__in=keys, in_books=True)
    return {
        key: f"/d/{request.dossier.pk}/archive/{tab}/{pk}/"
        for key, tab, pk in rows.values_list("entry_key", "tab", "pk")
    }


def _page(request: DossierRequest, rows: Any, order: Order, size: int) -> dict[str, Any]:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        page = page_of(rows, order, after=after, before=before, size=size)
    except BadMark:
        raise Http404 from None
    return {"rows": page.rows, "before": page.before, "after": page.after}


def _run(request: DossierRequest, pk: int) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.access), pk=pk)
