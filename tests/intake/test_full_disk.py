"""A disk that is really full: what is refused is told in plain words, and nothing of it is left."""

import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from comptoir.documents.store import NoRoom, remove_left_behind
from comptoir.firms.actions import make_api_token
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed
from comptoir.intake.taking import take_in
from comptoir.intake.uploading import append, begin, finish
from tests.firms.people import PASSWORD
from tests.formats.archive.make import zipped
from tests.formats.pdf.make import pdf
from tests.intake.conftest import NOW
from tests.web.portal.conftest import browser_of

MB = 2**20
HANDED = Handed(Mailbox.PURCHASES, Channel.UPLOAD, "Carl")
SIZE = 6


@pytest.fixture
def small(tmp_path) -> Iterator[Path]:
    """A disk of six megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root mounts a small disk, where the system lets him")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def temporary(small, monkeypatch) -> Path:
    """The system's folder of temporary files lies on it."""
    monkeypatch.setattr("tempfile.tempdir", str(small))
    return small


def big(number: int, size: int) -> bytes:
    """A PDF of so many bytes that cannot be packed."""
    made = pdf(number)
    return made + os.urandom(size - len(made))


def test_an_upload_for_which_there_is_no_room_keeps_what_counted_and_goes_on(dossier, client_access, small, settings):
    settings.DOCUMENTS = small / "documents"
    content = big(1, 4 * MB)
    upload = begin("a.pdf", len(content), mailbox=Mailbox.SALES, channel=Channel.UPLOAD, **_who(dossier, client_access))
    upload = append(upload, content[: 2 * MB], offset=0, at=NOW)
    filler = small / "filler"
    filler.write_bytes(bytes(3 * MB))

    with pytest.raises(NoRoom, match="There is no room left on the disk of the server"):
        append(upload, content[2 * MB :], offset=2 * MB, at=NOW)
    assert append(upload, b"", offset=2 * MB, at=NOW).received == 2 * MB
    filler.unlink()
    upload = append(upload, content[2 * MB :], offset=2 * MB, at=NOW)
    with pytest.raises(NoRoom):
        finish(upload, by=client_access, at=NOW)
    assert Submission.objects.count() == 0
    assert [path.name for path in (small / "documents").rglob("*") if path.is_file()] == [f"upload-{upload.token.hex}"]


def _who(dossier, by) -> dict:
    return {"dossier": dossier, "by": by, "at": NOW}


def test_a_zip_for_which_there_is_no_room_is_not_called_damaged(dossier, client_access, temporary):
    content = zipped({name: pdf(1) + os.urandom(2 * MB).hex().encode() for name in ("a.pdf", "b.pdf")})
    assert len(content) < SIZE * MB

    with pytest.raises(NoRoom):
        take_in(content, HANDED, name="a.zip", **_who(dossier, client_access))

    assert Submission.objects.count() == 0
    assert list(temporary.iterdir()) == []


def test_where_not_even_the_zip_itself_finds_room_it_is_said_the_same(dossier, client_access, temporary):
    content = zipped({"a.pdf": big(1, 7 * MB)})

    with pytest.raises(NoRoom):
        take_in(content, HANDED, name="a.zip", **_who(dossier, client_access))
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("door", ["form", "program"])
def test_a_request_for_which_there_is_no_room_is_refused_in_plain_words(
    dossier, client_access, temporary, door, settings
):
    carl = dossier.seats.get().person
    browser = browser_of(carl)
    sent = {"mailbox": "sales", "file": SimpleUploadedFile("a.pdf", big(1, 7 * MB))}
    if door == "form":
        answer = browser.post(f"/d/{dossier.pk}/uploads/", sent, follow=True)
        assert "There is no room left on the disk of the server." in answer.content.decode()
    else:
        asked = {"name": "Odoo", "dossiers": [dossier.pk], "days": 90, "password": PASSWORD, "at": timezone.now()}
        secret = make_api_token(carl, **asked)[1]
        answer = browser.post("/api/documents", sent, headers={"Authorization": f"Bearer {secret}"})
        assert (answer.status_code, answer.json()["detail"]) == (
            507,
            "There is no room left on the disk of the server.",
        )

    assert Submission.objects.count() == 0
    assert list(temporary.iterdir()) == []


def test_what_killed_processes_left_is_removed_after_a_day_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = ["comptoir-zip-abcd1234", "comptoir-read-x_y_z_12"]
    others = ["comptoir-data", "comptoir-zip-mine", "comptoir-test-abcd1234", "tmpabcd1234"]
    for name in left + others:
        (tmp_path / name / "inside").mkdir(parents=True)
    (tmp_path / "tmpabcd1235.upload.pdf").write_bytes(b"x")
    (tmp_path / "comptoir-zip-linked12").symlink_to(tmp_path / "comptoir-data")
    now = timezone.now()

    assert remove_left_behind(before=now - timedelta(days=1)) == 0
    assert remove_left_behind(before=now + timedelta(seconds=5)) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)
    assert (tmp_path / "comptoir-data" / "inside").is_dir()
