"""Run a command with COMPTOIR_DATABASE_URL pointing at a PostgreSQL server: `postgres.py make test`.

The server is the one that COMPTOIR_TEST_POSTGRES names (default: the usual one of this machine); when it does not
answer, a temporary one is made from the installed programs, and goes when the command ends. As root on Debian they are
installed.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

USUAL = "postgres://postgres@127.0.0.1:5432/postgres"
NONE = """\
PostgreSQL is required here and was not found: none answers at {url}, and no installed one could be started.
On Debian, install it with: sudo apt-get install postgresql"""


def answers(url: str) -> bool:
    """Whether a server is there that lets us make a database."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def programs() -> Path | None:
    """The folder of an installed server's programs: the newest one."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    found = [Path(on_path).parent, *folders] if on_path else folders
    return next((path for path in found if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


def install() -> None:
    """Install Debian's server, where that can be done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def temporary(folder: Path) -> Iterator[str]:
    """A server of our own, which forgets everything; the server refuses to be run by root, so root lends it a user."""
    place = Path(tempfile.mkdtemp(prefix="comptoir-postgres-"))
    owner = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        owner = {"user": user.pw_uid, "group": user.pw_gid}
        os.chown(place, user.pw_uid, user.pw_gid)
    data, port = place / "data", free_port()
    say = {"check": True, "stdout": subprocess.DEVNULL, "cwd": place, **owner}
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
    try:
        subprocess.run([folder / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8"], **say)
        subprocess.run([folder / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", options, "start"], **say)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **say)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_on(url: str, command: list[str]) -> int:
    """The command's exit code; its databases carry our process id, so that two runs on one server do not meet."""
    own = urlsplit(url)._replace(path=f"/comptoir_{os.getpid()}").geturl()
    return subprocess.run(command, env=dict(os.environ, COMPTOIR_DATABASE_URL=own), check=False).returncode


def main(command: list[str]) -> int:
    """Find or make a server, and run the command on it."""
    url = os.environ.get("COMPTOIR_TEST_POSTGRES", USUAL)
    if answers(url):
        return run_on(url, command)
    if programs() is None:
        install()
    folder = programs()
    if folder is None:
        print(NONE.format(url=url), file=sys.stderr)
        return 1
    print(f"No PostgreSQL answers at {urlsplit(url).hostname}: starting a temporary one.", flush=True)
    with temporary(folder) as own:
        return run_on(own, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
