"""Real worker processes on the test database, and the journal in which their jobs write what they do."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Happening:
    """One line of the journal: a job began or ended, in which process, when."""

    what: str
    job: int
    pid: int
    at: float


class Workers:
    """Starts worker processes and reads what their jobs wrote."""

    def __init__(self, journal: Path) -> None:
        self.journal = journal
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, **options: Any) -> subprocess.Popen[bytes]:
        """A worker of its own process; options are those of Worker, `lease` in seconds."""
        database = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "tests.jobs.process", database, str(self.journal), json.dumps(options)]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        self.started.append(process)
        return process

    def happenings(self) -> list[Happening]:
        """What the jobs wrote so far, in order."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [Happening(what, int(job), int(pid), float(at)) for what, job, pid, at in map(str.split, lines)]

    def ready(self) -> int:
        """How many have begun to look for work."""
        ready = self.journal.with_suffix(".ready")
        return len(ready.read_text().splitlines()) if ready.exists() else 0

    def wait_for(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Fail unless the condition comes true in time."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"in vain; the journal says {self.happenings()[-10:]}"
            time.sleep(0.05)


@pytest.fixture
def workers(tmp_path: Path, transactional_db: None) -> Iterator[Workers]:
    """None of them outlives the test."""
    these = Workers(tmp_path / "journal")
    yield these
    for process in these.started:
        process.kill()
        process.wait()
