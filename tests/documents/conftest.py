"""A dossier, somebody who acts in it, and a store of the test's own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from comptoir.documents.actions import keep
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier, Firm
from tests.formats.pdf.make import pdf

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path, settings) -> Path:
    """The empty folder of documents."""
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def dossier(db):
    """A Belgian dossier."""
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    return Dossier.objects.create(firm=firm, name="Atelier", number="0123456749", created_at=NOW)


@pytest.fixture
def by(dossier):
    """Who acts in the dossier."""
    return machine(dossier.firm_id, dossier.pk, "tests")


@pytest.fixture
def keeping(store, dossier, by):
    """Keeps bytes or a file in the dossier."""

    def kept(source: bytes | Path | None = None, name: str = "invoice.pdf", **changes):
        return keep(
            pdf() if source is None else source, **{"dossier": dossier, "name": name, "by": by, "at": NOW} | changes
        )

    return kept
