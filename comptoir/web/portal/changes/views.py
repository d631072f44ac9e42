"""What changed since the last visit, or in the last days, run by run; and all changes of one kind in one run."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.firms.paging import BadMark, Order, Page, page_of
from comptoir.sync.choices import ChangeKind, Outcome
from comptoir.sync.feed import changes_told, journals_told, kinds_told, telling_runs, told_of
from comptoir.sync.models import Change, Run
from comptoir.sync.visits import note_visit
from comptoir.web.portal.changes.feed import kind_of, moment_of, stories
from comptoir.web.portal.changes.words import sentences
from comptoir.web.portal.lists.table import Link
from comptoir.web.shared.guard import PortalRequest, needs

NEWEST, OLDEST = Order("id", int, descending=True), Order("id", int)
SPANS = {"7": 7, "30": 30}
RUNS = 10
CHANGES = 50


@require_safe
@needs("archive.view")
def changes(request: PortalRequest) -> HttpResponse:
    """The feed since the last visit, or of the last 7 or 30 days."""
    visit = note_visit(request.dossier, by=request.access, at=timezone.now())
    span = request.GET.get("span", "")
    span = span if span in SPANS else ""
    first = not span and visit.since_id is None
    journals = journals_told(request.access)
    since = timezone.now() - timedelta(days=SPANS[span]) if span else None
    runs = telling_runs(request.access, journals, after=None if span else visit.since_id, since=since)
    page = _page(request, runs.none() if first else runs, NEWEST, RUNS)
    ids = [row["id"] for row in page.rows]
    found = Run.objects.visible_to(request.access).filter(pk__in=ids).order_by("-pk")
    told = told_of(request.access, found, journals)
    context = {
        "stories": stories(request.access, told, journals),
        "first": first,
        "books": bool(journals),
        "spans": _spans(span),
        "span": span,
        "query": f"span={span}&" if span else "",
        **_marks(page),
    }
    return render(request, "portal/changes/page.html", context)


@require_safe
@needs("archive.view")
def changes_of_run(request: PortalRequest, pk: int, kind: str) -> HttpResponse:
    """All changes of one kind in one run, page by page."""
    runs = Run.objects.visible_to(request.access).filter(outcome=Outcome.DONE)
    run = get_object_or_404(runs, pk=pk)
    if kind not in kinds_told(request.access):
        raise Http404
    rows = changes_told(request.access, journals_told(request.access)).filter(run=run, kind=kind)
    page = _page(request, rows, OLDEST, CHANGES)
    ids = [row["id"] for row in page.rows]
    found = Change.objects.visible_to(request.access).filter(pk__in=ids).order_by("pk")
    context = {
        "told": sentences(request.access, list(found)),
        "at": moment_of(run),
        "run_kind": kind_of(run),
        "title": TITLES[ChangeKind(kind)](),
        "query": "",
        **_marks(page),
    }
    return render(request, "portal/changes/run.html", context)


TITLES = {
    ChangeKind.ADDED: lambda: gettext("Added"),
    ChangeKind.CHANGED: lambda: gettext("Changed"),
    ChangeKind.REMOVED: lambda: gettext("Taken out of the books"),
    ChangeKind.LETTERED: lambda: gettext("Newly paid"),
    ChangeKind.UNLETTERED: lambda: gettext("No longer paid"),
}


def _spans(chosen: str) -> list[Link]:
    words = {"": gettext("Since your last visit"), "7": gettext("Last 7 days"), "30": gettext("Last 30 days")}
    return [Link(label, f"?span={value}" if value else "?", value == chosen) for value, label in words.items()]


def _page(request: PortalRequest, rows: Any, order: Order, size: int) -> Page:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page_of(rows.values("id"), order, after=after, before=before, size=size)
    except BadMark:
        raise Http404 from None


def _marks(page: Page) -> dict[str, str]:
    return {"before": page.before, "after": page.after}
