"""A long dossier is read in bounded memory, in order or with the lines of its pieces far apart."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from comptoir.formats.winbooks.columns import ACT
from comptoir.formats.winbooks.layout import act_rows, layout_of
from comptoir.formats.winbooks.write import write_text
from tests.connectors import sample

LINES = 150_000
BOUND_MIB = 12
MEASURE = """
import re, sys
from pathlib import Path
from comptoir.formats.winbooks.pieces import look_through, read_pieces
from comptoir.formats.winbooks.tables import open_table
def peak(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
with open_table(Path(sys.argv[1]), "ACT") as table:
    look = look_through(table)
    count = sum(len(piece.lines) for piece in read_pieces(table, scattered=look.scattered))
print(count, look.scattered, (peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("apart", [False, True])
def test_a_hundred_and_fifty_thousand_lines_are_read_in_bounded_memory(tmp_path, apart):
    rows = list(act_rows(sample.purchase(date(2026, 3, 1), "NUM", 1000), layout_of(sample.basics())))
    numbers = [str(number) for number in range(LINES // 3)]
    if apart:
        lines = ((row, number) for row in rows for number in numbers)
    else:
        lines = ((row, number) for number in numbers for row in rows)
    path = tmp_path / "ACT.txt"
    write_text(path, ACT, ([text.replace("NUM", number) for text in row] for row, number in lines), encoding="cp1252")

    told = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True).stdout

    count, scattered, grown = told.split()
    assert (int(count), scattered) == (LINES, str(apart))
    assert int(grown) < BOUND_MIB < path.stat().st_size // 2**20
