"""A dossier with books, and browsers of the people who may and may not see it."""

import pytest
from django.test import Client

from comptoir.firms.models import Dossier, Person
from tests.firms.people import new_dossier, new_firm, seated
from tests.ledger.bookkeeping import TextBooks


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
