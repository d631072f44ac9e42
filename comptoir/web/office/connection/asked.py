"""What the forms of every package share: folders of the server, secrets, journal types, accounts of third parties.

A package has two forms: of its address, and of all its settings. The second has the fields of the first as well, hidden,
since the settings were proposed for just that address.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.ledger.choices import JournalKind
from comptoir.web.office.connection.folders import FolderOutside, folder_below_roots
from comptoir.web.shared.forms import Field
from comptoir.web.shared.templatetags.comptoir import say

JOURNAL = "journal_"
MOST_JOURNALS = 200
LONGEST_CODE = 20


@dataclass(frozen=True)
class Known:
    """What is known before anybody types.

    `present`: the settings of the saved connection to the same package; a folder that they name may stay, wherever whoever
    runs the server has put it. `held`: which secrets need not be typed again for such settings. `names`: of journals, as
    far as the books have told them.
    """

    firm_id: int
    present: Mapping[str, Any]
    held: Callable[[Mapping[str, Any]], Collection[str]]
    names: Mapping[str, str]


class FolderField(forms.CharField):
    """A folder on the server, below one of the firm's roots."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **said: Any) -> None:
        super().__init__(max_length=500, **said)


class SecretField(forms.CharField):
    """A password or key: it is sent and never shown again, and may be left empty where it is held."""

    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})

    default_error_messages = {"required": _("It is kept for one address only: type it for this one.")}

    def __init__(self, **said: Any) -> None:
        super().__init__(max_length=500, strip=False, **said)


class AddressForm(forms.Form):
    """Where the books are. `asked` names the fields of the address, secrets among them.

    `maps_columns`: a mapping of columns belongs to the address, and can be made from a file.
    """

    bound_field_class = Field
    asked: tuple[str, ...] = ()
    maps_columns = False

    def __init__(self, data: Any = None, *, known: Known, said: Mapping[str, Any]) -> None:
        """`said`: the settings that the form begins with."""
        super().__init__(data, initial=self.as_typed(said))
        self.known = known
        held = known.held(data or said)
        for name in self.secrets:
            self.fields[name].required = name not in held
            if name in held:
                self.fields[name].widget.attrs["placeholder"] = gettext("set; type it only to replace it")

    @property
    def secrets(self) -> list[str]:
        """The names of the fields that are secret."""
        return [name for name, each in self.fields.items() if isinstance(each, SecretField)]

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The fields of the address, secrets aside."""
        return [self[name] for name in self.asked if name not in self.secrets]

    @property
    def address_said(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of the address, secrets aside, with what they say in words."""
        return [(field, _words(field)) for field in self.address_fields]

    @property
    def secret_fields(self) -> list[forms.BoundField]:
        """The fields that are secret."""
        return [self[name] for name in self.secrets]

    def as_typed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Settings of the package as the fields show them; a secret is in no field."""
        return {name: value for name, value in settings.items() if not isinstance(value, dict | list)}

    def settings(self) -> dict[str, Any]:
        """The settings of these fields as the package takes them; to be asked of a valid form only."""
        return {name: self.cleaned_data[name] for name in self.asked if self.cleaned_data[name]}

    def clean(self) -> dict[str, Any]:
        """The real paths of folders."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name, each in self.fields.items():
            typed = said.get(name, "")
            if isinstance(each, FolderField) and typed and typed != self.known.present.get(name):
                try:
                    said[name] = folder_below_roots(typed, self.known.firm_id)
                except FolderOutside as refusal:
                    self.add_error(name, forms.ValidationError(say(refusal.sentence), code="outside"))
        return said


class BooksForm(AddressForm):
    """What files and databases do not say by themselves: of which type journals are, whose the accounts."""

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

    def __init__(self, data: Any = None, *, known: Known, said: Mapping[str, Any]) -> None:
        super().__init__(data, known=known, said=said)
        journals = said.get("journals", {})
        codes = codes_in(data) if data is not None else sorted(journals)
        untold = set(said.get("untold", ()))
        self.codes = codes[:MOST_JOURNALS]
        for code in self.codes:
            self.fields[name_of(code)] = forms.ChoiceField(
                label=f"{code} {known.names.get(code, '')}".strip(),
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
        """The fields that are about no journal and no address."""
        apart = {name_of(code) for code in self.codes} | set(self.asked)
        return [field for field in self if field.name not in apart]

    def as_typed(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """With roots of accounts as one text each."""
        roots = {name: ", ".join(settings.get(name, ())) for name in ("customer_roots", "supplier_roots")}
        return super().as_typed(settings) | roots

    def settings(self) -> dict[str, Any]:
        """The settings of the address, the journals and the accounts."""
        said = self.cleaned_data
        types = {code: said[name_of(code)] for code in self.codes}
        return super().settings() | {
            "journals": {code: kind or JournalKind.MISCELLANEOUS.value for code, kind in types.items()},
            "untold": [code for code, kind in types.items() if not kind],
            "customer_roots": _split(said["customer_roots"]),
            "supplier_roots": _split(said["supplier_roots"]),
        }


class FolderForm(BooksForm):
    """What packages say alike that live in a folder: where bookings are put for them."""

    outbox = FolderField(
        label=_("Outbox"),
        required=False,
        help_text=_(
            "The folder from which the accounting software imports bookings; left empty, it is “outbox” in the folder of "
            "the books."
        ),
    )

    def settings(self) -> dict[str, Any]:
        """The settings, the outbox among them where it is named."""
        outbox = self.cleaned_data["outbox"]
        return super().settings() | ({"outbox": outbox} if outbox else {})


def _words(field: forms.BoundField) -> str:
    """The value as people know it: of a choice its label."""
    value = str(field.value() or "")
    choices = field.field.widget.choices if isinstance(field.field.widget, forms.Select) else ()
    return next((str(label) for choice, label in choices if str(choice) == value), value)


def name_of(code: str) -> str:
    """The name of a journal's field: whatever signs the code has, it is one word."""
    return JOURNAL + code.encode().hex()


def codes_in(data: Any) -> list[str]:
    """The journal codes for which a type was sent; names that are none are passed over."""
    found = []
    for name in data:
        if re.fullmatch(JOURNAL + r"(?:[0-9a-f]{2})+", name):
            code = bytes.fromhex(name.removeprefix(JOURNAL)).decode(errors="replace")
            if name_of(code) == name and len(code) <= LONGEST_CODE and code.isprintable():
                found.append(code)
    return sorted(found)


def _split(text: str) -> list[str]:
    return [root for root in re.split(r"[\s,;]+", text) if root]
