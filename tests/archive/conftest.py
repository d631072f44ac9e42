"""A dossier with its books, written as text, and the standings of its people."""

from pathlib import Path

import pytest

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from tests.firms.people import in_dossier, new_dossier, new_firm, seated
from tests.ledger.bookkeeping import TextBooks


@pytest.fixture
def dossier(db) -> Dossier:
    """A Belgian dossier."""
    return new_dossier(new_firm())


@pytest.fixture
def books(dossier: Dossier) -> TextBooks:
    """Its books, to be written as text."""
    return TextBooks(dossier)


@pytest.fixture
def client_access(dossier: Dossier) -> Access:
    """Carl, with full access."""
    return in_dossier(seated("Carl", "full_access", dossier.firm, dossier), dossier)


@pytest.fixture
def reader_access(dossier: Dossier) -> Access:
    """Rita, who consults only."""
    return in_dossier(seated("Rita", "full_feedback", dossier.firm, dossier), dossier)


@pytest.fixture
def store(tmp_path, settings) -> Path:
    """The empty folder of documents."""
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def firm_access(dossier: Dossier, store: Path) -> Access:
    """Anne of the firm, in the dossier's portal."""
    return in_dossier(seated("Anne", "administrator", dossier.firm), dossier)


@pytest.fixture
def other_access(dossier: Dossier) -> Access:
    """Nora, a client of another dossier of the same firm."""
    other = new_dossier(dossier.firm, "Boulangerie", "0403019261")
    return in_dossier(seated("Nora", "full_access", dossier.firm, other), other)
