"""The folder of exports: which files are years, which are left alone, and patience with files that are being written."""

import threading
import time
from datetime import date

import pytest

from comptoir.connectors.fec.folder import closing_of, look
from comptoir.connectors.files import state_of, wait_until_still
from comptoir.connectors.port import PassingFault, Place, WrongBooks, WrongConfiguration
from comptoir.connectors.registry import package
from tests.connectors.fec.folders import YEAR, connector, put
from tests.formats.fec.texts import BOOKS, HEADER, PAYMENT, PURCHASE, fec, row


def years(folder, first_day=None) -> list[tuple[str, date, date]]:
    """Code, first and last day of each fiscal year."""
    return [(year.code, year.start_on, year.end_on) for year in look(folder, first_day).years]


@pytest.mark.parametrize(
    ("name", "closing"),
    [
        ("FEC20261231.txt", date(2026, 12, 31)),
        ("123456789FEC20251231.txt", date(2025, 12, 31)),
        ("fec20260630.CSV", date(2026, 6, 30)),
        ("Atelier FEC 2026 - 20261231 (export).txt", date(2026, 12, 31)),
        ("FEC20261331.txt", None),
        ("FEC00011231.txt", None),
        ("FEC202612311.txt", None),
        ("FEC20261231.txt.part", None),
        ("FEC20261231.txt.bak", None),
        ("FEC20261231.pdf", None),
        ("Export20261231.txt", None),
        ("FEC.txt", None),
    ],
)
def test_the_closing_day_is_told_from_the_name(name, closing):
    assert closing_of(name) == closing


def test_a_year_begins_after_the_one_before_or_twelve_months_earlier(tmp_path):
    for name in ("FEC20241231.txt", "FEC20260630.txt", "FEC20270630.txt", "FEC20301231.txt", "FEC20321231.txt"):
        put(tmp_path, name)

    assert years(tmp_path) == [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2026", date(2025, 1, 1), date(2026, 6, 30)),
        ("2027", date(2026, 7, 1), date(2027, 6, 30)),
        ("2030", date(2030, 1, 1), date(2030, 12, 31)),
        ("2032", date(2031, 1, 1), date(2032, 12, 31)),
    ]


def test_of_two_closings_in_one_calendar_year_the_first_keeps_its_name(tmp_path):
    put(tmp_path, "FEC20260331.txt")
    put(tmp_path, "FEC20261231.txt")

    assert years(tmp_path) == [
        ("2026", date(2025, 4, 1), date(2026, 3, 31)),
        ("2026-12", date(2026, 4, 1), date(2026, 12, 31)),
    ]


def test_the_first_year_begins_on_the_day_that_the_settings_say(tmp_path):
    put(tmp_path, YEAR)

    assert years(tmp_path, date(2025, 10, 1)) == [("2026", date(2025, 10, 1), date(2026, 12, 31))]


def test_a_first_year_of_more_than_24_months_is_refused(tmp_path):
    put(tmp_path, YEAR)

    assert years(tmp_path, date(2025, 1, 1)) == [("2026", date(2025, 1, 1), date(2026, 12, 31))]
    with pytest.raises(WrongConfiguration, match="at most 24 months"):
        look(tmp_path, date(2024, 12, 31))


def test_a_first_year_of_more_than_twelve_months_is_proposed(tmp_path):
    put(tmp_path, YEAR, fec(PURCHASE.replace("20260103", "20251015") + PAYMENT))

    settings = package("fec").propose({"folder": str(tmp_path)})

    assert settings["first_day"] == "2025-10-01"
    assert connector(tmp_path).read_basics().periods[0].code == "202510"


def test_two_files_of_one_fiscal_year_are_refused_by_name(tmp_path):
    put(tmp_path, "FEC20261231.txt", BOOKS)
    put(tmp_path, "123456789FEC20261231.txt", BOOKS)

    with pytest.raises(WrongBooks) as refused:
        look(tmp_path)

    assert refused.value.place == Place("FEC20261231.txt")
    assert str(refused.value) == (
        "The files 123456789FEC20261231.txt and FEC20261231.txt are of the same fiscal year. "
        "Leave one of them in the folder."
    )


def test_a_folder_that_is_missing_is_a_file_or_holds_no_export_is_a_wrong_configuration(tmp_path):
    put(tmp_path, "notes.txt")

    for folder, says in (
        (tmp_path / "missing", "is not there."),
        (tmp_path / "notes.txt", "is no folder."),
        (tmp_path, "holds no FEC export (a file named like FEC20261231.txt)."),
    ):
        with pytest.raises(WrongConfiguration) as refused:
            look(folder)
        assert str(refused.value).endswith(says)


def test_unfinished_hidden_and_linked_files_are_no_exports_and_strange_ones_are_named(tmp_path):
    put(tmp_path, YEAR)
    for name in (
        "FEC20251231.txt.part",
        "FEC20251231.tmp",
        "FEC20251231.txt.crdownload",
        ".FEC20251231.txt",
        "notes.doc",
    ):
        put(tmp_path, name)
    (tmp_path / "FEC20241231.txt").symlink_to(tmp_path / YEAR)
    put(tmp_path, "ACH-2026-7.pdf")
    put(tmp_path, "partners.csv")
    put(tmp_path, "invoices/ACH-2026-8.pdf")

    found = look(tmp_path)

    assert [year.path.name for year in found.years] == [YEAR]
    assert list(found.sidecars) == ["partners.csv"]
    assert [str(finding) for finding in found.findings] == [
        "The file FEC20241231.txt is no export and was left alone.",
        "The file FEC20251231.tmp is not complete yet and was left alone.",
        "The file FEC20251231.txt.crdownload is not complete yet and was left alone.",
        "The file FEC20251231.txt.part is not complete yet and was left alone.",
        "The file notes.doc is no export and was left alone.",
    ]


def test_of_many_strange_files_twenty_are_named_and_the_others_counted(tmp_path):
    put(tmp_path, YEAR)
    for number in range(25):
        put(tmp_path, f"{number:02}.doc")

    findings = look(tmp_path).findings

    assert (len(findings), str(findings[-1])) == (21, "5 other files were left alone.")


def test_a_file_that_has_been_still_is_not_waited_for(tmp_path):
    path = put(tmp_path, YEAR, BOOKS)

    assert wait_until_still([path], patience=0) == {path: state_of(path)}


def test_a_file_that_is_still_being_written_is_waited_for_and_read_whole(tmp_path):
    half = len(BOOKS) // 2
    path = put(tmp_path, YEAR, BOOKS[:half], seconds_ago=0)

    def go_on_writing() -> None:
        for at in range(half, len(BOOKS), 20):
            time.sleep(0.1)
            with path.open("ab") as file:
                file.write(BOOKS[at : at + 20].encode("iso-8859-15"))

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    opened = package("fec").open({"folder": str(tmp_path)})
    opened.read_basics()
    found = list(opened.read_entries())
    writer.join()

    assert len(found) == 2


def test_a_file_that_never_comes_to_rest_is_a_passing_fault_that_names_it(tmp_path):
    path = put(tmp_path, YEAR, HEADER + "\n", seconds_ago=0)
    done = threading.Event()

    def write_on() -> None:
        while not done.wait(0.05):
            with path.open("ab") as file:
                file.write(row("OD 1 20260103 610000 . 1,00").encode() + b"\n")

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        with pytest.raises(PassingFault, match=r"The file FEC20261231.txt is still being written."):
            wait_until_still([path], patience=2)
    finally:
        done.set()
        writer.join()
