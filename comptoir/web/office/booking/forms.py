"""The forms of how a dossier's documents are booked."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.firms.choices import Validation
from comptoir.firms.models import Dossier
from comptoir.kit.money import BadAmount, cents_from_text, text_of
from comptoir.ledger.models import Journal
from comptoir.web.shared.forms import Field
from comptoir.worklist.choices import ByItself, Template
from comptoir.worklist.models import JournalNumbering, WorklistSettings
from comptoir.worklist.settings import MOST_EQUAL, MOST_FIRST, Chosen


class BookingForm(forms.Form):
    """Who checks, what goes by itself, where accounts come from, which periods are closed."""

    bound_field_class = Field
    validated_by = forms.ChoiceField(
        label=_("Who checks booking proposals"),
        choices=Validation.choices,
        help_text=_("Where the client checks, his administrators and people with full access have the worklist too."),
    )
    client_journals = forms.MultipleChoiceField(
        label=_("Journals that the client checks"), required=False, widget=forms.CheckboxSelectMultiple
    )
    client_partners = forms.CharField(
        label=_("Customers and suppliers that the client checks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("Their numbers in the books, separated by commas. Only where both check."),
    )
    by_itself = forms.ChoiceField(
        label=_("A proposal that is as the partner’s invoices before it"), choices=ByItself.choices, required=False
    )
    equal_bookings = forms.IntegerField(
        label=_("So many of the partner’s last invoices have to be booked just so"),
        min_value=1,
        max_value=MOST_EQUAL,
    )
    below = forms.CharField(
        label=_("And its total has to be below"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Possible duplicates, and what somebody has changed, always wait."),
    )
    firm_memory = forms.BooleanField(
        label=_("Where the dossier has no invoice of a partner, count how the firm’s other dossiers book him"),
        required=False,
    )
    closed_until = forms.DateField(
        label=_("Periods are closed until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Besides those that end before “Accounts up to date until”. Nothing is booked in them."),
    )

    def __init__(self, sent: Any, dossier: Dossier, settings: WorklistSettings, journals: Sequence[Journal]) -> None:
        amount = text_of(settings.below_cents)
        initial = {
            "validated_by": dossier.validated_by,
            "client_journals": settings.client_journals,
            "client_partners": ", ".join(settings.client_partners),
            "by_itself": settings.by_itself,
            "equal_bookings": settings.equal_bookings,
            "below": amount if (get_language() or "fr")[:2] == "en" else amount.replace(".", ","),
            "firm_memory": settings.firm_memory,
            "closed_until": settings.closed_until,
        }
        super().__init__(sent, initial=initial)
        named = [(each.code, f"{each.code} {each.name}") for each in journals]
        self.fields["client_journals"].choices = named  # type: ignore[attr-defined]

    def clean_below(self) -> int:
        """The limit in cents."""
        try:
            return cents_from_text(self.cleaned_data["below"])
        except BadAmount:
            raise forms.ValidationError(_("This is no amount.")) from None

    def chosen(self) -> Chosen:
        """What was said; to be asked of a valid form only."""
        said = self.cleaned_data
        return Chosen(
            validated_by=Validation(said["validated_by"]),
            client_journals=sorted(said["client_journals"]),
            client_partners=sorted({key for key in re.split(r"[\s,;]+", said["client_partners"]) if key}),
            by_itself=ByItself(said["by_itself"]),
            equal_bookings=said["equal_bookings"],
            below_cents=said["below"],
            firm_memory=said["firm_memory"],
            closed_until=said["closed_until"],
        )


class NumbersForm(forms.Form):
    """How the pieces of every journal are numbered."""

    bound_field_class = Field

    def __init__(self, sent: Any, journals: Sequence[Journal]) -> None:
        super().__init__(sent)
        self.journals = journals
        for journal in journals:
            way = getattr(journal, "numbering", None) or JournalNumbering(journal=journal)
            labels = {"aria-labelledby": f"template journal-{journal.pk}"}
            self.fields[f"template_{journal.pk}"] = forms.ChoiceField(
                label=_("Number"), choices=Template.choices, initial=way.template, widget=forms.Select(attrs=labels)
            )
            self.fields[f"first_{journal.pk}"] = forms.IntegerField(
                label=_("First number"),
                min_value=1,
                max_value=MOST_FIRST,
                initial=way.first,
                widget=forms.NumberInput(attrs={"aria-labelledby": f"first journal-{journal.pk}"}),
            )

    def rows(self) -> list[tuple[Journal, forms.BoundField, forms.BoundField]]:
        """The journals with their fields."""
        return [(each, self[f"template_{each.pk}"], self[f"first_{each.pk}"]) for each in self.journals]

    def said(self) -> list[tuple[Journal, Template, int]]:
        """How each is numbered; to be asked of a valid form only."""
        told = self.cleaned_data
        return [(each, Template(told[f"template_{each.pk}"]), told[f"first_{each.pk}"]) for each in self.journals]
