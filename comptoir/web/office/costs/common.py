"""What the pages of the firm's cost categories and of a dossier's share: the schema, adding, changing, removing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from comptoir.figures.actions import (
    CannotChangeCosts,
    add_cost_category,
    change_cost_category,
    give_default_cost_categories,
    leave_own_costs,
    remove_cost_category,
    take_own_costs,
)
from comptoir.figures.costs import schema_of, uncovered
from comptoir.figures.models import CostCategory
from comptoir.figures.schemes import SCHEMES
from comptoir.web.office.costs.forms import HeadingForm, as_typed
from comptoir.web.office.request import place
from comptoir.web.shared.guard import OfficeRequest
from comptoir.web.shared.templatetags.comptoir import say


def schema_page(request: OfficeRequest) -> HttpResponse:
    """The schema with a form to add to it; what is sent is done, or refused beside its form."""
    form = HeadingForm(request.POST if "add" in request.POST else None)
    if request.method != "POST":
        return _schema(request, form)
    try:
        if not form.is_bound:
            _begin(request, request.POST.get("deed", ""))
            return _back(request)
        if form.is_valid():
            added = add_cost_category(form.heading(), by=request.access, at=timezone.now())
            messages.success(request, gettext("The category %(name)s is added.") % {"name": _named(request, added)})
            return _back(request)
    except CannotChangeCosts as refusal:
        if not form.is_bound:
            messages.error(request, say(refusal.sentence))
            return _back(request)
        form.add_error(None, say(refusal.sentence))
    return _schema(request, form)


def cost_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """One category of the schema that this page is about: its names and roots, and taking it out."""
    category = _found(request, pk)
    form = HeadingForm(request.POST if "heading" in request.POST else None, initial=as_typed(category))
    if request.method == "POST" and not form.is_bound:
        if request.POST.get("deed") == "remove":
            remove_cost_category(category, by=request.access, at=timezone.now())
            messages.success(request, gettext("The category is removed."))
        return _back(request)
    if form.is_valid():
        try:
            change_cost_category(category, form.heading(), by=request.access, at=timezone.now())
        except CannotChangeCosts as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, gettext("The category is saved."))
            return _back(request)
    context = place(request) | {"form": form, "category": category, "name": _named(request, category)}
    return render(request, "office/costs/cost.html", context, status=422 if form.errors else 200)


def _begin(request: OfficeRequest, deed: str) -> None:
    """Take the usual ones, or its own, or go back to the firm's; anything else is none of these and changes nothing."""
    by, at = request.access, timezone.now()
    if deed == "begin" and request.dossier is None:
        give_default_cost_categories(by=by, at=at)
    elif deed == "own" and request.dossier is not None:
        take_own_costs(by=by, at=at)
    elif deed == "leave" and request.dossier is not None:
        leave_own_costs(by=by, at=at)


def _schema(request: OfficeRequest, form: HeadingForm) -> HttpResponse:
    schema = schema_of(request.access)
    scheme = SCHEMES.get(request.dossier.country) if request.dossier else None
    context = place(request) | {
        "rows": [_row(request, category) for category in schema.categories],
        "changeable": request.dossier is None or schema.own,
        "bare": uncovered(request.access, scheme, schema) if scheme else [],
        "sees_bare": scheme is not None,
        "form": form,
    }
    return render(request, "office/costs/schema.html", context, status=422 if form.errors else 200)


def _row(request: OfficeRequest, category: CostCategory) -> dict[str, Any]:
    others = (category.name_fr, category.name_nl, category.name_en)
    return {
        "pk": category.pk,
        "name": _named(request, category),
        "others": " · ".join(dict.fromkeys(filter(None, others))),
        "roots": ", ".join(category.roots),
    }


def _named(request: OfficeRequest, category: CostCategory) -> str:
    return category.name_in(request.LANGUAGE_CODE or "fr")


def _found(request: OfficeRequest, pk: int) -> CostCategory:
    """A category of the one schema that may be changed here; 404 for any other."""
    own = {"dossier": None} if request.dossier is None else {"dossier": request.dossier}
    return get_object_or_404(CostCategory.objects.visible_to(request.access).filter(**own), pk=pk)


def _back(request: OfficeRequest) -> HttpResponse:
    if request.dossier is None:
        return redirect("office:costs", firm=request.firm.pk)
    return redirect("office:dossier_costs", firm=request.firm.pk, dossier=request.dossier.pk)
