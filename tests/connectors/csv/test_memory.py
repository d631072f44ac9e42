"""A long table is read in bounded memory, whether the rows of an entry stand together or not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.connectors.csv.tables import HEADER, settle

LINES = 200_000
BOUND_MIB = 32
"""Of a reading; the pages of the database on disk that SQLite keeps in memory are among it."""

MEASURE = """
import re, sys
from pathlib import Path
from tests.connectors.csv.tables import connector
def peak(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
opened = connector(Path(sys.argv[1]))
opened.read_basics()
count = sum(len(entry.lines) for entry in opened.read_entries())
print(count, (peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("order", ["entries", "accounts"])
def test_two_hundred_thousand_lines_are_read_in_bounded_memory(tmp_path, order):
    debit, credit = (
        f"ACH;{{}};03/01/2026;{account};;Texte;{sides}"
        for account, sides in (("610000", "12,34;"), ("440000", ";12,34"))
    )
    if order == "entries":
        rows = (row.format(number) for number in range(LINES // 2) for row in (debit, credit))
    else:
        rows = (row.format(number) for row in (debit, credit) for number in range(LINES // 2))
    path = tmp_path / "lines.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        file.writelines(f"{row}\n" for row in rows)
    settle(path)

    told = subprocess.run([sys.executable, "-c", MEASURE, tmp_path], capture_output=True, text=True, check=True).stdout

    count, grown = map(int, told.split())
    assert count == LINES
    assert grown < BOUND_MIB
