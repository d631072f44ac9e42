"""The store: files under the hash of their bytes, written once and never changed, outside any folder that is served.

Bytes become `<first two digits>/<hash>` only when they are whole and on the disk: a temporary file in the same tree,
fsync, rename, fsync of the folder. Killed at any point, there is no file under a final name, or the whole one.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from stat import S_ISDIR, S_ISREG
from tempfile import gettempdir
from typing import BinaryIO

from django.conf import settings

from comptoir.documents.models import Document, Scan
from comptoir.formats.media import HEAD, JPEG, PDF, PNG, TIFF, XML, media_type_of
from comptoir.kit.room import NO_ROOM as NO_ROOM
from comptoir.kit.room import NoRoom as NoRoom
from comptoir.kit.room import room
from comptoir.kit.words import Refusal

MAX_BYTES = 35 * 2**20
ACCEPTED = frozenset({PDF, XML})
WITH_PICTURES = ACCEPTED | {JPEG, PNG, TIFF}
"""What people may file themselves: an identity card is photographed."""

CHUNK = 2**20
INCOMING = "incoming"
_LEFT = re.compile(
    r"comptoir-(?:zip|mail|read|inside|pages|light|scan|sheet|tryton|logo)-[a-z0-9_]{8}|tmp[a-z0-9_]{8}\.upload.*"
)
"""How our own temporary folders and files are called, and those of files that people send."""

_HASH = re.compile(r"[0-9a-f]{64}")


class CannotKeep(Refusal):
    """This file is not kept, now or later: too large, of a kind that is not accepted, not an ordinary file."""


class TooLarge(CannotKeep):
    """More bytes than a file may have, or than this one was said to have."""


class WrongKind(CannotKeep):
    """Of no kind that is accepted, by its content, or not of the kind that it is said to be."""


class NotHandedOut(Refusal):
    """The bytes of a document are not to be had now; the sentence says why."""


class NotReleased(NotHandedOut):
    """The virus scanner has not looked at the file yet, or has found something in it: nobody gets it."""


class NotInStore(NotHandedOut):
    """The row says that there is a file, and the store does not have it whole: damage, to be restored from a backup."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store has now: the hash of the bytes, how many they are, and what they are by content."""

    sha256: str
    size: int
    media_type: str


def path_of(digest: str) -> Path:
    """Where the file with that hash lies, or will lie."""
    if _HASH.fullmatch(digest) is None:
        raise ValueError(f"{digest!r} is no SHA-256")
    return Path(settings.DOCUMENTS) / digest[:2] / digest


def file_of(document: Document) -> Path:
    """Where the bytes of the document lie, for whoever hands them out.

    Raises NotReleased when they are not released, NotInStore when they are not there whole.
    """
    demand_release(document)
    return whole_file_of(document)


def demand_release(document: Document) -> None:
    """Refuse (NotReleased) what waits for the virus scanner, and what it found something in."""
    if document.scan == Scan.WAITING:
        raise NotReleased("The file waits for the virus scanner, and is not handed out before.")
    if document.scan == Scan.INFECTED:
        raise NotReleased("The virus scanner found something in this file: it is kept aside, and nobody gets it.")


def whole_file_of(document: Document) -> Path:
    """The same for readers in the limited child and for the scanner, released or not. Raises NotInStore."""
    path = path_of(document.sha256)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise NotInStore("The file of %(name)s is missing from the store.", name=document.name) from None
    if size != document.size:
        raise NotInStore("The file of %(name)s is damaged in the store.", name=document.name)
    return path


