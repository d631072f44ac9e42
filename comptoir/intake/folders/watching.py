"""Looking into the watched folders: a file is handed in once, when it is whole, and then moved away.

A file is whole when nobody writes into it, it stayed as it is for a while, and it ends as its kind ends. Its row keeps what
was seen and done of it, so that whoever is killed at any step, and whoever cannot move it, goes on where that was.
"""

import errno
import fcntl
import os
from datetime import datetime, timedelta
from stat import S_ISREG

from comptoir.documents.store import MAX_BYTES, NoRoom, NotInStore
from comptoir.firms.access import machine
from comptoir.firms.models import Firm
from comptoir.formats.media import ends_whole
from comptoir.intake.choices import Channel
from comptoir.intake.folders.moving import BESIDE, move_away
from comptoir.intake.folders.places import Place, places_of
from comptoir.intake.models import FolderFile
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import Taken, take_in
from comptoir.kit.file_names import label
from comptoir.kit.text import readable
from comptoir.kit.words import Sentence

BY = "watched folder"
"""Who acts, in the trail, when a file of a folder is handed in."""

SETTLED = timedelta(seconds=20)
"""So long a file stays as it is before it counts as whole."""

PATIENT = timedelta(hours=1)
"""So long one that is empty, or does not end as its kind ends, is waited for; and so long until a fault is tried again."""

UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")
HIDDEN = (".", "~")
"""How the names of files begin and end that programs are still writing, or keep for themselves."""


def watch(firm: Firm, *, at: datetime) -> int:
    """Look into all folders of the firm once; says how many files were handed in or refused."""
    left = {(row.dossier_id, row.path): row for row in FolderFile.objects.filter(dossier__firm=firm)}
    done = 0
    for place in places_of(firm):
        for name in _files_in(place):
            row = left.pop((place.dossier.pk, _path(place, name)), None)
            done += _look(place, name, row, at)
    FolderFile.objects.filter(pk__in=[row.pk for row in left.values()]).delete()
    return done


def _files_in(place: Place) -> list[str]:
    with os.scandir(place.descriptor) as entries:
        names = {each.name for each in entries if not each.is_dir(follow_symlinks=False)} - BESIDE
    return sorted(name for name in names if not name.startswith(HIDDEN) and not name.lower().endswith(UNFINISHED))


def _look(place: Place, name: str, row: FolderFile | None, at: datetime) -> bool:
    """One file: noted when it is new or has changed, done when it is whole; whether it was done now."""
    mark = _mark(place, name)
    if mark is None:
        return False
    if row is None or row.mark != mark:
        new = {"mark": mark, "seen_at": at, "tried_at": None, "outcome": None, "trouble": None}
        FolderFile.objects.update_or_create(dossier=place.dossier, path=_path(place, name), defaults=new)
        return False
    if at < row.seen_at + SETTLED or (row.tried_at is not None and at < row.tried_at + PATIENT):
        return False
    taken = _taken(place, name, row, at) if row.outcome is None else None
    if row.outcome is None and taken is None:
        return False
    _put_away(place, name, row, at)
    return taken is not None


def _taken(place: Place, name: str, row: FolderFile, at: datetime) -> list[Taken] | None:
    """Hand it in, and write down what became of it; None when that is to be tried later."""
    trouble: Sentence | None = None
    taken: list[Taken] | None = None
    try:
        taken = _handed_in(place, name, row, at)
    except (NoRoom, NotInStore) as passing:
        trouble = passing.sentence
    except OSError as error:
        trouble = Sentence("The file cannot be read: %(reason)s", {"reason": os.strerror(error.errno or 0)})
    if taken is not None and any(each.later for each in taken):
        trouble, taken = next(each.refusal for each in taken if each.later), None
    if taken is not None:
        row.outcome = [each.to_json() for each in taken]
        row.save(update_fields=["outcome"])
    elif trouble is not None:
        _troubled(row, trouble, at)
    return taken


def _handed_in(place: Place, name: str, row: FolderFile, at: datetime) -> list[Taken] | None:
    """What became of it; None when it is not whole yet. Raises OSError when it cannot be read."""
    waited = at >= row.seen_at + PATIENT
    found = os.stat(name, dir_fd=place.descriptor, follow_symlinks=False)
    if not S_ISREG(found.st_mode) or found.st_nlink > 1:
        return [Taken(label(name), refusal=Sentence("This is not an ordinary file."))]
    if found.st_size > MAX_BYTES:
        sentence = Sentence("The file is larger than %(megabytes)s MB.", {"megabytes": MAX_BYTES // 2**20})
        return [Taken(label(name), refusal=sentence)]
    content = _content(place, name, row.mark)
    if content is None or (not content and not waited):
        return None
    if content and not ends_whole(content):
        return [Taken(label(name), refusal=Sentence("The file has no end: it is cut off."))] if waited else None
    once = f"folder {row.path} {row.mark}"
    handed = Handed(place.mailbox, Channel.FOLDER, place.path, once=once)
    by = machine(place.dossier.firm_id, place.dossier.pk, BY)
    return take_in(content, handed, name=name, dossier=place.dossier, by=by, at=at)


def _content(place: Place, name: str, mark: str) -> bytes | None:
    """The bytes of the file with that mark; None when somebody writes into it, or it is another one by now."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=place.descriptor)
    with os.fdopen(descriptor, "rb") as file:
        if _is_written(descriptor):
            return None
        content = file.read(MAX_BYTES + 1)
        return content if mark == _mark_of(os.fstat(descriptor)) == _mark(place, name) else None


def _is_written(descriptor: int) -> bool:
    """Whether some program of this machine has the file open for writing; False where the system does not tell.

    A read lease is given only while nobody has (fcntl(2), F_SETLEASE).
    """
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def _put_away(place: Place, name: str, row: FolderFile, at: datetime) -> None:
    try:
        move_away(place, name, row.outcome or [])
    except FileNotFoundError:
        row.delete()
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        _troubled(row, Sentence("The file is done with and cannot be moved away: %(reason)s", {"reason": reason}), at)
    else:
        row.delete()


def _troubled(row: FolderFile, trouble: Sentence, at: datetime) -> None:
    row.trouble, row.tried_at = trouble.to_json(), at
    row.save(update_fields=["trouble", "tried_at"])


def _mark(place: Place, name: str) -> str | None:
    """What tells this very file from any other, and from itself when it is written again; None when it is gone."""
    try:
        return _mark_of(os.stat(name, dir_fd=place.descriptor, follow_symlinks=False))
    except FileNotFoundError:
        return None


def _mark_of(found: os.stat_result) -> str:
    return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}"


def _path(place: Place, name: str) -> str:
    """How a person finds it, below the firm's folder."""
    return f"{place.path}/{readable(name)}"
