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

from comptoir.connectors.port import PassingFault, Tried, WrongConfiguration
from comptoir.kit.words import Sentence

MARKS = ".sent"
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

        Killed midway it is done again from the beginning under the same names. Raises WrongConfiguration when the folder
        cannot be written to, PassingFault when the disk is full.
        """
        if self.has(token):
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / MARKS).mkdir(exist_ok=True)
            for name, write in files.items():
                self._place(self.folder / name, write)
            self._place(self._mark(token), lambda path: path.write_text(token + "\n", encoding="utf-8"))
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

    def _place(self, final: Path, write: Callable[[Path], object]) -> None:
        unfinished = self.folder / MARKS / f"unfinished-{secrets.token_hex(8)}"
        try:
            write(unfinished)
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            final.parent.mkdir(parents=True, exist_ok=True)
            unfinished.replace(final)
        finally:
            unfinished.unlink(missing_ok=True)
        descriptor = os.open(final.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copied(source: Path) -> Writer:
    """Writes a copy of that file."""

    def write(target: Path) -> None:
        shutil.copyfile(source, target)

    return write
