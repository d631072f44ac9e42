"""Broken exports: refused with the exact place, the books and both dates as they were, and the reason to be read."""

from datetime import date

import pytest

from comptoir.kit.words import Sentence
from comptoir.ledger.models import Books
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Run
from tests.sync.conftest import BOOKS
from tests.sync.exports import HEADER, export, settle
from tests.sync.picture import picture

COLUMN = {name: place for place, name in enumerate(HEADER)}


def broken(atelier, change) -> Run:
    """Bend the export's rows (the first is the header), run, and see that nothing else changed."""
    atelier.run(done_until=date(2026, 3, 31))
    before = picture(atelier.dossier)
    path = export(atelier.folder, BOOKS)
    rows = [line.split("\t") for line in path.read_text("iso-8859-15").splitlines()]
    change(rows)
    path.write_text("\r\n".join("\t".join(row) for row in rows) + "\r\n", encoding="iso-8859-15", newline="")
    settle(path)
    run = atelier.run(done_until=date(2026, 12, 31))
    assert picture(atelier.dossier) == before
    assert Books.objects.get(dossier=atelier.dossier).accounts_until == date(2026, 3, 31)
    assert run.outcome == Outcome.REFUSED
    assert str(Sentence.from_json(run.reason))
    return run


def place(run: Run) -> tuple[str, int, str]:
    assert run.place
    return run.place["file"], run.place["line"], run.place["column"]


def test_a_wrong_column_count_is_refused_with_its_line(atelier):
    run = broken(atelier, lambda rows: rows[3].pop())
    assert place(run)[:2] == ("FEC20261231.txt", 4)


def test_a_bar_for_a_tab_after_the_journal_is_a_wrong_column_count_in_its_line(atelier):
    run = broken(atelier, lambda rows: rows[3].__setitem__(slice(0, 2), ["|".join(rows[3][:2])]))
    assert place(run)[:2] == ("FEC20261231.txt", 4)
    assert run.reason
    assert run.reason["text"] == "The line has %(count)s columns and not %(wanted)s."


def test_a_journal_code_with_a_bar_in_it_is_refused_with_its_line_and_column(atelier):
    run = broken(atelier, lambda rows: rows[3].__setitem__(0, "A|H"))
    assert place(run) == ("FEC20261231.txt", 4, "JournalCode")


def test_an_impossible_date_is_refused_with_its_line_and_column(atelier):
    run = broken(atelier, lambda rows: rows[2].__setitem__(COLUMN["EcritureDate"], "20260230"))
    assert place(run) == ("FEC20261231.txt", 3, "EcritureDate")


def test_an_amount_that_is_no_amount_is_refused_with_its_line_and_column(atelier):
    run = broken(atelier, lambda rows: rows[1].__setitem__(COLUMN["Credit"], "12.1.0"))
    assert place(run) == ("FEC20261231.txt", 2, "Credit")


def test_an_entry_that_does_not_balance_is_refused_by_name(atelier):
    run = broken(atelier, lambda rows: rows[1].__setitem__(COLUMN["Credit"], "120,00"))
    assert place(run)[0] == "FEC20261231.txt"
    assert "12" in str(Sentence.from_json(run.reason))


def test_the_same_piece_on_two_dates_is_refused_with_the_line_that_differs(atelier):
    run = broken(atelier, lambda rows: rows[2].__setitem__(COLUMN["EcritureDate"], "20260302"))
    assert place(run) == ("FEC20261231.txt", 3, "EcritureDate")


def test_a_file_cut_in_the_middle_of_a_line_is_refused(atelier):
    atelier.run()
    before = picture(atelier.dossier)
    path = export(atelier.folder, BOOKS)
    path.write_bytes(path.read_bytes()[:-60])
    settle(path)
    run = atelier.run()
    assert (run.outcome, place(run)[0]) == (Outcome.REFUSED, "FEC20261231.txt")
    assert picture(atelier.dossier) == before


def test_a_file_cut_between_two_lines_of_an_entry_is_refused(atelier):
    run = broken(atelier, lambda rows: rows.pop())
    assert place(run)[0] == "FEC20261231.txt"


@pytest.mark.parametrize("second", ["MYFEC20261231.txt", "FEC20261231.csv"])
def test_two_files_of_the_same_year_are_refused_by_name(atelier, second):
    atelier.run()
    before = picture(atelier.dossier)
    path = export(atelier.folder, BOOKS)
    (atelier.folder / second).write_bytes(path.read_bytes())
    settle(atelier.folder / second)
    run = atelier.run()
    assert run.outcome == Outcome.REFUSED
    assert {second, "FEC20261231.txt"} <= set(str(Sentence.from_json(run.reason)).replace(",", " ").split())
    assert picture(atelier.dossier) == before
