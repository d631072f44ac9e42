"""A firm with its people in browsers, a dossier, and a folder below the allowed roots in which its books lie."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from comptoir.firms.actions import assign
from comptoir.firms.models import Dossier, Firm
from tests.firms.people import new_dossier, new_firm, office, seat_of, seated
from tests.sync.conftest import BOOKS
from tests.sync.exports import export
from tests.web.office.office import Room


@pytest.fixture
def firm(db) -> Firm:
    return new_firm()


@pytest.fixture
def dossier(firm: Firm) -> Dossier:
    return new_dossier(firm)


@pytest.fixture
def roots(settings: LazySettings, tmp_path: Path) -> Path:
    """The one folder below which this installation's books may lie."""
    settings.BOOKS_ROOTS = [tmp_path / "books" / "{firm}"]
    return tmp_path / "books"


@pytest.fixture
def folder(roots: Path, firm: Firm) -> Path:
    """An export of four pieces, below the root."""
    found = roots / str(firm.pk) / "atelier"
    export(found, BOOKS)
    return found


@pytest.fixture
def room(dossier: Dossier, folder: Path) -> Room:
    """The dossier as it lies before the firm: its address, its books."""
    return Room(dossier, folder)


def browser_of(name: str, profile: str, firm: Firm, *dossiers: Dossier) -> Client:
    """Somebody new of the firm, logged in, who looks after these dossiers."""
    person = seated(name, profile, firm)
    for dossier in dossiers:
        assign(seat_of(person), dossier, by=office(firm), at=dossier.created_at)
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def anne(firm: Firm) -> Client:
    """The firm's administrator."""
    return browser_of("Anne", "administrator", firm)


@pytest.fixture
def bob(firm: Firm, dossier: Dossier) -> Client:
    """A collaborator who looks after the dossier."""
    return browser_of("Bob", "collaborator", firm, dossier)


@pytest.fixture
def sue(firm: Firm, dossier: Dossier) -> Client:
    """Somebody of support who looks after the dossier."""
    return browser_of("Sue", "support", firm, dossier)
