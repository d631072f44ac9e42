"""The pages of Miscellaneous and Permanent: lists, a document beside its list, filing, changing, taking out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.archive.actions.filing import (
    AlreadyFiled,
    CannotFile,
    change_card,
    demand_change,
    file_document,
    take_out,
)
from comptoir.archive.actions.handling import clear_handled, mark_handled
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import FiledDocument
from comptoir.archive.queries.filed import (
    FiledFilter,
    categories_of,
    category_of,
    every_row,
    filtered,
    may_change,
    page,
)
from comptoir.archive.queries.views import look_of
from comptoir.documents.store import CannotKeep, NoRoom
from comptoir.firms.paging import BadMark
from comptoir.web.portal.archive.dress import row_words
from comptoir.web.portal.archive.tabs import archive_tabs
from comptoir.web.portal.documents.viewer import asks_for_viewer, viewer_context
from comptoir.web.portal.filed.forms import REMINDED, CardForm, NewForm
from comptoir.web.portal.filed.past import past_of
from comptoir.web.portal.filed.plan import PLANS, wanted_of
from comptoir.web.portal.filed.rows import ends_in_words, is_over, row_writer, values_of
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.table import shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.portal.picking.kind import Bar
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.web.shared.uploads import source_of, was_too_large
from comptoir.worklist.notbooked import Gone, put_back_filed

PAGE, LIST = "portal/filed/page.html", "portal/filed/list.html"


class Tab:
    """A tab of filed documents in an address."""

    regex = "|".join(FiledTab.values)

    def to_python(self, value: str) -> Any:
        """The tab."""
        return FiledTab(value)

    def to_url(self, value: Any) -> str:
        """Its word in the address."""
        return FiledTab(value).value


@require_safe
@needs("archive.view")
def filed_tab(request: PortalRequest, tab: FiledTab) -> HttpResponseBase:
    """The list of a tab; htmx gets the list alone."""
    asked = read_asked(request.GET, PLANS[tab], request.access)
    if asked.taken:
        return _taken(request, tab, asked)
    return list_page(request, PAGE, LIST, _list_context(request, tab, asked))


@require_safe
@needs("archive.view")
def opened(request: PortalRequest, tab: FiledTab, pk: int) -> HttpResponse:
    """A document with its facts: beside the list, or alone on a phone; htmx gets the pane alone."""
    item = _item(request, tab, pk)
    if asks_for_viewer(request):
        return render(request, "portal/documents/viewer.html", viewer_context(request, [item.document]))
    context = _pane_context(request, tab, item)
    if request.htmx.target == "pane":
        return render(request, "portal/filed/pane.html", context)
    asked = read_asked(request.GET, PLANS[tab], request.access)
    return list_page(request, PAGE, LIST, context | _list_context(request, tab, asked, opened_id=item.pk))


@require_POST
@needs("archive.handle")
def handled(request: PortalRequest, tab: FiledTab, pk: int) -> HttpResponse:
    """The "Handled" tick, set or cleared; htmx swaps the row and the pane's own tick for what we return."""
    act = clear_handled if request.POST.get("handled") == "no" else mark_handled
    item = act(_item(request, tab, pk), by=request.access, at=timezone.now())
    if not request.htmx:
        return redirect(safe_back(request.POST.get("next", ""), otherwise=_prefix(request, tab)))
    return HttpResponse(_ticked(request, tab, item))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("archive.file")
def new(request: PortalRequest, tab: FiledTab) -> HttpResponse:
    """File a document; then it stands open beside its list."""
    if tab != FiledTab.PERMANENT:
        request.access.demand("archive.file_all")
    sent, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    start = {"dated_on": timezone.localdate(), "remind_days": REMINDED}
    categories = categories_of(request.access, tab)
    form = NewForm(sent, files, tab=tab, categories=categories, initial=start, too_large=was_too_large(request, "file"))
    if form.is_valid():
        item = _file(request, tab, form)
        if item is not None:
            messages.success(request, gettext("“%(title)s” is filed.") % {"title": item.title})
            return redirect("portal:filed_opened", dossier=request.dossier.pk, tab=tab, pk=item.pk)
    return _form(request, tab, form, {"item": None})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("archive.file")
