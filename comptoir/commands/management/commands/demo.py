"""comptoir demo: the demo firm, loaded once through the real pipeline, and served."""

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from comptoir.commands.progress import Bar
from comptoir.commands.serving import check_address, serve
from comptoir.demo.load import is_loaded, load
from comptoir.demo.people import PEOPLE
from comptoir.jobs.registry import job_functions

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Loads where needed, says where and who, serves until stopped."""

    help = "Load a demo firm, once, and serve it on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to serve."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_args: str, **options: Any) -> None:
        """Returns when the server has stopped."""
        port = options["port"]
        check_address(HOST, port)
        self._load(settings.DATA)
        url = f"http://localhost:{port}"
        _write_logins(settings.DATA / "demo.json", url)
        self.stdout.write(f"\nComptoir, with a demo firm in it: {url}\n\n")
        width = max(len(person.email) for person in PEOPLE)
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<{width}}  {person.password}  {person.role}")
        beside = _postbox(settings.DATA / "mail")
        if beside:
            self.stdout.write(f"\nIts mails go nowhere: each becomes a file in {settings.DATA / 'mail'}.\n")
        self.stdout.write("\nStop it with Ctrl-C. The same command starts it again with the same data.\n")
        self.stdout.flush()
        serve(host=HOST, port=port, beside=beside)

    def _load(self, data: Path) -> None:
        if is_loaded(data):
            return
        self.stdout.write("The demo firm is being loaded.")
        self.stdout.flush()
        bars: dict[str, Bar] = {}

        def show(name: str, done: int, total: int) -> None:
            if name not in bars:
                bars[name] = Bar(sys.stderr, "lines")
            bars[name].show(done, total)

        try:
            load(data, job_functions(), show, at=timezone.now())
        finally:
            for bar in bars.values():
                bar.close()


def _postbox(folder: Path) -> dict[str, list[str]]:
    """A mail server of the demo's own, to run beside it; none where the environment names one."""
    if os.environ.get("COMPTOIR_MAIL_URL"):
        return {}
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    os.environ["COMPTOIR_MAIL_URL"] = f"smtp://{HOST}:{port}"
    return {"mail server": [sys.executable, "-m", "comptoir.demo.postbox", str(port), str(folder)]}


def _write_logins(path: Path, url: str) -> None:
    """The address and the logins for programs, complete or not at all."""
    people = [
        {"email": p.email, "password": p.password, "role": p.role, "name": p.name, "language": p.language}
        for p in PEOPLE
    ]
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"url": url, "people": people}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(fresh, path)
