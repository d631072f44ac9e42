"""A real Tryton beside the demo: book there, synchronise, and look at it in the portal.

    scripts/tryton.py demo --port 8000 --data data    what `make demo TRYTON=1` does
    scripts/tryton.py book --data data                book one purchase in that Tryton, and synchronise its dossier

Tryton is a process of its own with its books in the data folder. Without `book`, use Tryton's own client: the address and
the logins are said at the start.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from comptoir.kit.http import Http, NoAnswer  # noqa: E402
from tests.connectors.tryton.desk import Desk  # noqa: E402
from tests.connectors.tryton.seed import ADMIN, ADMIN_PASSWORD, PASSWORD, USER, known, plant  # noqa: E402
from tests.connectors.tryton.server import HOST, Running, running  # noqa: E402
from tests.connectors.tryton.story import tell_at_desk  # noqa: E402

PORT, DATABASE = 8069, "exemple"
NAME, NUMBER = "Menuiserie Exemple SRL", "1999100912"
COMPTOIR = Path(sys.executable).with_name("comptoir")


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["demo", "book"])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", default="data")
    asked = parser.parse_args()
    os.environ["COMPTOIR_BOOKS_HOSTS"] = f"{HOST}:{PORT}"
    data = Path(asked.data).absolute()
    if asked.what == "book":
        book(Running(f"http://{HOST}:{PORT}", DATABASE, data / "tryton"), data)
    else:
        demo(data, asked.port)


def demo(data: Path, port: int) -> None:
    """Tryton, and the demo with one more dossier that stands on it, until stopped."""
    with running(data / "tryton", DATABASE, port=PORT) as server:
        admin = server.client(ADMIN, ADMIN_PASSWORD)
        if not admin.rows("company.company", [], ["id"]):
            tell_at_desk(Desk(plant(admin)))
        process = subprocess.Popen([COMPTOIR, "demo", "--port", str(port), "--data", str(data)])
        try:
            if wait(port, process):
                connect(server, data)
                print(f"\n{NAME} has its books in Tryton: {server.url}, database {DATABASE}.")
                print(
                    f"Log in there as {ADMIN} with {ADMIN_PASSWORD}, or: scripts/tryton.py book --data {data}\n",
                    flush=True,
                )
            process.wait()
        except KeyboardInterrupt:
            process.wait()
        finally:
            process.terminate()
            process.wait()


def book(server: Running, data: Path) -> None:
    """One more purchase, and a synchronisation."""
    desk = Desk(known(server.client(ADMIN, ADMIN_PASSWORD)))
    desk.invoice("in", "PROX", date(2026, 3, 16), 12_500, reference=f"F{int(time.time())}")
    comptoir(data, "sync", "--dossier", NUMBER)


def connect(server: Running, data: Path) -> None:
    """Make the dossier where it is not there yet, and read its books."""
    settings = data / "tryton" / "settings.json"
    if settings.exists():
        return
    given = {"url": server.url, "database": DATABASE, "user": USER, "password": PASSWORD}
    roots = {"customer_roots": ["400"], "supplier_roots": ["440"]}
    draft = settings.with_suffix(".new")
    draft.write_text(json.dumps(given | roots))
    firm = ("--firm", "Fiduciaire Exemple")
    made = ("--name", NAME, "--number", NUMBER, "--connector", "tryton", "--settings", str(draft))
    comptoir(data, "create-dossier", *firm, *made)
    draft.rename(settings)
    comptoir(data, "sync", "--dossier", NUMBER)


def comptoir(data: Path, *command: str) -> None:
    """Run a command of Comptoir on that data folder."""
    subprocess.run([COMPTOIR, *command, "--data", str(data)], check=True)


def wait(port: int, process: "subprocess.Popen[bytes]") -> bool:
    """Until the demo answers; False when it ended instead."""
    while process.poll() is None:
        try:
            with Http(f"http://{HOST}:{port}", frozenset({HOST})) as http:
                http.ask("GET", "/")
        except NoAnswer:
            time.sleep(1)
        else:
            return True
    return False


if __name__ == "__main__":
    main()
