"""A firm with its administrator and one dossier."""

import pytest

from comptoir.firms.models import Dossier, Firm, Person
from tests.firms.people import new_dossier, new_firm, seated


@pytest.fixture
def firm(db) -> Firm:
    return new_firm()


@pytest.fixture
def dossier(firm: Firm) -> Dossier:
    return new_dossier(firm)


@pytest.fixture
def admin(firm: Firm) -> Person:
    """The firm's administrator."""
    return seated("Anne", "administrator", firm)
