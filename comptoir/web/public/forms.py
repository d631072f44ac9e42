"""Forms of the public pages: login, passwords, invitations, one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from comptoir.firms.actions.api_tokens import LIFETIMES
from comptoir.firms.choices import Language
from comptoir.web.shared.forms import Field


class LoginForm(forms.Form):
    """E-mail address and password."""

    bound_field_class = Field
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ResetForm(forms.Form):
    """The address to which the link for a new password goes."""

    bound_field_class = Field
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg] # generic for the type checker only
    """A new password, twice, checked by Django's validators."""

    bound_field_class = Field


class InvitationForm(NewPasswordForm):
    """The name and password of somebody new."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )
    field_order = ["name", "new_password1", "new_password2"]

    def clean_name(self) -> str:
        """Let the validators know the name: a password must not resemble it."""
        name: str = self.cleaned_data["name"]
        self.user.name = name
        return name


class PasswordForm(NewPasswordForm):
    """The present password and the new one."""

    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]


class AccountForm(forms.Form):
    """Name, language, and whether figures are explained."""

    bound_field_class = Field
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    words = forms.BooleanField(
        label=_("Explain figures and columns in words"),
        required=False,
        help_text=_("A question mark beside a figure opens what it means. Whoever knows the books can do without."),
    )


class TokenForm(forms.Form):
    """A token for a program: its name, the dossiers for which it is good, how long, and the present password."""

    bound_field_class = Field
    name = forms.CharField(
        label=_("For which program?"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    dossiers = forms.MultipleChoiceField(label=_("In which dossiers may it hand in?"))
    days = forms.ChoiceField(
        label=_("How long is it good?"),
        choices=list(zip(LIFETIMES, (_("3 months"), _("1 year"), _("3 years")), strict=True)),
        initial=365,
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("So that nobody makes one who finds your session open."),
    )

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["dossiers"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        if len(choices) == 1:
            self.initial["dossiers"] = [choices[0][0]]
