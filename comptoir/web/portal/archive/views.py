"""The archive's pages: the list of a tab, a row opened beside it, the "Handled" tick."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comptoir.archive.actions.handling import clear_handled, mark_handled
from comptoir.archive.choices import Tab
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import (
    ArchiveFilter,
    Totals,
    counts,
    documents_of,
    every_row,
    fiscal_years,
    page,
    partner_name,
    partner_names,
    totals,
)
from comptoir.archive.queries.paying import payment_in_words
from comptoir.archive.queries.settlement import settlement_of
from comptoir.archive.queries.views import look_of
from comptoir.documents.finding import told_by_documents
from comptoir.documents.models import Document
from comptoir.firms.paging import BadMark
from comptoir.ledger.queries import dates_of, lines_of
from comptoir.web.portal.archive.card import card_of
from comptoir.web.portal.archive.dress import badge_of, handled_in_words, row_words, values_of
from comptoir.web.portal.archive.past import past_of
from comptoir.web.portal.archive.plan import PLANS, paid_since, sums_by_name, wanted_of
from comptoir.web.portal.archive.rows import is_late, row_writer
from comptoir.web.portal.archive.tabs import archive_tabs
from comptoir.web.portal.documents.viewer import asks_for_viewer, viewer_context
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.table import shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.portal.mailing.outcome import sent_card
from comptoir.web.portal.picking.kind import Bar
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back

PAGE, LIST = "portal/archive/page.html", "portal/archive/list.html"


@require_safe
@needs("archive.view")
def archive(request: PortalRequest) -> HttpResponse:
    """The archive opens with the purchases."""
    return redirect("portal:archive_tab", dossier=request.dossier.pk, tab=Tab.PURCHASES.value)


@require_safe
@needs("archive.view")
def archive_tab(request: PortalRequest, tab: str) -> HttpResponseBase:
    """The list of a tab; htmx gets the list alone."""
    asked = _asked(request, _tab(tab))
    if asked.taken:
        return _taken(request, asked)
    return list_page(request, PAGE, LIST, _list_context(request, asked))


@require_safe
@needs("archive.view")
def opened(request: PortalRequest, tab: str, pk: int) -> HttpResponse:
    """A row with its document and its facts: beside the list, or alone on a phone; htmx gets the pane alone."""
    item = _item(request, tab, pk)
    if asks_for_viewer(request):
        return render(request, "portal/documents/viewer.html", viewer_context(request, _documents(item)))
    context = _pane_context(request, item)
    if request.htmx.target == "pane":
        return render(request, "portal/archive/pane.html", context)
    return list_page(
        request, PAGE, LIST, context | _list_context(request, _asked(request, _tab(tab)), opened_id=item.pk)
    )


@require_POST
@needs("archive.handle")
def handled(request: PortalRequest, tab: str, pk: int) -> HttpResponse:
    """The "Handled" tick, set or cleared; htmx swaps the row and the pane's own tick for what we return."""
    item = _item(request, tab, pk)
    act = clear_handled if request.POST.get("handled") == "no" else mark_handled
    item = act(item, by=request.access, at=timezone.now())
    if not request.htmx:
        return redirect(safe_back(request.POST.get("next", ""), otherwise=f"/d/{request.dossier.pk}/archive/{tab}/"))
    return HttpResponse(_ticked(request, item))


@require_safe
@needs("archive.view")
def names(request: PortalRequest) -> HttpResponse:
    """Partner names that fit what is typed, for the filter's field."""
    found = partner_names(request.access, request.GET.get("partner", "")[:100])
    return render(request, "portal/archive/names.html", {"names": found})


def _ticked(request: PortalRequest, item: ArchivedInvoice) -> str:
    shown = _row_context(request, _asked(request, Tab(item.tab)))
    shown |= {"item": item, "handling": handled_in_words(item, request.access)}
    writer, row = row_writer(shown, on=_today()), values_of(item)
    if request.htmx.target == f"handled-{item.pk}":
        tick = render_to_string("portal/archive/tick.html", shown, request=request)
        return f"{tick}<template>{writer.write(row, beside=True)}</template>"
    if f"/{item.pk}/" not in (request.htmx.current_url_abs_path or ""):
        return writer.write(row)
    tick = render_to_string("portal/archive/tick.html", shown | {"beside": True}, request=request)
    return f"{writer.write(row)}<template>{tick}</template>"


def _taken(request: PortalRequest, asked: Asked) -> HttpResponseBase:
    """All that is wanted, as a file or to print."""
    tab, on = asked.plan.name, _today()
    wanted = wanted_of(asked, on=on)
    look = look_of(request.access, tab)
    rows = every_row(request.access, tab, wanted, asked.order, on=on)
    sums = totals(request.access, tab, wanted, on=on)
    return taken(request, asked, look, rows, _by_name(request, sums), names={"of": _only_partner(request, wanted)})


