"""A year of real books, made by a real accounting system: what the archive says is what that system says."""

import csv
import shutil

import pytest

from comptoir.archive.check import check_archive
from comptoir.archive.models import ArchivedInvoice
from comptoir.kit.money import cents_from_text
from comptoir.ledger.check import check_ledger
from comptoir.ledger.models import Line
from comptoir.sync.choices import Outcome
from tests.shared_data import shared
from tests.sync.conftest import connected
from tests.sync.exports import settle


@pytest.fixture
def year(transactional_db, tmp_path):
    """The FEC file alone, as the accounting system exported it, synchronised."""
    source = shared("ours/ledger/tryton_demo/FEC20261231.txt")
    settle(shutil.copyfile(source, tmp_path / source.name) and tmp_path / source.name)
    year = connected(tmp_path, "0200065765")
    run = year.run()
    assert (run.outcome, run.counts["lines"]) == (Outcome.DONE, 629)
    return year


def told_by_the_system():
    with shared("ours/ledger/tryton_demo/invoices.csv").open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_every_invoice_is_there_with_its_total_and_partner(year):
    expected = {
        ("VEN" if row["type"] == "out" else "ACH", row["number"]): (
            cents_from_text(row["total"]),
            row["party"],
            row["date"],
        )
        for row in told_by_the_system()
    }
    rows = ArchivedInvoice.objects.filter(dossier=year.dossier)
    found = {(row.journal, row.number): (row.amount_cents, row.partner_name, row.date.isoformat()) for row in rows}
    assert found == expected
    assert len(found) == 115


def test_an_invoice_is_paid_exactly_when_the_system_has_reconciled_it(year):
    expected = {row["number"]: row["state"] == "paid" for row in told_by_the_system()}
    found = {row.number: row.payment == "paid" for row in ArchivedInvoice.objects.filter(dossier=year.dossier)}
    assert found == expected
    assert sum(found.values()) == 77


def test_the_mirror_has_every_line_and_agrees_with_itself(year):
    assert Line.objects.filter(dossier=year.dossier).count() == 629
    assert list(check_ledger(year.dossier)) == []
    assert list(check_archive(year.dossier)) == []
