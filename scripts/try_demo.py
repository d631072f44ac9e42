"""Start the demo twice as a newcomer would, and see that it answers: `try_demo.py path/to/comptoir DATA`."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 300


class Silent(Exception):
    """The demo does not answer as it should; the message says what is missing."""


def page(url: str) -> str:
    """The page at that address, redirections followed; refuses whatever is not 200."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310, the address is our own server's
        return str(answer.read().decode())


def wait_until_it_answers(url: str, demo: subprocess.Popen[bytes]) -> None:
    """Wait for the health page; a demo that ended, or that takes too long, is refused."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if demo.poll() is not None:
            raise Silent(f"the demo ended by itself with {demo.returncode}")
        try:
            page(f"{url}/health/")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
        else:
            return
    raise Silent(f"the demo did not answer within {PATIENCE} seconds")


def start_and_look(command: str, data: Path, port: int) -> float:
    """Start the demo, look at its first page and at demo.json, stop it; returns the seconds until it answered."""
    started = time.monotonic()
    demo = subprocess.Popen([command, "demo", "--port", str(port), "--data", str(data)])
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}", demo)
        seconds = time.monotonic() - started
        told = json.loads((data / "demo.json").read_text())
        if 'type="password"' not in page(told["url"]):
            raise Silent(f"{told['url']} shows no login")
        if not all({"email", "password", "role"} <= set(person) for person in told["people"]):
            raise Silent("demo.json does not tell how its people log in")
    finally:
        demo.terminate()
        demo.wait(timeout=30)
    return seconds


def main(command: str, data: Path) -> None:
    """The first start loads the demo firm; the second one finds it there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for time_of in ("first", "second"):
        seconds = start_and_look(command, data, port)
        print(f"The {time_of} demo answered after {seconds:.1f} s.", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path(sys.argv[2]))
    except Silent as refusal:
        sys.exit(f"try_demo: {refusal}")
