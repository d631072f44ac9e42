"""How much is read of invoices on paper: all of our own PDFs, and of scans and of what others made no less than this."""

import pytest

from comptoir.formats.media import PDF
from comptoir.formats.paper.told import read_file
from scripts.reading_figures import KINDS, Score, measured
from tests.formats.paper import expected
from tests.formats.scan.program import needs_tesseract
from tests.shared_data import shared

pytestmark = pytest.mark.shared


def right(score: Score) -> float:
    """The share of the facts that are told right."""
    return score.facts["right"] / score.facts.total()


def test_every_value_of_our_twelve_invoices_is_read_from_the_text_of_their_pdf():
    paths = sorted(shared("ours/invoice_be_synthetic").glob("be_??_??.pdf"))

    assert len(paths) == 12
    for path in paths:
        assert expected.told(read_file(path, PDF)) == expected.of_our_own(path)


@needs_tesseract
@pytest.mark.parametrize(("kind", "files"), [("scans-ours", 4), ("scans", 8)])
def test_of_scans_85_of_100_facts_are_read(kind, files):
    shared("ours/invoice_be_synthetic")

    score = measured(KINDS[kind])

    assert score.files == files
    assert score.refused == {}
    assert right(score) >= 0.85, score.odd


def test_of_the_text_of_pdfs_that_others_made_90_of_100_facts_are_read():
    shared("public/facturx_pdf")

    score = measured(KINDS["text"])

    assert score.files == 31
    assert score.refused == {}
    assert right(score) >= 0.90, score.odd
