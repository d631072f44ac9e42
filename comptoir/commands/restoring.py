"""Restoring a backup into an empty installation: every byte is checked before anything is put in its place."""

import hashlib
import os
import re
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import connection

from comptoir.commands.backups import FORMAT, KEY, MANIFEST, Manifest, database_name
from comptoir.commands.snapshots import has_tables, read_snapshot
from comptoir.kit.words import Refusal

MADE_BY_US = {KEY, "upgrade.lock", "backup.lock"}
_DOCUMENT = re.compile(r"documents(/[0-9a-f]{1,8}){0,3}/(?P<hash>[0-9a-f]{64})")


class CannotRestore(Refusal):
    """The place is not empty, or the archive is not a whole and unaltered backup."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    made_at: str
    documents: int
    documents_size: int
    database_size: int
    damaged: int


def restore(archive: Path) -> Restored:
    """Fill this installation from the archive; refuses (CannotRestore) unless both are as they must be.

    The database comes last: a restore that was interrupted leaves an installation without one, to be emptied and done
    again.
    """
    _check_empty()
    unpacked = Path(mkdtemp(prefix=".restore-", dir=settings.DATA))
    try:
        manifest = _unpack(archive, unpacked)
        _check(manifest, unpacked)
        _put_in_place(unpacked, manifest.engine)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return _summary(manifest)


def _check_empty() -> None:
    strange = sorted(path.name for path in settings.DATA.iterdir() if path.name not in MADE_BY_US)
    if strange:
        raise CannotRestore(
            "%(folder)s is not empty (it holds %(name)s). Name an empty folder with --data.",
            folder=str(settings.DATA),
            name=strange[0],
        )
    if has_tables() if connection.vendor != "sqlite" else Path(connection.settings_dict["NAME"]).exists():
        raise CannotRestore("The database is not empty. Name an empty one in COMPTOIR_DATABASE_URL.")


def _unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack files of the expected names only, whatever the archive holds."""
    try:
        with tarfile.open(archive) as members:
            for member in members:
                _unpack_one(members, member, folder)
        return Manifest.from_json((folder / MANIFEST).read_bytes())
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise CannotRestore("%(file)s is no whole backup: %(reason)s.", file=str(archive), reason=str(error)) from error


def _unpack_one(members: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    known = {MANIFEST, KEY, database_name("sqlite"), database_name("postgresql")}
    if not member.isreg() or not (member.name in known or _DOCUMENT.fullmatch(member.name)):
        raise CannotRestore("The archive holds “%(name)s”, which no backup has.", name=member.name)
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = members.extractfile(member)
    if source is None or target.exists():
        raise CannotRestore("The archive holds “%(name)s” twice.", name=member.name)
    with source, open(target, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
        shutil.copyfileobj(source, stream, 1 << 20)
        stream.flush()
        os.fsync(stream.fileno())


def _check(manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise CannotRestore("This backup has a format that this version does not know.")
    if manifest.engine != connection.vendor:
        raise CannotRestore(
            "The backup is of a %(engine)s database and this installation has another kind.", engine=manifest.engine
        )
    expected = {member.name for member in manifest.files} | {MANIFEST}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if odd := sorted(expected ^ found | {KEY, database_name(manifest.engine)} - found):
        raise CannotRestore("“%(name)s” is missing from the archive or from its list.", name=odd[0])
    for member in manifest.files:
        digest = _digest(folder / member.name)
        document = _DOCUMENT.fullmatch(member.name)
        altered = document and document["hash"] not in {digest, *manifest.damaged}
        if digest != member.sha256 or altered:
            raise CannotRestore("“%(name)s” is not what was backed up; nothing is restored.", name=member.name)
    if manifest.engine == "sqlite":
        _check_sqlite(folder / database_name("sqlite"))


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            (answer,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise CannotRestore("The database in the backup is damaged: %(reason)s.", reason=answer)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _put_in_place(folder: Path, engine: str) -> None:
    connection.close()
    if (folder / "documents").exists():
        (folder / "documents").rename(settings.DOCUMENTS)
    (folder / KEY).replace(settings.DATA / KEY)
    database = folder / database_name(engine)
    if engine == "sqlite":
        database.rename(connection.settings_dict["NAME"])
    else:
        read_snapshot(database)


def _summary(manifest: Manifest) -> Restored:
    documents = [member.size for member in manifest.files if _DOCUMENT.fullmatch(member.name)]
    database = next(member.size for member in manifest.files if member.name == database_name(manifest.engine))
    return Restored(manifest.made_at, len(documents), sum(documents), database, len(manifest.damaged))
