"""Files in pieces: what was acknowledged is on the disk, and the whole file is handed in once, however often one asks."""

import os
from datetime import timedelta
from hashlib import sha256

import pytest

from comptoir.audit.models import Event
from comptoir.documents.quota import OverQuota
from comptoir.documents.store import CannotKeep, NoRoom, TooLarge, remove_unfinished
from comptoir.firms.access import NotAllowed
from comptoir.firms.models import Seat
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission, Upload
from comptoir.intake.uploading import (
    NoSuchUpload,
    WrongPlace,
    append,
    begin,
    expire,
    finish,
    finish_left,
    give_up,
    path_of,
)
from tests.formats.pdf.make import pdf
from tests.intake.conftest import NOW

HALF = 300


@pytest.fixture
def begun(dossier, client_access):
    """Begins an upload of so many bytes."""

    def begin_one(size: int, channel: Channel = Channel.UPLOAD) -> Upload:
        named = {"mailbox": Mailbox.PURCHASES, "channel": channel}
        return begin("facture.pdf", size, **named, dossier=dossier, by=client_access, at=NOW)

    return begin_one


def sent(upload: Upload, content: bytes) -> Upload:
    """In two pieces."""
    upload = append(upload, content[:HALF], offset=0, at=NOW)
    return append(upload, content[HALF:], offset=HALF, at=NOW)


def files(store) -> list[str]:
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def test_two_pieces_become_one_submission_and_nothing_stays_behind(begun, client_access, store):
    content = pdf()
    upload = finish(sent(begun(len(content)), content), by=client_access, at=NOW)

    submission = Submission.objects.get()
    assert upload.outcome == [
        {"name": "facture.pdf", "submission": submission.pk, "known": False, "since": None, "refusal": None}
    ]
    assert (submission.mailbox, submission.channel, submission.sender) == (
        "purchases",
        "upload",
        str(client_access.name),
    )
    assert files(store) == [submission.original.sha256]


def test_asked_again_it_tells_the_same_and_does_no_more(begun, client_access):
    content = pdf()
    upload = sent(begun(len(content)), content)

    first, second = finish(upload, by=client_access, at=NOW), finish(upload, by=client_access, at=NOW)

    assert first.outcome == second.outcome
    assert Event.objects.filter(action__startswith="intake.").count() == 1


def test_killed_before_the_outcome_was_written_it_is_told_as_the_first_time(begun, client_access):
    content = pdf()
    upload = sent(begun(len(content)), content)
    finish(upload, by=client_access, at=NOW)
    Upload.objects.update(outcome=None)
    path_of(upload).write_bytes(content)

    again = finish(Upload.objects.get(), by=client_access, at=NOW)

    assert [each["known"] for each in again.outcome] == [False]
    assert Event.objects.filter(action__startswith="intake.").count() == 1


def test_bytes_that_are_there_already_are_told_as_known(begun, handing_in, client_access):
    content = pdf()
    known = handing_in(content).submission
    upload = finish(sent(begun(len(content)), content), by=client_access, at=NOW + timedelta(hours=1))

    assert [(each["submission"], each["known"], each["since"]) for each in upload.outcome] == [
        (known.pk, True, NOW.isoformat())
    ]


def test_a_refused_file_is_told_as_refused_and_leaves_nothing(begun, client_access, store):
    upload = begun(20)
    upload = finish(append(upload, b"<html>no</html>     ", offset=0, at=NOW), by=client_access, at=NOW)

    assert upload.outcome[0]["refusal"]["text"].startswith("Only PDF, XML, JPEG, PNG and TIFF files are kept")
    assert (Submission.objects.count(), files(store)) == (0, [])


def test_a_piece_at_another_place_is_refused_and_told_where_it_goes_on(begun):
    upload = append(begun(1000), b"x" * 100, offset=0, at=NOW)

    for offset in (0, 50, 101):
        with pytest.raises(WrongPlace) as refused:
            append(upload, b"y", offset=offset, at=NOW)
        assert refused.value.upload.received == 100
    assert path_of(upload).read_bytes() == b"x" * 100


def test_what_lies_behind_the_acknowledged_bytes_is_written_over(begun):
    upload = append(begun(1000), b"x" * 100, offset=0, at=NOW)
    with path_of(upload).open("ab") as file:
        file.write(b"never acknowledged" * 20)

    upload = append(upload, b"y" * 10, offset=100, at=NOW)

    assert (upload.received, path_of(upload).read_bytes()) == (110, b"x" * 100 + b"y" * 10)


def test_no_more_is_taken_than_was_said(begun):
    upload = append(begun(100), b"x" * 60, offset=0, at=NOW)

    with pytest.raises(TooLarge):
        append(upload, b"x" * 41, offset=60, at=NOW)

    assert path_of(upload).stat().st_size == 60


