"""The demo as people get it: `comptoir demo` in processes of its own, with a data folder and a database of its own."""

import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from comptoir.demo.people import DemoPerson

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0
"""Seconds until the demo must answer: it loads two companies first."""

PORTS = range(20_000, 32_000)
"""Where ports are looked for: below those that systems give to whoever only calls somebody."""


class NotServed(Exception):
    """The demo does not run; the message holds what it said."""


@dataclass(frozen=True)
class Demo:
    """An installation with the demo in it, served at `url`."""

    url: str
    data: Path
    environment: dict[str, str]
    commands: "subprocess.Popen[str]"

    def command(self, *words: str) -> str:
        """What one `comptoir` command prints about this installation. Raises CalledProcessError when it is refused."""
        asked, told = self.commands.stdin, self.commands.stdout
        assert asked is not None
        assert told is not None
        asked.write(f"{json.dumps(words)}\n")
        asked.flush()
        status, printed, complained = json.loads(told.readline())
        if status:
            raise subprocess.CalledProcessError(status, words, printed, complained)
        return str(printed)

    def ask(self, *words: str) -> Any:
        """The same as what its JSON says."""
        return json.loads(self.command(*words, "--json"))

    def password_of(self, person: DemoPerson) -> str:
        """As the demo tells it in `demo.json`, or as a newcomer has chosen it."""
        told = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        found = [str(each["password"]) for each in told["people"] if each["email"] == person.email]
        return found[0] if found else person.password

    def said(self) -> str:
        """The last that its processes wrote."""
        return (self.data / "served.log").read_text()[-4000:]


@contextmanager
def served(data: Path, *, books_hosts: str = "") -> Iterator[Demo]:
    """Load the demo into that folder and serve it until the end; it may ask these hosts of ours about books."""
    port = free_port()
    url = f"http://localhost:{port}"
    with own_database() as database:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("COMPTOIR_", "DJANGO_"))
        }
        environment |= {
            "COMPTOIR_DATA": str(data),
            "COMPTOIR_URL": url,
            "PYTHONPATH": str(ROOT),
            "COMPTOIR_INTAKE_DOMAIN": "in.example.org",
            "COMPTOIR_BOOKS_HOSTS": books_hosts,
        } | database
        data.mkdir(parents=True, exist_ok=True)
        with (data / "served.log").open("w") as log, _commands(environment, log) as commands:
            demo = Demo(url, data, environment, commands)
            command = [sys.executable, "-m", "comptoir.config.main", "demo", "--port", str(port)]
            process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
            try:
                _wait(demo, process)
                yield demo
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=120)


def _commands(environment: dict[str, str], log: IO[str]) -> "subprocess.Popen[str]":
    """The process in which commands are run; it ends when nobody asks it any more."""
    words = [sys.executable, "-m", "tests.e2e.commands"]
    piped = subprocess.PIPE
    return subprocess.Popen(words, env=environment, cwd=ROOT, stdin=piped, stdout=piped, stderr=log, text=True)


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """On the server that the tests use, a database that goes at the end; none where they use SQLite."""
    url = os.environ.get("COMPTOIR_DATABASE_URL", "")
    if not url:
        yield {}
        return
    name = f"{urlsplit(url).path.strip('/')}_browser_{secrets.token_hex(4)}"
    server = urlsplit(url)._replace(scheme="postgresql", path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {"COMPTOIR_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    """A port that nobody listens on, and that nobody is given by chance before the demo does."""
    for port in random.sample(PORTS, 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise NotServed("No port is free")


def _wait(demo: Demo, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{demo.url}/health/", timeout=5).close()  # noqa: S310, our own server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise NotServed(demo.said())
