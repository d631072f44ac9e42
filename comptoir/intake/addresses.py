"""The e-mail addresses of mailboxes: one per mailbox and language, with a secret part that can be renewed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.choices import Language
from comptoir.firms.models import Dossier
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import MailboxSettings

WORDS = {
    Mailbox.UNTYPED: {Language.FRENCH: "documents", Language.DUTCH: "documenten", Language.ENGLISH: "documents"},
    Mailbox.PURCHASES: {Language.FRENCH: "achat", Language.DUTCH: "aankoop", Language.ENGLISH: "purchase"},
    Mailbox.SALES: {Language.FRENCH: "vente", Language.DUTCH: "verkoop", Language.ENGLISH: "sale"},
    Mailbox.MISCELLANEOUS: {Language.FRENCH: "divers", Language.DUTCH: "diverse", Language.ENGLISH: "misc"},
}
"""What a mailbox is called outside of the pages, in addresses and in names of folders: one word per language."""

NAMED = {word: (mailbox, language) for mailbox, words in WORDS.items() for language, word in reversed(words.items())}
"""Mailbox and language by the word; of a word that two languages share, the first one."""

LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
"""Without those that look alike on the display of a scanner."""

LENGTH = 12


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send what belongs into the mailbox, for people of that language."""

    mailbox: Mailbox
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter goes, and the language of whoever wrote the address."""

    dossier: Dossier
    mailbox: Mailbox
    language: Language


def settings_of(dossier: Dossier) -> MailboxSettings:
    """How the dossier's mailboxes behave; their secret is made when they are first asked for."""
    known = MailboxSettings.objects.filter(dossier=dossier).first()
    return known or MailboxSettings.objects.get_or_create(dossier=dossier, defaults={"secret": _new_secret()})[0]


def addresses_of(dossier: Dossier) -> list[Address]:
    """Every address of the dossier, mailbox by mailbox; none when no e-mail is taken in, or the dossier is closed."""
    if not settings.INTAKE_DOMAIN or dossier.closed_at is not None:
        return []
    tail = f"{dossier.number.lower()}.{settings_of(dossier).secret}@{settings.INTAKE_DOMAIN}"
    return [
        Address(mailbox, language, f"{word}-{tail}")
        for mailbox, words in WORDS.items()
        for language, word in words.items()
    ]


@transaction.atomic
def renew_secret(dossier: Dossier, *, by: Access, at: datetime) -> MailboxSettings:
    """Give the mailboxes new addresses; what is sent to the old ones is refused from now on. Refuses (NotAllowed)."""
    by.demand("mailbox.settings")
    dossier = Dossier.objects.visible_to(by).get(pk=dossier.pk)
    held = MailboxSettings.objects.select_for_update().get(pk=settings_of(dossier).pk)
    held.secret = _new_secret()
    held.save(update_fields=["secret"])
    record("intake.addresses_renewed", held, by=by, at=at)
    return held


def resolve(address: str) -> Place | None:
    """Whose mailbox that address is, however its case was typed and whatever follows a "+"; None when it is nobody's.

    So are those of closed dossiers, and those with a secret that was renewed.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    if not settings.INTAKE_DOMAIN or domain != settings.INTAKE_DOMAIN:
        return None
    word, _, rest = local.partition("+")[0].partition("-")
    number, _, secret = rest.rpartition(".")
    if word not in NAMED or not (secret.isascii() and secret.isalnum()):
        return None
    found = MailboxSettings.objects.filter(secret=secret, dossier__closed_at=None)
    known = found.select_related("dossier__firm").first()
    if known is None or known.dossier.number.lower() != number:
        return None
    mailbox, language = NAMED[word]
    own = Language(known.dossier.firm.language)
    return Place(known.dossier, mailbox, own if WORDS[mailbox][own] == word else language)


def _new_secret() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
