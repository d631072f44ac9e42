"""The pages of what is not booked: the list, and a document to be filed or made a purchase or sale."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.archive.actions.filing import CannotFile
from comptoir.archive.choices import FiledTab
from comptoir.archive.queries.filed import categories_of
from comptoir.documents.queries import kept_inside
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Submission
from comptoir.web.portal.documents.viewer import viewer_context
from comptoir.web.portal.filed.forms import CardForm
from comptoir.web.portal.worklist.sides import sides_context
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.web.shared.timeline import timeline_of
from comptoir.worklist.notbooked import Gone, make_bookable, not_booked, process, processed_lately, take_back

MOST, LATELY = 500, 20
BOOKED_AS = {"purchases": Mailbox.PURCHASES, "sales": Mailbox.SALES}


@require_safe
@needs("archive.file_all")
def listed(request: PortalRequest) -> HttpResponse:
    """The miscellaneous documents that wait to be processed."""
    rows = list(not_booked(request.access)[: MOST + 1])
    context = sides_context(request, "miscellaneous") | {"rows": rows[:MOST], "more": len(rows) > MOST}
    context |= {"processed": list(processed_lately(request.access)[:LATELY])}
    return render(request, "portal/worklist/not_booked.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("archive.file_all")
def document(request: PortalRequest, pk: int) -> HttpResponse:
    """A document beside the form with which it is filed; or made a purchase or sale."""
    found = not_booked(request.access).filter(pk=pk).first()
    if found is None:
        raise Http404
    tab = _tab(request)
    form = _form(request, found, tab)
    act = request.POST.get("act", "")
    if act in BOOKED_AS:
        make_bookable(found, BOOKED_AS[act], by=request.access, at=timezone.now())
        messages.success(request, gettext("A booking proposal will be made of it."))
        return redirect(_list(request))
    if act == "file" and form.is_valid():
        try:
            process(found, form.card(), tab=tab, by=request.access, at=timezone.now())
        except CannotFile as refusal:
            form.refuse(refusal)
        except Gone as gone:
            form.add_error(None, say(gone.sentence))
        else:
            messages.success(request, gettext("Processed: it is in the archive now."))
            return redirect(_next(request, found))
    context = sides_context(request, "miscellaneous") | {
        "item": found,
        "form": form,
        "tabs": [{"tab": each, "current": each == tab} for each in FiledTab],
        "tab": tab,
        "timeline": timeline_of(request.access, found, []),
        **viewer_context(request, [found.document, *kept_inside(found.document)]),
    }
    return render(request, "portal/worklist/process.html", context, status=422 if form.errors else 200)


@require_POST
@needs("archive.file_all")
def back(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a document that was processed back into the list."""
    filed = processed_lately(request.access).filter(pk=pk).first()
    if filed is None:
        raise Http404
    try:
        row = take_back(filed, by=request.access, at=timezone.now())
    except Gone as gone:
        messages.error(request, say(gone.sentence))
        return redirect(_list(request))
    messages.success(request, gettext("“%(name)s” is to be processed anew.") % {"name": row.name})
    return redirect(_list(request))


def _form(request: PortalRequest, found: Submission, tab: FiledTab) -> CardForm:
    initial: dict[str, Any] = {
        "title": found.name.rsplit(".", 1)[0],
        "dated_on": found.dated_on or timezone.localdate(),
    }
    sent = request.POST if request.POST.get("act") == "file" else None
    return CardForm(sent, tab=tab, categories=categories_of(request.access, tab), initial=initial)


def _tab(request: PortalRequest) -> FiledTab:
    asked = request.POST.get("tab") or request.GET.get("tab") or ""
    return FiledTab(asked) if asked in FiledTab.values else FiledTab.MISCELLANEOUS


def _next(request: PortalRequest, found: Submission) -> str:
    after = not_booked(request.access).exclude(pk=found.pk).first()
    return f"{_list(request)}{after.pk}/" if after else _list(request)


def _list(request: PortalRequest) -> str:
    return f"/d/{request.dossier.pk}/worklist/miscellaneous/"
