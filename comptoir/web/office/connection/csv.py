"""The forms of "csv": the folder of the tables with the mapping that says what they mean, and the journals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.ledger.choices import THIRD_PARTY_ROOTS
from comptoir.sync.mappings import profiles_of_firm
from comptoir.web.office.connection.asked import AddressForm, FolderField, FolderForm

NEEDS = _("Needs a folder on the server with the lines of the entries as a table, CSV or Excel, from any package.")


class CsvAddress(AddressForm):
    """The folder in which the tables lie, and the firm's mapping for them."""

    asked = ("folder", "profile")
    maps_columns = True
    folder = FolderField(
        label=_("Folder on the server"), help_text=_("The folder in which the accounting software leaves its exports.")
    )
    profile = forms.TypedChoiceField(
        label=_("Mapping"), coerce=int, help_text=_("Says which column is what, and how days and amounts are written.")
    )

    def __init__(self, data: Any = None, **told: Any) -> None:
        super().__init__(data, **told)
        profile = self.fields["profile"]
        if isinstance(profile, forms.TypedChoiceField):
            mine = [(each.pk, each.name) for each in profiles_of_firm(self.known.firm_id)]
            profile.choices = [("", _("Choose a mapping")), *mine]


class CsvForm(CsvAddress, FolderForm):
    """What tables do not say: journal types, the accounts of customers and suppliers, the outbox."""


def beginning(country: str) -> dict[str, Any]:
    """The settings with which a dossier of that country begins."""
    customers, suppliers = THIRD_PARTY_ROOTS.get(country, THIRD_PARTY_ROOTS["BE"])
    return {"customer_roots": list(customers), "supplier_roots": list(suppliers)}
