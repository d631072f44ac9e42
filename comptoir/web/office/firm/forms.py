"""The forms about the firm, and those of the options that hold for all dossiers or for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.firms.actions.settings import LONGEST_CONTACT
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier, Firm
from comptoir.web.shared.forms import Field

ONLY_PROCESSED = _("Only processed periods")
LIMITED = _("Limited reporting")
PROCESSED_MEANS = _(
    "Key figures and charts count the booking periods that are finished: those before the period in which the day after"
    " “Accounts up to date until” lies. Later periods are drawn in grey, and the result by period leaves them out. As long"
    " as that date is not given, no period is finished, and the client is told so."
)
LIMITED_MEANS = _(
    "For books whose bank is rarely booked. In the portal nothing tells what is paid or open: no liquidity, no receivables"
    " and payables, no due-date balances, no history, no “Paid” in the archive and no lettering in Financial, in no file"
    " either. Due dates, the trial balance and the bank’s own transactions stay. The firm’s people see the same there as"
    " the client."
)
AS_FIRM = ""
SAID: dict[str, bool | None] = {AS_FIRM: None, "yes": True, "no": False}


class FirmForm(forms.Form):
    """What the firm is called, its language, how clients reach it."""

    bound_field_class = Field
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("In which mails and texts begin where nobody has chosen another one."),
    )
    contact = forms.CharField(
        label=_("How clients reach the firm"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_CONTACT}),
        help_text=_("Telephone, e-mail, opening hours, in a few lines. Clients find it in Help and in the guide."),
    )

    @classmethod
    def of(cls, firm: Firm) -> "FirmForm":
        """The form with what holds now."""
        return cls(initial={"name": firm.name, "language": firm.language, "contact": firm.contact})


class OptionsForm(forms.Form):
    """Which figures clients see, in all dossiers that do not say otherwise."""

    bound_field_class = Field
    only_processed = forms.BooleanField(label=ONLY_PROCESSED, required=False, help_text=PROCESSED_MEANS)
    limited_reporting = forms.BooleanField(label=LIMITED, required=False, help_text=LIMITED_MEANS)

    @classmethod
    def of(cls, firm: Firm) -> "OptionsForm":
        """The form with what holds now."""
        return cls(initial={"only_processed": firm.only_processed, "limited_reporting": firm.limited_reporting})


class FiguresForm(forms.Form):
    """The same of one dossier, which may leave it to the firm."""

    bound_field_class = Field
    only_processed = forms.ChoiceField(label=ONLY_PROCESSED, required=False, help_text=PROCESSED_MEANS)
    limited_reporting = forms.ChoiceField(label=LIMITED, required=False, help_text=LIMITED_MEANS)

    def __init__(self, sent: Any, dossier: Dossier) -> None:
        said = {value: text for text, value in SAID.items()}
        names = ("only_processed", "limited_reporting")
        super().__init__(sent, initial={name: said[getattr(dossier, name)] for name in names})
        for name in names:
            self.fields[name].choices = _choices(getattr(dossier.firm, name))  # type: ignore[attr-defined]

    def options(self) -> dict[str, bool | None]:
        """What was said, None for as the firm says; to be asked of a valid form only."""
        return {name: SAID[self.cleaned_data[name]] for name in self.fields}


def _choices(of_firm: bool) -> list[tuple[str, str]]:
    as_firm = gettext("As the firm (now: yes)") if of_firm else gettext("As the firm (now: no)")
    return [(AS_FIRM, as_firm), ("yes", gettext("Yes")), ("no", gettext("No"))]
