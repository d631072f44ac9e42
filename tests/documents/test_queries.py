"""How a document may be served, and whether the store is sound."""

from comptoir.documents.actions import read_facts
from comptoir.documents.queries import Served, StoreReport, served, verify_store
from comptoir.documents.store import path_of
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice


def test_a_pdf_that_was_opened_is_shown_and_one_that_was_not_is_downloaded(keeping):
    good, bad = read_facts(keeping(pdf(), name="a.pdf")), read_facts(keeping(b"%PDF-1.7 <script>", name="b.pdf"))

    assert served(good) == Served("application/pdf", "a.pdf", inline=True)
    assert served(bad) == Served("application/pdf", "b.pdf", inline=False)


def test_xml_is_only_downloaded_and_its_name_says_what_it_is(keeping):
    document = read_facts(keeping(invoice(), name="facture.pdf"))

    assert served(document) == Served("application/xml", "facture.pdf.xml", inline=False)


def test_a_sound_store_is_said_to_be_sound(keeping):
    keeping(pdf(1))
    keeping(pdf(2))

    assert verify_store() == StoreReport(documents=2, missing=(), damaged=(), unowned=())
    assert verify_store().sound


def test_one_changed_byte_a_missing_file_and_a_stranger_are_found(keeping, store):
    changed, gone, short = keeping(pdf(1)), keeping(pdf(2)), keeping(pdf(3))
    content = bytearray(path_of(changed.sha256).read_bytes())
    content[100] ^= 1
    path_of(changed.sha256).write_bytes(content)
    path_of(gone.sha256).unlink()
    path_of(short.sha256).write_bytes(b"%PDF-")
    stranger = path_of("0" * 64)
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_bytes(b"")

    report = verify_store()

    assert report.missing == (gone.sha256,)
    assert report.damaged == tuple(sorted([changed.sha256, short.sha256]))
    assert report.unowned == ("0" * 64,)
    assert not report.sound
