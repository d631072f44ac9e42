"""Files that lie in a folder: which are there, what is left alone, and whether one is still being written."""

import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from comptoir.connectors.port import PassingFault, Place, WrongBooks, WrongConfiguration
from comptoir.formats.unreadable import Unreadable, UnreadableRow
from comptoir.kit.words import Sentence

UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".partial")
DOCUMENTS = (".pdf", ".xml")
YOUNG_NS = 3 * 10**9
PATIENCE = 60
"""A file that changes is waited for so many seconds."""

SHORT_PATIENCE = 10
"""A person who asks for a proposal or a test waits no longer than so many."""

LISTED = 20
"""So many files that were left alone are named; the others are counted."""

State = tuple[int, int]
"""Size and time of last change of a file, in nanoseconds."""


def files_in(path: Path) -> list[Path]:
    """What lies in the folder by name, hidden files aside. Raises WrongConfiguration, or PassingFault."""
    try:
        return sorted((item for item in path.iterdir() if not item.name.startswith(".")), key=lambda item: item.name)
    except FileNotFoundError:
        raise WrongConfiguration("The folder %(folder)s is not there.", folder=str(path)) from None
    except NotADirectoryError:
        raise WrongConfiguration("%(folder)s is no folder.", folder=str(path)) from None
    except PermissionError:
        raise WrongConfiguration("The folder %(folder)s may not be read.", folder=str(path)) from None
    except OSError as error:
        raise PassingFault(
            "The folder %(folder)s could not be read: %(why)s", folder=str(path), why=str(error)
        ) from error


def state_of(path: Path) -> State:
    """What tells whether a file has changed. Raises PassingFault when it is gone."""
    try:
        told = path.stat()
    except OSError as error:
        raise PassingFault("The file %(file)s could not be read: %(why)s", file=path.name, why=str(error)) from error
    return told.st_size, told.st_mtime_ns


def wait_until_still(paths: Iterable[Path], *, patience: int = PATIENCE) -> dict[Path, State]:
    """The state of each file once none of them is being written: unchanged for a second, or for three already.

    Raises PassingFault naming the file that still changes after `patience` seconds, or is gone.
    """
    states = {path: state_of(path) for path in paths}
    now = time.time_ns()
    moving = [path for path, (_, changed) in states.items() if now - changed < YOUNG_NS]
    for _ in range(patience):
        if not moving:
            return states
        time.sleep(1)
        fresh = {path: state_of(path) for path in moving}
        moving = [path for path in moving if fresh[path] != states[path]]
        states |= fresh
    if moving:
        raise PassingFault("The file %(file)s is still being written.", file=moving[0].name)
    return states


@contextmanager
def placed(path: Path, state: State) -> Iterator[None]:
    """Turn what a reader refuses into WrongBooks with its place, and what the disk does into the port's other errors.

    A file that is no longer as it was in that `state` was changed while it was read: a PassingFault, whatever was found.
    """
    try:
        yield
    except Unreadable as refusal:
        _refuse_change(path, state)
        line, column = (refusal.line, refusal.column) if isinstance(refusal, UnreadableRow) else (0, "")
        raise WrongBooks(refusal.sentence.text, Place(path.name, line, column), **refusal.sentence.facts) from refusal
    except WrongBooks:
        _refuse_change(path, state)
        raise
    except PermissionError as error:
        raise WrongConfiguration("The file %(file)s may not be read.", file=path.name) from error
    except OSError as error:
        raise PassingFault("The file %(file)s could not be read: %(why)s", file=path.name, why=str(error)) from error
    _refuse_change(path, state)


def _refuse_change(path: Path, state: State) -> None:
    if state_of(path) != state:
        raise PassingFault("The file %(file)s was changed while it was read.", file=path.name)


def is_plain(path: Path) -> bool:
    """Whether it is an ordinary file, and no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def left_alone(files: list[Path], reason: Sentence) -> Iterable[Sentence]:
    """What to say of files that were not read; `reason` names one with %(file)s."""
    for path in files[:LISTED]:
        if path.name.casefold().endswith(UNFINISHED):
            yield Sentence("The file %(file)s is not complete yet and was left alone.", {"file": path.name})
        else:
            yield Sentence(reason.text, {"file": path.name})
    if len(files) > LISTED:
        yield Sentence("%(count)s other files were left alone.", {"count": len(files) - LISTED})
