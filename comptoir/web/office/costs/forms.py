"""The form of a cost category: its name in each language, and the roots of its accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.figures.actions import LONGEST, Heading
from comptoir.figures.models import CostCategory
from comptoir.web.shared.forms import Field


class HeadingForm(forms.Form):
    """What a cost category is called, and which accounts it takes."""

    bound_field_class = Field
    fr = forms.CharField(label=_("In French"), max_length=LONGEST, required=False)
    nl = forms.CharField(label=_("In Dutch"), max_length=LONGEST, required=False)
    en = forms.CharField(label=_("In English"), max_length=LONGEST, required=False)
    roots = forms.CharField(
        label=_("Roots of accounts"),
        max_length=400,
        required=False,
        help_text=_("The first figures of the accounts, such as 610, 6120. The longest root decides."),
    )
    deductible = forms.IntegerField(
        label=_("VAT recovered (%)"),
        min_value=0,
        max_value=100,
        initial=100,
        required=False,
        help_text=_("For booking proposals, where neither a rule nor past invoices of the supplier say more."),
    )

    def heading(self) -> Heading:
        """What is typed, once it can be read."""
        share = self.cleaned_data["deductible"]
        return Heading(**self.cleaned_data | {"deductible": 100 if share is None else share})


def as_typed(category: CostCategory) -> dict[str, str | int]:
    """The category as the form begins with it."""
    names = {"fr": category.name_fr, "nl": category.name_nl, "en": category.name_en}
    return {**names, "roots": ", ".join(category.roots), "deductible": category.deductible}
