"""Folders of exports as accounting software leaves them: files that were written a minute ago."""

import os
import time
from pathlib import Path

from comptoir.connectors.fec.connector import FecConnector
from comptoir.connectors.registry import package
from comptoir.records.books import Entry

YEAR = "FEC20261231.txt"


def put(
    folder: Path, name: str, content: str | bytes = b"", *, seconds_ago: int = 60, encoding: str = "iso-8859-15"
) -> Path:
    """A file in the folder, last changed so many seconds ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    changed = time.time() - seconds_ago
    os.utime(path, (changed, changed))
    return path


def connector(folder: Path, **settings: object) -> FecConnector:
    """The connector of that folder, with the proposed settings and these."""
    fec = package("fec")
    opened = fec.open(fec.propose({"folder": str(folder)}) | settings)
    assert isinstance(opened, FecConnector)
    return opened


def entries(folder: Path, **settings: object) -> list[Entry]:
    """Every entry of the folder."""
    opened = connector(folder, **settings)
    opened.read_basics()
    return [entry for entry in opened.read_entries() if isinstance(entry, Entry)]
