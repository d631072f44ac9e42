"""A run that is killed, wherever, leaves the books as they were or as they should be; the next run ends the same."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from comptoir.ledger.models import Books
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Run
from tests.sync.conftest import BOOKS, connected
from tests.sync.exports import export
from tests.sync.picture import picture

MORE = (
    BOOKS.replace("242.00", "242.00 B").replace("2026-03-31 OD   1  610000 -  -            10.00", "")
    + "2026-04-20 BNK 5  400000 C1 Martin  -242.00 B\n2026-04-21 VEN 2 400000 C2 Claes 60.50\n"
)
COMMAND = ["sync", "--dossier", "0123456749", "--done-until", "2026-04-30", "--confirm-removals"]


def killed_at(word: int) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).with_name("killed.py")
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, str(script), database, str(word), *COMMAND]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120, check=False)


def made_ready(folder: Path):
    """A dossier with books of yesterday, and today's export waiting in the folder."""
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "VEN-2026-1.xml").write_text(
        "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>"
    )
    export(folder, BOOKS)
    atelier = connected(folder)
    assert atelier.run(done_until=date(2026, 3, 31)).outcome == Outcome.DONE
    export(folder, MORE)
    return atelier


def test_killed_anywhere_the_next_run_ends_as_if_nothing_had_happened(transactional_db, tmp_path):
    atelier = made_ready(tmp_path)
    words = spoken(tmp_path)
    expected = picture(atelier.dossier)
    for word in points(words):
        export(tmp_path, BOOKS)
        atelier.run(done_until=date(2026, 3, 31), confirm_removals=True)
        before = picture(atelier.dossier)
        assert before["archive"] != expected["archive"]
        export(tmp_path, MORE)

        assert killed_at(word).returncode == -9, f"not killed at word {word} of {words}"
        assert picture(atelier.dossier) | {"staged": 0} in (before | {"staged": 0}, expected | {"staged": 0})

        again = killed_at(0)
        assert again.returncode == 0, again.stderr
        assert picture(atelier.dossier) == expected, f"killed at word {word} of {words}"
        assert Books.objects.get(dossier=atelier.dossier).accounts_until == date(2026, 4, 30)
        assert not Run.objects.filter(outcome=Outcome.RUNNING, started_at__isnull=False).exists()


def spoken(folder: Path) -> int:
    """How many words a run has with the database; it is performed."""
    done = killed_at(0)
    assert done.returncode == 0, done.stderr
    match = re.search(r"words: (\d+)", done.stdout)
    assert match, done.stdout
    return int(match[1])


def points(words: int) -> list[int]:
    """Where to kill: spread over the run, closer together towards its end, where it is applied."""
    early = list(range(words // 8, words // 2, max(1, words // 8)))
    late = list(range(words // 2, words, max(1, words // 12)))
    return [*early, *late]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_at_every_single_word_the_next_run_ends_as_if_nothing_had_happened(transactional_db, tmp_path):
    atelier = made_ready(tmp_path)
    words = spoken(tmp_path)
    expected = picture(atelier.dossier)
    for word in range(1, words):
        export(tmp_path, BOOKS)
        atelier.run(done_until=date(2026, 3, 31), confirm_removals=True)
        export(tmp_path, MORE)
        killed_at(word)
        assert killed_at(0).returncode == 0
        assert picture(atelier.dossier) == expected, f"killed at word {word} of {words}"
