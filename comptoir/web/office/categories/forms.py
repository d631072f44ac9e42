"""The form of a category: its name in each language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.archive.actions.categories import LONGEST, Names
from comptoir.archive.models import Category
from comptoir.web.shared.forms import Field


class NamesForm(forms.Form):
    """What a category is called."""

    bound_field_class = Field
    fr = forms.CharField(label=_("In French"), max_length=LONGEST, required=False)
    nl = forms.CharField(label=_("In Dutch"), max_length=LONGEST, required=False)
    en = forms.CharField(label=_("In English"), max_length=LONGEST, required=False)

    def names(self) -> Names:
        """The names, once they can be read."""
        return Names(**self.cleaned_data)


def as_typed(category: Category) -> dict[str, str]:
    """The names as the form begins with them."""
    return {"fr": category.name_fr, "nl": category.name_nl, "en": category.name_en}
