"""The forms of "winbooks": the folder of the dossier, and how its tables are written where that cannot be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.formats.winbooks.tables import ENCODINGS
from comptoir.web.office.connection.asked import AddressForm, FolderField, FolderForm

NEEDS = _("Needs the folder of the WinBooks dossier, its tables in it as DBF files or as exported text.")


class WinBooksAddress(AddressForm):
    """The folder of the dossier."""

    asked = ("folder",)
    folder = FolderField(
        label=_("Folder on the server"), help_text=_("The folder of the WinBooks dossier, or of its exported tables.")
    )


class WinBooksForm(WinBooksAddress, FolderForm):
    """How the tables are written, and where the documents lie."""

    form = forms.ChoiceField(
        label=_("Tables"),
        choices=[("", _("As the folder shows")), ("dbf", _("DBF files")), ("text", _("Exported text"))],
        required=False,
    )
    encoding = forms.ChoiceField(
        label=_("Character set"),
        choices=[("", _("As the tables show")), *((name, name.upper()) for name in ENCODINGS)],
        required=False,
    )
    documents = FolderField(
        label=_("Folder of the documents"),
        required=False,
        help_text=_("Left empty, it is “Document” in the folder of the dossier."),
    )

    def settings(self) -> dict[str, Any]:
        """The settings as the package takes them."""
        said = {name: self.cleaned_data[name] for name in ("form", "encoding", "documents")}
        return super().settings() | {name: value for name, value in said.items() if value}
