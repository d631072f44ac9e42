"""Fuzzing that follows the code (atheris): nothing but their own refusal ever leaves the readers of foreign files."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.formats.cii.sample import cii, zugferd_1
from tests.formats.facturx.make import facturx
from tests.formats.ubl.sample import credit_note, invoice, with_attachment
from tests.shared_data import SHARED

ROOT = Path(__file__).resolve().parents[3]
XML = [invoice(), credit_note(), cii(), zugferd_1(), with_attachment(b"%PDF-1.7")]
SEEDS = {"invoice": XML, "source": XML, "pdf": [facturx(cii()), facturx(invoice(), others={"a.pdf": b"%PDF-1.7"})]}
CORPUS = {"invoice": ("ubl/en16931", "ubl/peppol", "ubl/ublbe", "cii"), "source": ("cii",), "pdf": ("facturx_pdf",)}
LIMITS = ["-timeout=20", "-rss_limit_mb=2048", "-max_len=200000", "-print_final_stats=1"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no wheel for this machine")
@pytest.mark.parametrize(("reader", "seconds"), [("invoice", 60), ("source", 20), ("pdf", 40)])
def test_nothing_but_a_refusal_leaves_a_reader(reader, seconds, tmp_path):
    fresh, seeds = tmp_path / "fresh", tmp_path / "seeds"
    fresh.mkdir()
    seeds.mkdir()
    for number, content in enumerate(SEEDS[reader]):
        (seeds / str(number)).write_bytes(content)
    folders = [folder for name in CORPUS[reader] if (folder := SHARED / "public" / name).exists()]
    program = ROOT / "tests/formats/fuzz/readers.py"

    ended = subprocess.run(
        [sys.executable, program, reader, f"-max_total_time={seconds}", *LIMITS, fresh, seeds, *folders],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )

    assert (ended.returncode, ended.stderr[-3000:] if ended.returncode else "") == (0, "")
    assert "stat::number_of_executed_units" in ended.stderr
