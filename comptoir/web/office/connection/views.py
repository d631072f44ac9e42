"""Connecting a dossier to its books: the package, its address, then the proposed settings, corrected; trying it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.connectors.port import PassingFault, WrongBooks, WrongConfiguration
from comptoir.firms.limiter import Limit, TooManyAttempts
from comptoir.ledger.models import Journal
from comptoir.sync.actions import connect, show_journal
from comptoir.sync.trying import problems, proposed, tried
from comptoir.web.office.connection.asked import AddressForm, BooksForm, FolderField, SecretField
from comptoir.web.office.connection.folders import roots_of
from comptoir.web.office.connection.ground import Ground, ground_of
from comptoir.web.office.connection.packages import ASKING, offered
from comptoir.web.office.connection.typed import forget_typed, keep_typed
from comptoir.web.office.request import DossierRequest, place, to_dossier
from comptoir.web.office.words import package_label, place_in_words
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say

TRIALS_OF_PERSON = Limit("connection-trials", 30, 5 * 60)
"""Looking at books and trying a connection, which ask other servers."""

Outcome = list[tuple[bool, str]]
"""What was tried: whether it is as it should be, and the words for it."""

ADDRESS = "address"
"""The step whose form asks for the address alone."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def connection(request: DossierRequest) -> HttpResponse:
    """Choose the package; say where the books are; look at what it proposes, or at the present settings; save."""
    here = ground_of(request)
    if request.method == "POST":
        return _look(request, here) if request.POST.get("step") == ADDRESS else _save(request, here)
    if here.present is not None and "look" in request.GET:
        return _propose(request, here, here.present.package, here.present.settings)
    name = request.GET.get("package", "")
    if name in offered():
        kind = ASKING[name].address
        plain = [each for each in kind.asked if not isinstance(kind.base_fields[each], SecretField)]
        said = here.said(name) | {each: request.GET[each] for each in plain if each in request.GET}
        return _address(request, name, kind(known=here.known(name), said=said))
    if here.present is None or here.present.package not in ASKING or "change" in request.GET:
        context = place(request) | {"packages": [(each, ASKING[each].needs, package_label(each)) for each in offered()]}
        return render(request, "office/connection/choose.html", context)
    name = here.present.package
    form = ASKING[name].settings(known=here.known(name), said=here.present.settings)
    return _settings(request, name, form, anew=False)


@require_POST
@needs("office.connect")
def test(request: DossierRequest) -> HttpResponse:
    """Try what a form holds, or without one the connection as it is saved; htmx gets the outcome alone."""
    here = ground_of(request)
    name = request.POST.get("package", "")
    form: AddressForm
    if name in offered():
        asking = ASKING[name]
        kind = asking.address if request.POST.get("step") == ADDRESS else asking.settings
        form = kind(request.POST, known=here.known(name), said={})
        told = _tried(request, here, name, form.settings()) if form.is_valid() else _errors_of(form)
    elif here.present is not None and here.present.package in ASKING:
        name = here.present.package
        form = ASKING[name].settings(known=here.known(name), said=here.present.settings)
        told = _tried(request, here, name, here.present.settings)
    else:
        return to_dossier(request)
    if request.htmx:
        return render(request, "office/connection/tried.html", {"tried": told})
    if isinstance(form, BooksForm):
        return _settings(request, name, form, anew=False, tried=told)
    return _address(request, name, form, tried=told)


@require_POST
@needs("office.connect")
def journal(request: DossierRequest, pk: int) -> HttpResponse:
    """Show or hide a journal."""
    found = get_object_or_404(Journal.objects.visible_to(request.access), pk=pk)
    show_journal(found, request.POST.get("shown") == "yes", by=request.access, at=timezone.now())
    return to_dossier(request, "journals")


def _look(request: DossierRequest, here: Ground) -> HttpResponse:
    """What the package says of the address; what was corrected before stays, wherever the books have moved to."""
    name = request.POST.get("package", "")
    if name not in offered():
        return to_dossier(request)
    form = ASKING[name].address(request.POST, known=here.known(name), said={})
    if not form.is_valid():
        return _address(request, name, form)
    said = form.settings()
    keep_typed(request, name, said)
    return _propose(request, here, name, here.said(name) | said)


def _propose(request: DossierRequest, here: Ground, name: str, settings: Mapping[str, Any]) -> HttpResponse:
    try:
        TRIALS_OF_PERSON.take(str(request.person.pk), at=timezone.now())
        found = proposed(request.firm, name, here.whole(name, settings))
    except (WrongConfiguration, WrongBooks, PassingFault, TooManyAttempts) as refusal:
        form = ASKING[name].address(dict(settings), known=here.known(name), said=settings)
        where = place_in_words(refusal.place.to_json()) if isinstance(refusal, WrongBooks) else ""
        form.add_error(None, " ".join(filter(None, (say(refusal.sentence), where))))
        return _address(request, name, form)
    return _settings(request, name, ASKING[name].settings(known=here.known(name), said=found), anew=True)


def _save(request: DossierRequest, here: Ground) -> HttpResponse:
    name = request.POST.get("package", "")
    if name not in offered():
        return to_dossier(request)
    form = ASKING[name].settings(request.POST, known=here.known(name), said={})
    if form.is_valid():
        settings = form.settings()
        try:
            whole = here.whole(name, settings)
            wrong = problems(request.firm, name, whole)
            for problem in wrong:
                form.add_error(None, say(problem.sentence))
            if not wrong:
                connect(request.dossier, name, whole, by=request.access, at=timezone.now())
        except WrongConfiguration as refusal:
            form.add_error(None, say(refusal.sentence))
        if not form.errors:
            forget_typed(request)
            messages.success(request, gettext("The connection is saved. Synchronise to bring the books."))
            return to_dossier(request)
    return _settings(request, name, form, anew=False)


def _tried(request: DossierRequest, here: Ground, name: str, settings: Mapping[str, Any]) -> Outcome:
    try:
        TRIALS_OF_PERSON.take(str(request.person.pk), at=timezone.now())
        keep_typed(request, name, settings)
        return [(each.good, say(each.words)) for each in tried(request.firm, name, here.whole(name, settings))]
    except (WrongConfiguration, TooManyAttempts) as refusal:
        return [(False, say(refusal.sentence))]


def _errors_of(form: AddressForm) -> Outcome:
    """What is wrong with what was typed, as the outcome of a trial."""
    labels = {name: f"{field.label}: " for name, field in form.fields.items()}
    return [(False, labels.get(name, "") + str(why)) for name, errors in form.errors.items() for why in errors]


def _address(request: DossierRequest, name: str, form: AddressForm, *, tried: Outcome | None = None) -> HttpResponse:
    context = place(request) | {"form": form, "package": name, "package_label": package_label(name), "tried": tried}
    folders = any(isinstance(form.fields[each], FolderField) for each in form.asked)
    context |= {"roots": roots_of(request.firm.pk), "names_folders": folders, "may_choose": len(offered()) > 1}
    return render(request, "office/connection/address.html", context, status=422 if form.errors else 200)


def _settings(
    request: DossierRequest, name: str, form: BooksForm, *, anew: bool, tried: Outcome | None = None
) -> HttpResponse:
    """The settings form; `anew` says that what it shows was just read from the books."""
    context = place(request) | {"form": form, "package": name, "package_label": package_label(name), "tried": tried}
    present = ground_of(request).present
    context |= {"anew": anew, "saved": present is not None and present.package == name}
    context |= {"untold": [field for field in form.journal_fields if not field.value()]}
    return render(request, "office/connection/settings.html", context, status=422 if form.errors else 200)