def change(request: PortalRequest, tab: FiledTab, pk: int) -> HttpResponse:
    """Change what is said of a document; the file stays what it is."""
    item = _item(request, tab, pk)
    demand_change(item, request.access)
    categories = categories_of(request.access, tab)
    if item.category not in categories:
        categories.append(item.category)
    sent = request.POST if request.method == "POST" else None
    form = CardForm(sent, tab=tab, categories=categories, initial=_as_typed(item))
    if form.is_valid():
        try:
            item = change_card(item, form.card(), by=request.access, at=timezone.now())
        except CannotFile as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("“%(title)s” is changed.") % {"title": item.title})
            return redirect("portal:filed_opened", dossier=request.dossier.pk, tab=tab, pk=item.pk)
    return _form(request, tab, form, {"item": item})


@require_POST
@needs("archive.file")
def place(request: PortalRequest, tab: FiledTab, pk: int) -> HttpResponse:
    """Take a document out of its tab, or put it back."""
    item = _item(request, tab, pk)
    try:
        if request.POST.get("place") == "back":
            put_back_filed(item, by=request.access, at=timezone.now())
            messages.success(request, gettext("“%(title)s” is back in its place.") % {"title": item.title})
        else:
            take_out(item, by=request.access, at=timezone.now())
            said = gettext("“%(title)s” is taken out. Under the filter “Taken out” it can be put back.")
            messages.success(request, said % {"title": item.title})
    except (AlreadyFiled, Gone) as refusal:
        messages.error(request, say(refusal.sentence))
    return redirect("portal:filed_tab", dossier=request.dossier.pk, tab=tab)


def _file(request: PortalRequest, tab: FiledTab, form: NewForm) -> FiledDocument | None:
    """File what was sent; None with the refusal next to its field."""
    file = form.cleaned_data["file"]
    form.cleaned_data["title"] = form.cleaned_data["title"] or Path(file.name).stem
    try:
        return file_document(
            source_of(file),
            form.card(),
            tab=tab,
            name=file.name,
            dossier=request.dossier,
            by=request.access,
            at=timezone.now(),
        )
    except CannotFile as refusal:
        form.refuse(refusal)
    except (CannotKeep, NoRoom) as refusal:
        form.add_error("file", say(refusal.sentence))
    return None


def _form(request: PortalRequest, tab: FiledTab, form: CardForm, more: Mapping[str, Any]) -> HttpResponse:
    context = {"tab": tab, "form": form, "prefix": _prefix(request, tab), **more}
    return render(request, "portal/filed/form.html", context, status=422 if form.errors else 200)


def _as_typed(item: FiledDocument) -> dict[str, Any]:
    """The document's facts as its form begins with them."""
    days = (item.expires_on - item.remind_on).days if item.expires_on and item.remind_on else None
    return {
        "title": item.title,
        "category": str(item.category_id),
        "dated_on": item.dated_on,
        "comment": item.comment,
        "expires_on": item.expires_on,
        "remind_days": days if item.expires_on else REMINDED,
    }


def _ticked(request: PortalRequest, tab: FiledTab, item: FiledDocument) -> str:
    shown = _row_context(request, tab, read_asked(request.GET, PLANS[tab], request.access)) | {"item": item}
    writer, row = row_writer(shown, on=_today()), values_of(item)
    if request.htmx.target == f"handled-{item.pk}":
        tick = render_to_string("portal/archive/tick.html", shown, request=request)
        return f"{tick}<template>{writer.write(row, beside=True)}</template>"
    if f"/{item.pk}/" not in (request.htmx.current_url_abs_path or ""):
        return writer.write(row)
    tick = render_to_string("portal/archive/tick.html", shown | {"beside": True}, request=request)
    return f"{writer.write(row)}<template>{tick}</template>"