def open_document(document: Document) -> BinaryIO:
    """The bytes of the document, to be closed by the caller. Raises what `file_of` raises."""
    return file_of(document).open("rb")


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file whose bytes are on the disk whole, and not in the store yet; `unfinished` is None when the store has them."""

    stored: Stored
    unfinished: Path | None

    def publish(self) -> Stored:
        """Give it its final name; bytes that are there already stay as they are. Raises NoRoom when the disk is full."""
        if self.unfinished is not None:
            with room():
                _publish(self.unfinished, path_of(self.stored.sha256))
        return self.stored


@contextmanager
def arriving(source: Path | bytes, *, media_type: str = "", accepts: frozenset[str] = ACCEPTED) -> Iterator[Arriving]:
    """Write the bytes of a file to the disk, read in pieces; what is not published when this is over is gone again.

    Refuses (CannotKeep) what is larger than 35 MB, empty, of no kind that is accepted, not of the media type that is given,
    or no ordinary file, and raises NoRoom when the disk is full; nothing is left behind then.
    """
    unfinished = folder_in_store(INCOMING) / secrets.token_hex(16)
    try:
        with room(), _opened(source) as reader, _created(unfinished) as writer:
            stored = _copy(reader, writer, media_type, accepts)
            known = _there(stored)
            if not known:
                writer.flush()
                os.fsync(writer.fileno())
        yield Arriving(stored, None if known else unfinished)
    finally:
        unfinished.unlink(missing_ok=True)


def put(source: Path | bytes, *, media_type: str = "", accepts: frozenset[str] = ACCEPTED) -> Stored:
    """Store the bytes of a file. Refuses and raises what `arriving` does."""
    with arriving(source, media_type=media_type, accepts=accepts) as arrived:
        return arrived.publish()


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def finished_files() -> Iterator[Path]:
    """Every file under a final name."""
    return Path(settings.DOCUMENTS).glob("[0-9a-f][0-9a-f]/*")


def remove_unfinished(*, before: datetime) -> int:
    """Remove what killed processes left half written and untouched since that instant; tells how many."""
    limit = before.timestamp()
    old = [path for path in folder_in_store(INCOMING).iterdir() if path.stat().st_mtime < limit]
    for path in old:
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(old)


def remove_left_behind(*, before: datetime) -> int:
    """Remove what killed processes left in the system's folder of temporary files, untouched since then; tells how many."""
    found = 0
    for path in Path(gettempdir()).iterdir():
        with suppress(OSError):
            told = path.lstat()
            if told.st_uid == os.getuid() and told.st_mtime < before.timestamp() and _LEFT.fullmatch(path.name):
                rmtree(path) if S_ISDIR(told.st_mode) else path.unlink()
                found += 1
    return found


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise CannotKeep("The file cannot be opened.") from None
    if not S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise CannotKeep("This is not an ordinary file.")
    with os.fdopen(descriptor, "rb") as file:
        yield file


@contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


def _copy(reader: BinaryIO, writer: BinaryIO, said: str, accepts: frozenset[str]) -> Stored:
    """Copy while hashing and counting; the first bytes say what it is."""
    digest, size, chunk = sha256(), 0, reader.read(CHUNK)
    media_type = _accepted(chunk, said, accepts)
    while chunk:
        size += len(chunk)
        if size > MAX_BYTES:
            raise TooLarge("The file is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20)
        digest.update(chunk)
        writer.write(chunk)
        chunk = reader.read(CHUNK)
    return Stored(digest.hexdigest(), size, media_type)


def _accepted(head: bytes, said: str, accepts: frozenset[str]) -> str:
    if not head:
        raise CannotKeep("The file is empty.")
    media_type = media_type_of(head[:HEAD])
    if media_type not in accepts and accepts == WITH_PICTURES:
        raise WrongKind("Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them.")
    if media_type not in accepts:
        raise WrongKind("Only PDF and XML files are kept, and this is neither.")
    if said not in {"", media_type}:
        raise WrongKind("The file is said to be %(said)s, and is %(found)s.", said=said[:80], found=media_type)
    return media_type


def _there(stored: Stored) -> bool:
    """Whether the store has these bytes; a file of another size under their hash is damage, and is said."""
    try:
        size = path_of(stored.sha256).stat().st_size
    except FileNotFoundError:
        return False
    if size != stored.size:
        raise NotInStore("The file %(hash)s is damaged in the store.", hash=stored.sha256)
    return True


def _publish(unfinished: Path, final: Path) -> None:
    """Give the whole file its final name, and make the name last."""
    folder_in_store(final.parent.name)
    os.replace(unfinished, final)
    sync_folder(final.parent)


def folder_in_store(name: str) -> Path:
    """That folder of the store, made for its owner only; a new one is written to the disk before anything lies in it."""
    root = Path(settings.DOCUMENTS)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = root / name
    if not folder.is_dir():
        folder.mkdir(exist_ok=True, mode=0o700)
        sync_folder(root)
    return folder


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
