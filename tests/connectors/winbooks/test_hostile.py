"""Dossiers that somebody has tampered with: any change of any byte is read whole, or refused with one of three errors."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.connectors.port import PassingFault, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from comptoir.formats.winbooks.write import write_dossier
from comptoir.records.books import Entry
from tests.connectors import sample
from tests.connectors.winbooks.dossiers import dossier, put

TABLES = ("ACT", "CSF", "ACF", "DBK", "PARAM")


def books_or_refusal(folder):
    """The entries, every one of which balances; or the refusal."""
    opened = package("winbooks").open({"folder": str(folder)})
    try:
        basics = opened.read_basics()
        found = [entry for entry in opened.read_entries() if isinstance(entry, Entry)]
    except (WrongBooks, WrongConfiguration, PassingFault) as refusal:
        return refusal
    assert all(sum(line.cents for line in entry.lines) == 0 for entry in found)
    assert len({entry.key for entry in found}) == len(found)
    accounts = {account.code for account in basics.accounts}
    assert all(line.account in accounts for entry in found for line in entry.lines)
    return found


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
@given(st.sampled_from(TABLES), st.floats(0, 0.999), st.integers(0, 255), st.sampled_from(["set", "cut", "add"]))
def test_a_changed_byte_is_read_or_refused(tmp_path_factory, kind, place, byte, how):
    folder = dossier(tmp_path_factory.mktemp("dossier"))
    path = folder / f"ATELIER_{kind}.DBF"
    content = path.read_bytes()
    at = int(place * len(content))
    after = {"set": content[at + 1 :], "cut": b"", "add": content[at:]}[how]
    put(folder, path.name, content[:at] + bytes([byte]) + after)

    books_or_refusal(folder)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
@given(st.sampled_from(TABLES), st.floats(0, 0.999), st.binary(max_size=3))
def test_a_changed_text_is_read_or_refused(tmp_path_factory, kind, place, instead):
    folder = tmp_path_factory.mktemp("dossier")
    write_dossier(folder, "A", sample.basics(), sample.books(), form="text", encoding="cp1252")
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        at = int(place * len(content))
        put(folder, path.name, content[:at] + instead + content[at + 1 :] if path.stem == kind else content)

    books_or_refusal(folder)


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"%PDF-1.4", b"PK\x03\x04" + b"\0" * 100, b"\xff" * 70_000])
@pytest.mark.parametrize("kind", TABLES)
def test_what_is_no_table_is_refused(tmp_path, kind, content):
    put(dossier(tmp_path), f"ATELIER_{kind}.DBF", content)

    assert isinstance(books_or_refusal(tmp_path), WrongBooks)


def test_a_header_that_promises_four_thousand_million_records_costs_nothing(tmp_path):
    path = dossier(tmp_path) / "ATELIER_ACT.DBF"
    content = path.read_bytes()
    put(tmp_path, path.name, content[:4] + b"\xff\xff\xff\xff" + content[8:])

    assert "4294967295 records" in str(books_or_refusal(tmp_path))


def test_a_line_longer_than_any_is_refused(tmp_path):
    put(tmp_path, "ACT.txt", b'"' + b"x" * 3_000_000)
    put(tmp_path, "PARAM.txt", b"ID,VALUE\r\n" + b"x" * 200_000 + b",1\r\n")

    assert isinstance(books_or_refusal(tmp_path), WrongBooks)