def _list_context(request: PortalRequest, asked: Asked, opened_id: int | None = None) -> dict[str, Any]:
    tab, on = Tab(asked.plan.name), _today()
    wanted = wanted_of(asked, on=on)
    try:
        found = page(request.access, tab, wanted, asked.order, on=on, after=asked.after, before=asked.before)
    except BadMark:
        raise Http404 from None
    only = _only_partner(request, wanted)
    sums = totals(request.access, tab, wanted, on=on)
    shown = _row_context(request, asked) | {"opened_id": opened_id}
    writer = row_writer(shown, on=on)
    table = table_of(
        asked,
        shown["look"],
        found,
        [writer.write(row) for row in found.rows],
        _by_name(request, sums),
        address=shown["prefix"],
        names={"year": {year: year for year in fiscal_years(request.access)}, "of": only},
        offers={"partner": f"{shown['archive']}partners"},
        counts=counts(request.access, tab, paid_since=paid_since(on), on=on),
    )
    sold = tab == Tab.SALES and request.access.may("invoice.mail")
    bar = Bar(
        f"{shown['prefix']}picked/",
        asked.pairs,
        _by_name(request, sums),
        len(found.rows),
        shown["may_handle"],
        mails=sold,
    )
    return shown | {"table": table, "bar": bar, "tabs": archive_tabs(request.dossier.pk, tab)}


def _by_name(request: PortalRequest, sums: Totals) -> dict[str, int]:
    return sums_by_name(request.access, sums.count, sums.amount_cents, sums.open_cents)


def _asked(request: PortalRequest, tab: Tab) -> Asked:
    return read_asked(request.GET, PLANS[tab], request.access)


def _row_context(request: PortalRequest, asked: Asked) -> dict[str, Any]:
    """What a row needs wherever it is shown."""
    look = look_of(request.access, asked.plan.name)
    return _shared_context(request, asked) | {"look": look, "show": shown_columns(asked.plan, look)}


def _shared_context(request: PortalRequest, asked: Asked) -> dict[str, Any]:
    """What rows and the pane need."""
    tab = asked.plan.name
    return {
        "tab": Tab(tab),
        "prefix": f"/d/{request.dossier.pk}/archive/{tab}/",
        "archive": f"/d/{request.dossier.pk}/archive/",
        "documents": f"/d/{request.dossier.pk}/documents/",
        "query": asked.query(),
        "sought": asked.text("q"),
        "may_handle": request.access.may("archive.handle"),
        "sees_payment": request.access.may("payment.view"),
        "opened_id": None,
        "beside": False,
    } | row_words()


def _pane_context(request: PortalRequest, item: ArchivedInvoice) -> dict[str, Any]:
    links = documents_of(item)
    linked = [link.document for link in links]
    shown = _shared_context(request, _asked(request, Tab(item.tab))) | sent_card(request, item)
    return shown | {
        "history": _history(request, item),
        "item": item,
        **_paying(request, item),
        "credit": item.amount_cents < 0,
        "handling": handled_in_words(item, request.access),
        "within": told_by_documents(item.search, shown["sought"]),
        "past": past_of(request.access, item, links),
        "lines": lines_of(item.entry) if item.entry is not None else [],
        "linked": linked,
        "opened_id": item.pk,
        **viewer_context(request, linked),
    }


def _paying(request: PortalRequest, item: ArchivedInvoice) -> dict[str, Any]:
    """What the pane says of payment; nothing to who may not see it."""
    if not request.access.may("payment.view"):
        return {"badge": "", "late": False, "paying": [], "card": None}
    settlement = settlement_of(item)
    return {
        "badge": badge_of(item.payment),
        "late": is_late(values_of(item), on=_today()),
        "paying": payment_in_words(item, settlement, bank_until=dates_of(request.dossier).bank_until),
        "card": card_of(item, settlement),
    }


def _history(request: PortalRequest, item: ArchivedInvoice) -> str:
    """Where the accounts of this kind of partner are; "" to who may not go there."""
    role = "customers" if item.tab == Tab.SALES else "suppliers"
    return f"/d/{request.dossier.pk}/history/{role}/" if request.access.may("history.view") else ""


def _documents(item: ArchivedInvoice) -> list[Document]:
    return [link.document for link in documents_of(item)]


def _only_partner(request: PortalRequest, wanted: ArchiveFilter) -> dict[str, str]:
    """The name of the partner that the address asks for by id; somebody else's is a 404."""
    if wanted.partner_id is None:
        return {}
    name = partner_name(request.access, wanted.partner_id)
    if name is None:
        raise Http404
    return {str(wanted.partner_id): name}


def _item(request: PortalRequest, tab: str, pk: int) -> ArchivedInvoice:
    rows = ArchivedInvoice.objects.visible_to(request.access).select_related("entry", "partner", "handled_by")
    return get_object_or_404(rows, pk=pk, tab=_tab(tab), in_books=True)


def _tab(tab: str) -> Tab:
    if tab not in Tab.values:
        raise Http404
    return Tab(tab)


def _today() -> date:
    return timezone.localdate()
