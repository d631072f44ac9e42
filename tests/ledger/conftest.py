"""A dossier with empty books."""

from datetime import UTC, datetime

import pytest

from comptoir.firms.models import Dossier, Firm
from tests.ledger.bookkeeping import TextBooks

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def dossier(db):
    """A Belgian dossier."""
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    return Dossier.objects.create(firm=firm, name="Atelier", number="0123456749", created_at=NOW)


@pytest.fixture
def books(dossier):
    """Its books, to be written as text."""
    return TextBooks(dossier)
