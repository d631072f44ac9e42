"""From which mailbox at a provider e-mails are fetched, how it went, and what was left there."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.intake.actions.account import CannotSave, Wanted, account_of, fetch_now, remove_account, save_account
from comptoir.intake.models import MailAccount
from comptoir.kit.hosts import HostNotNamed
from comptoir.web.office.request import place
from comptoir.web.shared.forms import Field
from comptoir.web.shared.guard import OfficeRequest, needs
from comptoir.web.shared.templatetags.comptoir import say

SHOWN = 20
"""So many of the e-mails that were left at the provider are named."""


class AccountForm(forms.Form):
    """Server, login and folders."""

    bound_field_class = Field
    host = forms.CharField(
        label=_("Server"),
        max_length=200,
        help_text=_("Its name, such as imap.example.be; the connection is encrypted."),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    user = forms.CharField(
        label=_("User name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is kept encrypted and never shown. Leave it empty to keep the one that is known."),
    )
    folder = forms.CharField(label=_("Folder that is read"), max_length=200, initial="INBOX")
    kept_folder = forms.CharField(
        label=_("Folder for what was taken in"),
        max_length=200,
        initial="Comptoir",
        help_text=_("E-mails go there once they are kept here. It is made when it is missing."),
    )

    @classmethod
    def of(cls, account: MailAccount | None) -> "AccountForm":
        """The form with what holds now."""
        return cls(
            initial={name: getattr(account, name) for name in cls.base_fields if name != "password"}
            if account
            else None
        )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office.firm")
def account(request: OfficeRequest) -> HttpResponse:
    """The settings; what is sent is saved, and tried at once."""
    if request.method != "POST":
        return _page(request, AccountForm.of(account_of(request.access)))
    form = AccountForm(request.POST)
    if form.is_valid():
        try:
            save_account(Wanted(**form.cleaned_data), by=request.access, at=timezone.now())
        except (CannotSave, HostNotNamed) as refusal:
            form.add_error(None, say(refusal.sentence))
    if form.errors:
        return _page(request, form, status=422)
    messages.success(
        request, gettext("It is saved. The first e-mails are fetched within a minute; how it went stands here.")
    )
    return redirect("office:mail_account", firm=request.firm.pk)


@require_POST
@needs("office.firm")
def fetched(request: OfficeRequest) -> HttpResponse:
    """Fetch now."""
    fetch_now(by=request.access, at=timezone.now())
    messages.success(request, gettext("E-mails are being fetched. Load the page again to see how it went."))
    return redirect("office:mail_account", firm=request.firm.pk)


@require_POST
@needs("office.firm")
def removed(request: OfficeRequest) -> HttpResponse:
    """Fetch no more."""
    remove_account(by=request.access, at=timezone.now())
    messages.success(request, gettext("No e-mails are fetched any more. What was taken in stays."))
    return redirect("office:mail_account", firm=request.firm.pk)


def _page(request: OfficeRequest, form: AccountForm, *, status: int = 200) -> HttpResponse:
    known = account_of(request.access)
    context: dict[str, Any] = place(request) | {
        "form": form,
        "account": known,
        "strays": list(known.strays.order_by("-seen_at", "-id")[:SHOWN]) if known else [],
        "domain": settings.INTAKE_DOMAIN,
    }
    return render(request, "office/mail/account.html", context, status=status)
