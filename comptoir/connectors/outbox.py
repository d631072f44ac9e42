"""The folder from which accounting software imports bookings: every file of it is whole, and every booking put in once.

A booking's files get their final names only when they are whole and on the disk. A mark under `.sent` says for ever that a
token was put in; accounting software may take the files away as soon as they are there.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from comptoir.connectors.port import PassingFault, Tried, WrongBooks, WrongConfiguration
from comptoir.kit.words import Sentence

MARKS = ".sent"
UNFINISHED = "unfinished-"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
Writer = Callable[[Path], None]
"""Writes a file to the given path."""


class Outbox:
    """One dossier's outbox."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, token: str) -> bool:
        """Whether the booking of that token was put in."""
        return self._mark(token).is_file()

    def put(self, token: str, files: Mapping[str, Writer]) -> None:
        """Put the files of that booking in, by name and in that order; nothing when that was done before.

        Killed midway it is done again from the beginning under the same names; where a writer refuses, nothing is put in.
        Raises WrongBooks when another booking's file of that name still waits, WrongConfiguration when the folder cannot be
        written to, PassingFault when the disk is full.
        """
        if self.has(token):
            return
        try:
            (self.folder / MARKS).mkdir(parents=True, exist_ok=True)
            self._place_all(token, files)
        except OSError as error:
            refusal = PassingFault if error.errno in NO_ROOM else WrongConfiguration
            raise refusal(
                "The outbox %(folder)s could not be written to: %(why)s",
                folder=str(self.folder),
                why=error.strerror or str(error),
            ) from error

    def tried(self) -> Tried:
        """Whether bookings can be put in."""
        there = self.folder if self.folder.exists() else self.folder.parent
        facts = {"folder": str(self.folder)}
        if os.access(there, os.W_OK | os.X_OK):
            return Tried(True, Sentence("Bookings can be put into the outbox %(folder)s.", facts))
        return Tried(False, Sentence("Nothing can be written to the outbox %(folder)s.", facts))

    def _mark(self, token: str) -> Path:
        return self.folder / MARKS / sha256(token.encode()).hexdigest()

    def _owner(self, name: str) -> Path:
        """The file that says whose the file of that name is."""
        return self.folder / MARKS / f"owner-{sha256(name.encode()).hexdigest()}"

    def _place_all(self, token: str, files: Mapping[str, Writer]) -> None:
        for name in files:
            self._refuse_taken(token, name)
        with TemporaryDirectory(prefix=UNFINISHED, dir=self.folder / MARKS) as unfinished:
            written = [(self._final(name), _written(Path(unfinished), write)) for name, write in files.items()]
            for name in files:
                _place(_written(Path(unfinished), _text(token)), self._owner(name))
            for final, path in written:
                _place(path, final)
            _place(_written(Path(unfinished), _text(token)), self._mark(token))

    def _final(self, name: str) -> Path:
        final = self.folder / name
        if not final.resolve().is_relative_to(self.folder.resolve()):
            raise WrongBooks("%(name)s can be no file of the outbox.", name=name)
        return final

    def _refuse_taken(self, token: str, name: str) -> None:
        if not self._final(name).exists():
            return
        owner = self._owner(name)
        if not owner.is_file() or owner.read_text(encoding="utf-8") != token:
            raise WrongBooks(
                "A file called %(name)s waits in the outbox already, and is not of this booking.", name=name
            )


def _written(folder: Path, write: Writer) -> Path:
    """A new file in that folder, whole and on the disk."""
    path = folder / secrets.token_hex(8)
    write(path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return path


def _place(path: Path, final: Path) -> None:
    """Give the file its name, for good."""
    final.parent.mkdir(parents=True, exist_ok=True)
    path.replace(final)
    descriptor = os.open(final.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _text(text: str) -> Writer:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def copied(source: Path) -> Writer:
    """Writes a copy of that file."""

    def write(target: Path) -> None:
        shutil.copyfile(source, target)

    return write
