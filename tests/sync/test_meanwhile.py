"""What happens to a dossier while a run of it is under way: closed, connected to other books, taken over by another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from comptoir.archive.models import ArchivedInvoice
from comptoir.connectors.registry import package
from comptoir.firms.actions import close_dossier, reopen_dossier
from comptoir.jobs.lease import LostLease
from comptoir.ledger.models import Entry, StagedEntry, StagedLine
from comptoir.sync.actions import ask_for_run, connect
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.models import Run, SeenFile
from comptoir.sync.perform import perform
from tests.formats.pdf.make import pdf
from tests.sync.conftest import Connected
from tests.sync.exports import export, settle


def interrupted(atelier: Connected, event: Callable[[], object]) -> Run:
    """A run during whose reading something else happens, once."""
    run = ask_for_run(atelier.dossier, kind=RunKind.MANUAL, full=False, by=atelier.by, at=timezone.now())
    waiting = [event]
    perform(run.pk, lambda _done, _total: waiting and waiting.pop()())
    run.refresh_from_db()
    return run


@pytest.fixture
def scan(atelier: Connected) -> Path:
    """The document of the purchase, beside the export."""
    path = atelier.folder / "ACH-2026-12.pdf"
    path.write_bytes(pdf())
    settle(path)
    return path


def test_a_dossier_closed_during_a_run_stays_as_it_was_and_keeps_its_documents_for_later(atelier, scan):
    run = interrupted(atelier, lambda: close_dossier(atelier.dossier, by=atelier.by, at=timezone.now()))

    assert (run.outcome, run.reason["text"]) == (Outcome.REFUSED, "This dossier is closed.")
    assert (Entry.objects.count(), SeenFile.objects.count(), StagedEntry.objects.count()) == (0, 0, 0)

    reopen_dossier(atelier.dossier, by=atelier.by, at=timezone.now())
    assert atelier.run().counts["linked"] == 1


def test_a_run_that_waits_when_its_dossier_is_closed_is_refused(atelier):
    run = ask_for_run(atelier.dossier, kind=RunKind.NIGHTLY, full=False, by=atelier.by, at=timezone.now())
    close_dossier(atelier.dossier, by=atelier.by, at=timezone.now())

    perform(run.pk, lambda _done, _total: None)

    run.refresh_from_db()
    assert (run.outcome, Entry.objects.count()) == (Outcome.REFUSED, 0)


def test_a_run_applies_the_settings_that_hold_when_it_ends(atelier, tmp_path):
    export(tmp_path / "right", "2026-05-01 ACH 99 440000 F9 Vivaqua -10.00")
    settings = package("fec").propose({"folder": str(tmp_path / "right")})

    run = interrupted(atelier, lambda: connect(atelier.dossier, "fec", settings, by=atelier.by, at=timezone.now()))

    assert run.outcome == Outcome.DONE
    assert [entry.number for entry in Entry.objects.all()] == ["99"]
    assert run.counts["added"] == 1


def test_what_a_process_reads_after_it_lost_the_run_is_not_staged(atelier):
    run = ask_for_run(atelier.dossier, kind=RunKind.MANUAL, full=False, by=atelier.by, at=timezone.now())

    def lost(_done: int, _total: int) -> None:
        raise LostLease("another has it")

    with pytest.raises(LostLease):
        perform(run.pk, lost)

    assert (StagedEntry.objects.count(), StagedLine.objects.count()) == (0, 0)


def test_an_invoice_on_accounts_of_its_own_choosing_is_found_by_partner_and_amount(atelier):
    export(atelier.folder, "2026-03-01 ACH 12 451000 F1 Proximus -121.00")
    settings = package("fec").propose({"folder": str(atelier.folder), "supplier_roots": ["451"]})
    connect(atelier.dossier, "fec", settings, by=atelier.by, at=timezone.now())

    atelier.run()

    assert {"proximus", "121.00", "121,00"} <= set(ArchivedInvoice.objects.get().search.split())


def test_after_a_change_of_the_accounts_every_invoice_is_found_by_what_it_is_now(atelier):
    export(atelier.folder, "2026-03-01 ACH 12 451000 F1 Proximus -121.00")
    atelier.run()
    settings = package("fec").propose({"folder": str(atelier.folder), "supplier_roots": ["451"]})
    connect(atelier.dossier, "fec", settings, by=atelier.by, at=timezone.now())

    atelier.run()

    row = ArchivedInvoice.objects.get()
    assert (row.amount_cents, row.payment) == (12100, "unpaid")
    assert {"proximus", "121.00"} <= set(row.search.split())
