"""The text of a mail with an invoice's link: what may stand in it, and how it is filled in for one invoice.

The placeholders are a fixed list, and filling in is plain replacement in one pass: nothing that a user or the books
have written is ever looked at again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.archive.models import ArchivedInvoice
from comptoir.kit.money import written
from comptoir.kit.words import Refusal

PLACEHOLDERS = {
    "kind": _("invoice or credit note"),
    "number": _("its number"),
    "date": _("its date"),
    "due_date": _("the day by which it should be paid"),
    "amount": _("its amount, with the currency"),
    "partner": _("the customer's name"),
    "company": _("the company that sends it"),
    "firm": _("the accounting firm"),
    "sender": _("who sends the mail"),
    "valid_until": _("the last day on which the link works"),
    "link": _("the link to the invoice; it must be there"),
}
"""All that may stand between braces, and what it stands for."""

LINK = "link"
LONGEST_SUBJECT = 150
LONGEST_BODY = 5000

_BRACES = re.compile(r"\{([^{}]*)\}")
_ENDS_OF_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class BadText(Refusal):
    """This cannot be the text of a mail; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body of a mail, with or without placeholders."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a mail says besides the invoice: who sends it for whom, and until when its link works."""

    company: str
    firm: str
    sender: str
    currency: str
    until: date


def built_in(language: str) -> Text:
    """The text that holds where neither the firm nor the dossier has one of its own."""
    with translation.override(language):
        paragraphs = (
            gettext("Dear customer,"),
            gettext("Here you find {kind} {number} of {date} from {company}, for {amount}:"),
            "{link}",
            gettext("Due date: {due_date}. The link works until {valid_until}; no login is needed."),
            gettext("Kind regards,") + "\n{sender}\n{company}",
        )
        return Text(gettext("Your {kind} {number} from {company}"), "\n\n".join(paragraphs) + "\n")


def check_text(text: Text) -> Text:
    """The text as it is kept, trimmed, line ends made one. Refuses (BadText) what would not make a whole mail."""
    subject, body = text.subject.strip(), "\n".join(line.rstrip() for line in text.body.strip().splitlines()) + "\n"
    if not subject:
        raise BadText("Write a subject.")
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise BadText(
            "The subject may have %(subject)s characters, the text %(body)s.",
            subject=LONGEST_SUBJECT,
            body=LONGEST_BODY,
        )
    if _ENDS_OF_LINE.search(subject) or _CONTROLS.search(subject + body):
        raise BadText("The subject is one line, and no text holds control characters.")
    _check_placeholders(subject + body)
    if f"{{{LINK}}}" in subject:
        raise BadText("The link belongs into the text, not into the subject: {link} may not stand there.")
    if f"{{{LINK}}}" not in body:
        raise BadText("The text does not say where the link goes: put {link} into it.")
    return Text(subject, body)


def fill(text: Text, values: Mapping[str, str]) -> Text:
    """The text with its placeholders filled in; {link} stays, for the link is known to the mail alone."""
    known = {**values, LINK: f"{{{LINK}}}"}
    subject, body = (_BRACES.sub(lambda found: known[found[1]], part) for part in (text.subject, text.body))
    return Text(subject.strip(), body)


def values_of(invoice: ArchivedInvoice, scene: Scene, language: str) -> dict[str, str]:
    """What the placeholders stand for, written in that language."""
    with translation.override(language):
        kind = gettext("credit note") if invoice.amount_cents < 0 else gettext("invoice")
    values = {
        "kind": kind,
        "number": number_of(invoice),
        "date": day(invoice.date),
        "due_date": day(invoice.due_on) if invoice.due_on else "–",
        "amount": f"{written(abs(invoice.amount_cents), language)} {scene.currency}",
        "partner": invoice.partner_name,
        "company": scene.company,
        "firm": scene.firm,
        "sender": scene.sender,
        "valid_until": day(scene.until),
    }
    return {name: _harmless(value) for name, value in values.items()}


def number_of(invoice: ArchivedInvoice) -> str:
    """The number that the customer knows; where the books have none, journal and piece."""
    return invoice.document_number or f"{invoice.journal} {invoice.number}"


def day(on: date) -> str:
    """A day as 05/03/2026."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def _check_placeholders(written_text: str) -> None:
    for name in _BRACES.findall(written_text):
        if name not in PLACEHOLDERS:
            raise BadText(
                "“{%(name)s}” is no placeholder. These are: %(known)s.",
                name=name[:40],
                known=", ".join(f"{{{each}}}" for each in PLACEHOLDERS),
            )
    if set("{}") & set(_BRACES.sub("", written_text)):
        raise BadText("A brace stands alone: placeholders are written like {number}.")


def _harmless(value: str) -> str:
    """One line, and nothing in it that the mail could take for its link."""
    return _ENDS_OF_LINE.sub(" ", value).strip().replace("{", "(").replace("}", ")")
