"""A dossier with books, and browsers of the people who may and may not see it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from comptoir.firms.models import Dossier, Person
from comptoir.intake.actions.sending import send
from comptoir.intake.models import Submission
from comptoir.worklist.models import Proposal
from comptoir.worklist.proposing import propose
from tests.firms.people import new_dossier, new_firm, office, seated
from tests.formats.pdf.make import pdf
from tests.intake.handing import NOW, hand_in, read_as
from tests.ledger.bookkeeping import TextBooks
from tests.web.portal.handed import Handing, handing_by

INVOICED = """
    2026-02-01 PUR 1  440000 Lambert -121.00
    2026-02-01 PUR 1  612300 -        100.00
    2026-02-01 PUR 1  411000 -         21.00
"""
TWENTY_ONE = [{"category": "S", "rate": "21", "base": "100.00", "tax": "21.00"}]
TOTALS = {"net": "100.00", "tax": "21.00", "gross": "121.00"}


@pytest.fixture
def dossier(db) -> Dossier:
    """A Belgian dossier."""
    return new_dossier(new_firm())


@pytest.fixture
def other(dossier: Dossier) -> Dossier:
    """Another dossier of the same firm."""
    return new_dossier(dossier.firm, "Boulangerie", "0403019261")


@pytest.fixture
def books(dossier: Dossier) -> TextBooks:
    """The dossier's books, to be written as text."""
    return TextBooks(dossier)


def browser_of(person: Person) -> Client:
    """A browser in which that person is logged in."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def carl(dossier: Dossier) -> Client:
    """A client with full access."""
    return browser_of(seated("Carl", "full_access", dossier.firm, dossier))


@pytest.fixture
def rita(dossier: Dossier) -> Client:
    """A client who consults only."""
    return browser_of(seated("Rita", "full_feedback", dossier.firm, dossier))


@pytest.fixture
def paul(dossier: Dossier) -> Client:
    """A client who hands in documents only."""
    return browser_of(seated("Paul", "document_processing", dossier.firm, dossier))


@pytest.fixture
def anne(dossier: Dossier) -> Client:
    """The firm's administrator."""
    return browser_of(seated("Anne", "administrator", dossier.firm))


@pytest.fixture
def nora(other: Dossier) -> Client:
    """A client of another dossier."""
    return browser_of(seated("Nora", "full_access", other.firm, other))


@pytest.fixture
def place(dossier: Dossier) -> str:
    """The address of the worklist of purchases."""
    return f"/d/{dossier.pk}/worklist/purchases/"


@pytest.fixture
def proposed(dossier: Dossier, books: TextBooks, settings, tmp_path) -> Callable[..., Proposal]:
    """Makes proposals of invoices of Lambert, the first one ready to be transferred."""
    settings.DOCUMENTS = tmp_path / "documents"
    books.book(INVOICED)
    by = office(dossier.firm, dossier)

    def made(number: int, **says: object) -> Proposal:
        submission = hand_in(pdf(number), f"{number}.pdf", dossier=dossier, by=by).submission
        told = {"number": f"F-{number}", "supplier": {"name": "Lambert"}, "totals": TOTALS, "vat": TWENTY_ONE}
        read_as(submission, "text", **told | says)
        send(Submission.objects.filter(pk=submission.pk), by=by, at=NOW)
        found = propose(submission, by=by, at=NOW)
        assert found is not None
        return found

    return made


@pytest.fixture
def store(tmp_path: Path, settings) -> Path:
    """Where documents are kept."""
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def handed(dossier: Dossier, carl: Client, store: Path) -> Handing:
    """Carl hands in."""
    return handing_by("Carl", dossier)
