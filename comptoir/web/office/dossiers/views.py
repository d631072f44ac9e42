"""The list of dossiers, a new one, a dossier's page, closing and reopening."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.firms.actions import CannotChangeDossier, close_dossier, create_dossier, reopen_dossier
from comptoir.firms.queries import opens_portals
from comptoir.intake.queries.waiting import in_progress_of
from comptoir.web.office.connection.card import connection_card
from comptoir.web.office.dossiers.forms import NewDossierForm
from comptoir.web.office.dossiers.table import page_of_dossiers
from comptoir.web.office.people.card import people_card
from comptoir.web.office.request import DossierRequest, place, to_dossier
from comptoir.web.office.runs.card import runs_card, sync_card
from comptoir.web.office.words import options_in_words
from comptoir.web.shared.guard import OfficeRequest, needs
from comptoir.web.shared.templatetags.comptoir import say


@require_safe
@needs("office.view")
def dossiers(request: OfficeRequest, closed: bool = False) -> HttpResponse:
    """The dossiers that this person may see, faults first; htmx gets the list alone."""
    text, after = request.GET.get("q", "")[:100], request.GET.get("after", "")
    mark = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    found = page_of_dossiers(request.access, text=text, closed=closed, after=mark)
    context = place(request) | {
        "page": found,
        "text": text,
        "closed": closed,
        "sees_all": request.access.assigned is None,
        "may_create": request.access.may("office.dossiers"),
        "opens_portals": opens_portals(request.access),
        "opens_mailboxes": opens_portals(request.access, "mailbox.view"),
    }
    part = request.htmx.target == "list"
    return render(request, f"office/dossiers/{'list' if part else 'page'}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.dossiers")
def new(request: OfficeRequest) -> HttpResponse:
    """A new dossier; its connection comes next."""
    form = NewDossierForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            dossier = create_dossier(
                request.firm,
                name=said["name"],
                number=said["number"],
                country=said["country"],
                by=request.access,
                at=timezone.now(),
            )
        except CannotChangeDossier as refusal:
            form.add_error("number", say(refusal.sentence))
        else:
            messages.success(request, gettext("The dossier %(name)s is created.") % {"name": dossier.name})
            return redirect("office:connection", firm=request.firm.pk, dossier=dossier.pk)
    context = place(request) | {"form": form}
    return render(request, "office/dossiers/new.html", context, status=422 if form.errors else 200)


@require_safe
@needs("office.view")
def dossier(request: DossierRequest) -> HttpResponse:
    """A dossier: synchronising, its runs, its connection and journals, its people."""
    context = place(request) | sync_card(request) | runs_card(request) | connection_card(request) | people_card(request)
    context |= {
        "opens_portal": opens_portals(request.access),
        "opens_mailboxes": opens_portals(request.access, "mailbox.view"),
        "may_close": request.access.may("office.firm"),
    }
    context |= {"in_progress": in_progress_of([request.dossier]).get(request.dossier.pk, 0)}
    context |= {"otherwise": options_in_words(request.dossier)}
    return render(request, "office/dossiers/dossier.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def close(request: DossierRequest) -> HttpResponse:
    """Close the dossier, or reopen it, after a page that says what that means."""
    refused = ""
    if request.method == "POST":
        act = close_dossier if request.dossier.closed_at is None else reopen_dossier
        try:
            found = act(request.dossier, by=request.access, at=timezone.now())
        except CannotChangeDossier as refusal:
            refused = say(refusal.sentence)
        else:
            done = gettext("The dossier is closed.") if found.closed_at else gettext("The dossier is open again.")
            messages.success(request, done)
            return to_dossier(request)
    context = place(request) | {"refused": refused}
    return render(request, "office/dossiers/close.html", context, status=422 if refused else 200)
