"""What documents say: read once, from XML, text or a scan; a scan's words are found and shown, and survive everything."""

import pytest

from comptoir.documents import recognising
from comptoir.documents.jobs import recognise, recognise_missing, render
from comptoir.documents.models import Document, DocumentText, Pages, Reading
from comptoir.documents.prepare import prepare
from comptoir.documents.reading import VERSION, read, unrecognised
from comptoir.documents.shown import folder_of, put_json, words_of
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.formats.media import JPEG, PNG, TIFF
from comptoir.formats.scan import tesseract
from comptoir.formats.unreadable import Unreadable
from comptoir.jobs.models import Job
from comptoir.jobs.worker import run_here
from comptoir.kit.words import Sentence
from tests.documents.conftest import NOW
from tests.formats.cii.sample import cii
from tests.formats.facturx.make import facturx
from tests.formats.pdf.make import pdf
from tests.formats.scan.make import TEXT, drawn, saved, typed
from tests.formats.scan.program import needs_tesseract
from tests.formats.ubl.sample import with_attachment

PICTURES = frozenset({JPEG, PNG, TIFF})
OTHER = "FACTURE n° 2026-118\nDate de facture : 03/03/2026\nTotal HT : 100,00\nTVA 21% : 21,00\nTotal TTC : 121,00"


@pytest.fixture
def no_recognition(monkeypatch):
    """From here on nothing may be recognised any more."""

    def forbid() -> None:
        monkeypatch.setattr(recognising, "recognise", lambda *_: pytest.fail("a page was recognised"))

    return forbid


def scan(keeping, *pages):
    kind, name = ("TIFF", "scan.tif") if len(pages) > 1 else ("PNG", "scan.png")
    return keeping(saved(kind, *(pages or [drawn()])), name, accepts=PICTURES)


def rules(reading: Reading) -> list[str]:
    return [finding["rule"] for finding in reading.findings if finding["severity"] != "error"]


def text_of(document: Document) -> str:
    return DocumentText.objects.get(document=document).text


def run(name, function) -> None:
    run_here(Job.objects.filter(name=name).latest("pk"), {name: function}, progress=lambda _done, _total: None)


def test_a_pdf_is_read_from_its_text_with_the_place_of_each_fact(keeping, dossier):
    document = keeping(typed(TEXT))

    reading = read(document, at=NOW)

    assert (reading.source, reading.version, reading.dossier, reading.findings) == ("text", VERSION, dossier, [])
    assert reading.invoice["number"] == "VF22939"
    assert "places" not in reading.invoice
    assert (reading.places["number"][0]["page"], reading.places["number"][0]["text"]) == (1, "VF22939")
    assert Reading.objects.get() == reading


def test_what_was_read_is_not_read_again(keeping, django_assert_num_queries):
    document = keeping(typed(TEXT))
    first = read(document, at=NOW)

    with django_assert_num_queries(1):
        assert read(document, at=NOW) == first


def test_what_older_rules_read_is_read_again(keeping):
    document = keeping(typed(TEXT))
    read(document, at=NOW)
    Reading.objects.update(version=VERSION - 1, invoice=None)

    assert read(document, at=NOW).invoice["number"] == "VF22939"
    assert Reading.objects.count() == 1


def test_the_number_of_the_dossier_says_who_has_to_pay(keeping, dossier):
    dossier.number = "0225660701"
    dossier.save()
    text = TEXT.replace("5000 Namur", "TVA BE 0200.065.765") + "\n"

    reading = read(keeping(typed(text)), at=NOW)

    assert (reading.invoice["supplier"]["vat"], reading.invoice["customer"]["vat"]) == ("BE0200065765", "BE0225660701")


def test_an_e_invoice_says_what_its_xml_says_and_where_its_pdf_says_otherwise(keeping):
    reading = read(keeping(with_attachment(typed(OTHER)), "a.xml"), at=NOW)

    assert (reading.source, reading.invoice["number"], rules(reading)) == ("xml", "2026-117", ["PDF-NUMBER"])
    assert reading.invoice["findings"] == reading.findings
    assert reading.compared == "different"


