"""Backups made while others write, and what becomes of them."""

import hashlib
import io
import json
import sqlite3
import stat
import subprocess
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.config.installation import Installation, installation


@pytest.fixture
def kept(comptoir: Installation) -> Installation:
    """An installation with a dozen documents."""
    fill(comptoir)
    return comptoir


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of such an installation."""
    folder = tmp_path_factory.mktemp("archive")
    with installation(folder / "data") as source:
        fill(source)
        source.run("backup", "--to", folder / "monday.tar")
    return folder / "monday.tar"


def fill(comptoir: Installation) -> None:
    comptoir.run("backup", "--to", comptoir.data.parent / "empty.tar")
    write(comptoir, 12)


def write(comptoir: Installation, count: int, start: int = 0) -> None:
    process = writer(comptoir, start)
    assert process.stdout is not None
    for _ in range(count):
        assert process.stdout.readline()
    process.kill()
    process.communicate()


def writer(comptoir: Installation, start: int) -> subprocess.Popen[str]:
    return comptoir.python("-m", "tests.config.writer", str(start))


def documents(comptoir: Installation) -> list[str]:
    return [digest for (digest,) in comptoir.rows("SELECT sha256 FROM documents_document")]


def content(comptoir: Installation, digest: str) -> bytes:
    return (comptoir.data / "documents" / digest[:2] / digest).read_bytes()


def rewritten(source: Path, target: Path, change: Callable[[tarfile.TarInfo, bytes], bytes | None]) -> Path:
    """The archive with its members changed, or left out where `change` says None."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            stream = old.extractfile(member)
            assert stream is not None
            changed = change(member, stream.read())
            if changed is not None:
                member.size = len(changed)
                new.addfile(member, io.BytesIO(changed))
    return target


