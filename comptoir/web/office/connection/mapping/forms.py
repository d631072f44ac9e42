"""The forms of the page: which file; then how it is written and what each of its columns is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.csv.fields import FIELDS
from comptoir.connectors.csv.first import SHAPE, WRITING, First
from comptoir.connectors.csv.mapping import MOST_HEADER, WORKBOOK
from comptoir.formats.table.recognise import Told
from comptoir.web.office.connection.folders import FolderOutside, folder_below_roots
from comptoir.web.office.connection.mapping.words import FIELD, LABEL, WAYS, recognised
from comptoir.web.shared.forms import Field
from comptoir.web.shared.templatetags.comptoir import say

COLUMN = "column_"
CHOSEN = (
    "encoding",
    "separator",
    "quote",
    "sheet",
    "header",
    "dates",
    "decimal",
    "thousands",
    "positive",
    "year_starts",
)


class FileForm(forms.Form):
    """The folder in which the file lies."""

    bound_field_class = Field
    folder = forms.CharField(
        label=_("Folder on the server"),
        max_length=500,
        help_text=_("The folder in which the accounting software leaves its exports."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, firm_id: int, kept: str) -> None:
        """`kept` is the folder that is connected already: it may stay, wherever whoever runs the server has put it."""
        super().__init__(data, initial={"folder": kept})
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


class MappingForm(forms.Form):
    """How the file is written, and what its columns are; whatever is left at its first choice is as it was told."""

    bound_field_class = Field

    def __init__(
        self, first: First, told: Mapping[str, Told], said: Mapping[str, str], columns: Mapping[str, str]
    ) -> None:
        """`columns`: the field of each column by its place."""
        said = {name: said.get(name, "") for name in (*CHOSEN, "files")}
        super().__init__(initial=dict(said) | {f"{COLUMN}{at}": field for at, field in columns.items()})
        self.first = first
        shapes = [name for name in SHAPE if name in first.told]
        self.shape_names = (["sheet"] if first.kind == WORKBOOK else []) + shapes
        self.writing_names = [name for name in WRITING if name in told] + ["year_starts", "files"]
        if first.kind == WORKBOOK:
            sheets = [(str(at), title) for at, title in enumerate(first.sheets, 1)]
            self.fields["sheet"] = forms.ChoiceField(label=str(LABEL["sheet"]), choices=sheets)
        for name in shapes:
            self.fields[name] = _choice(name, first.told[name])
        for name in self.writing_names[:-2]:
            self.fields[name] = _choice(name, told[name])
        self.fields["year_starts"] = forms.ChoiceField(label=str(LABEL["year_starts"]), choices=list(MONTHS.items()))
        self.fields["files"] = forms.CharField(
            label=str(LABEL["files"]),
            required=False,
            max_length=100,
            help_text=_("Which files of the folder are read: “*” are all, “lines*” those that begin so."),
        )
        what = [("", "–"), *((field.name, FIELD[field.name]) for field in FIELDS)]
        for at, name in enumerate(first.names):
            column = forms.ChoiceField(label=name, choices=what, required=False)
            column.widget.attrs["aria-label"] = gettext("What the column %(name)s is") % {"name": name}
            self.fields[f"{COLUMN}{at}"] = column

    @property
    def shape_fields(self) -> list[forms.BoundField]:
        """The fields about the file."""
        return [self[name] for name in self.shape_names]

    @property
    def writing_fields(self) -> list[forms.BoundField]:
        """The fields about days, amounts and years."""
        return [self[name] for name in self.writing_names]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields for what each column is."""
        return [self[f"{COLUMN}{at}"] for at in range(len(self.first.names))]


def _choice(name: str, told: Told) -> forms.ChoiceField:
    """The ways of writing, first the one that was told, with how sure that is."""
    first = gettext("as recognised") if told.sure else gettext("Please choose")
    if name == "header":
        ways: list[tuple[str, Any]] = [(str(row), str(row)) for row in range(1, MOST_HEADER + 1)]
        ways.insert(0, ("0", _("there are none")))
    else:
        ways = list(WAYS[name].items())
    return forms.ChoiceField(
        label=str(LABEL[name]), choices=[("", first), *ways], required=False, help_text=recognised(name, told)
    )
