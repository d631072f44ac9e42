"""The form with which a document is filed, and its facts changed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from comptoir.archive.actions.filing import LONGEST_COMMENT, LONGEST_TITLE, CannotFile, Card
from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category
from comptoir.documents.store import MAX_BYTES
from comptoir.web.shared.forms import DayField, Field
from comptoir.web.shared.templatetags.comptoir import say

ENDINGS = ".pdf,.xml,.jpg,.jpeg,.png,.tif,.tiff"
REMINDED = 30
FIELDS = {"remind_on": "remind_days"}
"""Where a refusal stands whose fact has another name than its field."""


class CardForm(forms.Form):
    """What people say of a document that is filed."""

    bound_field_class = Field
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    category = forms.ChoiceField(label=_("Category"))
    dated_on = DayField(label=_("Date of the document"))
    expires_on = DayField(label=_("Expires on"), required=False, help_text=_("Empty for what does not expire."))
    remind_days = forms.IntegerField(
        label=_("Remind so many days before"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("By mail, once, to those who see this archive and to the accounting firm. Empty for no reminder."),
    )
    comment = forms.CharField(
        label=_("Comment"), max_length=LONGEST_COMMENT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        sent: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        tab: FiledTab,
        categories: list[Category],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(sent, files, initial=initial)
        language = get_language() or "fr"
        named = [(str(each.pk), each.name_in(language)) for each in categories]
        self.fields["category"] = forms.ChoiceField(label=_("Category"), choices=[("", gettext("Choose…")), *named])
        if tab != FiledTab.PERMANENT:
            del self.fields["expires_on"], self.fields["remind_days"]

    def card(self) -> Card:
        """What was said, once it can be read."""
        said = self.cleaned_data
        expires_on, days = said.get("expires_on"), said.get("remind_days")
        return Card(
            category_id=int(said["category"]),
            title=said["title"],
            dated_on=said["dated_on"],
            comment=said["comment"],
            expires_on=expires_on,
            remind_on=expires_on - timedelta(days=days) if expires_on and days is not None else None,
        )

    def refuse(self, refusal: CannotFile) -> None:
        """Say the refusal next to the field that it is about."""
        field = FIELDS.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, say(refusal.sentence))


class NewForm(CardForm):
    """The same with the file itself; without a title the file's name stands for it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ENDINGS, "required": True}),
    )
    field_order = ("file",)

    def __init__(
        self,
        sent: QueryDict | None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None",
        *,
        tab: FiledTab,
        categories: list[Category],
        initial: dict[str, Any],
        too_large: bool,
    ) -> None:
        super().__init__(sent, files, tab=tab, categories=categories, initial=initial)
        self.too_large = too_large
        about = gettext("PDF, XML, JPEG, PNG or TIFF, at most %(megabytes)s MB.") % {"megabytes": MAX_BYTES // 2**20}
        self.fields["file"].help_text = about
        self.fields["title"].required = False
        self.fields["title"].help_text = gettext("Empty for the name of the file.")

    def clean_file(self) -> "UploadedFile[Any]":
        """The file that came with the form; one that was too large was not taken in."""
        file = self.cleaned_data.get("file")
        if self.too_large:
            raise forms.ValidationError(
                gettext("The file is larger than %(megabytes)s MB.") % {"megabytes": MAX_BYTES // 2**20}
            )
        if not isinstance(file, UploadedFile):
            raise forms.ValidationError(gettext("Choose a file."))
        return file