def test_a_factur_x_says_what_its_xml_says_and_where_its_pages_say_otherwise(keeping):
    blank = read(keeping(facturx(cii())), at=NOW)
    other = read(keeping(facturx(cii(), on=typed(OTHER)), "b.pdf"), at=NOW)

    assert (blank.source, blank.invoice["number"], rules(blank)) == ("xml", "2026-117", [])
    assert (other.source, other.invoice["number"], rules(other)) == ("xml", "2026-117", ["PDF-NUMBER"])
    assert (blank.compared, other.compared) == ("", "different")


def test_a_pdf_that_says_the_same_is_known_to_and_one_that_tells_no_invoice_was_not_compared(keeping):
    same = read(keeping(with_attachment(typed(OTHER.replace("118", "117"))), "a.xml"), at=NOW)
    terms = read(keeping(with_attachment(typed("Conditions générales de vente")), "b.xml"), at=NOW)

    assert (same.compared, rules(same)) == ("same", [])
    assert (terms.compared, rules(terms)) == ("", [])


def test_an_e_invoice_whose_pdf_is_damaged_is_no_different(keeping):
    reading = read(keeping(with_attachment(b"%PDF-1.7 nothing"), "a.xml"), at=NOW)

    assert (reading.source, rules(reading)) == ("xml", [])


def test_what_cannot_be_opened_says_nothing(keeping):
    for content, name in ((b"%PDF-1.7 nothing", "a.pdf"), (b"<Invoice>", "a.xml")):
        reading = read(keeping(content, name), at=NOW)
        assert (reading.source, reading.invoice, reading.places) == ("nothing", None, {})


def test_a_letter_is_text_and_no_invoice(keeping):
    reading = read(
        keeping(typed("Madame,\nnous vous remercions de votre visite et restons à votre disposition.")), at=NOW
    )

    assert (reading.source, reading.invoice) == ("text", None)


@needs_tesseract
def test_a_scan_is_read_found_and_has_its_words_over_its_picture(keeping):
    document = scan(keeping)
    prepare(document, at=NOW)
    assert (text_of(document), words_of(document.sha256, 1)) == ("", [])
    told = []

    reading = read(document, at=NOW, progress=lambda done, total: told.append((done, total)))

    assert (reading.source, reading.invoice["number"], told) == ("ocr", "VF22939", [(0, 1)])
    assert "be32 7351 6777 2602" in text_of(document)
    assert "VF22939" in [word[0] for line in words_of(document.sha256, 1) for word in line]
    assert {len(word) for line in words_of(document.sha256, 1) for word in line} == {5}
    assert 0 < reading.places["number"][0]["confidence"] <= 93


@needs_tesseract
def test_each_page_of_a_scan_is_recognised_once_whoever_was_killed_in_between(keeping, monkeypatch, no_recognition):
    document = scan(keeping, drawn("Conditions de vente"), drawn())
    real, asked = recognising.recognise, []

    def killed(path, media_type, index):
        asked.append(index)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return real(path, media_type, index)

    with monkeypatch.context() as patch:
        patch.setattr(recognising, "recognise", killed)
        with pytest.raises(KeyboardInterrupt):
            read(document, at=NOW)
        assert Reading.objects.count() == 0
        reading = read(document, at=NOW)

    assert (asked, reading.invoice["number"]) == ([0, 1, 1], "VF22939")
    assert reading.places["number"][0]["page"] == 2
    assert "conditions de vente" in text_of(document)
    no_recognition()
    assert read(document, at=NOW) == reading


