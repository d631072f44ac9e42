"""PDF and UBL files that lie with the exports, and the pieces that their names say."""

import threading
import time
from pathlib import Path

import pytest

from comptoir.connectors.documents import piece_of
from comptoir.connectors.port import FoundDocument
from tests.connectors.fec.folders import YEAR, connector, put
from tests.formats.fec.texts import BOOKS


def lies_at(found: FoundDocument) -> Path:
    """Where the file lies."""
    with found.here() as path:
        return path


YEARS = frozenset({"2026", "2026-12"})


@pytest.mark.parametrize(
    ("stem", "piece"),
    [
        ("ACH-2026-7", ("ACH", "2026", "7")),
        ("ACH-2026-F-2026-12", ("ACH", "2026", "F-2026-12")),
        ("ACH-2026-12-7", ("ACH", "2026-12", "7")),
        ("ACH-2026-12", ("ACH", "2026", "12")),
        ("ACH-2025-12-7", ("ACH", "2025", "12-7")),
        ("ACH-B-2026-7", ("ACH-B", "2026", "7")),
        ("ACH-26-7", None),
        ("2026-7", None),
        ("Facture Proximus 2026", None),
    ],
)
def test_the_name_of_a_file_says_journal_year_and_number(stem, piece):
    assert piece_of(stem, YEARS) == piece


def test_documents_are_found_two_levels_deep_and_nothing_hidden_or_linked(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    seven = put(tmp_path, "ACH-2026-7.pdf")
    eight = put(tmp_path, "pdf/ACH-2026-8.PDF")
    ubl = put(tmp_path, "pdf/2026/peppol.xml")
    for name in ("a/b/c/deep.pdf", ".hidden.pdf", ".cache/x.pdf", "notes.txt", "ACH-2026-9.pdf.part"):
        put(tmp_path, name)
    (tmp_path / "link.pdf").symlink_to(seven)
    (tmp_path / "more").symlink_to(tmp_path / "pdf")

    found = list(connector(tmp_path).read_documents())

    assert [(each.name, each.piece) for each in found] == [
        ("ACH-2026-7.pdf", ("ACH", "2026", "7")),
        ("pdf/2026/peppol.xml", None),
        ("pdf/ACH-2026-8.PDF", ("ACH", "2026", "8")),
    ]
    assert [lies_at(each) for each in found] == [seven, ubl, eight]
    assert [(each.size, each.changed_ns) for each in found] == [
        (path.stat().st_size, path.stat().st_mtime_ns) for path in (seven, ubl, eight)
    ]


def test_what_was_put_into_the_outbox_did_not_come_with_the_books(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    put(tmp_path, "outbox/ACH-2026-7.pdf")
    put(tmp_path, "out/ACH-2026-8.pdf")

    assert [each.name for each in connector(tmp_path).read_documents()] == ["out/ACH-2026-8.pdf"]
    named = connector(tmp_path, outbox=str(tmp_path / "out"))
    assert [each.name for each in named.read_documents()] == ["outbox/ACH-2026-7.pdf"]


def test_a_document_that_is_being_written_is_left_for_the_next_run_and_reported(tmp_path):
    put(tmp_path, YEAR, BOOKS)
    done = put(tmp_path, "ACH-2026-7.pdf", b"%PDF", seconds_ago=0)
    moving = put(tmp_path, "ACH-2026-8.pdf", b"%PDF", seconds_ago=0)
    stop = threading.Event()

    def write_on() -> None:
        while not stop.wait(0.1):
            with moving.open("ab") as file:
                file.write(b"%")

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        opened = connector(tmp_path)
        time.sleep(0.2)
        found = [lies_at(document) for document in opened.read_documents()]
    finally:
        stop.set()
        writer.join()

    assert found == [done]
    assert [str(finding) for finding in opened.findings()] == [
        "The file ACH-2026-8.pdf is still being written and was left for the next run."
    ]
