"""Book years and periods: told by PARAM, else by SLBKY and SLPRD, and refused where they cannot be told."""

from datetime import date

import pytest

from comptoir.connectors.port import WrongBooks
from tests.connectors.winbooks.dossiers import (
    DOSSIER,
    SETTINGS,
    YEAR_2026,
    connector,
    dbf,
    dossier,
    entries,
    line,
    put,
)


def test_book_years_beyond_nine_are_letters_and_each_has_its_periods(tmp_path):
    settings = []
    for index in range(1, 13):
        year = 2014 + index
        days = [f"01{month:02d}{year}" for month in (1, 1, 4, 7, 10)]
        settings.append([f"BOOKYEAR{index}.PERDATE", "".join([*days, f"3112{year}"])])
    rows = [
        line(f"3 OD 5 1 001 610000 . {period} {day} {amount}", BOOKYEAR=letter)
        for letter, period, day in (("9", "04", "20231001"), ("A", "01", "20240115"), ("C", "02", "20260401"))
        for amount in ("1.000", "-1.000")
    ]
    dossier(tmp_path, rows)
    put(tmp_path, "ATELIER_PARAM.DBF", dbf(SETTINGS, settings, mark=2))

    assert [(entry.key, entry.period) for entry in entries(tmp_path)] == [
        ("2023|OD|1", "202310"),
        ("2024|OD|1", "202401"),
        ("2026|OD|1", "202604"),
    ]


def test_years_are_told_by_slbky_where_param_does_not(tmp_path):
    columns = (("BOOKYEAR", "C", 1), ("PERIODS", "N", 2), ("BKY_START", "D", 8), ("BKY_END", "D", 8))
    dossier(tmp_path)
    put(tmp_path, "ATELIER_PARAM.DBF", dbf(SETTINGS, DOSSIER[:3], mark=2))
    put(tmp_path, "ATELIER_SLBKY.DBF", dbf(columns, [["1", "4", "20260101", "20261231"]], mark=2))

    basics = connector(tmp_path).read_basics()

    assert [period.code for period in basics.periods] == ["202601", "202604", "202607", "202610"]
    assert basics.company.name == "Atelier Exemple SRL"


def test_periods_are_told_by_slprd_where_there_is_one(tmp_path):
    years = (("BOOKYEAR", "C", 1), ("PERIODS", "N", 2), ("BKY_START", "D", 8), ("BKY_END", "D", 8))
    periods = (("BOOKYEAR", "C", 1), ("PERIOD", "C", 2), ("PRD_START", "D", 8), ("PRD_END", "D", 8))
    days = [("00", "20260101", "20260101"), ("01", "20260101", "20260214"), ("02", "20260215", "20261231")]
    dossier(tmp_path)
    put(tmp_path, "ATELIER_PARAM.DBF", dbf(SETTINGS, DOSSIER[:3], mark=2))
    put(tmp_path, "ATELIER_SLBKY.DBF", dbf(years, [["1", "12", "20260101", "20261231"]], mark=2))
    put(tmp_path, "ATELIER_SLPRD.DBF", dbf(periods, [["1", *each] for each in days], mark=2))

    told = connector(tmp_path).read_basics().periods

    assert [(period.code, period.start_on, period.end_on) for period in told] == [
        ("202601", date(2026, 1, 1), date(2026, 2, 14)),
        ("202602", date(2026, 2, 15), date(2026, 12, 31)),
    ]


def test_periods_that_begin_outside_their_year_are_refused(tmp_path):
    years = (("BOOKYEAR", "C", 1), ("BKY_START", "D", 8), ("BKY_END", "D", 8))
    periods = (("BOOKYEAR", "C", 1), ("PERIOD", "C", 2), ("PRD_START", "D", 8))
    dossier(tmp_path)
    put(tmp_path, "ATELIER_PARAM.DBF", dbf(SETTINGS, DOSSIER[:3], mark=2))
    put(tmp_path, "ATELIER_SLBKY.DBF", dbf(years, [["1", "20260101", "20261231"]], mark=2))
    put(tmp_path, "ATELIER_SLPRD.DBF", dbf(periods, [["1", "01", "20260101"], ["1", "02", "20270215"]], mark=2))

    with pytest.raises(WrongBooks, match="The periods of book year 1 do not follow one another"):
        connector(tmp_path)


def test_without_book_years_nothing_is_read(tmp_path):
    (dossier(tmp_path) / "ATELIER_PARAM.DBF").unlink()

    with pytest.raises(WrongBooks, match="The book years cannot be told"):
        connector(tmp_path)


@pytest.mark.parametrize("value", ["", "01012026", YEAR_2026[:-8] + "31022026", YEAR_2026[8:16] * 14, "x" * 112])
def test_settings_that_tell_no_periods_are_refused(tmp_path, value):
    dossier(tmp_path)
    put(tmp_path, "ATELIER_PARAM.DBF", dbf(SETTINGS, [["BOOKYEAR1.PERDATE", value]], mark=2))

    with pytest.raises(WrongBooks):
        connector(tmp_path)
