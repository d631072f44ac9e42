"""What is made of a document to be looked at: pictures of pages with their words, readable source; beside the originals.

Lies under `shown/<first two digits>/<hash of the original>/`, one folder for the same bytes in however many dossiers. A
folder has this name only when it is whole and on the disk. All of it can be made again from the original at any time, so
it is in no backup.
"""

import errno
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

from comptoir.documents.store import INCOMING, NO_ROOM, NoRoom, folder_in_store, path_of, sync_folder

SHOWN = "shown"
PAGES = "pages.json"
SOURCE = "source.json"
BLANK = "blank.json"
"""The numbers of the pages on which nothing is seen."""


def folder_of(digest: str) -> Path:
    """Where the pictures and texts of the file with that hash lie, or will lie."""
    original = path_of(digest)
    return original.parent.parent / SHOWN / original.parent.name / original.name


def is_made(digest: str) -> bool:
    """Whether they are there, whole."""
    return folder_of(digest).is_dir()


def has_source(digest: str) -> bool:
    """Whether the readable source is there."""
    return (folder_of(digest) / SOURCE).is_file()


def picture_of(digest: str, number: int) -> Path:
    """The picture of a page, counted from 1."""
    return folder_of(digest) / f"{number}.webp"


def read_json(digest: str, name: str) -> Any:
    """A text that was kept there; raises FileNotFoundError when it is not made."""
    return json.loads((folder_of(digest) / name).read_bytes())


def blank_pages(digest: str) -> list[int]:
    """The pages on which nothing is seen, counted from 1; none where that was not looked at."""
    try:
        return [int(number) for number in read_json(digest, BLANK)]
    except FileNotFoundError:
        return []


def words_of(digest: str, number: int) -> list[list[list[Any]]]:
    """Lines of words of a page, counted from 1: text, left, top, width, height in ten-thousandths of the page."""
    lines: list[list[list[Any]]] = read_json(digest, f"{number}.json")
    return lines


@contextmanager
def making(digest: str) -> Iterator[Path]:
    """An empty folder to be filled; without an error in the block it gets its place, whole or not at all.

    When another process was quicker, its folder stays. Raises NoRoom when the disk is full.
    """
    unfinished = folder_in_store(INCOMING) / secrets.token_hex(16)
    try:
        unfinished.mkdir(mode=0o700)
        yield unfinished
        _publish(unfinished, folder_of(digest))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom from error
        raise
    finally:
        rmtree(unfinished, ignore_errors=True)


def write_json(path: Path, value: Any) -> None:
    """Keep plain values as a text."""
    path.write_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def put_json(digest: str, name: str, value: Any) -> None:
    """Put a text into the folder that is there already, in the place of an older one, whole or not at all.

    Raises NoRoom when the disk is full, FileNotFoundError when the folder is not made.
    """
    unfinished = folder_in_store(INCOMING) / secrets.token_hex(16)
    try:
        write_json(unfinished, value)
        unfinished.chmod(0o600)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, folder_of(digest) / name)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom from error
        raise
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(folder_of(digest))


def _publish(unfinished: Path, final: Path) -> None:
    for path in unfinished.iterdir():
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(unfinished)
    folder_in_store(SHOWN)
    folder_in_store(f"{SHOWN}/{final.parent.name}")
    try:
        os.rename(unfinished, final)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
    sync_folder(final.parent)
    sync_folder(final.parent.parent)
