"""Serving: the web server and the worker beside it, kept running and stopped together."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.installation import Installation


@pytest.fixture
def served(comptoir: Installation, port: int) -> Iterator[subprocess.Popen[str]]:
    """Until the end of the test."""
    process = comptoir.start("serve", "--port", str(port))
    yield process
    process.kill()
    process.communicate()


def answers(port: int, seconds: float = 60) -> bytes:
    """The health page, once it is there."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/health/", timeout=5) as answer:
                return answer.read()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def children(of: int) -> dict[int, str]:
    """The living processes that this one started, with their command lines."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            if (
                folder.name.isdigit()
                and state(int(folder.name)) != "Z"
                and re.search(rf"^PPid:\t{of}$", (folder / "status").read_text(), re.MULTILINE)
            ):
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def gone(pids: set[int], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if all(state(pid) == "Z" for pid in pids):
            return True
        time.sleep(0.1)
    return False


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def test_it_serves_and_ends_with_everything_it_started(served: subprocess.Popen[str], port: int) -> None:
    assert answers(port)
    started = set(children(served.pid))
    assert len(started) == 2

    served.terminate()

    assert served.wait(40) == 0
    assert gone(started)
    assert f"on http://localhost:{port}\n" in served.stderr.read()  # type: ignore[union-attr]


def test_a_child_that_dies_is_started_again(served: subprocess.Popen[str], port: int) -> None:
    answers(port)
    web, worker = sorted(children(served.pid).items())
    assert ("granian" in web[1], "worker" in worker[1]) == (True, True)

    os.kill(web[0], signal.SIGKILL)
    os.kill(worker[0], signal.SIGKILL)
    assert gone({web[0], worker[0]})

    deadline = time.monotonic() + 30
    while len(children(served.pid)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert answers(port)
    assert not {web[0], worker[0]} & set(children(served.pid))


def test_children_do_not_outlive_a_parent_that_is_killed(served: subprocess.Popen[str], port: int) -> None:
    answers(port)
    started = set(children(served.pid))

    served.kill()
    served.wait()

    assert gone(started)


def test_a_port_in_use_is_a_sentence(comptoir: Installation, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        answer = comptoir.run("serve", "--port", str(port))

    assert answer.returncode == 1
    assert answer.stderr.endswith(f"Port {port} is in use by another program. Choose another one with --port.\n")
    assert "Traceback" not in answer.stderr


def test_an_address_of_another_machine_is_a_sentence(comptoir: Installation) -> None:
    answer = comptoir.run("serve", "--host", "192.0.2.1")

    assert answer.returncode == 1
    assert "“192.0.2.1” is not an address of this machine" in answer.stderr


def test_a_worker_of_its_own_stops_when_asked(comptoir: Installation) -> None:
    comptoir.run("backup")
    process = comptoir.start("worker")
    deadline = time.monotonic() + 60
    while not comptoir.rows("SELECT name FROM jobs_recurrence WHERE name = 'sync.nightly'"):
        assert time.monotonic() < deadline
        time.sleep(0.1)

    process.terminate()

    assert process.wait(30) == 0
