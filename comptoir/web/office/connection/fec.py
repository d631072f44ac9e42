"""The forms of "fec": the folder of the exports, and what FEC does not say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.fec.settings import MOST_TERMS, ROOTS, TERMS
from comptoir.firms.choices import Country
from comptoir.web.office.connection.asked import AddressForm, FolderField, FolderForm
from comptoir.web.shared.forms import DayField

COUNTRIES = tuple(ROOTS)
"""Of whose charts of accounts the package knows the customers and suppliers."""

NEEDS = _("Needs a folder on the server in which the accounting software leaves a FEC export of each fiscal year.")


class FecAddress(AddressForm):
    """The folder in which the exports lie."""

    asked = ("folder",)
    folder = FolderField(
        label=_("Folder on the server"), help_text=_("The folder in which the accounting software leaves its exports.")
    )


class FecForm(FecAddress, FolderForm):
    """What FEC does not say: journal types, the accounts of customers and suppliers, payment terms, country."""

    country = forms.ChoiceField(
        label=_("Country of the chart of accounts"),
        choices=lambda: [("", _("As the accounts say")), *((c, Country(c).label) for c in COUNTRIES)],
        required=False,
    )
    customer_terms = forms.IntegerField(
        label=_("Customers pay within, in days"), min_value=0, max_value=MOST_TERMS, initial=TERMS
    )
    supplier_terms = forms.IntegerField(
        label=_("Suppliers are paid within, in days"), min_value=0, max_value=MOST_TERMS, initial=TERMS
    )
    first_day = DayField(
        label=_("First day of the first fiscal year"),
        required=False,
        help_text=_("Only where that year is not one of twelve months."),
    )

    def settings(self) -> dict[str, Any]:
        """The settings as the package takes them."""
        said = self.cleaned_data
        settings = super().settings() | {name: said[name] for name in ("country", "customer_terms", "supplier_terms")}
        if said["first_day"]:
            settings["first_day"] = said["first_day"].isoformat()
        return settings


def beginning(country: str) -> dict[str, Any]:
    """The settings with which a dossier of that country begins."""
    return {"country": country} if country in COUNTRIES else {}
