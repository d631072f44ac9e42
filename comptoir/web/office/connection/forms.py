"""The forms of a connection: first the package and the folder, then what the package proposes, to be corrected."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.fec.settings import MOST_TERMS, ROOTS, TERMS
from comptoir.connectors.registry import PACKAGES
from comptoir.firms.choices import Country
from comptoir.ledger.choices import JournalKind
from comptoir.web.office.connection.folders import FolderOutside, folder_below_roots
from comptoir.web.shared.forms import DayField, Field
from comptoir.web.shared.templatetags.comptoir import say

COUNTRIES = tuple(ROOTS)
"""Of whose charts of accounts the package knows the customers and suppliers."""

JOURNAL = "journal_"
MOST_JOURNALS = 200
LONGEST_CODE = 20


class FolderForm(forms.Form):
    """Which accounting package, and the folder in which its exports lie.

    `kept` is the folder that is chosen already: it may stay, wherever whoever runs the server has put it.
    """

    bound_field_class = Field
    package = forms.ChoiceField(
        label=_("Accounting package"), choices=lambda: [(name, say(each.label)) for name, each in PACKAGES.items()]
    )
    folder = forms.CharField(
        label=_("Folder on the server"),
        max_length=500,
        help_text=_("The folder in which the accounting software leaves its exports."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, firm_id: int, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firm_id, self.kept = firm_id, kept

    def clean_folder(self) -> str:
        """The real path of the folder."""
        typed: str = self.cleaned_data["folder"]
        if self.kept and typed == self.kept:
            return typed
        try:
            return folder_below_roots(typed, self.firm_id)
        except FolderOutside as refusal:
            raise forms.ValidationError(say(refusal.sentence), code="outside") from None


class FecForm(FolderForm):
    """What FEC does not say: journal types, the accounts of customers and suppliers, payment terms, country."""

    country = forms.ChoiceField(
        label=_("Country of the chart of accounts"),
        choices=lambda: [("", _("As the accounts say")), *((c, Country(c).label) for c in COUNTRIES)],
        required=False,
    )
    customer_roots = forms.CharField(
        label=_("Customer accounts begin with"),
        max_length=200,
        help_text=_("Several beginnings are separated by commas."),
    )
    supplier_roots = forms.CharField(
        label=_("Supplier accounts begin with"),
        max_length=200,
        help_text=_("Several beginnings are separated by commas."),
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

    def __init__(self, *args: Any, proposed: dict[str, Any], names: dict[str, str], **kwargs: Any) -> None:
        """`proposed` are settings of the package; `names` of journals, as far as the books have told them."""
        super().__init__(*args, initial=_as_typed(proposed), **kwargs)
        journals = proposed.get("journals", {})
        codes = _codes_in(self.data) if self.is_bound else sorted(journals)
        untold = set(proposed.get("untold", ()))
        self.codes = codes[:MOST_JOURNALS]
        for code in self.codes:
            self.fields[name_of(code)] = forms.ChoiceField(
                label=f"{code} {names.get(code, '')}".strip(),
                choices=[("", _("Not told: miscellaneous for now")), *JournalKind.choices],
                required=False,
                initial="" if code in untold else journals.get(code, ""),
            )

    @property
    def journal_fields(self) -> list[forms.BoundField]:
        """The fields for the types of the journals."""
        return [self[name_of(code)] for code in self.codes]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The fields that are about no single journal."""
        of_journals = {name_of(code) for code in self.codes} | {"package", "folder"}
        return [field for field in self if field.name not in of_journals]

    def settings(self) -> dict[str, Any]:
        """The settings as the package takes them; to be asked of a valid form only."""
        said = self.cleaned_data
        types = {code: said[name_of(code)] for code in self.codes}
        settings: dict[str, Any] = {
            "folder": said["folder"],
            "country": said["country"],
            "journals": {code: kind or JournalKind.MISCELLANEOUS.value for code, kind in types.items()},
            "untold": [code for code, kind in types.items() if not kind],
            "customer_roots": _split(said["customer_roots"]),
            "supplier_roots": _split(said["supplier_roots"]),
            "customer_terms": said["customer_terms"],
            "supplier_terms": said["supplier_terms"],
        }
        if said["first_day"]:
            settings["first_day"] = said["first_day"].isoformat()
        return settings


FORMS: dict[str, type[FecForm]] = {"fec": FecForm}
"""The settings form of each package."""


def name_of(code: str) -> str:
    """The name of a journal's field: whatever signs the code has, it is one word."""
    return JOURNAL + code.encode().hex()


def _codes_in(data: Any) -> list[str]:
    """The journal codes for which a type was sent; names that are none are passed over."""
    found = []
    for name in data:
        if re.fullmatch(JOURNAL + r"(?:[0-9a-f]{2})+", name):
            code = bytes.fromhex(name.removeprefix(JOURNAL)).decode(errors="replace")
            if name_of(code) == name and len(code) <= LONGEST_CODE and code.isprintable():
                found.append(code)
    return sorted(found)


def _as_typed(settings: dict[str, Any]) -> dict[str, Any]:
    roots = {name: ", ".join(settings.get(name, ())) for name in ("customer_roots", "supplier_roots")}
    return {name: value for name, value in settings.items() if name not in ("journals", "untold")} | roots


def _split(text: str) -> list[str]:
    return [root for root in re.split(r"[\s,;]+", text) if root]
