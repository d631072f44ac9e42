"""The e-mail addresses of the mailboxes, as pages show them: in the reader's language first."""

from dataclasses import dataclass

from django.utils.translation import get_language

from comptoir.firms.models import Dossier
from comptoir.intake.addresses import Address, addresses_of
from comptoir.intake.choices import Mailbox


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """Where to mail what belongs into the mailbox: in the reader's language, and `others` that do the same."""

    mailbox: Mailbox
    icon: str
    text: str
    others: list[Address]


def mailbox_addresses(dossier: Dossier) -> list[MailboxAddress]:
    """One per mailbox, those that are sorted first; none where no e-mail is taken in."""
    language = (get_language() or "")[:2]
    found: dict[Mailbox, list[Address]] = {}
    for address in addresses_of(dossier):
        found.setdefault(address.mailbox, []).append(address)
    return [_in_words(mailbox, found[mailbox], language) for mailbox in ORDER if mailbox in found]


def _in_words(mailbox: Mailbox, of_it: list[Address], language: str) -> MailboxAddress:
    own = next((each for each in of_it if each.language == language), of_it[0])
    others = {each.text: each for each in of_it if each.text != own.text}
    return MailboxAddress(
        mailbox, "question" if mailbox == Mailbox.UNTYPED else mailbox.value, own.text, list(others.values())
    )


ORDER = (Mailbox.PURCHASES, Mailbox.SALES, Mailbox.MISCELLANEOUS, Mailbox.UNTYPED)
