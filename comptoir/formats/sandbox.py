"""Untrusted files are read in a child process with limits; the parent never imports a parser.

The child gets the file on its input, an empty environment and a folder of its own; it may use so much memory, processor
time and disk, no network and no other program, and is ended by the clock. Whatever becomes of it is a sentence here.
"""

import json
import logging
import os
import stat
import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from typing import IO, Any

from comptoir.formats.child import OUT_OF_MEMORY, OUT_OF_ROOM, READERS
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.room import NoRoom, room
from comptoir.kit.words import Sentence

MAX_BYTES = 35 * 2**20
MEMORY = 512 * 2**20
SECONDS = 20
MAX_ANSWER = 16 * 2**20

LIBRARIES = ("comptoir", "lxml", "PIL", "pypdfium2", "pikepdf", "stdnum", "openpyxl", "et_xmlfile")
CHILD = Path(__file__).with_name("child.py")
log = logging.getLogger(__name__)


def read_in_child(
    reader: str,
    path: Path,
    *,
    asked: tuple[Any, ...] = (),
    files: Path | None = None,
    timeout: int = SECONDS,
    memory: int = MEMORY,
) -> dict[str, Any]:
    """What the named reader (of `child.READERS`) makes of the file, as plain JSON values.

    `asked` says what of it, in plain JSON values, to a reader that wants to know (the first page and how many). With
    `files`, an empty folder, the files that come of it (attachments, pictures of pages) are left there, and
    `attachment_in` opens them.

    Refuses (Unreadable) what the reader refuses, and what is too big, takes too long, needs too much memory or breaks
    the reader. Raises NoRoom when the disk is full. `timeout` is in seconds, `memory` in bytes of address space.
    """
    order = {
        "reader": reader if reader in READERS else _unknown(reader),
        "libraries": libraries(),
        "memory": memory,
        "seconds": timeout,
        "size": MAX_BYTES,
        "files": files is not None,
        "asked": asked,
    }
    with room(), path.open("rb") as source, tempfile.TemporaryDirectory(prefix="comptoir-read-") as own:
        if os.fstat(source.fileno()).st_size > MAX_BYTES:
            raise Unreadable("The file is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20)
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
            code = _run(order, source, answer, errors, folder=files or Path(own), timeout=timeout)
            if code == OUT_OF_ROOM:
                raise NoRoom
            if code != 0:
                raise _broken(code, reader, errors)
            return _told(answer)


def attachment_in(files: Path, number: int) -> Path:
    """The file that the child left for that attachment; refuses anything but an ordinary file, as it is not trusted."""
    path = files / str(number)
    try:
        ordinary = stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        ordinary = False
    if not ordinary:
        raise Unreadable("The file could not be read.")
    return path


def _run(
    order: dict[str, Any], source: IO[bytes], answer: IO[bytes], errors: IO[bytes], *, folder: Path, timeout: int
) -> int:
    """Start the child, wait for it no longer than the timeout, and give its exit code."""
    try:
        return subprocess.run(
            [sys.executable, "-I", "-S", str(CHILD), json.dumps(order)],
            stdin=source,
            stdout=answer,
            stderr=errors,
            cwd=folder,
            env={},
            close_fds=True,
            start_new_session=True,
            timeout=timeout,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -SIGXCPU


def _told(answer: IO[bytes]) -> dict[str, Any]:
    """The child's answer, or the refusal in it."""
    answer.seek(0)
    text = answer.read(MAX_ANSWER + 1)
    if len(text) > MAX_ANSWER:
        raise Unreadable("The file holds more than can be shown.")
    told: dict[str, Any] = json.loads(text)
    if "refused" in told:
        sentence = Sentence.from_json(told["refused"])
        raise Unreadable(sentence.text, **sentence.facts)
    read: dict[str, Any] = told["read"]
    return read


def _broken(code: int, reader: str, errors: IO[bytes]) -> Unreadable:
    """The sentence for a child that did not answer; its last words go to the log."""
    if code in {-SIGXCPU, -SIGKILL}:
        return Unreadable("Reading the file took too long.")
    if code == OUT_OF_MEMORY:
        return Unreadable("Reading the file would need too much memory.")
    errors.seek(0)
    words = errors.read(20_000).decode("utf-8", "replace").strip().splitlines()
    log.warning("The reader %s ended with code %s: %s", reader, code, words[-1][:300] if words else "")
    return Unreadable("The file could not be read: it is damaged, or made to do harm.")


@cache
def libraries() -> list[str]:
    """The folders in which the child finds this package and the parsers: found, not imported."""
    specs = [find_spec(name) for name in LIBRARIES]
    return list(dict.fromkeys(str(Path(spec.origin).parent.parent) for spec in specs if spec and spec.origin))


def _unknown(reader: str) -> str:
    raise ValueError(f"there is no reader {reader}")
