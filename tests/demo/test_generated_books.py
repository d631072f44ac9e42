"""Generated books: the same for the same arguments, balanced, as large as asked, and with every case of settling."""

import json
import subprocess
import sys
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from stdnum.be import ogm_vcs, vat

from comptoir.demo.generate.books import CannotGenerate, generate
from comptoir.demo.generate.stories import CASES
from comptoir.formats.fec.read import read_lines, read_pieces
from comptoir.formats.fec.write import write
from comptoir.kit.numbers import iban
from tests.demo.simple_books import THIRD, amount, read, semicolon_rows, state, years


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        generate(tmp_path / name, lines=5_000, seed=3, documents=8)

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_another_seed_gives_other_books(tmp_path):
    for seed in (1, 2):
        generate(tmp_path / str(seed), lines=5_000, seed=seed)

    assert contents(tmp_path / "1")["FEC20251231.txt"] != contents(tmp_path / "2")["FEC20251231.txt"]


def test_every_piece_balances_and_stands_in_one_block(books):
    for rows in years(books).values():
        sums, blocks, last = defaultdict(int), 0, None
        for row in rows:
            piece = (row["JournalCode"], row["EcritureNum"])
            sums[piece] += amount(row)
            blocks, last = blocks + (piece != last), piece
        assert set(sums.values()) == {0}
        assert blocks == len(sums)


def test_the_files_are_those_that_the_fec_writer_writes(books, tmp_path):
    for path in books.glob("FEC*.txt"):
        write(read_lines(path), tmp_path / path.name)

        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_fec_reader_takes_every_piece(generated):
    read = sum(1 for path in generated.folder.glob("FEC*.txt") for _ in read_pieces(path))

    assert read == generated.entries


def test_an_opening_entry_brings_forward_what_the_year_before_closed_with(books):
    balances = [
        (accounts(rows), accounts(row for row in rows if row["JournalCode"] == "AN")) for rows in years(books).values()
    ]

    for (closing, _), (_, opening) in pairwise(balances):
        assert opening == {account: cents for account, cents in closing.items() if account < "6"}
        assert sum(cents for account, cents in closing.items() if account >= "6") == 0


def accounts(rows) -> dict[str, int]:
    sums = defaultdict(int)
    for row in rows:
        sums[row["CompteNum"]] += amount(row)
    return {account: cents for account, cents in sums.items() if cents}


def test_customers_and_suppliers_are_opened_item_by_item_and_only_what_is_open(books):
    mirror = read(books)
    found = list(years(books))

    for before, year in pairwise(found):
        open_items = sorted(
            line.open for lines in mirror.lines.values() for line in lines if line.piece[0] == before and line.open
        )
        opened = sorted(
            line.amount for piece, lines in mirror.lines.items() if piece[:2] == (year, "AN") for line in lines
        )
        assert opened == open_items


def test_every_case_is_there(generated):
    assert set(generated.cases) == {case.name for case in CASES}


def test_every_case_is_settled_as_the_manifest_says(books):
    mirror = read(books)

    for case, pieces in json.loads((books / "cases.json").read_text()).items():
        for piece in pieces:
            found = state(mirror, (piece["year"], piece["journal"], piece["number"]))
            assert (case, piece["number"], found) == (case, piece["number"], piece["expected"])


def test_only_the_items_that_lost_their_reference_cannot_be_tied(books):
    cases = json.loads((books / "cases.json").read_text())

    assert read(books).untied == len(cases["restated_and_lost"])


@pytest.mark.parametrize("lines", [4_500, 30_000])
def test_the_size_is_within_five_percent_of_what_was_asked(tmp_path, lines):
    found = generate(tmp_path, lines=lines)

    assert abs(found.lines - lines) * 20 <= lines
    assert found.lines == sum(len(rows) for rows in years(tmp_path).values())


def test_books_that_cannot_hold_every_case_are_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(CannotGenerate, match="at least 4500 lines"):
        generate(tmp_path / "small", lines=4_499)

    assert not (tmp_path / "small").exists()


def test_a_fiscal_year_may_end_on_any_day(tmp_path):
    generate(tmp_path, lines=5_000, years=2, ending=date(2026, 6, 30), until=date(2026, 5, 31))

    found = years(tmp_path)
    assert [path.name for path in sorted(tmp_path.glob("FEC*"))] == ["FEC20250630.txt", "FEC20260630.txt"]
    assert found["2025"][0]["EcritureDate"] == "20240701"
    assert found["2026"][0]["EcritureDate"] == "20250701"
    assert max(row["EcritureDate"] for row in found["2026"]) == "20260531"


def test_partners_have_numbers_with_right_check_digits_and_addresses_that_reach_nobody(books):
    partners = semicolon_rows(books / "partners.csv")

    assert {p["language"] for p in partners} == {"fr", "nl"}
    assert all(iban(p["iban"]) == p["iban"] for p in partners)
    assert all(vat.is_valid(p["vat"]) for p in partners if p["vat"])
    assert all(p["email"].endswith(".example") for p in partners if p["email"])
    assert len({p["name"] for p in partners}) == len(partners)


def test_pieces_say_number_due_date_and_a_valid_communication(books):
    pieces = semicolon_rows(books / "pieces.csv")

    assert len({(p["year"], p["journal"], p["number"]) for p in pieces}) == len(pieces)
    assert all(p["document_number"] and p["due_on"] for p in pieces)
    assert all(ogm_vcs.is_valid(p["communication"]) for p in pieces if p["communication"])
    assert any(p["communication"] for p in pieces)


def test_lettered_lines_are_third_party_lines_and_have_a_date(books):
    lettered = [row for rows in years(books).values() for row in rows if row["EcritureLet"]]

    assert lettered
    assert all(row["DateLet"] and row["CompteNum"].startswith(THIRD) and row["CompAuxNum"] for row in lettered)


def test_memory_stays_bounded_for_two_hundred_thousand_lines(tmp_path):
    program = (
        "import sys, pathlib; from comptoir.demo.generate.books import generate;"
        "generate(pathlib.Path(sys.argv[1]), lines=200_000);"
        "print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak memory of a process is read from /proc, which is not here")

    peak = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)

    assert int(peak.stdout) < 80_000
