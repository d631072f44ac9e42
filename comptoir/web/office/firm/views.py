"""The firm's own page, and an address for the form of each of its sections."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.firms.actions.settings import (
    LARGEST_LOGO,
    CannotChangeFirm,
    change_firm,
    remove_logo,
    set_logo,
    set_options,
)
from comptoir.firms.queries import deviating
from comptoir.intake.folders.places import strangers_of
from comptoir.web.office.firm.forms import FirmForm, OptionsForm
from comptoir.web.office.request import place
from comptoir.web.shared.guard import OfficeRequest, needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.web.shared.uploads import was_too_large

NAMED = 10
"""So many dossiers that say otherwise, and so many folders, are named; the rest is counted."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def firm(request: OfficeRequest) -> HttpResponse:
    """Everything about the firm; what is sent is its name, language and contact."""
    if request.method != "POST":
        return _page(request)
    form = FirmForm(request.POST)
    if form.is_valid():
        try:
            change_firm(**form.cleaned_data, by=request.access, at=timezone.now())
        except CannotChangeFirm as refusal:
            form.add_error(None, say(refusal.sentence))
    if form.errors:
        return _page(request, form=form)
    messages.success(request, gettext("It is saved."))
    return _back(request, "firm")


@require_POST
@needs("office.firm")
def logo(request: OfficeRequest) -> HttpResponse:
    """Another logo, or none."""
    if "remove" in request.POST:
        remove_logo(by=request.access, at=timezone.now())
        messages.success(request, gettext("The logo is removed."))
        return _back(request, "logo")
    sent = request.FILES.get("logo")
    if sent is None and not was_too_large(request, "logo"):
        return _page(request, logo_refused=gettext("Choose a picture first."))
    try:
        content = bytes(LARGEST_LOGO + 1) if sent is None else sent.read(LARGEST_LOGO + 1)
        set_logo(content, by=request.access, at=timezone.now())
    except CannotChangeFirm as refusal:
        return _page(request, logo_refused=say(refusal.sentence))
    messages.success(request, gettext("The logo is saved."))
    return _back(request, "logo")


@require_POST
@needs("office.firm")
def options(request: OfficeRequest) -> HttpResponse:
    """Which figures clients see."""
    form = OptionsForm(request.POST)
    if form.is_valid():
        set_options(**form.cleaned_data, by=request.access, at=timezone.now())
        messages.success(request, gettext("It is saved. It holds from the next page that a client opens."))
    return _back(request, "figures")


def _page(request: OfficeRequest, **refused: Any) -> HttpResponse:
    strangers = strangers_of(request.firm)
    context = place(request) | {
        "strangers": strangers[:NAMED],
        "strangers_left": max(len(strangers) - NAMED, 0),
        "form": refused.get("form") or FirmForm.of(request.firm),
        "logo_refused": refused.get("logo_refused", ""),
        "options": [_option(request, field) for field in OptionsForm.of(request.firm)],
    }
    return render(request, "office/firm/page.html", context, status=422 if refused else 200)


def _option(request: OfficeRequest, field: Any) -> dict[str, Any]:
    """A field with the dossiers that say otherwise."""
    others = list(deviating(request.access, field.name))
    return {"field": field, "others": others[:NAMED], "more": len(others) - NAMED, "count": len(others)}


def _back(request: OfficeRequest, part: str) -> HttpResponse:
    response = redirect("office:firm", firm=request.firm.pk)
    response["Location"] += f"#{part}"
    return response
