"""The outbox: every booking is put in once and whole, whatever happens to the folder meanwhile."""

import errno
import os
from pathlib import Path

import pytest

from comptoir.connectors.outbox import MARKS, Outbox, copied
from comptoir.connectors.port import PassingFault, WrongBooks, WrongConfiguration


def text(content: str):
    return lambda path: path.write_text(content)


def files_of(folder: Path) -> dict[str, str]:
    """What accounting software finds there."""
    found = [path for path in folder.rglob("*") if path.is_file() and MARKS not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def unfinished(folder: Path) -> list[str]:
    return [path.name for path in (folder / MARKS).glob("unfinished-*")]


def test_the_files_of_a_booking_are_put_in_whole_and_marked(tmp_path):
    source = tmp_path / "source.pdf"
    source.write_text("invoice")
    outbox = Outbox(tmp_path / "books" / "outbox")

    outbox.put("b-1", {"ACH-1.pdf": copied(source), "Document/2026/ACH-1.fec.txt": text("lines")})

    assert files_of(outbox.folder) == {"ACH-1.pdf": "invoice", "Document/2026/ACH-1.fec.txt": "lines"}
    assert outbox.has("b-1")
    assert not outbox.has("b-2")
    assert unfinished(outbox.folder) == []


def test_the_same_token_again_puts_nothing_in_though_the_files_are_taken_away(tmp_path):
    outbox = Outbox(tmp_path)
    outbox.put("b-1", {"ACH-1.txt": text("first")})
    (tmp_path / "ACH-1.txt").unlink()

    outbox.put("b-1", {"ACH-1.txt": text("second")})

    assert files_of(tmp_path) == {}


def test_another_outbox_of_the_same_folder_knows_what_was_put_in(tmp_path):
    Outbox(tmp_path).put("b-1", {"ACH-1.txt": text("first")})

    Outbox(tmp_path).put("b-1", {"ACH-1.txt": text("second")})

    assert files_of(tmp_path) == {"ACH-1.txt": "first"}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_leaves_nothing_and_passes(tmp_path, code):
    def full(path: Path) -> None:
        path.write_text("half")
        raise OSError(code, os.strerror(code))

    outbox = Outbox(tmp_path)
    with pytest.raises(PassingFault, match=rf"^The outbox {tmp_path} could not be written to: "):
        outbox.put("b-1", {"a.txt": text("a"), "b.txt": full})

    assert files_of(tmp_path) == {}
    assert unfinished(tmp_path) == []
    outbox.put("b-1", {"a.txt": text("a"), "b.txt": text("b")})
    assert files_of(tmp_path) == {"a.txt": "a", "b.txt": "b"}


def test_a_writer_that_refuses_leaves_nothing(tmp_path):
    def refuses(path: Path) -> None:
        raise WrongBooks("This cannot be written.")

    with pytest.raises(WrongBooks):
        Outbox(tmp_path).put("b-1", {"a.txt": text("a"), "b.txt": refuses})

    assert files_of(tmp_path) == {}
    assert not Outbox(tmp_path).has("b-1")


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")

    for folder in (tmp_path / "file", tmp_path / "file" / "outbox", Path("/proc/outbox")):
        with pytest.raises(WrongConfiguration, match=rf"^The outbox {folder} could not be written to: "):
            Outbox(folder).put("b-1", {"a.txt": text("a")})


def test_killed_between_two_files_it_is_done_again_under_the_same_names(tmp_path):
    class Killed(BaseException):
        pass

    class Dying(Outbox):
        """Is killed when it is about to set its mark."""

        def _mark(self, token: str) -> Path:
            if (self.folder / "b.txt").exists():
                raise Killed
            return super()._mark(token)

    files = {"a.txt": text("a"), "b.txt": text("b")}
    with pytest.raises(Killed):
        Dying(tmp_path).put("b-1", files)
    assert files_of(tmp_path) == {"a.txt": "a", "b.txt": "b"}
    (tmp_path / "a.txt").unlink()

    Outbox(tmp_path).put("b-1", files)

    assert files_of(tmp_path) == {"a.txt": "a", "b.txt": "b"}
    assert Outbox(tmp_path).has("b-1")


def test_a_file_that_waits_is_not_replaced_by_another_booking(tmp_path):
    outbox = Outbox(tmp_path)
    outbox.put("b-1", {"ACH-1.txt": text("first")})
    (tmp_path / "ACH-2.txt").write_text("somebody's")

    for name in ("ACH-1.txt", "ACH-2.txt"):
        with pytest.raises(WrongBooks, match=rf"^A file called {name} waits in the outbox already"):
            outbox.put("b-2", {"new.txt": text("new"), name: text("second")})
    assert files_of(tmp_path) == {"ACH-1.txt": "first", "ACH-2.txt": "somebody's"}

    (tmp_path / "ACH-1.txt").unlink()
    outbox.put("b-2", {"ACH-1.txt": text("second")})
    assert files_of(tmp_path)["ACH-1.txt"] == "second"


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "a/../../outside.txt"])
def test_no_name_leads_out_of_the_outbox(tmp_path, name):
    with pytest.raises(WrongBooks, match="can be no file of the outbox"):
        Outbox(tmp_path / "outbox").put("b-1", {name: text("x")})

    assert not (tmp_path / "outside.txt").exists()


def test_tokens_are_marked_whatever_signs_they_have(tmp_path):
    outbox = Outbox(tmp_path)
    for token in ("../a", "a/b", "é\n", "x" * 5000):
        outbox.put(token, {f"{len(token)}.txt": text(token)})
        assert outbox.has(token)

    assert {path.parent for path in (tmp_path / MARKS).iterdir()} == {tmp_path / MARKS}
    assert sorted(files_of(tmp_path)) == ["2.txt", "3.txt", "4.txt", "5000.txt"]


def test_whether_bookings_can_be_put_in_is_told(tmp_path):
    assert Outbox(tmp_path / "outbox").tried().good
    assert Outbox(tmp_path).tried().good
    assert not Outbox(Path("/proc/sys/outbox/deep")).tried().good
