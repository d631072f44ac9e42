"""A dossier with its people, an empty store, and files handed in."""

from pathlib import Path

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Received
from tests.firms.people import in_dossier, new_dossier, new_firm, seated
from tests.intake.handing import NOW, hand_in, read_as

__all__ = ["NOW"]


@pytest.fixture
def store(tmp_path, settings) -> Path:
    """The empty folder of documents."""
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def dossier(db, store) -> Dossier:
    """A Belgian dossier."""
    return new_dossier(new_firm())


@pytest.fixture
def client_access(dossier: Dossier) -> Access:
    """Carl, with full access."""
    return in_dossier(seated("Carl", "full_access", dossier.firm, dossier), dossier)


@pytest.fixture
def reader_access(dossier: Dossier) -> Access:
    """Rita, who consults only."""
    return in_dossier(seated("Rita", "full_feedback", dossier.firm, dossier), dossier)


@pytest.fixture
def firm_access(dossier: Dossier) -> Access:
    """Anne of the firm, in the dossier's portal."""
    return in_dossier(seated("Anne", "administrator", dossier.firm), dossier)


@pytest.fixture
def handing_in(dossier: Dossier, client_access: Access):
    """Hands a file in: bytes, name, and where it goes."""

    def handed_in(
        content: bytes, name: str = "invoice.pdf", mailbox: str = "purchases", channel: str = "upload", **said: str
    ) -> Received:
        return hand_in(content, name, mailbox, channel, dossier=dossier, by=client_access, **said)

    return handed_in


@pytest.fixture
def reading():
    """Writes down that a submission was read so, from that source."""
    return read_as


def now(submission: Submission) -> Submission:
    """The submission as it is by now."""
    return Submission.objects.get(pk=submission.pk)


def rows(*submissions: Submission):
    """Those submissions, looked up whenever they are read."""
    return Submission.objects.filter(pk__in=[each.pk for each in submissions])


def told(submission: Submission) -> list[str]:
    """What the trail says was done to it, oldest first."""
    events = Event.objects.filter(target_type="intake.submission", target_id=str(submission.pk)).order_by("pk")
    return [action.removeprefix("intake.") for action in events.values_list("action", flat=True)]