@needs_tesseract
def test_a_page_whose_words_were_not_written_any_more_is_recognised_again(keeping, monkeypatch):
    document = scan(keeping)

    def full(digest, name, value):
        if name == "1.json":
            raise KeyboardInterrupt
        put_json(digest, name, value)

    with monkeypatch.context() as patch:
        patch.setattr(recognising, "put_json", full)
        with pytest.raises(KeyboardInterrupt):
            read(document, at=NOW)

    assert (read(document, at=NOW).invoice["number"], words_of(document.sha256, 1) != []) == ("VF22939", True)


@needs_tesseract
def test_words_that_were_recognised_are_found_while_the_pages_are_drawn_anew_and_recognised_again(keeping, store):
    document = scan(keeping)
    read(document, at=NOW)
    found = text_of(document)
    folder_of(document.sha256).rename(store / "away")

    prepare(document, at=NOW)
    assert (text_of(document), words_of(document.sha256, 1)) == (found, [])
    assert unrecognised(10) == []
    Job.objects.create(name="documents.render", arguments={"document_id": document.pk}, run_at=NOW, created_at=NOW)
    run("documents.render", render)
    assert words_of(document.sha256, 1) == []
    run("documents.recognise", recognise)

    assert (text_of(document), words_of(document.sha256, 1) != []) == (found, True)


@needs_tesseract
def test_the_same_scan_in_two_dossiers_is_recognised_once_and_found_in_both(keeping, dossier, by, no_recognition):
    other = Dossier.objects.create(firm=dossier.firm, name="Other", number="0200065765", created_at=NOW)
    read(scan(keeping), at=NOW)
    no_recognition()
    second = keeping(
        saved("PNG", drawn()), accepts=PICTURES, dossier=other, by=machine(dossier.firm_id, other.pk, "tests")
    )

    reading = read(second, at=NOW)

    assert (reading.source, reading.invoice["number"]) == ("ocr", "VF22939")
    assert "vf22939" in text_of(second)


def test_where_recognition_is_not_installed_it_is_said_the_document_stays_usable_and_is_read_later(
    keeping, monkeypatch
):
    document = scan(keeping)
    with monkeypatch.context() as patch:
        patch.setattr(tesseract.shutil, "which", lambda _name: None)
        reading = read(document, at=NOW)

        Job.objects.create(name="documents.recognise_missing", run_at=NOW, created_at=NOW)
        run("documents.recognise_missing", recognise_missing)

    assert (reading.source, reading.invoice, rules(reading)) == ("nothing", None, ["PAPER-OCR"])
    assert str(Sentence.from_json(reading.findings[0])) == (
        "Text recognition is not installed on the server: the program tesseract is missing."
    )
    assert (Pages.objects.get().refusal, unrecognised(10)) == (None, [document.pk])
    assert not Job.objects.filter(name="documents.recognise").exists()


def test_a_page_that_takes_too_long_is_said_and_not_tried_again(keeping, monkeypatch, no_recognition):
    document = scan(keeping)

    def slow(*_):
        raise Unreadable("Recognising the text of a page took too long.")

    with monkeypatch.context() as patch:
        patch.setattr(recognising, "recognise", slow)
        reading = read(document, at=NOW)
    no_recognition()

    assert (reading.source, rules(reading)) == ("nothing", ["PAPER-OCR"])
    assert (read(document, at=NOW).source, unrecognised(10)) == ("nothing", [])


@needs_tesseract
def test_the_night_recognises_the_scans_of_archives_and_no_others(keeping):
    waiting, _text, _empty = scan(keeping), keeping(typed(TEXT)), keeping(with_attachment(pdf()), "a.xml")
    for document in Document.objects.all():
        prepare(document, at=NOW)

    Job.objects.create(name="documents.recognise_missing", run_at=NOW, created_at=NOW)
    run("documents.recognise_missing", recognise_missing)
    asked = Job.objects.filter(name="documents.recognise")
    assert [(job.arguments, job.group_key) for job in asked] == [({"document_id": waiting.pk}, "documents.recognise")]
    run("documents.recognise", recognise)

    assert "vf22939" in text_of(waiting)
    assert unrecognised(10) == []
