"""What a mailbox sends on by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.addresses import settings_of
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import MailboxSettings
from comptoir.kit.words import Refusal


class CannotForward(Refusal):
    """Documents of that mailbox cannot be sent on by themselves."""


@transaction.atomic
def set_forwards(dossier: Dossier, mailboxes: Iterable[Mailbox], *, by: Access, at: datetime) -> MailboxSettings:
    """Have what arrives in these mailboxes from now on sent to the accountant at once, and in no other.

    What waits already goes on waiting. Refuses (NotAllowed, CannotForward) what nobody has sorted yet.
    """
    by.demand("mailbox.settings")
    wanted = sorted({Mailbox(each).value for each in mailboxes})
    if Mailbox.UNTYPED in wanted:
        raise CannotForward(
            "Documents that nobody has sorted cannot be sent on: the accountant would not know what they are."
        )
    dossier = Dossier.objects.visible_to(by).get(pk=dossier.pk)
    held = MailboxSettings.objects.select_for_update().get(pk=settings_of(dossier).pk)
    if held.forwards != wanted:
        record("intake.forwards_set", held, by=by, at=at, before=", ".join(held.forwards), after=", ".join(wanted))
        held.forwards = wanted
        held.save(update_fields=["forwards"])
    return held
