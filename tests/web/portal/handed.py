"""What tests of the rooms of intake begin with: people's accesses, and files handed in by Carl."""

from collections.abc import Callable

from comptoir.firms.models import Dossier, Person
from comptoir.intake.models import Submission
from tests.firms.people import in_dossier
from tests.intake.handing import hand_in

Handing = Callable[..., Submission]


def handing_by(name: str, dossier: Dossier) -> Handing:
    """Hands files in for that person, who has a seat: bytes, name, mailbox, channel."""
    by = in_dossier(Person.objects.get(name=name), dossier)

    def handed(content: bytes, name: str = "invoice.pdf", mailbox: str = "purchases", channel: str = "upload", **said):
        return hand_in(content, name, mailbox, channel, dossier=dossier, by=by, **said).submission

    return handed
