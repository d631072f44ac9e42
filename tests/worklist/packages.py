"""Three kinds of books in which a document is booked: FEC and WinBooks folders, and Tryton on the network."""

import csv
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.connectors.port import Reach
from comptoir.connectors.registry import package
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier, Firm
from comptoir.formats.winbooks.columns import ACT
from comptoir.sync.actions import connect
from tests.connectors.tryton.conftest import Real
from tests.connectors.tryton.fake import FakeTryton
from tests.connectors.tryton.seed import PASSWORD, USER
from tests.connectors.tryton.server import HOST
from tests.connectors.tryton.story import tell_fake
from tests.connectors.winbooks.dossiers import LINES, PURCHASE, STATEMENT, dbf, dossier, put
from tests.sync.conftest import NOW, Connected, connected
from tests.sync.exports import export, settle
from tests.sync.test_pushing import import_outbox
from tests.worklist.conftest import BOOKS


@dataclass(frozen=True)
class Books:
    """A dossier with its books: `papers` are what was handed over with a booking, in their order.

    `take_in`: its people import what waits for them, and export anew; None where the package is on the network and books
    by itself.
    """

    connected: Connected
    papers: Callable[[], list[bytes]]
    take_in: Callable[[], None] | None = None


def fec(folder: Path) -> Books:
    """A folder of FEC exports, with an outbox in it."""
    export(folder, BOOKS)
    found = connected(folder)

    def take_in() -> None:
        papers = [path for path in (folder / "outbox").iterdir() if path.suffix in {".pdf", ".xml"}]
        for path in papers:
            settle(Path(shutil.copyfile(path, folder / path.name)))
        import_outbox(found, BOOKS)

    return Books(found, lambda: _lying(folder / "outbox"), take_in)


def winbooks(folder: Path) -> Books:
    """A WinBooks dossier of DBF tables, with an outbox in it."""
    dossier(folder)
    row = _dossier("winbooks", package("winbooks").propose({"folder": str(folder)}))

    def take_in() -> None:
        outbox = folder / "outbox"
        rows = [*PURCHASE, *STATEMENT]
        for path in sorted(outbox.glob("*_ACT.txt")):
            with path.open(encoding="cp1252", newline="") as file:
                told = [dict(zip((column.name for column in ACT), cells, strict=False)) for cells in csv.reader(file)]
            rows += [[each.get(name, "") for name, _, _ in LINES] for each in told]
            path.unlink()
        put(folder, "ATELIER_ACT.DBF", dbf(LINES, rows, mark=2))
        for path in sorted(outbox.glob("Document/**/*.*")):
            put(folder, str(path.relative_to(outbox)), path.read_bytes())
            path.unlink()

    return Books(Connected(row, folder), lambda: _lying(folder / "outbox"), take_in)


def tryton(real: Real) -> Books:
    """A company in a real Tryton on this machine."""
    address = {"url": real.server.url, "database": real.server.database, "user": USER, "password": PASSWORD}
    told = package("tryton").propose(address, Reach(hosts=frozenset({HOST})))
    admin = real.desk.admin

    def papers() -> list[bytes]:
        ours = admin.rows("account.move", [["description", "like", "%[comptoir %"]], ["state"])
        assert {row["state"] for row in ours} <= {"posted"}
        last = max((row["id"] for row in ours), default=0)
        hung = admin.rows("ir.attachment", [["resource", "=", f"account.move,{last}"]], ["data"])
        return [row["data"] for row in hung]

    return Books(Connected(_dossier("tryton", address | told), real.server.folder), papers)


def fake_tryton(fake: FakeTryton) -> Books:
    """The same in the fake that was checked against recordings."""
    tell_fake(fake)
    row = _dossier("tryton", fake.settings())
    return Books(Connected(row, Path()), lambda: [each["data"] for each in fake.tables.all("ir.attachment")][1:])


def _dossier(name: str, settings: Mapping[str, Any]) -> Dossier:
    """A dossier of a firm of its own, connected to that package."""
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    row = Dossier.objects.create(firm=firm, name="Atelier", number="0200065765", created_at=NOW)
    connect(row, name, settings, by=machine(firm.pk, row.pk, "test"), at=NOW)
    return row


def _lying(outbox: Path) -> list[bytes]:
    """The documents that lie in an outbox."""
    return [path.read_bytes() for path in sorted(outbox.rglob("*.*")) if path.suffix in {".pdf", ".xml"}]
