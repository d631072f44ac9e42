"""How a dossier's documents are booked: one page, and an address for the form of each section."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.web.office.booking.forms import BookingForm, NumbersForm
from comptoir.web.office.request import DossierRequest, place
from comptoir.web.shared.guard import needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.worklist.models import Rule, VatCode, WorklistSettings
from comptoir.worklist.settings import CannotSet, journals_to_number, number_journal, remove_rule, set_worklist

MOST = 500
"""Rules that the page lists."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def booking(request: DossierRequest) -> HttpResponse:
    """Who checks, what goes by itself, where accounts come from, which periods are closed."""
    if request.method != "POST":
        return _page(request)
    form = _form(request, sent=True)
    if form.is_valid():
        try:
            set_worklist(request.dossier, form.chosen(), by=request.access, at=timezone.now())
        except CannotSet as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, gettext("It is saved."))
            return _back(request)
    return _page(request, form=form)


@require_POST
@needs("office.connect")
def numbers(request: DossierRequest) -> HttpResponse:
    """Say how the pieces of the journals are numbered."""
    form = NumbersForm(request.POST, journals_to_number(request.access))
    if not form.is_valid():
        return _page(request, numbers=form)
    for journal, template, first in form.said():
        number_journal(journal, template, first, by=request.access, at=timezone.now())
    messages.success(request, gettext("It is saved."))
    return _back(request)


@require_POST
@needs("office.connect")
def removed_rule(request: DossierRequest, pk: int) -> HttpResponse:
    """Take a rule out."""
    rule = get_object_or_404(Rule.objects.visible_to(request.access).select_related("partner"), pk=pk)
    remove_rule(rule, by=request.access, at=timezone.now())
    told = gettext("Invoices of %(name)s are booked by history again.") % {"name": rule.partner.name}
    messages.success(request, told)
    return _back(request)


def _form(request: DossierRequest, *, sent: bool) -> BookingForm:
    settings = WorklistSettings.objects.visible_to(request.access).first() or WorklistSettings(dossier=request.dossier)
    journals = journals_to_number(request.access)
    return BookingForm(request.POST if sent else None, request.dossier, settings, journals)


def _back(request: DossierRequest) -> HttpResponse:
    return redirect("office:booking", firm=request.firm.pk, dossier=request.dossier.pk)


def _page(request: DossierRequest, **refused: Any) -> HttpResponse:
    """The page; with a form that was refused, a 422."""
    rules = Rule.objects.visible_to(request.access).select_related("partner", "made_by").order_by("partner__name", "pk")
    numbered = refused.get("numbers") or NumbersForm(None, journals_to_number(request.access))
    context = place(request) | {
        "form": refused.get("form") or _form(request, sent=False),
        "numbers": numbered.rows(),
        "rules": list(rules[:MOST]),
        "codes": list(VatCode.objects.visible_to(request.access).order_by("of_sale", "pk")),
        "closed": request.dossier.closed_at is not None,
    }
    return render(request, "office/booking/page.html", context, status=422 if refused else 200)
