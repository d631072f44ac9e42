"""Forms of the public pages: login, passwords, invitations, one's own account."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

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
