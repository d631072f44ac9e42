"""`comptoir demo` as a newcomer starts it: a process of its own, an empty data folder, a port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PATIENCE = 120


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310, the address is our own server's
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def start_and_stop(data: Path, port: int) -> tuple[str, float]:
    """What the command printed, and after how many seconds the health page answered."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    command = [sys.executable, "-m", "comptoir.config.main", "demo", "--port", str(port), "--data", str(data)]
    started = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        while not answers(f"http://localhost:{port}/health/"):
            assert demo.poll() is None
            assert time.monotonic() - started < PATIENCE
            time.sleep(0.2)
        seconds = time.monotonic() - started
        demo.send_signal(signal.SIGTERM)
        printed, _ = demo.communicate(timeout=60)
    return printed, seconds


def test_the_demo_prints_address_and_logins_and_starts_again_with_the_same_data(tmp_path, port):
    printed, first = start_and_stop(tmp_path, port)

    told = json.loads((tmp_path / "demo.json").read_text())
    assert told["url"] == f"http://localhost:{port}"
    assert len(told["people"]) == 5
    for person in told["people"]:
        assert person["email"] in printed
        assert person["password"] in printed
        assert person["role"] in printed

    again, second = start_and_stop(tmp_path, port)

    assert "being loaded" in printed
    assert "being loaded" not in again
    assert json.loads((tmp_path / "demo.json").read_text()) == told
    assert second < first
