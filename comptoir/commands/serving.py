"""Serving an installation: the web server and the job worker as children of one process."""

import errno
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.db import connections

from comptoir.commands.supervisor import Child, Supervisor
from comptoir.kit.words import Refusal

THREADS = 4
"""Requests that one web process handles at once."""


class CannotServe(Refusal):
    """The address cannot be opened."""


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    with_worker: bool = True,
    beside: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Serve until SIGTERM or SIGINT. The database is ready for this version; refuses (CannotServe) an address in use.

    COMPTOIR_URL, where it is not set, is the served address. `beside`: commands to keep running too, by their names.
    """
    check_address(host, port)
    connections.close_all()
    url = os.environ.get("COMPTOIR_URL") or _url(host, port)
    environment = {**os.environ, "COMPTOIR_DATA": str(settings.DATA), "COMPTOIR_URL": url, "PYTHONPATH": _search_path()}
    children = [Child(name, command, environment) for name, command in beside.items()]
    children += [Child("web server", _web_server(host, port, workers), environment)]
    if with_worker:
        command = [sys.executable, "-m", "comptoir.config.main", "worker"]
        children.append(Child("job worker", command, environment))
    sys.stderr.write(f"Comptoir serves {settings.DATA} on {_url(host, port)}\n")
    Supervisor(children).run()


def check_address(host: str, port: int) -> None:
    """Refuse an address that is in use, not ours to open, or not of this machine."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise _refusal(host, port, error) from error


def _refusal(host: str, port: int, error: OSError) -> CannotServe:
    if error.errno == errno.EADDRINUSE:
        return CannotServe("Port %(port)s is in use by another program. Choose another one with --port.", port=port)
    if error.errno == errno.EACCES:
        return CannotServe("This user may not open port %(port)s. Choose one above 1023 with --port.", port=port)
    return CannotServe("“%(host)s” is not an address of this machine: %(reason)s.", host=host, reason=str(error))


def _url(host: str, port: int) -> str:
    """How people on this machine reach the server."""
    if host in {"", "0.0.0.0", "127.0.0.1", "::", "::1"}:  # noqa: S104
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _web_server(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "comptoir.config.wsgi:application", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--blocking-threads-idle-timeout", "600", "--respawn-failed-workers", "--workers-kill-timeout", "15"),
        *("--log-level", "warning"),
    ]


def _search_path() -> str:
    """Children find this very package, from whatever folder the command was given."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    return os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
