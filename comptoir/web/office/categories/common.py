"""What the pages of the firm's categories and of a dossier's share: the lists, adding, naming, order, retiring."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from comptoir.archive.actions.categories import (
    CannotChangeCategory,
    add_category,
    bring_back_category,
    give_default_categories,
    move_category,
    rename_category,
    retire_category,
)
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category
from comptoir.archive.queries.filed import categories_of, category_list
from comptoir.web.office.categories.forms import NamesForm, as_typed
from comptoir.web.office.request import place
from comptoir.web.shared.guard import OfficeRequest
from comptoir.web.shared.templatetags.comptoir import say


def lists_page(request: OfficeRequest) -> HttpResponse:
    """The list of each tab with a form to add to it; what is sent is added, or refused beside its form."""
    if request.method != "POST":
        return _lists(request, {})
    if "begin" in request.POST and request.dossier is None:
        give_default_categories(by=request.access, at=timezone.now())
        return _back(request)
    tab = FiledTab(request.POST["tab"]) if request.POST.get("tab") in FiledTab.values else FiledTab.PERMANENT
    form = NamesForm(request.POST, prefix=tab.value)
    if form.is_valid():
        try:
            added = add_category(tab, form.names(), by=request.access, at=timezone.now())
        except CannotChangeCategory as refusal:
            form.add_error(None, say(refusal.sentence))
        else:
            messages.success(request, gettext("The category %(name)s is added.") % {"name": _named(request, added)})
            return _back(request)
    return _lists(request, {tab: form})


def category_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """One category of the list that this page is about: its names, its place, whether it is offered."""
    category = _found(request, pk)
    form = NamesForm(request.POST if "names" in request.POST else None, initial=as_typed(category))
    try:
        if request.method == "POST" and not form.is_bound:
            _change(request, category, request.POST.get("deed", ""))
            return _back(request)
        if form.is_valid():
            rename_category(category, form.names(), by=request.access, at=timezone.now())
            messages.success(request, gettext("The names are saved."))
            return _back(request)
    except CannotChangeCategory as refusal:
        if not form.is_bound:
            messages.error(request, say(refusal.sentence))
            return _back(request)
        form.add_error(None, say(refusal.sentence))
    context = place(request) | {"form": form, "category": category, "name": _named(request, category)}
    return render(request, "office/categories/category.html", context, status=422 if form.errors else 200)


def _change(request: OfficeRequest, category: Category, deed: str) -> None:
    """Move it, retire it, bring it back; anything else is none of these and changes nothing."""
    by, at = request.access, timezone.now()
    if deed in {"up", "down"}:
        move_category(category, up=deed == "up", by=by, at=at)
    elif deed == "retire":
        retire_category(category, by=by, at=at)
    elif deed == "back":
        bring_back_category(category, by=by, at=at)


def _lists(request: OfficeRequest, sent: dict[FiledTab, NamesForm]) -> HttpResponse:
    lists = [_list(request, tab, sent.get(tab)) for tab in FiledTab]
    begun = request.dossier is not None or any(each["rows"] for each in lists)
    context = place(request) | {"lists": lists, "begun": begun}
    return render(request, "office/categories/lists.html", context, status=422 if sent else 200)


def _list(request: OfficeRequest, tab: FiledTab, form: NamesForm | None) -> dict[str, Any]:
    rows = category_list(request.access, tab)
    offered = [each for each in rows if each.retired_at is None]
    of_firm = [each for each in categories_of(request.access, tab) if each.dossier_id is None]
    return {
        "tab": tab,
        "rows": [
            {
                "pk": each.pk,
                "name": _named(request, each),
                "others": " · ".join(dict.fromkeys(filter(None, (each.name_fr, each.name_nl, each.name_en)))),
                "retired": each.retired_at is not None,
                "first": each in offered[:1],
                "last": each in offered[-1:],
            }
            for each in rows
        ],
        "of_firm": [_named(request, each) for each in of_firm] if request.dossier else [],
        "form": form or NamesForm(prefix=tab.value),
    }


def _named(request: OfficeRequest, category: Category) -> str:
    return category.name_in(request.LANGUAGE_CODE or "fr")


def _found(request: OfficeRequest, pk: int) -> Category:
    """A category of the one list that may be changed here; 404 for any other."""
    dossier_id = request.dossier.pk if request.dossier else None
    return get_object_or_404(Category.objects.visible_to(request.access).of_list(dossier_id), pk=pk)


def _back(request: OfficeRequest) -> HttpResponse:
    if request.dossier is None:
        return redirect("office:categories", firm=request.firm.pk)
    return redirect("office:dossier_categories", firm=request.firm.pk, dossier=request.dossier.pk)
