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
from tests.connectors.winbooks.dossiers import LINES, PURCHASE, STATEMENT, dbf, dossier, line, put
from tests.sync.conftest import NOW, Connected, connected
from tests.sync.exports import export, settle
from tests.sync.test_pushing import taken_from
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


class FecFolder:
    """A folder of FEC exports with an outbox in it, and the people who keep these books."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._taken = folder, ""
        export(folder, BOOKS)

    def take_in(self) -> None:
        """Book what lies in the outbox, beside its papers, and export anew."""
        for path in _papers(self.folder / "outbox"):
            settle(Path(shutil.copyfile(path, self.folder / path.name)))
        self._taken += taken_from(self.folder / "outbox")
        export(self.folder, BOOKS + self._taken)

    def pay(self) -> None:
        """Book a bank statement that pays everything taken in, letter it, and export anew."""
        rows = [row.split() for row in self._taken.splitlines()]
        owed = [row for row in rows if row[3] == "440000"]
        paid = [f"2026-04-30 BNK 9 440000 {row[4]} {row[5]} {row[6].removeprefix('-')} Z" for row in owed]
        lettered = [" ".join([*row[:7], "Z", *row[7:]] if row in owed else row) for row in rows]
        export(self.folder, "\n".join([BOOKS, *lettered, *paid]))


class WinBooksFolder:
    """A WinBooks dossier of DBF tables with an outbox in it, and the people who keep these books."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._taken = folder, list[dict[str, str]]()
        dossier(folder)

    def take_in(self) -> None:
        """Import what lies in the outbox, with its papers."""
        outbox = self.folder / "outbox"
        for path in sorted(outbox.glob("*_ACT.txt")):
            with path.open(encoding="cp1252", newline="") as file:
                self._taken += [
                    dict(zip((column.name for column in ACT), cells, strict=False)) for cells in csv.reader(file)
                ]
            path.unlink()
        self._save()
        for path in sorted(outbox.glob("Document/**/*.*")):
            put(self.folder, str(path.relative_to(outbox)), path.read_bytes())
            path.unlink()

    def pay(self) -> None:
        """Book a bank statement that pays everything taken in, and match it."""
        owed = [each for each in self._taken if each["ACCOUNTGL"] == "440000"]
        paid = []
        for place, each in enumerate(owed, 1):
            each |= {"MATCHNO": "8", "ISMATCHED": "T"}
            cents = each["AMOUNTEUR"].strip().removeprefix("-")
            words = f"KBC 4 6 {place:03} 440000 {each['ACCOUNTRP'].strip()} 04 20260430 {cents}"
            paid.append(line(f"2 {words}", COMMENT="Proximus", MATCHNO="8", ISMATCHED="T"))
            paid.append(line(f"3 KBC 4 6 {900 + place} 550000 . 04 20260430 -{cents}", COMMENT="Extrait 6"))
        self._save(*paid)

    def _save(self, *more: list[str]) -> None:
        taken = [[each.get(name, "") for name, _, _ in LINES] for each in self._taken]
        put(self.folder, "ATELIER_ACT.DBF", dbf(LINES, [*PURCHASE, *STATEMENT, *taken, *more], mark=2))


def fec(folder: Path) -> Books:
    """A dossier on a folder of FEC exports."""
    kept = FecFolder(folder)
    return Books(connected(folder), lambda: _lying(folder / "outbox"), kept.take_in)


def winbooks(folder: Path) -> Books:
    """A dossier on a folder of WinBooks."""
    kept = WinBooksFolder(folder)
    row = _dossier("winbooks", package("winbooks").propose({"folder": str(folder)}))
    return Books(Connected(row, folder), lambda: _lying(folder / "outbox"), kept.take_in)


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
    return [path.read_bytes() for path in _papers(outbox)]


def _papers(outbox: Path) -> list[Path]:
    return [path for path in sorted(outbox.rglob("*.*")) if path.suffix in {".pdf", ".xml"}]
