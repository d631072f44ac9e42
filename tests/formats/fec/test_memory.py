"""A long FEC file is read in bounded memory, in order or scattered."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.fec.texts import HEADER, row

LINES = 200_000
BOUND_MIB = 16
MEASURE = """
import re, sys
from pathlib import Path
from comptoir.formats.fec.read import read_pieces
def peak(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
count = sum(len(piece.lines) for piece in read_pieces(Path(sys.argv[1])))
print(count, (peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("order", ["pieces", "accounts"])
def test_two_hundred_thousand_lines_are_read_in_bounded_memory(tmp_path, order):
    debit, credit = row("ACH NUM 20260103 610000 . 12,34"), row("ACH NUM 20260103 440000 F1 -12,34")
    numbers = [str(number) for number in range(LINES // 2)]
    if order == "pieces":
        lines = (text.replace("NUM", number) for number in numbers for text in (debit, credit))
    else:
        lines = (text.replace("NUM", number) for text in (debit, credit) for number in numbers)
    path = tmp_path / "FEC20261231.txt"
    with path.open("w", encoding="iso-8859-15") as file:
        file.write(f"{HEADER}\n")
        file.writelines(f"{line}\n" for line in lines)

    told = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True).stdout

    count, grown = map(int, told.split())
    assert count == LINES
    assert grown < BOUND_MIB < path.stat().st_size // 2**20
