"""Documents of a dossier: which piece a path names, and what is left alone."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from comptoir.connectors.winbooks.documents import PieceNames, path_for
from comptoir.formats.winbooks.years import BookYear
from tests.connectors.winbooks.dossiers import connector, dossier, put

YEARS = [
    BookYear("1", "2025", ("EX 2025", "Exercice 2025"), date(2025, 1, 1), date(2025, 12, 31), {}),
    BookYear("2", "2026", ("EX 2026",), date(2026, 1, 1), date(2026, 12, 31), {}),
]
NAMES = PieceNames(YEARS, ["ACH", "NC_ACH"])


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        ("EX 2026/ACH/ACH_03_260012_00.pdf", ("ACH", "2026", "260012")),
        ("ex 2025/ach/ach_03_250012_01.PDF", ("ACH", "2025", "250012")),
        ("EX 2026/ACH/ACH_03_260012___00000_A.pdf", ("ACH", "2026", "260012")),
        ("EX 2026/ACH/ACH_03_260012___00001_B.pdf", ("ACH", "2026", "260012")),
        ("Exercice 2025/NC_ACH/NC_ACH_99_7_00.pdf", ("NC_ACH", "2025", "7")),
        ("2/ACH_03_260012_00.pdf", ("ACH", "2026", "260012")),
        ("2026/ACH_03_260012_00.xml", ("ACH", "2026", "260012")),
        ("scans/2026/new/XX_01_1_00.pdf", ("XX", "2026", "1")),
        ("ACH_03_260012_00.pdf", None),
        ("EX 2024/ACH/ACH_03_240012_00.pdf", None),
        ("EX 2026/ACH/ACH_3_260012_00.pdf", None),
        ("EX 2026/ACH/ACH_03_260012.pdf", None),
        ("EX 2026/ACH/ACH_03_260012__00000_A.pdf", None),
        ("EX 2026/ACH/invoice.pdf", None),
    ],
)
def test_a_path_names_its_piece_or_none(path, piece):
    assert NAMES.piece_of(PurePosixPath(path)) == piece


def test_where_a_document_belongs_is_what_it_is_known_by():
    place = path_for("ACH", "EX 2026", "03", "260012", 0, ".pdf")

    assert place == "Document/EX 2026/ACH/ACH_03_260012_00.pdf"
    assert NAMES.piece_of(PurePosixPath(place).relative_to("Document")) == ("ACH", "2026", "260012")


def test_documents_lie_in_the_dossiers_own_folder_of_them(tmp_path):
    put(dossier(tmp_path), "Document/EX 2026/ACH/ACH_03_260012_00.pdf", b"%PDF-1.4")
    put(tmp_path, "Document/EX 2026/ACH/ACH_03_260012_01.pdf", b"%PDF-1.4 2")
    put(tmp_path, "Document/EX 2026/ACH/.hidden.pdf", b"")
    put(tmp_path, "Document/EX 2026/ACH/notes.txt", b"")
    put(tmp_path, "elsewhere.pdf", b"")

    found = list(connector(tmp_path).read_documents())

    assert [(each.name, each.piece, each.size) for each in found] == [
        ("EX 2026/ACH/ACH_03_260012_00.pdf", ("ACH", "2026", "260012"), 8),
        ("EX 2026/ACH/ACH_03_260012_01.pdf", ("ACH", "2026", "260012"), 10),
    ]
    with found[0].here() as path:
        assert path.read_bytes() == b"%PDF-1.4"


def test_documents_may_lie_elsewhere(tmp_path):
    put(dossier(tmp_path / "books"), "../scans/2026/ACH_03_260012_00.pdf", b"%PDF-1.4")
    opened = connector(tmp_path / "books", documents=str(tmp_path / "scans"))

    assert [each.name for each in opened.read_documents()] == ["2026/ACH_03_260012_00.pdf"]


def test_without_a_folder_of_documents_there_are_none(tmp_path):
    assert list(connector(dossier(tmp_path)).read_documents()) == []


def test_a_document_that_is_being_written_is_left_for_the_next_run_and_reported(tmp_path):
    path = put(dossier(tmp_path), "Document/2026/ACH_03_1_00.pdf", b"%PDF", seconds_ago=0)
    put(tmp_path, "Document/2026/ACH_03_2_00.pdf", b"%PDF")
    opened = connector(tmp_path)
    opened.read_basics()
    path.write_bytes(b"%PDF-1")

    found = [each.name for each in opened.read_documents()]

    assert found == ["2026/ACH_03_1_00.pdf", "2026/ACH_03_2_00.pdf"]
    assert opened.findings() == []
