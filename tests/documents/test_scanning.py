"""Where a virus scanner is asked for, nobody gets a file before its verdict, and nobody ever gets an infected one."""

import pytest

from comptoir.archive.bundle import Packed, _packed
from comptoir.audit.models import Event
from comptoir.documents.clamd import NoScanner
from comptoir.documents.models import Document, Scan
from comptoir.documents.prepare import prepare
from comptoir.documents.scanning import scan, waiting
from comptoir.documents.store import NotReleased, file_of, open_document
from comptoir.jobs.models import Job
from comptoir.kit.file_names import FileNames
from comptoir.web.shared.files import file_response, picture_response
from tests.documents.clamd import EICAR, scanner
from tests.documents.conftest import NOW
from tests.formats.pdf.make import pdf


def actions() -> list[str]:
    """What the trail says of documents."""
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def test_without_a_scanner_a_document_is_handed_out_at_once(keeping):
    document = keeping(pdf())

    assert document.scan == Scan.NOT_ASKED
    assert file_of(document).read_bytes() == pdf()
    assert not Job.objects.filter(name="documents.scan").exists()


def test_a_clean_document_is_handed_out_when_it_was_looked_at(keeping, settings):
    with scanner() as settings.CLAMD:
        document = keeping(pdf())
        assert document.scan == Scan.WAITING
        assert waiting(10) == [document.pk]

        assert scan(document, at=NOW) == Scan.CLEAN

    document.refresh_from_db()
    assert file_of(document).read_bytes() == pdf()
    assert actions() == ["documents.kept", "documents.clean"]
    assert waiting(10) == []


def test_an_infected_document_stays_and_nobody_gets_it(keeping, settings):
    with scanner() as settings.CLAMD:
        document = keeping(pdf() + EICAR)
        assert scan(document, at=NOW) == Scan.INFECTED

    document.refresh_from_db()
    with pytest.raises(NotReleased, match="found something"):
        open_document(document)
    assert Event.objects.get(action="documents.infected").facts == {"found": "Eicar-Signature"}
    assert Document.objects.get().scan == Scan.INFECTED


def test_while_the_scanner_is_away_the_document_waits_and_no_door_hands_it_out(keeping, settings):
    settings.CLAMD = "127.0.0.1:9"
    document = keeping(pdf())
    with pytest.raises(NoScanner):
        scan(document, at=NOW)
    prepare(document, at=NOW)

    document.refresh_from_db()
    assert document.scan == Scan.WAITING
    assert document.pages.sizes != []
    for door in (open_document, file_response, lambda each: picture_response(each, 1)):
        with pytest.raises(NotReleased, match="waits for the virus scanner"):
            door(document)
    packed: Packed = next(iter(_packed("a", [document], FileNames())))
    assert (packed.path, packed.missing and packed.missing.text.startswith("The file waits")) == (None, True)


def test_a_file_that_the_scanner_refuses_is_not_taken_for_clean(keeping, settings):
    with scanner(limit=10) as settings.CLAMD:
        document = keeping(pdf())
        with pytest.raises(NoScanner, match="size limit exceeded"):
            scan(document, at=NOW)

    document.refresh_from_db()
    assert document.scan == Scan.WAITING


def test_the_same_bytes_are_looked_at_in_each_dossier(keeping, settings, dossier):
    with scanner() as settings.CLAMD:
        first = keeping(pdf())
        scan(first, at=NOW)
        again = keeping(pdf())

    assert again.pk == first.pk
    assert again.scan == Scan.CLEAN
