"""The books of another package, written as a WinBooks dossier, are the same books when they are read from there."""

import shutil

import pytest

from comptoir.connectors.registry import package
from comptoir.formats.winbooks.write import write_dossier
from comptoir.records.books import Entry
from tests.connectors.conformance import age, told
from tests.shared_data import shared


@pytest.mark.parametrize(("form", "encoding"), [("dbf", "cp850"), ("text", "cp1252")])
def test_a_year_of_an_accounting_system_survives_the_way_into_a_dossier(tmp_path, form, encoding):
    source, target = tmp_path / "fec", tmp_path / "dossier"
    source.mkdir()
    target.mkdir()
    age(
        shutil.copyfile(shared("ours/ledger/tryton_demo/FEC20261231.txt"), source / "FEC20261231.txt")
        and source / "FEC20261231.txt"
    )
    fec, winbooks = package("fec"), package("winbooks")
    opened = fec.open(fec.propose({"folder": str(source)}))
    basics = opened.read_basics()
    books = [entry for entry in opened.read_entries() if isinstance(entry, Entry)]

    write_dossier(target, "ATELIER", basics, books, form=form, encoding=encoding)

    for path in target.iterdir():
        age(path)
    again = winbooks.open(winbooks.propose({"folder": str(target)}))
    found = again.read_basics()
    entries = [entry for entry in again.read_entries() if isinstance(entry, Entry)]
    holds = frozenset({"due", "document_number", "letterings", "texts"})
    assert told(found, entries, holds) == told(basics, books, holds)
    assert {each.code: each.type for each in found.journals} == {each.code: each.type for each in basics.journals}
    assert found.periods == basics.periods
    assert again.findings() == []
    assert len(entries) == 233
