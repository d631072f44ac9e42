"""Whatever happens while a file is written, nothing half has a final name: a full disk, a kill at any step."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from comptoir.documents.store import path_of, put

ROOT = Path(__file__).resolve().parents[2]
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 2000

PUT = """
import os, resource, signal, sys
import django
django.setup()
from django.conf import settings
from pathlib import Path
from comptoir.documents.store import NoRoom, put
settings.DOCUMENTS = Path(sys.argv[1])
content = b"%PDF-1.7\\n" + bytes(range(256)) * 2000
"""

FULL = """
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    put(content)
except NoRoom as refusal:
    print(refusal, end="")
"""

KILLED = """
def killing(real, step):
    def call(*arguments, **options):
        killing.calls += 1
        if killing.calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return call
killing.calls = 0
for step in range(1, 40):
    settings.DOCUMENTS = Path(sys.argv[1]) / str(step)
    child = os.fork()
    if child == 0:
        for name in ("open", "mkdir", "fsync", "replace", "unlink"):
            setattr(os, name, killing(getattr(os, name), step))
        put(content)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(step, end="")
        break
"""


def in_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PUT + code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def final_files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/*") if path.parent.name != "incoming"]


def test_a_full_disk_is_said_in_words_and_leaves_nothing(store):
    ended = in_process(FULL, str(store))

    assert (ended.stdout, ended.returncode) == ("There is no room left on the disk of the server.", 0)
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_when_there_is_room_again_the_same_file_is_kept(store):
    in_process(FULL, str(store))

    stored = put(CONTENT)

    assert path_of(stored.sha256).read_bytes() == CONTENT


def test_killed_at_any_step_there_is_the_whole_file_or_none_and_the_next_try_succeeds(tmp_path, settings):
    survived = int(in_process(KILLED, str(tmp_path)).stdout)

    whole = {step: [path.read_bytes() for path in final_files(tmp_path / str(step))] for step in range(1, survived + 1)}
    assert all(found in ([], [CONTENT]) for found in whole.values())
    assert whole[1] == []
    assert whole[survived] == [CONTENT]
    assert survived > 8
    for step in whole:
        settings.DOCUMENTS = tmp_path / str(step)
        assert put(CONTENT).sha256 == sha256(CONTENT).hexdigest()
        assert [path.read_bytes() for path in final_files(settings.DOCUMENTS)] == [CONTENT]
