"""Connecting a dossier to its books: package and folder, then the proposed settings, corrected and saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.connectors.port import PassingFault, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.ledger.models import Journal
from comptoir.sync.actions import connect, show_journal
from comptoir.sync.models import Connection
from comptoir.web.office.connection.folders import roots_of
from comptoir.web.office.connection.forms import COUNTRIES, FORMS, FecForm, FolderForm
from comptoir.web.office.request import DossierRequest, place, to_dossier
from comptoir.web.office.words import package_label, place_in_words
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def connection(request: DossierRequest) -> HttpResponse:
    """Choose the folder; look at what the package proposes for it, or at the present settings; save."""
    present = Connection.objects.visible_to(request.access).first()
    kept = _folder_of(present)
    if request.method == "POST":
        return _save(request, kept)
    if "folder" in request.GET:
        return _propose(request, present)
    if present is None or "change" in request.GET:
        return _choose(request, FolderForm(firm_id=request.firm.pk, initial={"folder": kept}))
    proposed = present.settings | {"package": present.package}
    return _settings(request, _form(request, present.package, kept, proposed=proposed), anew=False)


@require_POST
@needs("office.connect")
def journal(request: DossierRequest, pk: int) -> HttpResponse:
    """Show or hide a journal."""
    found = get_object_or_404(Journal.objects.visible_to(request.access), pk=pk)
    show_journal(found, request.POST.get("shown") == "yes", by=request.access, at=timezone.now())
    return to_dossier(request, "journals")


def _propose(request: DossierRequest, present: Connection | None) -> HttpResponse:
    """What the package says of the folder; for the present one, beside what is set already."""
    kept = _folder_of(present)
    form = FolderForm(request.GET, firm_id=request.firm.pk, kept=kept)
    if not form.is_valid():
        return _choose(request, form)
    said = form.cleaned_data
    country = request.dossier.country if request.dossier.country in COUNTRIES else ""
    try:
        known = present.settings if present and said["folder"] == kept else {"country": country}
        proposed = package(said["package"]).propose({**known, "folder": said["folder"]})
    except (WrongConfiguration, WrongBooks, PassingFault) as refusal:
        where = place_in_words(refusal.place.to_json()) if isinstance(refusal, WrongBooks) else ""
        form.add_error("folder", " ".join(filter(None, (say(refusal.sentence), where))))
        return _choose(request, form)
    proposed |= {"package": said["package"]}
    return _settings(request, _form(request, said["package"], kept, proposed=proposed), anew=True)


def _save(request: DossierRequest, kept: str) -> HttpResponse:
    name = request.POST.get("package", "")
    form = _form(request, name if name in FORMS else "fec", kept, data=request.POST, proposed={})
    if form.is_valid():
        settings = form.settings()
        problems = package(form.cleaned_data["package"]).check(settings)
        for problem in problems:
            form.add_error(None, say(problem.sentence))
        if not problems:
            try:
                connect(request.dossier, form.cleaned_data["package"], settings, by=request.access, at=timezone.now())
            except WrongConfiguration as refusal:
                form.add_error(None, say(refusal.sentence))
            else:
                messages.success(request, gettext("The connection is saved. Synchronise to bring the books."))
                return to_dossier(request)
    return _settings(request, form, anew=False)


def _form(request: DossierRequest, name: str, kept: str, *, proposed: dict[str, Any], data: Any = None) -> FecForm:
    names = dict(Journal.objects.visible_to(request.access).values_list("code", "name"))
    return FORMS[name](data, proposed=proposed, names=names, firm_id=request.firm.pk, kept=kept)


def _folder_of(connection: Connection | None) -> str:
    return connection.settings.get("folder", "") if connection else ""


def _choose(request: DossierRequest, form: FolderForm) -> HttpResponse:
    context = place(request) | {"form": form, "roots": roots_of(request.firm.pk)}
    return render(request, "office/connection/choose.html", context, status=422 if form.errors else 200)


def _settings(request: DossierRequest, form: FecForm, *, anew: bool) -> HttpResponse:
    """The settings form; `anew` says that what it shows was just read from the folder."""
    name = form.data.get("package") or form.initial.get("package", "fec")
    context = place(request) | {
        "form": form,
        "anew": anew,
        "package_label": package_label(name),
        "untold": [field for field in form.journal_fields if not field.value()],
    }
    return render(request, "office/connection/settings.html", context, status=422 if form.errors else 200)
