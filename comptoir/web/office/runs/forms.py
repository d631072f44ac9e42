"""The form of "Synchronise now"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.web.shared.forms import DayField, Field

INCREMENTAL, COMPLETE = "incremental", "complete"


class SynchroniseForm(forms.Form):
    """How much to read, and until when the accountant says the accounts are done."""

    bound_field_class = Field
    reading = forms.ChoiceField(
        label=_("What is read"),
        choices=[(INCREMENTAL, _("What changed")), (COMPLETE, _("Everything"))],
        initial=INCREMENTAL,
    )
    done_until = DayField(label=_("Accounts up to date until"), required=False)
