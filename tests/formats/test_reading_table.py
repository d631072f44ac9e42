"""The table of docs/reading.md has the counts that are measured now, of every kind that no character recognition reads."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from comptoir.formats.child import READERS
from scripts.reading_figures import KINDS, ROOT, Reading, Score, measured
from tests.shared_data import shared

pytestmark = pytest.mark.shared


def here(reader: str) -> Callable[[Path], Reading]:
    """Reads by that reader, in this process: nothing but the readers is in question."""
    module, function, shape = READERS[reader]
    read, to_json = getattr(import_module(module), function), import_module(shape).to_json
    return lambda path: Reading(to_json(read(path.read_bytes())), 0, 0)


def counts(score: Score) -> tuple[int, ...]:
    """Files, refused ones, facts right, wrong and missing."""
    return score.files, score.refused.total(), *(score.facts[state] for state in ("right", "wrong", "missing"))


def written(name: str) -> tuple[int, ...]:
    """The same as the page has it."""
    row = next(line for line in (ROOT / "docs/reading.md").read_text().splitlines() if line.startswith(f"| {name} |"))
    return tuple(int(cell.replace(",", "")) for cell in row.split("|")[2:7])


@pytest.mark.parametrize(
    ("key", "reader"), [("ubl", "invoice"), ("ubl-ours", "invoice"), ("cii", "invoice"), ("facturx", "pdf")]
)
def test_what_the_page_says_of_electronic_invoices_is_so(key, reader):
    shared("public/expected/ubl.json")
    kind = KINDS[key]

    assert counts(measured(replace(kind, read=here(reader)))) == written(kind.name)


@pytest.mark.parametrize("key", ["text", "text-ours"])
def test_what_the_page_says_of_the_text_of_pdfs_is_so(key):
    shared("public/facturx_pdf")

    assert counts(measured(KINDS[key])) == written(KINDS[key].name)
