"""A real Tryton: an environment of its own, a new database, a server on a free port of this machine.

Tryton is GPL and never imported: its programs run as processes, and are spoken to over the network. The environment lies
in `.cache/tryton` of the checkout, or where COMPTOIR_TEST_TRYTON says; it is made once for each requirements/tryton.txt.
"""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from comptoir.connectors.port import PassingFault, WrongConfiguration
from comptoir.connectors.tryton.client import Client, Rejected
from comptoir.kit.http import Http, NoAnswer
from tests.connectors.tryton.seed import ADMIN, ADMIN_PASSWORD, LANGUAGE, MODULES

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / "requirements" / "tryton.txt"
HOST = "127.0.0.1"
PATIENCE = 60
CONFIGURATION = """\
[database]
uri = {uri}
path = {folder}
[session]
max_attempt = 1000
[attachment]
filestore = False
"""


class Unavailable(Exception):
    """Tryton could not be installed."""


@dataclass(frozen=True)
class Running:
    """A server with one database."""

    url: str
    database: str
    folder: Path

    def client(self, user: str, password: str) -> Client:
        """Somebody who asks it."""
        return Client(Http(self.url, frozenset({HOST})), self.database, user, password)


def programs() -> Path:
    """The folder of Tryton's programs, installed where they are not. Raises Unavailable."""
    place = Path(os.environ.get("COMPTOIR_TEST_TRYTON") or ROOT / ".cache" / "tryton")
    place.mkdir(parents=True, exist_ok=True)
    stamp, digest = place / "installed", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != digest:
            stamp.unlink(missing_ok=True)
            _install(place / "venv")
            stamp.write_text(digest)
    return place / "venv" / "bin"


@contextmanager
def running(folder: Path, name: str, *, postgres: str = "", port: int = 0) -> Iterator[Running]:
    """A server with a new database of that name, in the folder or on that PostgreSQL server; all of it goes at the end.

    A database that lies in the folder already is served as it is. Raises Unavailable.
    """
    binaries = programs()
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "trytond.conf"
    server = urlsplit(postgres)._replace(scheme="postgresql", path="").geturl() if postgres else ""
    configuration.write_text(CONFIGURATION.format(uri=server or "sqlite://", folder=folder))
    with _database(server, name) if server else _file(folder, name) as is_new:
        if is_new and not server:
            _fill_file(binaries, configuration, name)
        elif is_new:
            _fill(binaries, configuration, name)
        with _serving(binaries, configuration, name, port or free_port()) as url:
            yield Running(url, name, folder)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _install(venv: Path) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    try:
        if shutil.which("uv"):
            _run(["uv", "venv", "--quiet", "--python", sys.executable, str(venv)])
            _run(["uv", "pip", "install", "--quiet", "--python", str(venv / "bin" / "python"), "-r", str(LOCK)])
        else:
            _run([sys.executable, "-m", "venv", str(venv)])
            _run([str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input", "-r", str(LOCK)])
    except subprocess.CalledProcessError as failure:
        raise Unavailable(f"Tryton could not be installed: {failure.stderr[-300:]}") from failure


def _fill_file(binaries: Path, configuration: Path, name: str) -> None:
    """The same from a copy that lies beside the environment: it takes a second instead of twenty."""
    wanted = repr((LOCK.read_bytes(), MODULES, LANGUAGE, ADMIN_PASSWORD)).encode()
    kept = binaries.parents[1] / f"filled-{hashlib.sha256(wanted).hexdigest()[:16]}.sqlite"
    file = configuration.with_name(f"{name}.sqlite")
    if kept.exists():
        shutil.copyfile(kept, file)
        return
    _fill(binaries, configuration, name)
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.copyfile(file, fresh)
    fresh.replace(kept)


def _fill(binaries: Path, configuration: Path, name: str) -> None:
    """The tables, and the modules that the connector reads."""
    passwords = configuration.with_name("password")
    passwords.write_text(ADMIN_PASSWORD)
    admin = [str(binaries / "trytond-admin"), "-c", str(configuration), "-d", name, "-l", LANGUAGE]
    _run([*admin, "--all", "-p", "--email", "admin@example.com"], TRYTONPASSFILE=str(passwords))
    _run([*admin, "-u", *MODULES, "--activate-dependencies"])
    passwords.unlink()


@contextmanager
def _file(folder: Path, name: str) -> Iterator[bool]:
    path = folder / f"{name}.sqlite"
    is_new = not path.exists()
    path.touch()
    yield is_new


@contextmanager
def _database(server: str, name: str) -> Iterator[bool]:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    try:
        yield True
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _serving(binaries: Path, configuration: Path, name: str, port: int) -> Iterator[str]:
    environment = dict(os.environ, TRYTOND_CONFIG=str(configuration), TRYTOND_DATABASE_NAMES=name)
    command = [str(binaries / "gunicorn"), "-w", "1", "--threads", "8", "-b", f"{HOST}:{port}", "--no-control-socket"]
    with (configuration.with_name("server.log")).open("w") as log:
        process = subprocess.Popen([*command, "trytond.application:app"], env=environment, stdout=log, stderr=log)
        try:
            url = f"http://{HOST}:{port}"
            _wait(url, name, process)
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(url: str, name: str, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers. The first answer of a new database is that it knows nobody; a look at the page wakes it up."""
    client = Running(url, name, Path()).client(ADMIN, ADMIN_PASSWORD)
    for _ in range(PATIENCE * 5):
        if process.poll() is not None:
            break
        try:
            with Http(url, frozenset({HOST})) as http:
                http.ask("GET", f"/{name}/r/x")
            client.log_in()
        except (PassingFault, WrongConfiguration, NoAnswer, Rejected):
            time.sleep(0.2)
        else:
            return
    raise Unavailable("Tryton's server did not begin to answer.")


def _run(command: list[str], **environment: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ, **environment))
