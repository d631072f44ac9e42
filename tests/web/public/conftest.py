"""A firm with its administrator and one dossier, and browsers."""

import pytest
from django.test import Client

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


@pytest.fixture
def carl(firm: Firm, dossier: Dossier) -> Person:
    """A client with full access to the dossier."""
    return seated("Carl", "full_access", firm, dossier)


@pytest.fixture
def visitor() -> Client:
    """A browser that reads English and sends its forms with their protection token, or is refused."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
