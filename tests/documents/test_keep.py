"""Keeping a document: bytes untouched, one row per dossier, whole or not at all."""

import os
import stat
import tracemalloc
from hashlib import sha256

import pytest

from comptoir.audit.models import Event
from comptoir.documents import store as store_module
from comptoir.documents.actions import CannotKeep
from comptoir.documents.models import Document
from comptoir.documents.store import NotInStore, open_document, path_of
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from tests.documents.conftest import NOW
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice

ZERO = "0" * 64


def files(folder) -> list[str]:
    """Every file of the store, unfinished ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_bytes_lie_unchanged_under_their_hash_for_their_owner_only(keeping, store):
    content = pdf()
    digest = sha256(content).hexdigest()

    document = keeping(content)

    assert (document.sha256, document.size, document.media_type) == (digest, len(content), "application/pdf")
    assert files(store) == [f"{digest[:2]}/{digest}"]
    assert path_of(digest).read_bytes() == content
    assert stat.S_IMODE(path_of(digest).stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (store, path_of(digest).parent)} == {0o700}


def test_a_file_is_kept_as_its_bytes_are(keeping, tmp_path):
    path = tmp_path / "2026.pdf"
    path.write_bytes(invoice())

    document = keeping(path)

    assert document.media_type == "application/xml"
    with open_document(document) as file:
        assert file.read() == invoice()


def test_keeping_leaves_one_line_in_the_trail_and_the_second_time_none(keeping):
    first = keeping(invoice(), name="first.xml")
    second = keeping(invoice(), name="second.xml")

    assert (second.pk, second.name, Document.objects.count()) == (first.pk, "first.xml", 1)
    assert [event.action for event in Event.objects.all()] == ["documents.kept"]
    assert Event.objects.get().facts == {"name": "first.xml", "sha256": first.sha256, "size": first.size}


def test_the_same_bytes_in_two_dossiers_are_two_rows_and_one_file(keeping, store, dossier):
    other = Dossier.objects.create(firm=dossier.firm, name="Other", number="0200065765", created_at=NOW)

    first = keeping(invoice())
    written = path_of(first.sha256).stat().st_mtime_ns
    second = keeping(invoice(), dossier=other, by=machine(dossier.firm_id, other.pk, "tests"))

    assert (first.pk != second.pk, first.sha256 == second.sha256) == (True, True)
    assert len(files(store)) == 1
    assert path_of(first.sha256).stat().st_mtime_ns == written


def test_a_dossier_that_one_may_not_see_gets_nothing(keeping, store, dossier):
    other = Dossier.objects.create(firm=dossier.firm, name="Other", number="0200065765", created_at=NOW)

    with pytest.raises(Dossier.DoesNotExist):
        keeping(dossier=other)

    assert (Document.objects.count(), store.exists()) == (0, False)


def test_a_closed_dossier_gets_nothing(keeping, store, dossier):
    Dossier.objects.update(closed_at=NOW)

    with pytest.raises(CannotKeep, match=r"^The dossier is closed, and nothing is added to it\.$"):
        keeping()

    assert (Document.objects.count(), store.exists()) == (0, False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"hello", "Only PDF and XML files are kept, and this is neither."),
        (b"\x89PNG\r\n\x1a\n", "Only PDF and XML files are kept, and this is neither."),
        (b"\n%PDF-1.7", "Only PDF and XML files are kept, and this is neither."),
        (b"<!DOCTYPE html><html>", "Only PDF and XML files are kept, and this is neither."),
        (b"<html><script>1</script>", "Only PDF and XML files are kept, and this is neither."),
        (b"<svg xmlns='x'/>", "Only PDF and XML files are kept, and this is neither."),
    ],
)
def test_what_is_neither_pdf_nor_xml_is_refused_whatever_its_name(keeping, store, content, words):
    with pytest.raises(CannotKeep) as caught:
        keeping(content, name="invoice.pdf")

    assert str(caught.value) == words
    assert (Document.objects.count(), files(store)) == (0, [])


def test_a_file_that_is_not_what_the_caller_says_is_refused(keeping, store):
    with pytest.raises(CannotKeep) as caught:
        keeping(invoice(), media_type="application/pdf")

    assert str(caught.value) == "The file is said to be application/pdf, and is application/xml."
    assert (Document.objects.count(), files(store)) == (0, [])


def test_a_file_beyond_the_limit_is_refused_and_nothing_is_left(keeping, store, tmp_path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(35 * 2**20 + 1)

    with pytest.raises(CannotKeep, match=r"^The file is larger than 35 MB\.$"):
        keeping(path)

    assert (Document.objects.count(), files(store)) == (0, [])


def test_a_file_at_the_limit_is_kept_without_being_held_in_memory(keeping, tmp_path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(35 * 2**20)
    tracemalloc.start()

    document = keeping(path)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.size == 35 * 2**20
    assert peak < 5 * 2**20


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: None, lambda path: os.symlink("nowhere", path)])
def test_what_is_no_ordinary_file_is_refused_without_waiting_for_it(keeping, store, tmp_path, make):
    path = tmp_path / "strange.pdf"
    make(path)

    with pytest.raises(CannotKeep):
        keeping(path)

    assert (Document.objects.count(), files(store)) == (0, [])


def test_damage_under_the_same_hash_is_said_and_not_written_over(keeping):
    document = keeping()
    path = path_of(document.sha256)
    path.write_bytes(b"short")

    with pytest.raises(NotInStore, match="is damaged in the store"):
        keeping()
    with pytest.raises(NotInStore, match=r"^The file of invoice\.pdf is damaged in the store\.$"):
        open_document(document)

    assert path.read_bytes() == b"short"


def test_a_file_that_is_gone_is_said(keeping):
    document = keeping()
    path_of(document.sha256).unlink()

    with pytest.raises(NotInStore, match=r"^The file of invoice\.pdf is missing from the store\.$"):
        open_document(document)


@pytest.mark.parametrize(
    "digest", ["", "../secret.key", ZERO + "0", ZERO[1:] + "G", ZERO.upper()[:-1] + "A", f"{ZERO}\n"]
)
def test_only_a_hash_leads_into_the_store(digest, store):
    with pytest.raises(ValueError, match="is no SHA-256"):
        path_of(digest)

    assert path_of(ZERO) == store / "00" / ZERO


def test_what_a_killed_process_left_is_removed_once_it_is_old(keeping, store):
    keeping()
    left = store / "incoming" / "left"
    left.write_bytes(b"half")
    os.utime(left, (NOW.timestamp() - 10, NOW.timestamp() - 10))
    fresh = store / "incoming" / "fresh"
    fresh.write_bytes(b"half")
    os.utime(fresh, (NOW.timestamp() + 10, NOW.timestamp() + 10))

    assert store_module.remove_unfinished(before=NOW) == 1

    assert [path.name for path in (store / "incoming").iterdir()] == ["fresh"]
