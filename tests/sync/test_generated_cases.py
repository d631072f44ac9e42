"""Three years of generated books hold every case of settling; the archive says of each what the generator meant."""

import json
from datetime import date

import pytest

from comptoir.archive.check import check_archive
from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.config.main import main
from comptoir.kit.money import text_of
from comptoir.ledger.check import check_ledger
from comptoir.sync.choices import Outcome
from tests.sync.conftest import connected
from tests.sync.exports import settle


@pytest.fixture
def generated(transactional_db, tmp_path):
    """Generated books of about six thousand lines, synchronised."""
    assert main(["generate-books", "--lines", "6000", "--documents", "6", "--out", str(tmp_path)]) == 0
    for file in tmp_path.iterdir():
        settle(file)
    company = connected(tmp_path)
    run = company.run()
    assert run.outcome == Outcome.DONE, run.reason
    return company


def test_every_case_of_settling_is_told_as_it_was_made(generated):
    cases = json.loads((generated.folder / "cases.json").read_text())
    rows = {
        (row.fiscal_year, row.journal, row.number): row
        for row in ArchivedInvoice.objects.filter(dossier=generated.dossier)
    }
    wrong = []
    for case, pieces in cases.items():
        assert pieces, case
        for piece in pieces:
            row = rows[(piece["year"], piece["journal"], piece["number"])]
            paid_on = date.fromisoformat(piece["expected"]["paid_on"]) if piece["expected"]["paid_on"] else None
            expected = (piece["expected"]["payment"], piece["expected"]["open"], paid_on)
            found = (row.payment, text_of(row.open_cents), row.paid_on)
            if found != expected:
                wrong.append((case, str(row), expected, found))
    assert wrong == []
    assert len(cases) >= 30


def test_the_stored_sums_of_generated_books_agree_with_their_lines(generated):
    assert list(check_ledger(generated.dossier)) == []
    assert list(check_archive(generated.dossier)) == []


def test_documents_are_tied_by_piece_and_by_invoice_number(generated):
    reasons = set(LinkedDocument.objects.filter(dossier=generated.dossier).values_list("reason", flat=True))
    assert {"piece", "invoice"} <= reasons
    run = generated.dossier.runs.latest("pk")
    assert run.counts["linked"] == sum(file.suffix in {".pdf", ".xml"} for file in generated.folder.iterdir())
