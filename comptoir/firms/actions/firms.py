"""A new firm, with the link that makes its first administrator."""

from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import COMMAND_LINE, machine
from comptoir.firms.actions.invitations import make_invitation
from comptoir.firms.choices import FirmProfile, Language
from comptoir.firms.models import Firm
from comptoir.kit.words import Refusal


class CannotCreateFirm(Refusal):
    """This firm cannot be made."""


@transaction.atomic
def create_firm(
    name: str, *, email: str, person_name: str = "", language: str = Language.FRENCH, at: datetime
) -> tuple[Firm, str]:
    """Make a firm, and the one-time link with which that mailbox's owner becomes its administrator.

    No mail is sent: who runs the command hands the link over. Raises CannotInvite for an impossible address,
    CannotCreateFirm for a name that is empty or taken.
    """
    if not name.strip():
        raise CannotCreateFirm("A firm needs a name.")
    if Firm.objects.filter(name=name.strip()).exists():
        raise CannotCreateFirm("There is already a firm named %(name)s.", name=name.strip())
    firm = Firm.objects.create(name=name.strip(), language=language, created_at=at)
    by = machine(firm.pk, None, COMMAND_LINE)
    record("firm.created", firm, by=by, at=at, name=firm.name)
    _, link = make_invitation(
        email, profile=FirmProfile.ADMINISTRATOR, firm=firm, name=person_name, language=language, by=by, at=at
    )
    return firm, link
