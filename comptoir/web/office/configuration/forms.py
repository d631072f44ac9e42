"""The forms of a dossier's configuration, one for each section."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.ledger.choices import JournalKind
from comptoir.ledger.models import Journal
from comptoir.web.shared.forms import Field

NOT_TOLD = ("", _("Not told: miscellaneous for now"))


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A journal with its fields; `waits` when another type than that of the books' last reading is set."""

    journal: Journal
    entries: int
    kind: forms.BoundField
    shown: forms.BoundField
    untold: bool
    waits: bool


class JournalsForm(forms.Form):
    """The type of every journal, and whether it is shown."""

    bound_field_class = Field

    def __init__(self, *args: Any, journals: Sequence[Journal], settings: dict[str, Any], **kwargs: Any) -> None:
        """`settings` are the connection's: what they say of a type goes before what was read last."""
        super().__init__(*args, **kwargs)
        self.journals, self.untold = journals, set(settings.get("untold", ()))
        self.set_types: dict[str, str] = settings.get("journals", {})
        for journal in journals:
            untold = [NOT_TOLD] if journal.code in self.untold else []
            self.fields[f"type_{journal.pk}"] = forms.ChoiceField(
                label=_("Type"),
                choices=[*untold, *JournalKind.choices],
                required=not untold,
                initial=self._present(journal),
                widget=forms.Select(attrs={"aria-labelledby": f"type journal-{journal.pk}"}),
            )
            self.fields[f"shown_{journal.pk}"] = forms.BooleanField(required=False, initial=journal.shown)

    def rows(self, entries: dict[int, int]) -> list[JournalRow]:
        """The journals with their fields; `entries` are counted by journal."""
        return [
            JournalRow(
                journal=journal,
                entries=entries.get(journal.pk, 0),
                kind=self[f"type_{journal.pk}"],
                shown=self[f"shown_{journal.pk}"],
                untold=journal.code in self.untold,
                waits=self.set_types.get(journal.code, journal.type) != journal.type,
            )
            for journal in self.journals
        ]

    def corrected(self) -> dict[str, str]:
        """The types that are other ones now, by code; to be asked of a valid form only."""
        said = {journal: self.cleaned_data[f"type_{journal.pk}"] for journal in self.journals}
        return {journal.code: kind for journal, kind in said.items() if kind and kind != self._present(journal)}

    def turned(self) -> list[tuple[Journal, bool]]:
        """The journals that are to be shown or hidden and were not so."""
        said = [(journal, self.cleaned_data[f"shown_{journal.pk}"]) for journal in self.journals]
        return [(journal, shown) for journal, shown in said if shown != journal.shown]

    def _present(self, journal: Journal) -> str:
        return "" if journal.code in self.untold else self.set_types.get(journal.code, journal.type)


class BanksForm(forms.Form):
    """The IBAN of every bank journal."""

    bound_field_class = Field

    def __init__(self, *args: Any, journals: Sequence[Journal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journals = journals
        for journal in journals:
            self.fields[f"iban_{journal.pk}"] = forms.CharField(
                label=_("IBAN"),
                required=False,
                max_length=50,
                initial=journal.iban,
                widget=forms.TextInput(
                    attrs={
                        "aria-labelledby": f"iban bank-{journal.pk}",
                        "autocomplete": "off",
                        "spellcheck": "false",
                    }
                ),
            )

    def rows(self) -> list[tuple[Journal, forms.BoundField]]:
        """The bank journals with their fields."""
        return [(journal, self[f"iban_{journal.pk}"]) for journal in self.journals]


class RootsForm(forms.Form):
    """How the accounts of customers and suppliers begin."""

    bound_field_class = Field
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

    def roots(self, name: str) -> list[str]:
        """The beginnings one by one; to be asked of a valid form only."""
        return [root for root in re.split(r"[\s,;]+", self.cleaned_data[name]) if root]