@pytest.mark.parametrize("size", [0, -1, 35 * 2**20 + 1])
def test_no_file_is_begun_that_would_not_be_kept(begun, store, size):
    with pytest.raises(CannotKeep):
        begun(size)

    assert (Upload.objects.count(), store.exists() and files(store)) == (0, False)


def test_who_only_consults_begins_nothing(dossier, reader_access):
    named = {"mailbox": Mailbox.SALES, "channel": Channel.UPLOAD, "dossier": dossier}

    with pytest.raises(NotAllowed):
        begin("a.pdf", 100, **named, by=reader_access, at=NOW)


def test_a_full_disk_leaves_what_was_acknowledged(begun, monkeypatch):
    upload = append(begun(1000), b"x" * 100, offset=0, at=NOW)

    with pytest.MonkeyPatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(NoRoom):
            append(upload, b"y" * 100, offset=100, at=NOW)

    upload.refresh_from_db()
    assert (upload.received, path_of(upload).stat().st_size) == (100, 100)
    assert append(upload, b"y" * 900, offset=100, at=NOW).received == 1000


def full(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_given_up_it_is_gone_with_its_bytes(begun, store):
    upload = append(begun(1000), b"x" * 100, offset=0, at=NOW)

    give_up(upload)

    assert (Upload.objects.count(), files(store)) == (0, [])
    with pytest.raises(NoSuchUpload):
        append(upload, b"y", offset=100, at=NOW)


def test_bytes_that_are_gone_from_the_disk_are_sent_from_the_beginning(begun):
    upload = append(begun(1000), b"x" * 100, offset=0, at=NOW)
    path_of(upload).write_bytes(b"x" * 50)

    with pytest.raises(NoSuchUpload):
        append(upload, b"y", offset=100, at=NOW)

    assert Upload.objects.count() == 0


def test_a_whole_file_that_nobody_came_back_to_is_taken_in(begun):
    content = pdf()
    sent(begun(len(content)), content)

    assert (finish_left(NOW + timedelta(minutes=1)), finish_left(NOW + timedelta(minutes=3))) == (0, 1)
    assert Submission.objects.get().name == "facture.pdf"
    assert finish_left(NOW + timedelta(minutes=5)) == 0


def test_of_somebody_whose_seat_was_taken_nothing_is_taken_in(begun, store):
    content = pdf()
    sent(begun(len(content)), content)
    Seat.objects.all().delete()

    finish_left(NOW + timedelta(minutes=3))

    assert (Submission.objects.count(), Upload.objects.count(), files(store)) == (0, 0, [])


def test_after_a_day_without_a_piece_an_upload_is_forgotten(begun, store):
    append(begun(1000), b"x" * 100, offset=0, at=NOW + timedelta(hours=1))

    assert (expire(NOW + timedelta(hours=24)), expire(NOW + timedelta(hours=26))) == (0, 1)
    assert (Upload.objects.count(), files(store)) == (0, [])


def test_a_whole_file_that_the_server_cannot_take_in_waits_and_keeps_nobody_else_waiting(begun, store):
    damaged, gone, sound = pdf(1), pdf(2), pdf(3)
    waiting, lost, _ = (sent(begun(len(content)), content) for content in (damaged, gone, sound))
    place = store / sha256(damaged).hexdigest()[:2] / sha256(damaged).hexdigest()
    place.parent.mkdir(parents=True)
    place.write_bytes(b"half")
    path_of(lost).unlink()
    os.utime(path_of(waiting), (0, 0))

    finish_left(NOW + timedelta(minutes=3))
    remove_unfinished(before=NOW - timedelta(days=365))
    expire(NOW + timedelta(hours=23))
    place.unlink()
    finish_left(NOW + timedelta(days=3))

    assert [each.original.size for each in Submission.objects.order_by("pk")] == [len(sound), len(damaged)]
    assert Upload.objects.filter(outcome__isnull=True).count() == 0


def test_what_is_whole_and_waits_is_not_forgotten(begun):
    content = pdf()
    waiting = sent(begun(len(content)), content)

    assert expire(NOW + timedelta(days=9)) == 0
    assert path_of(waiting).is_file()


def test_what_is_under_way_takes_its_share_of_the_day(begun, settings, store):
    settings.QUOTA_FILES_A_DAY = 2
    begun(100)
    begun(100)

    with pytest.raises(OverQuota, match=r"^A dossier takes in 2 files a day; hand in the others tomorrow\.$"):
        begun(100)

    assert (Upload.objects.count(), len(files(store))) == (2, 2)


def test_a_whole_file_for_which_there_is_no_room_any_more_is_told_and_gone(begun, client_access, store, settings):
    content = pdf()
    upload = sent(begun(len(content)), content)
    settings.QUOTA_FILES_A_DAY = 0

    finished = finish(upload, by=client_access, at=NOW)

    assert [each["refusal"]["text"] for each in finished.outcome] == [
        "A dossier takes in %(files)s files a day; hand in the others tomorrow."
    ]
    assert (Submission.objects.count(), files(store)) == (0, [])
