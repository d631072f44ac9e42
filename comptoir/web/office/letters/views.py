"""What the mails with an invoice's link say, in each language: the firm's words, or those of one dossier."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comptoir.archive.actions.sharing import VALID_DAYS, Addressed, previewed, scene_of
from comptoir.archive.actions.templates import drop_template, save_template
from comptoir.archive.letters import LONGEST_SUBJECT, PLACEHOLDERS, BadText, Scene, Text, check_text
from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.sharing import Found, Where, texts_of
from comptoir.firms.choices import Language
from comptoir.web.office.request import DossierRequest, place
from comptoir.web.shared.forms import Field
from comptoir.web.shared.guard import OfficeRequest, needs
from comptoir.web.shared.templatetags.comptoir import say


class TextForm(forms.Form):
    """Subject and text in one language."""

    bound_field_class = Field
    subject = forms.CharField(label=_("Subject"), required=False, max_length=LONGEST_SUBJECT)
    body = forms.CharField(label=_("Message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14}))

    def text(self) -> Text:
        """As typed, once the form is valid."""
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"])


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def firm_texts(request: OfficeRequest) -> HttpResponse:
    """The firm's texts, which hold for all its dossiers without one of their own."""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.connect")
def dossier_texts(request: DossierRequest) -> HttpResponse:
    """A dossier's own texts."""
    return _page(request)


def _page(request: OfficeRequest) -> HttpResponse:
    """One language at a time: read, look over, save, or go back to what holds without it."""
    language = _language(request)
    held = texts_of(request.firm, request.dossier)[language]
    if request.method != "POST":
        return _shown(request, language, held, TextForm(initial={"subject": held.text.subject, "body": held.text.body}))
    step, now = request.POST.get("step", "save"), timezone.now()
    if step == "drop":
        drop_template(language=language, by=request.access, at=now)
        messages.success(request, gettext("The text of this place is gone; what holds without it is shown below."))
        return _back(request, language)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _shown(request, language, held, form)
    try:
        if step == "preview":
            return _shown(request, language, held, form, seen=_example(request, check_text(form.text()), language))
        save_template(form.text(), language=language, by=request.access, at=now)
    except BadText as refusal:
        form.add_error("body", say(refusal.sentence))
        return _shown(request, language, held, form)
    messages.success(request, gettext("The text is saved. It holds from the next mail on."))
    return _back(request, language)


def _shown(
    request: OfficeRequest, language: str, held: Found, form: TextForm, *, seen: Text | None = None
) -> HttpResponse:
    here = Where.DOSSIER if request.dossier else Where.FIRM
    context = place(request) | {
        "form": form,
        "language": language,
        "languages": [(code, name, code == language) for code, name in Language.choices],
        "held": held.where.value,
        "own": held.where == here,
        "seen": seen,
        "placeholders": [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()],
    }
    return render(request, "office/letters/page.html", context, status=422 if form.errors else 200)


def _example(request: OfficeRequest, text: Text, language: str) -> Text:
    """The mail with an invoice that does not exist."""
    today = timezone.localdate()
    row = ArchivedInvoice(
        journal="VEN",
        number="17",
        date=today,
        due_on=today + timedelta(days=30),
        document_number="2026-0017",
        partner_name="Maison Exemple",
        amount_cents=121000,
    )
    return previewed(Addressed(row, "", language), text, _scene(request, today + timedelta(days=VALID_DAYS)))


def _scene(request: OfficeRequest, until: date) -> Scene:
    if request.dossier is not None:
        return scene_of(request.dossier, request.access.name, until)
    return Scene("Atelier Exemple", request.firm.name, request.access.name, "EUR", until)


def _language(request: OfficeRequest) -> str:
    """The language that is asked for, else the firm's."""
    asked: Any = request.POST if request.method == "POST" else request.GET
    wanted = str(asked.get("language", ""))
    return wanted if wanted in Language.values else request.firm.language


def _back(request: OfficeRequest, language: str) -> HttpResponse:
    if request.dossier is not None:
        response = redirect("office:dossier_templates", firm=request.firm.pk, dossier=request.dossier.pk)
    else:
        response = redirect("office:templates", firm=request.firm.pk)
    response["Location"] += f"?language={language}"
    return response