def _taken(request: PortalRequest, tab: FiledTab, asked: Asked) -> HttpResponseBase:
    """All that is wanted, as a file or to print."""
    wanted = wanted_of(asked)
    rows = filtered(request.access, tab, wanted, on=_today())
    look, names = look_of(request.access, tab.value), {"category": _names(request, tab, wanted)}
    return taken(request, asked, look, every_row(rows, asked.order), {"count": rows.count()}, names=names)


def _list_context(request: PortalRequest, tab: FiledTab, asked: Asked, opened_id: int | None = None) -> dict[str, Any]:
    wanted, on = wanted_of(asked), _today()
    names = _names(request, tab, wanted)
    rows = filtered(request.access, tab, wanted, on=on)
    try:
        found = page(rows, asked.order, after=asked.after, before=asked.before)
    except BadMark:
        raise Http404 from None
    shown = _row_context(request, tab, asked) | {"opened_id": opened_id}
    sums = {"count": rows.count()}
    writer = row_writer(shown, on=on)
    table = table_of(
        asked,
        shown["look"],
        found,
        [writer.write(row) for row in found.rows],
        sums,
        address=shown["prefix"],
        names={"category": names},
    )
    bar = Bar(f"{shown['prefix']}picked/", asked.pairs, sums, len(found.rows), shown["may_handle"])
    return shown | {"table": table, "bar": bar, "tabs": archive_tabs(request.dossier.pk, tab)}


def _names(request: PortalRequest, tab: FiledTab, wanted: FiledFilter) -> dict[str, str]:
    """The categories to filter by, and the one that the address asks for; one that is none of this dossier is a 404."""
    language = request.LANGUAGE_CODE or "fr"
    names = {str(each.pk): each.name_in(language) for each in categories_of(request.access, tab)}
    if wanted.category_id is not None and str(wanted.category_id) not in names:
        category = category_of(request.access, tab, wanted.category_id)
        if category is None:
            raise Http404
        names[str(category.pk)] = category.name_in(language)
    return names


def _row_context(request: PortalRequest, tab: FiledTab, asked: Asked) -> dict[str, Any]:
    """What a row needs wherever it is shown."""
    look = look_of(request.access, tab.value)
    return _shared_context(request, tab, asked) | {"look": look, "show": shown_columns(asked.plan, look)}


def _shared_context(request: PortalRequest, tab: FiledTab, asked: Asked) -> dict[str, Any]:
    """What rows and the pane need."""
    right = "archive.file" if tab == FiledTab.PERMANENT else "archive.file_all"
    return {
        "tab": tab,
        "prefix": _prefix(request, tab),
        "documents": f"/d/{request.dossier.pk}/documents/",
        "query": asked.query(),
        "may_handle": request.access.may("archive.handle"),
        "may_file": request.access.may(right),
        "opened_id": None,
        "beside": False,
        "word_expires": gettext("Expires on"),
    } | row_words()


def _pane_context(request: PortalRequest, tab: FiledTab, item: FiledDocument) -> dict[str, Any]:
    return _shared_context(request, tab, read_asked(request.GET, PLANS[tab], request.access)) | {
        "item": item,
        "category": item.category.name_in(request.LANGUAGE_CODE or "fr"),
        "ends": ends_in_words(item.expires_on, item.remind_on, on=_today()),
        "over": is_over(item.expires_on, on=_today()),
        "may_change": may_change(item, request.access),
        "past": past_of(request.access, item),
        "opened_id": item.pk,
        **viewer_context(request, [item.document]),
    }


def _item(request: PortalRequest, tab: FiledTab, pk: int) -> FiledDocument:
    """The document of the tab; what was taken out is only for those who file."""
    rows = FiledDocument.objects.visible_to(request.access).select_related("document", "category", "handled_by")
    item = get_object_or_404(rows, pk=pk, tab=tab)
    if item.removed_at is not None and not request.access.may("archive.file"):
        raise Http404
    return item


def _prefix(request: PortalRequest, tab: FiledTab) -> str:
    return f"/d/{request.dossier.pk}/archive/{tab.value}/"


def _today() -> date:
    return timezone.localdate()
