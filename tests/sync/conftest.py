"""A dossier connected to a folder in which the accounting software leaves its export."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from comptoir.connectors.registry import package
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier, Firm
from comptoir.jobs.models import Job
from comptoir.jobs.registry import job_functions
from comptoir.jobs.worker import run_here
from comptoir.sync.actions import ask_for_run, connect
from comptoir.sync.choices import RunKind
from comptoir.sync.models import Run
from tests.sync.exports import export

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

BOOKS = """
    2026-03-01 ACH 12  440000 F1 Proximus   -121.00  A
    2026-03-02 VEN  1  400000 C1 Martin      242.00
    2026-03-09 BNK  4  440000 F1 Proximus    121.00  A
    2026-03-31 OD   1  610000 -  -            10.00
"""


class Connected:
    """A dossier, its export folder, and its runs."""

    def __init__(self, dossier: Dossier, folder: Path) -> None:
        self.dossier, self.folder = dossier, folder
        self.by: Access = machine(dossier.firm_id, dossier.pk, "test")

    def run(
        self,
        kind: str = RunKind.MANUAL,
        *,
        full: bool = False,
        done_until: date | None = None,
        confirm_removals: bool = False,
        max_attempts: int = 1,
    ) -> Run:
        """Ask for a run and perform it here."""
        run = ask_for_run(
            self.dossier,
            kind=kind,
            full=full,
            done_until=done_until,
            confirm_removals=confirm_removals,
            max_attempts=max_attempts,
            by=self.by,
            at=timezone.now(),
        )
        run_here(Job.objects.get(pk=run.job_id), job_functions())
        run.refresh_from_db()
        return run


def connected(folder: Path, number: str = "0123456749") -> Connected:
    """A new firm's dossier, connected to that folder with the proposed settings."""
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    dossier = Dossier.objects.create(firm=firm, name="Atelier", number=number, created_at=NOW)
    settings = package("fec").propose({"folder": str(folder)})
    connect(dossier, "fec", settings, by=machine(firm.pk, dossier.pk, "test"), at=NOW)
    return Connected(dossier, folder)


@pytest.fixture
def atelier(transactional_db, tmp_path):
    """A dossier whose export has four pieces."""
    export(tmp_path, BOOKS)
    return connected(tmp_path)