def test_backups_made_while_others_write_restore_whole(kept: Installation, another: Installation) -> None:
    working = writer(kept, 1000)
    try:
        answers = [kept.run("backup") for _ in range(3)]
    finally:
        working.kill()
        working.communicate()
    assert [answer.returncode for answer in answers] == [0, 0, 0]
    last = sorted((kept.data / "backups").glob("comptoir-*.tar"))[-1]

    answer = another.run("restore", last)

    found = documents(another)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("Restored the backup of 20")
    assert len(found) > 12
    assert set(found) <= set(documents(kept))
    assert all(hashlib.sha256(content(another, digest)).hexdigest() == digest for digest in found)
    assert (another.data / "secret.key").read_text() == (kept.data / "secret.key").read_text()
    assert another.run("backup").stderr == ""
    if not another.database:
        with closing(sqlite3.connect(another.data / "comptoir.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_backup_is_one_file_for_its_owner_with_the_hash_of_everything_in_it(
    kept: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere" / "monday.tar"

    answer = kept.run("backup", "--to", target)

    with tarfile.open(target) as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    manifest = json.loads(members.pop("manifest.json"))
    listed = {row["name"]: (row["size"], row["sha256"]) for row in manifest["files"]}
    assert answer.returncode == 0
    assert answer.stdout.startswith(f"{target}: the database and {len(members) - 2} documents")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert listed == {name: (len(text), hashlib.sha256(text).hexdigest()) for name, text in members.items()}
    assert {name.rpartition("/")[2] for name in members if "/" in name} >= set(documents(kept))
    assert [path.name for path in target.parent.iterdir()] == ["monday.tar"]


def test_a_backup_overwrites_nothing(kept: Installation, tmp_path: Path) -> None:
    (tmp_path / "monday.tar").write_text("the last of its kind")

    answer = kept.run("backup", "--to", tmp_path / "monday.tar")

    assert (answer.returncode, answer.stderr) == (1, f"{tmp_path / 'monday.tar'} exists already.\n")
    assert (tmp_path / "monday.tar").read_text() == "the last of its kind"


def test_a_backup_that_is_killed_leaves_no_file_under_its_name(kept: Installation, tmp_path: Path) -> None:
    big = kept.data / "documents" / "ab" / ("ab" * 32)
    big.parent.mkdir(exist_ok=True)
    with big.open("wb") as stream:
        stream.truncate(3_000_000_000)
    target = tmp_path / "monday.tar"
    process = kept.start("backup", "--to", target)
    partial = tmp_path / "monday.tar.partial"
    deadline = time.monotonic() + 60
    while not (partial.exists() and partial.stat().st_size > 50_000_000):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)

    process.kill()
    process.communicate()
    assert not target.exists()

    big.unlink()
    assert kept.run("backup", "--to", target).returncode == 0
    assert not partial.exists()
    assert not list(kept.data.glob(".backup-*"))


def test_a_document_that_is_damaged_in_the_store_is_said_and_the_rest_backed_up(
    kept: Installation, another: Installation, tmp_path: Path
) -> None:
    altered, missing = sorted(documents(kept))[:2]
    (kept.data / "documents" / altered[:2] / altered).write_bytes(b"something else")
    (kept.data / "documents" / missing[:2] / missing).unlink()

    answer = kept.run("backup", "--to", tmp_path / "monday.tar")

    assert answer.returncode == 1
    assert answer.stderr == (
        f"The backup is written, but 2 documents are missing or altered in the store, first {altered}.\n"
    )
    back = another.run("restore", tmp_path / "monday.tar")
    assert back.returncode == 0
    assert back.stdout.endswith("2 documents were missing or altered already when it was made.\n")
    assert content(another, altered) == b"something else"


def refused(another: Installation, archive: Path) -> str:
    """Refused, and nothing was put in place."""
    answer = another.run("restore", archive)
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert {path.name for path in another.data.iterdir()} == {"secret.key"}
    return answer.stderr


def test_an_altered_archive_is_refused_and_nothing_is_restored(
    backup: Path, another: Installation, tmp_path: Path
) -> None:
    with tarfile.open(backup) as archive:
        names = archive.getnames()
    document = next(name for name in names if name.startswith("documents/"))
    database = next(name for name in names if name.startswith("database."))

    def one_byte(name: str) -> Callable[[tarfile.TarInfo, bytes], bytes]:
        return lambda member, text: text[:-1] + bytes([text[-1] ^ 1]) if member.name == name else text

    for name in (document, database, "secret.key"):
        altered = rewritten(backup, tmp_path / "altered.tar", one_byte(name))
        assert refused(another, altered) == f"“{name}” is not what was backed up; nothing is restored.\n"

    for name in (document, database, "secret.key"):
        missing = rewritten(
            backup, tmp_path / "missing.tar", lambda member, text, name=name: None if member.name == name else text
        )
        assert refused(another, missing) == f"“{name}” is missing from the archive or from its list.\n"


def test_a_document_whose_hash_was_altered_with_it_is_refused(
    backup: Path, another: Installation, tmp_path: Path
) -> None:
    forged = b"%PDF-1.7 forged"

    def forge(member: tarfile.TarInfo, text: bytes) -> bytes:
        if member.name == "manifest.json":
            manifest = json.loads(text)
            row = next(row for row in manifest["files"] if row["name"] == name)
            row.update(size=len(forged), sha256=hashlib.sha256(forged).hexdigest())
            return json.dumps(manifest).encode()
        return forged if member.name == name else text

    with tarfile.open(backup) as archive:
        name = next(name for name in archive.getnames() if name.startswith("documents/"))

    assert "is not what was backed up" in refused(another, rewritten(backup, tmp_path / "forged.tar", forge))


def test_an_archive_that_is_cut_is_refused(backup: Path, another: Installation, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for length in (0, 700, len(whole) // 2, len(whole) - 20_000):
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        assert "is no whole backup" in refused(another, tmp_path / "cut.tar")


def test_an_archive_that_reaches_out_of_the_folder_is_refused(
    backup: Path, another: Installation, tmp_path: Path
) -> None:
    for name in ("../escaped", "/tmp/escaped", "documents/../../escaped", "documents/ab/link", "demo.json"):
        with tarfile.open(tmp_path / "evil.tar", "w") as archive:
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
        assert refused(another, tmp_path / "evil.tar") == f"The archive holds “{name}”, which no backup has.\n"

    link = tarfile.TarInfo("secret.key")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(link)
    assert "which no backup has" in refused(another, tmp_path / "evil.tar")


def test_a_folder_that_holds_something_is_not_restored_into(backup: Path, kept: Installation) -> None:
    before = documents(kept)

    answer = kept.run("restore", backup)

    assert answer.returncode == 1
    assert answer.stderr == (
        f"{kept.data} is not empty (it holds {min(p.name for p in kept.data.iterdir() if '.lock' not in p.name)}). "
        "Name an empty folder with --data.\n"
    )
    assert documents(kept) == before
