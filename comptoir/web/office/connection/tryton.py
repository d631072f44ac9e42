"""The forms of "tryton": where the server is and who we are there; which company, and how its accounts are written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.tryton.settings import DIGITS, MOST_DIGITS
from comptoir.web.office.connection.asked import AddressForm, BooksForm, SecretField

NEEDS = _(
    "Needs the address of a Tryton server that whoever runs Comptoir allows, and a user of its own there, who may read and "
    "book."
)


class TrytonAddress(AddressForm):
    """Server, database and user."""

    asked = ("url", "database", "user", "password")
    url = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_("Such as https://tryton.example."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    database = forms.CharField(
        label=_("Database"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    user = forms.CharField(label=_("User"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = SecretField(label=_("Password"))

    def clean_url(self) -> str:
        """The address as it is compared: without a slash at its end."""
        typed: str = self.cleaned_data["url"]
        return typed.rstrip("/")


class TrytonForm(TrytonAddress, BooksForm):
    """What Tryton does not say, or not as the firm wants it."""

    company = forms.IntegerField(
        label=_("Company"),
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("Its number in Tryton; 0 for that of the user."),
    )
    digits = forms.IntegerField(
        label=_("Figures of an account"),
        min_value=1,
        max_value=MOST_DIGITS,
        initial=DIGITS,
        help_text=_("Shorter accounts are filled up with zeros."),
    )

    def settings(self) -> dict[str, Any]:
        """The settings as the package takes them."""
        return super().settings() | {name: self.cleaned_data[name] for name in ("company", "digits")}
