"""The form with which invoices are sent: its lines, one for each invoice, and what holds for all of them."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.archive.actions.sharing import VALID_DAYS, Addressed, Sending
from comptoir.archive.letters import BadText, Text, check_text
from comptoir.archive.queries.sharing import Sendable
from comptoir.firms.choices import Language
from comptoir.web.shared.forms import DayField, Field
from comptoir.web.shared.templatetags.comptoir import say


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice of the form, as proposed or as typed; `wrong` says what keeps it from being sent."""

    found: Sendable
    email: str
    language: str
    chosen: bool
    wrong: str = ""

    @property
    def letter(self) -> Addressed:
        """As it is sent."""
        return Addressed(self.found.invoice, self.email, self.language)


class ComposeForm(forms.Form):
    """Until when the links work, whether the sender wants a copy, and the text in each language."""

    bound_field_class = Field
    until = DayField(label=_("The link works until"), help_text=_("After that day it opens nothing."))
    copy = forms.BooleanField(
        label=_("Send me a copy"),
        required=False,
        help_text=_("Without the link, so that every opening is the recipient's."),
        widget=forms.CheckboxInput(),
    )
    subject_fr = forms.CharField(label=_("Subject"), required=False)
    body_fr = forms.CharField(
        label=_("Message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 11})
    )
    subject_nl = forms.CharField(label=_("Subject"), required=False)
    body_nl = forms.CharField(
        label=_("Message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 11})
    )
    subject_en = forms.CharField(label=_("Subject"), required=False)
    body_en = forms.CharField(
        label=_("Message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 11})
    )

    def text_in(self, language: str) -> Text:
        """Subject and text of that language, as typed."""
        said = self.cleaned_data
        return Text(said.get(f"subject_{language}", ""), said.get(f"body_{language}", ""))

    def check_texts(self, languages: Iterable[str]) -> bool:
        """Whether the texts of these languages can be sent; what is wrong stands beside them then."""
        for language in languages:
            try:
                check_text(self.text_in(language))
            except BadText as refusal:
                self.add_error(f"body_{language}", say(refusal.sentence))
        return self.is_valid()


def proposed(texts: Mapping[str, Text], *, today: date) -> ComposeForm:
    """The form as it first opens."""
    initial: dict[str, Any] = {"until": today + timedelta(days=VALID_DAYS)}
    for language, text in texts.items():
        initial |= {f"subject_{language}": text.subject, f"body_{language}": text.body}
    return ComposeForm(initial=initial)


def new_key() -> str:
    """What tells one form from another, so that none is sent twice."""
    return secrets.token_hex(16)


def lines_as_proposed(found: Iterable[Sendable], *, email: str = "", language: str = "") -> list[Line]:
    """Every invoice that can be sent, with its recipient as proposed, or with the one that is named."""
    return [Line(each, email or each.email, language or each.language, each.pdf is not None) for each in found]


def lines_as_typed(found: Iterable[Sendable], sent: QueryDict, wrong: Mapping[int, str]) -> list[Line]:
    """The lines as the form sent them."""
    lines = []
    for each in found:
        pk = each.invoice.pk
        language = sent.get(f"language_{pk}", each.language)
        chosen = each.pdf is not None and f"send_{pk}" in sent
        lines.append(
            Line(
                each,
                sent.get(f"to_{pk}", each.email).strip()[:254],
                language if language in Language.values else each.language,
                chosen,
                wrong.get(pk, ""),
            )
        )
    return lines


def sending_of(form: ComposeForm, lines: Iterable[Line], key: str) -> Sending:
    """What the form asks for, once it is valid."""
    letters = [line.letter for line in lines if line.chosen]
    texts = {letter.language: form.text_in(letter.language) for letter in letters}
    said = form.cleaned_data
    return Sending(key=key, letters=letters, texts=texts, until=said["until"], copy=said["copy"])
