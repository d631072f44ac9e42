"""A backup: the database as of one moment, the documents it speaks of, the secret key; one archive, with hashes."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.db import connection

from comptoir.commands.snapshots import SUFFIXES, write_snapshot
from comptoir.documents.models import Document
from comptoir.documents.store import finished_files
from comptoir.kit.words import Refusal

MANIFEST = "manifest.json"
KEY = "secret.key"
FORMAT = 1
UNFINISHED = ".backup-"
_HASH = re.compile(r"[0-9a-f]{64}")


class CannotBackUp(Refusal):
    """There is a file of that name, or another backup is being made."""


class DocumentsDamaged(Refusal):
    """The backup is made, but the store does not hold every document as it was stored."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `damaged` names documents that were missing or altered in the store when it was made."""

    made_at: str
    engine: str
    format: int = FORMAT
    files: list[Member] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        """As the archive carries it."""
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read back; raises ValueError, KeyError or TypeError on anything else."""
        values = json.loads(text)
        return cls(
            made_at=str(values["made_at"]),
            engine=str(values["engine"]),
            format=int(values["format"]),
            files=[Member(str(row["name"]), int(row["size"]), str(row["sha256"])) for row in values["files"]],
            damaged=[str(name) for name in values["damaged"]],
        )


def database_name(engine: str) -> str:
    """The name of the database's copy inside a backup."""
    return f"database{SUFFIXES[engine]}"


def make_backup(target: Path, *, at: datetime) -> Manifest:
    """Write the backup; others may go on writing. The file has its name only when it is whole and on the disk.

    Refuses (CannotBackUp) a name that is taken. When documents are missing or altered in the store, all the rest is
    backed up and then DocumentsDamaged says which.
    """
    if target.exists():
        raise CannotBackUp("%(file)s exists already.", file=str(target))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(f"{target.name}.partial")
    with _one_at_a_time(), open(partial, "wb", opener=_private) as stream:
        _sweep()
        manifest = _write(stream, at=at)
        stream.flush()
        os.fsync(stream.fileno())
        partial.rename(target)
        _sync_folder(target.parent)
    if manifest.damaged:
        raise DocumentsDamaged(
            "The backup is written, but %(count)s documents are missing or altered in the store, first %(first)s.",
            count=len(manifest.damaged),
            first=manifest.damaged[0],
        )
    return manifest


def _write(stream: IO[bytes], *, at: datetime) -> Manifest:
    """The database first and then the store: a document is stored before its row, and never deleted."""
    manifest = Manifest(made_at=at.isoformat(), engine=connection.vendor)
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        with TemporaryDirectory(prefix=UNFINISHED, dir=settings.DATA) as folder:
            snapshot = Path(folder, database_name(connection.vendor))
            write_snapshot(snapshot)
            _add(archive, snapshot, snapshot.name, manifest)
        referenced = set(Document.objects.values_list("sha256", flat=True).distinct().iterator())
        for path in _stored():
            member = _add(archive, path, path.relative_to(settings.DATA).as_posix(), manifest)
            referenced.discard(path.name)
            if member.sha256 != path.name:
                manifest.damaged.append(path.name)
        manifest.damaged.extend(sorted(referenced))
        _add(archive, settings.DATA / KEY, KEY, manifest)
        _add_text(archive, MANIFEST, manifest.to_json(), at)
    return manifest


def _sweep() -> None:
    """Remove the copies of the database that a killed backup left behind."""
    for left in settings.DATA.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _stored() -> list[Path]:
    """Every whole document of the store, whatever else somebody may have put there."""
    return sorted(path for path in finished_files() if _HASH.fullmatch(path.name))


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self.stream.read(size)
        self.hash.update(block)
        return block


def _add(archive: tarfile.TarFile, path: Path, name: str, manifest: Manifest) -> Member:
    """Add the file and note in the manifest what was in fact read."""
    with path.open("rb") as stream:
        info = tarfile.TarInfo(name)
        found = os.fstat(stream.fileno())
        info.size, info.mtime, info.mode = found.st_size, int(found.st_mtime), 0o600
        hashed = _Hashed(stream)
        archive.addfile(info, hashed)
    member = Member(name, info.size, hashed.hash.hexdigest())
    manifest.files.append(member)
    return member


def _add_text(archive: tarfile.TarFile, name: str, text: bytes, at: datetime) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(text), int(at.timestamp()), 0o600
    archive.addfile(info, BytesIO(text))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with Path(settings.DATA, "backup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotBackUp("Another backup of this installation is being made.") from None
        yield
