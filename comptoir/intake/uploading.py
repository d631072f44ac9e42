"""Uploads in pieces: what was acknowledged lies on the disk, and becomes a submission, once, when the last piece is there.

The bytes lie in the store's folder of unfinished files, under the upload's own name, and are locked there while somebody
writes: no transaction waits for a disk. The row says how many of them count; what lies behind is written over.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from comptoir.documents.quota import demand_room
from comptoir.documents.store import (
    INCOMING,
    MAX_BYTES,
    NO_ROOM,
    CannotKeep,
    NoRoom,
    NotInStore,
    TooLarge,
    folder_in_store,
    sync_folder,
)
from comptoir.firms.access import Access, NotAllowed
from comptoir.firms.models import Dossier
from comptoir.firms.queries import access_to_dossier
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Upload
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import Taken, take_in
from comptoir.kit.file_names import label
from comptoir.kit.words import Refusal

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
"""So long after its last piece an upload can be gone on with, and what became of it be asked."""

LEFT = {Channel.UPLOAD: timedelta(minutes=2), Channel.CAMERA: timedelta(hours=1)}
"""So long after its last piece a whole upload that nobody comes back to is taken in without him."""

MOST_UNDER_WAY = 200
"""Uploads that one person has under way in a dossier."""


class TooMany(CannotKeep):
    """Too many uploads of one person are under way."""


class NoSuchUpload(Refusal):
    """It was never begun, is over, given up, or its bytes are gone: the file is to be sent from its beginning."""

    def __init__(self) -> None:
        super().__init__("This upload is over. Send the file again.")


class WrongPlace(Refusal):
    """The piece does not begin where the bytes that are there end; `upload` says where that is."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        super().__init__("The pieces of the file came in another order than they were cut.")


