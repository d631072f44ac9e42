"""An installation that is measured: its commands, a server over it, and browsers that are logged in."""

import contextlib
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
LOGIN = ("bench@example.com", "a long word for measuring")


@dataclass
class Place:
    """An installation that is measured."""

    data: Path
    surroundings: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Run one command of the installation; its output."""
        command = [str(BIN / "comptoir"), *arguments, "--data", str(self.data)]
        return subprocess.run(command, env=self.surroundings, check=True, capture_output=True, text=True).stdout


class Client:
    """One browser without pictures: keeps its cookies."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """The page's text; raises on any answer but 200."""
        with self.opener.open(self.root + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, *, form: str = "", **fields: str) -> None:
        """Fill in the form of the page (of `form`, where it stands on another one) and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(form or path))
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
        request = urllib.request.Request(self.root + path, body, {"Referer": self.root + path})  # noqa: S310
        with self.opener.open(request, timeout=60) as answer:
            answer.read()

    def timed(self, path: str, times: int) -> list[float]:
        """Milliseconds of so many answers."""
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            self.get(path)
            taken.append((time.perf_counter() - began) * 1000)
        return taken


@dataclass
class Site:
    """A server that answers: its address, and its process."""

    root: str
    process: int

    def memory(self) -> float:
        """What the server's processes hold in memory of their own, in MB."""
        return sum(_anonymous(pid) for pid in self._family()) / 1024

    def worked(self) -> float:
        """Milliseconds that the server's processes have worked so far; those of PostgreSQL are not theirs."""
        ticks = 0
        for pid in self._family():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def _family(self) -> list[int]:
        family, known = [self.process], 0
        while known < len(family):
            children = Path(f"/proc/{family[known]}/task/{family[known]}/children")
            family += [int(pid) for pid in children.read_text().split()]
            known += 1
        return family


@contextlib.contextmanager
def served(place: Place) -> Iterator[Site]:
    """A real `comptoir serve` over the installation, until the block ends."""
    port = _free_port()
    server = subprocess.Popen(
        [str(BIN / "comptoir"), "serve", "--port", str(port), "--no-worker", "--data", str(place.data)],
        env=place.surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        site = Site(f"http://localhost:{port}", server.pid)
        _wait_for(site.root)
        yield site
    finally:
        server.terminate()
        server.wait()


def logged_in(place: Place, root: str, *, first: bool) -> Client:
    """A browser of the firm's administrator; the first takes the invitation."""
    client = Client(root)
    if first:
        link = json.loads((place.data / "firm.json").read_text())["link"]
        path = urllib.parse.urlsplit(link).path
        client.post(path, name="Bench", new_password1=LOGIN[1], new_password2=LOGIN[1])
    client.post("/login/", email=LOGIN[0], password=LOGIN[1])
    return client


def _anonymous(pid: int) -> int:
    """In kB; pages of files that are mapped do not count: the system takes them back when it likes."""
    found = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


def _wait_for(root: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(root + "/health/", timeout=2).read()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
