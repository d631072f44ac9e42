"""The forms about people: an invitation, and another profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.firms.choices import DossierProfile, FirmProfile, Language
from comptoir.web.shared.forms import Field


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    bound_field_class = Field
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    profile = forms.ChoiceField(label=_("Profile"))
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=Language.choices,
        help_text=_("Who has a login already is written to in his own language."),
    )

    def __init__(self, *args: Any, of_dossier: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _give_profiles(self.fields["profile"], of_dossier)


class ProfileForm(forms.Form):
    """Another profile for somebody who has a seat."""

    bound_field_class = Field
    profile = forms.ChoiceField(label=_("Profile"))

    def __init__(self, *args: Any, of_dossier: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _give_profiles(self.fields["profile"], of_dossier)


def _give_profiles(field: Any, of_dossier: bool) -> None:
    """The profiles of the place; the least that makes sense is proposed, never the administrator's."""
    field.choices = DossierProfile.choices if of_dossier else FirmProfile.choices
    field.initial = DossierProfile.FULL_ACCESS if of_dossier else FirmProfile.COLLABORATOR