def begin(
    name: str, size: int, *, mailbox: Mailbox, channel: Channel, dossier: Dossier, by: Access, at: datetime
) -> Upload:
    """Begin to take a file of so many bytes. Refuses (NotAllowed, CannotKeep) what would not be kept when it is whole.

    What others have under way in the dossier takes its share of the room there is.
    """
    by.demand("mailbox.use")
    person_id = _person_of(by)
    if size > MAX_BYTES:
        raise TooLarge("The file is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20)
    if size <= 0:
        raise CannotKeep("The file is empty.")
    under_way = Upload.objects.visible_to(by).filter(outcome__isnull=True)
    if under_way.filter(person_id=person_id).count() >= MOST_UNDER_WAY:
        raise TooMany("%(count)s uploads of yours are under way; finish some of them first.", count=MOST_UNDER_WAY)
    waiting = under_way.aggregate(files=Count("pk"), bytes=Sum("size", default=0))
    demand_room(dossier.pk, size=waiting["bytes"] + size, files=waiting["files"] + 1, at=at)
    upload = Upload(
        dossier=dossier,
        person_id=person_id,
        token=uuid4(),
        mailbox=mailbox,
        channel=channel,
        name=label(name),
        size=size,
        created_at=at,
        touched_at=at,
    )
    path_of(upload).touch(mode=0o600, exist_ok=False)
    sync_folder(path_of(upload).parent)
    upload.save(force_insert=True)
    return upload


def append(upload: Upload, piece: bytes, *, offset: int, at: datetime) -> Upload:
    """Write a piece behind the bytes that are there: when it returns, they are on the disk and count.

    Refuses WrongPlace, TooLarge and NoSuchUpload; raises NoRoom when the disk is full: what counted before still does.
    """
    with _locked(upload) as descriptor:
        upload = _read_again(upload)
        if upload.received != offset or upload.outcome is not None:
            raise WrongPlace(upload)
        if offset + len(piece) > upload.size:
            raise TooLarge("More was sent than the %(size)s bytes that the file was said to have.", size=upload.size)
        if os.fstat(descriptor).st_size < offset:
            _forget(upload)
            raise NoSuchUpload
        _write(descriptor, piece, offset)
        same = Upload.objects.filter(pk=upload.pk, received=offset)
        if not same.update(received=F("received") + len(piece), touched_at=at):
            raise WrongPlace(_read_again(upload))
        return _read_again(upload)


def finish(upload: Upload, *, mailbox: Mailbox | None = None, waits: bool = False, by: Access, at: datetime) -> Upload:
    """Hand the whole file in; a second time it tells what became of it the first time, and does no more.

    Into another mailbox than was said when it began, if there is one; `waits`: as in `receiving.Handed`.

    Refuses NoSuchUpload; raises NoRoom when the disk is full: then it stays whole, and can be finished later. Call it
    outside a transaction.
    """
    try:
        with _locked(upload):
            return _handed_in(_read_again(upload), mailbox, waits, by, at)
    except NoSuchUpload:
        known = _read_again(upload)
        if known.outcome is None:
            raise
        return known


def at_once(
    source: Path | bytes, size: int, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime
) -> Upload:
    """Hand in a file that came in one piece, and keep what became of it as of those that come in pieces."""
    try:
        taken = take_in(source, handed, name=name, dossier=dossier, by=by, at=at)
    except (NoRoom, NotInStore) as fault:
        taken = [Taken(label(name), refusal=fault.sentence)]
    return _told(taken, size, handed, name=name, dossier=dossier, by=by, at=at)


def not_taken(refusal: Refusal, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime) -> Upload:
    """Keep that a file was refused before anything of it was read."""
    taken = [Taken(label(name), refusal=refusal.sentence)]
    return _told(taken, 0, handed, name=name, dossier=dossier, by=by, at=at)


def give_up(upload: Upload) -> None:
    """Forget the upload and its bytes. What was handed in already stays."""
    with suppress(NoSuchUpload), _locked(upload):
        pass
    _forget(upload)


def finish_left(at: datetime) -> int:
    """Take in what is whole and was left by its person, as he would; tells how many there were.

    What cannot be taken in for a fault of the server waits for the next time, for as long as that lasts. Raises NoRoom.
    """
    whole = Upload.objects.filter(outcome__isnull=True, received=F("size")).select_related("person", "dossier")
    left = [each for each in whole.order_by("pk") if each.touched_at < at - LEFT[Channel(each.channel)]]
    for upload in left:
        with suppress(FileNotFoundError):
            os.utime(path_of(upload))
    for upload in left:
        access = access_to_dossier(upload.person, upload.dossier_id)
        if access is None or not access.may("mailbox.use"):
            give_up(upload)
        else:
            _finish_left(upload, access, at)
    return len(left)


def _finish_left(upload: Upload, access: Access, at: datetime) -> None:
    try:
        finish(upload, by=access, at=at)
    except NoSuchUpload:
        _forget(upload)
    except NotInStore:
        logger.exception("The upload %s cannot be taken in", upload.pk)


def expire(at: datetime) -> int:
    """Forget the uploads that nobody has touched for a day; tells how many there were. What is whole and could not be
    taken in goes on waiting.
    """
    waits = Q(outcome__isnull=True, received=F("size"))
    old = list(Upload.objects.filter(~waits, touched_at__lt=at - KEPT))
    for upload in old:
        give_up(upload)
    return len(old)


def own_uploads(access: Access) -> QuerySet[Upload]:
    """What this person is handing in here, and has within a day, newest first."""
    return Upload.objects.visible_to(access).filter(person_id=_person_of(access)).order_by("-created_at", "-pk")


def path_of(upload: Upload) -> Path:
    """Where the bytes lie until they are handed in."""
    return folder_in_store(INCOMING) / f"upload-{upload.token.hex}"


@contextmanager
def _locked(upload: Upload) -> Iterator[int]:
    """The open file, while nobody else has it. Refuses NoSuchUpload when it is gone."""
    try:
        descriptor = os.open(path_of(upload), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise NoSuchUpload from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom from error
        raise
    finally:
        os.close(descriptor)


def _told(
    taken: list[Taken], size: int, handed: Handed, *, name: str, dossier: Dossier, by: Access, at: datetime
) -> Upload:
    return Upload.objects.create(
        dossier=dossier,
        person_id=_person_of(by),
        token=uuid4(),
        mailbox=handed.mailbox,
        channel=handed.channel,
        name=label(name),
        size=size,
        received=size,
        created_at=at,
        touched_at=at,
        outcome=[each.to_json() for each in taken],
    )


def _person_of(access: Access) -> int:
    """Uploads are people's own."""
    if access.person_id is None:
        raise NotAllowed("Your profile does not allow this.")
    return access.person_id


def _handed_in(upload: Upload, mailbox: Mailbox | None, waits: bool, by: Access, at: datetime) -> Upload:
    if upload.outcome is not None or upload.received < upload.size:
        return upload
    upload.mailbox = mailbox or upload.mailbox
    once = f"upload {upload.token}"
    handed = Handed(Mailbox(upload.mailbox), Channel(upload.channel), by.name, once=once, waits=waits)
    taken = take_in(path_of(upload), handed, name=upload.name, dossier=upload.dossier, by=by, at=at)
    upload.outcome, upload.touched_at = [each.to_json() for each in taken], at
    upload.save(update_fields=["mailbox", "outcome", "touched_at"])
    path_of(upload).unlink(missing_ok=True)
    return upload


def _write(descriptor: int, piece: bytes, offset: int) -> None:
    """All of it, on the disk; when it does not fit, what lies behind the offset goes again."""
    try:
        rest, place = memoryview(piece), offset
        while rest:
            written = os.pwrite(descriptor, rest, place)
            rest, place = rest[written:], place + written
        os.ftruncate(descriptor, place)
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, offset)
        raise


def _read_again(upload: Upload) -> Upload:
    found = Upload.objects.select_related("dossier").filter(pk=upload.pk).first()
    if found is None:
        raise NoSuchUpload
    return found


@transaction.atomic
def _forget(upload: Upload) -> None:
    path_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()
