"""The form of a new dossier."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.firms.choices import Country
from comptoir.web.shared.forms import Field


class NewDossierForm(forms.Form):
    """Whose dossier it is."""

    bound_field_class = Field
    name = forms.CharField(
        label=_("Name of the company"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices, initial=Country.BELGIUM)
    number = forms.CharField(
        label=_("Enterprise number"),
        max_length=40,
        help_text=_("As it is on letters and invoices, with or without dots. Belgian numbers are checked."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
