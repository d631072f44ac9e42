"""The configuration of a dossier: one page, and an address for the form of each section."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.connectors.port import WrongConfiguration
from comptoir.firms.actions import show_financial
from comptoir.firms.actions.settings import set_dossier_options
from comptoir.sync.actions import CannotSynchronise, show_journal
from comptoir.sync.configuration import CannotConfigure, correct_journal_types, correct_roots, name_bank_account
from comptoir.sync.models import Run
from comptoir.web.office.configuration.card import banks_form, configuration_context, journals_form, roots_form
from comptoir.web.office.firm.forms import FiguresForm
from comptoir.web.office.request import DossierRequest
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say

OF_THE_BOOKS = ("journals", "banks")
"""The sections that say what the books say."""


@require_safe
@needs("office.connect")
def configuration(request: DossierRequest) -> HttpResponse:
    """Everything that the firm says of the dossier, section by section; htmx gets a section that a run changes alone."""
    if request.htmx.target in OF_THE_BOOKS:
        return render(request, f"office/configuration/{request.htmx.target}.html", configuration_context(request))
    return _page(request)


@require_POST
@needs("office.connect")
def financial(request: DossierRequest) -> HttpResponse:
    """Switch Financial on or off for the dossier."""
    dossier = show_financial(request.dossier, request.POST.get("shown") == "yes", by=request.access, at=timezone.now())
    done = gettext("Financial is switched on.") if dossier.shows_financial else gettext("Financial is switched off.")
    messages.success(request, done)
    return _back(request, "financial")


@require_POST
@needs("office.connect")
def figures(request: DossierRequest) -> HttpResponse:
    """Say which figures the clients of this dossier see, or leave it to the firm."""
    form = FiguresForm(request.POST, request.dossier)
    if not form.is_valid():
        return _page(request, figures=form)
    set_dossier_options(request.dossier, **form.options(), by=request.access, at=timezone.now())
    return _saved(request, "figures", None)


@require_POST
@needs("office.connect")
def journals(request: DossierRequest) -> HttpResponse:
    """Correct the types of journals, show and hide them."""
    form = journals_form(request, sent=True)
    if not form.is_valid():
        return _page(request, journals=form)
    at = timezone.now()
    try:
        run = (
            correct_journal_types(request.dossier, form.corrected(), by=request.access, at=at)
            if form.corrected()
            else None
        )
    except (WrongConfiguration, CannotSynchronise) as refusal:
        form.add_error(None, say(refusal.sentence))
        return _page(request, journals=form)
    for journal, shown in form.turned():
        show_journal(journal, shown, by=request.access, at=at)
    return _saved(request, "journals", run)


@require_POST
@needs("office.connect")
def banks(request: DossierRequest) -> HttpResponse:
    """Say which bank accounts the bank journals are of."""
    form = banks_form(request, sent=True)
    if form.is_valid():
        for journal, field in form.rows():
            try:
                name_bank_account(journal, form.cleaned_data[field.name], by=request.access, at=timezone.now())
            except CannotConfigure as refusal:
                form.add_error(field.name, say(refusal.sentence))
    return _page(request, banks=form) if form.errors else _saved(request, "banks", None)


@require_POST
@needs("office.connect")
def accounts(request: DossierRequest) -> HttpResponse:
    """Say how the accounts of customers and suppliers begin."""
    form = roots_form(request, sent=True)
    if not form.is_valid():
        return _page(request, roots=form)
    customers, suppliers = form.roots("customer_roots"), form.roots("supplier_roots")
    try:
        run = correct_roots(request.dossier, customers, suppliers, by=request.access, at=timezone.now())
    except (WrongConfiguration, CannotSynchronise) as refusal:
        form.add_error(None, say(refusal.sentence))
        return _page(request, roots=form)
    return _saved(request, "accounts", run)


def _saved(request: DossierRequest, part: str, run: Run | None) -> HttpResponse:
    if run is None:
        messages.success(request, gettext("It is saved."))
    else:
        messages.success(
            request, gettext("It is saved. A synchronisation is asked for: the lists follow once it is done.")
        )
    return _back(request, part)


def _back(request: DossierRequest, part: str) -> HttpResponse:
    response = redirect("office:configuration", firm=request.firm.pk, dossier=request.dossier.pk)
    response["Location"] += f"#{part}"
    return response


def _page(request: DossierRequest, **refused: Any) -> HttpResponse:
    """The page; with a form that was refused, a 422."""
    context = configuration_context(request, **refused)
    return render(request, "office/configuration/page.html", context, status=422 if refused else 200)
