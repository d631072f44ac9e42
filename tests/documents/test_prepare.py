"""A document is prepared once: pictures and source beside the originals, its text to be found, a sentence otherwise."""

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from comptoir.documents import drawing
from comptoir.documents import prepare as preparing
from comptoir.documents.actions import ask_to_prepare_first
from comptoir.documents.jobs import render, render_missing
from comptoir.documents.models import Document, DocumentText, Pages
from comptoir.documents.prepare import prepare
from comptoir.documents.queries import preparing_was_given_up, unprepared, verify_store
from comptoir.documents.shown import folder_of, picture_of, words_of
from comptoir.documents.store import NotInStore, path_of
from comptoir.firms.access import machine
from comptoir.firms.models import Dossier
from comptoir.formats.unreadable import Unreadable
from comptoir.jobs.models import Job, JobState
from comptoir.jobs.worker import run_here
from comptoir.kit.words import Sentence
from tests.documents.conftest import NOW
from tests.documents.test_whole_or_not import ROOT
from tests.formats.pdf.make import pdf, written
from tests.formats.ubl.sample import invoice, with_attachment

KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from pathlib import Path
from comptoir.documents.shown import folder_of, making, write_json
DIGEST = "ab" * 32
def killing(real, step):
    def call(*arguments, **options):
        killing.calls += 1
        if killing.calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return call
killing.calls = 0
for step in range(1, 60):
    settings.DOCUMENTS = Path(sys.argv[1]) / str(step)
    child = os.fork()
    if child == 0:
        for name in ("mkdir", "fsync", "rename", "chmod"):
            setattr(os, name, killing(getattr(os, name), step))
        with making(DIGEST) as folder:
            for number in range(3):
                write_json(folder / f"{number}.json", number)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(step, end="")
        break
"""


@pytest.fixture
def no_child(monkeypatch):
    """From here on nothing may be read in a child any more."""

    def forbid() -> None:
        for module in (drawing, preparing):
            monkeypatch.setattr(module, "read_in_child", lambda *_, **__: pytest.fail("a child was started"))

    return forbid


def text_of(document) -> str:
    return DocumentText.objects.get(document=document).text


def names(document) -> list[str]:
    return sorted(path.name for path in folder_of(document.sha256).iterdir())


def test_a_pdf_gets_a_picture_and_the_words_of_each_page_and_its_text(keeping):
    document = keeping(written([(59, 700, "Échéance")], [(59, 700, "Total 121,00")]))

    prepare(document, at=NOW)

    pages = Pages.objects.get()
    assert (pages.document, pages.dossier, pages.sizes) == (document, document.dossier, [[990, 1400]] * 2)
    assert (pages.refusal, pages.made_at, document.facts["pages"]) == (None, NOW, 2)
    assert names(document) == ["1.json", "1.webp", "2.json", "2.webp", "blank.json", "pages.json"]
    assert Image.open(picture_of(document.sha256, 2)).size == (990, 1400)
    assert [[word[0] for word in line] for line in words_of(document.sha256, 2)] == [["Total", "121,00"]]
    assert text_of(document) == "echeance total 121,00"


def test_a_ubl_gets_its_readable_source_and_the_text_of_what_it_says(keeping):
    document = keeping(with_attachment(pdf(), name="Relevé.pdf"))

    prepare(document, at=NOW)

    found = text_of(document)
    assert (names(document), Pages.objects.count()) == (["source.json"], 0)
    for part in ("2026-117", "03/03/2026", "papeterie lambert", "be0466279295", "732829320", "+++071/1299/77132+++"):
        assert part in found
    for part in ("071129977132", "be32735167772602", "121.00", "121,00", "paper", "releve.pdf"):
        assert part in found


def test_a_picture_is_a_document_of_one_page_without_words(keeping):
    photo = BytesIO()
    Image.new("RGB", (400, 300)).save(photo, "PNG")
    document = keeping(photo.getvalue(), accepts=frozenset({"image/png"}))

    prepare(document, at=NOW)

    assert (Pages.objects.get().sizes, text_of(document)) == ([[400, 300]], "")


def test_what_cannot_be_opened_is_said_and_found_by_nothing(keeping):
    document = keeping(b"%PDF-1.7 nothing")

    prepare(document, at=NOW)

    refusal = Sentence.from_json(Pages.objects.get().refusal)
    assert (str(refusal), text_of(document)) == ("The PDF is damaged and cannot be opened.", "")
    assert (folder_of(document.sha256).exists(), unprepared(10)) == (False, [])


def test_an_invoice_that_cannot_be_read_is_found_by_nothing(keeping):
    document = keeping(invoice((">2026-03-03<", ">soon<")))

    prepare(document, at=NOW)

    assert (text_of(document), unprepared(10)) == ("", [])


def test_the_same_file_in_two_dossiers_is_drawn_once(keeping, dossier, no_child):
    other = Dossier.objects.create(firm=dossier.firm, name="Other", number="0200065765", created_at=NOW)
    first = keeping(written([(59, 700, "Total")]))
    prepare(first, at=NOW)
    second = keeping(written([(59, 700, "Total")]), dossier=other, by=machine(dossier.firm_id, other.pk, "tests"))
    no_child()

    prepare(second, at=NOW)

    assert [(row.dossier_id, row.sizes) for row in Pages.objects.order_by("pk")] == [
        (dossier.pk, [[990, 1400]]),
        (other.pk, [[990, 1400]]),
    ]
    assert text_of(second) == "total"


def test_stopped_between_the_pictures_and_their_row_the_next_try_goes_on_from_there(keeping, monkeypatch, no_child):
    document = keeping()

    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(preparing, "keep_text", stopped)
        with pytest.raises(KeyboardInterrupt):
            prepare(document, at=NOW)
    assert (Pages.objects.count(), names(document)) == (0, ["1.json", "1.webp", "blank.json", "pages.json"])
    no_child()

    prepare(document, at=NOW)

    assert (Pages.objects.get().sizes, verify_store().unowned) == ([[990, 1400]], ())


def test_killed_at_any_step_the_folder_is_there_whole_or_not_at_all(tmp_path, settings):
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    survived = int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout)

    assert survived > 10
    for step in range(1, survived + 1):
        settings.DOCUMENTS = tmp_path / str(step)
        final = folder_of("ab" * 32)
        found = sorted(path.name for path in final.iterdir()) if final.exists() else None
        assert found in (None, ["0.json", "1.json", "2.json"])
    assert found == ["0.json", "1.json", "2.json"]


def test_of_a_long_document_the_first_pages_are_drawn(keeping, monkeypatch):
    monkeypatch.setattr(drawing, "MOST", 11)
    document = keeping(written(*([(9, 9, f"P{number}")] for number in range(30))))

    prepare(document, at=NOW)

    assert (len(Pages.objects.get().sizes), document.facts["pages"]) == (11, 30)
    assert text_of(document) == " ".join(f"p{number}" for number in range(11))


def test_when_a_later_part_cannot_be_drawn_the_pages_before_it_are_kept(keeping, monkeypatch):
    real, asked = drawing.read_in_child, []

    def breaking(*arguments, **options):
        asked.append(options["asked"])
        if len(asked) == 2:
            raise Unreadable("Reading the file took too long.")
        return real(*arguments, **options)

    monkeypatch.setattr(drawing, "read_in_child", breaking)
    prepare(keeping(pdf(20)), at=NOW)

    assert (asked, len(Pages.objects.get().sizes)) == ([(0, 8), (8, 8)], 8)


def test_sizes_that_the_child_cannot_have_drawn_are_not_believed(keeping, monkeypatch):
    told = {"count": 1, "pages": [{"width": 10**9, "height": 1, "lines": []}]}

    def lying(_reader, _path, *, asked, files):
        (files / "0").write_bytes(b"x")
        return told

    document = keeping()
    monkeypatch.setattr(drawing, "read_in_child", lying)
    prepare(document, at=NOW)

    assert str(Sentence.from_json(Pages.objects.get().refusal)) == "The file could not be read."


def test_a_text_without_end_is_cut(keeping):
    line = invoice().decode().partition("  <cac:InvoiceLine>")[2].partition("</Invoice>")[0].replace("Paper", "P" * 190)

    document = keeping(invoice(("</Invoice>", ("<cac:InvoiceLine>" + line) * 1900 + "</Invoice>")))
    prepare(document, at=NOW)

    assert 199_990 < len(text_of(document)) <= 200_000


def test_keeping_a_document_asks_for_it_once_in_the_same_transaction(keeping):
    first, _again, second = keeping(pdf()), keeping(pdf()), keeping(invoice(), name="a.xml")

    assert [(job.name, job.arguments, job.group_key) for job in Job.objects.order_by("pk")] == [
        ("documents.render", {"document_id": document.pk}, "documents.render") for document in (first, second)
    ]


def test_one_that_somebody_waits_for_goes_before_all_others_and_beside_them(keeping):
    keeping(pdf())
    wanted = keeping(pdf(2))

    ask_to_prepare_first(wanted, at=NOW)
    ask_to_prepare_first(wanted, at=NOW)

    first = Job.objects.order_by("run_at", "pk").first()
    assert (first.arguments, first.group_key, Job.objects.count()) == ({"document_id": wanted.pk}, "", 2)


def test_the_job_prepares_the_document_and_one_whose_file_is_gone_is_given_up(keeping):
    good, gone = keeping(pdf()), keeping(pdf(2))
    path_of(gone.sha256).unlink()

    for job in Job.objects.order_by("pk"):
        run_here(job, {"documents.render": render}, progress=lambda _done, _total: None)

    assert [job.state for job in Job.objects.order_by("pk")] == [JobState.DONE, JobState.PARKED]
    assert (preparing_was_given_up(good), preparing_was_given_up(gone)) == (False, True)
    assert Pages.objects.get().document == good


def test_the_night_asks_for_what_is_not_made_yet_and_for_what_a_restore_did_not_bring(keeping):
    made, lost, old = keeping(pdf()), keeping(pdf(2)), keeping(pdf(3))
    for document in (made, lost):
        prepare(document, at=NOW)
    for path in folder_of(lost.sha256).iterdir():
        path.unlink()
    folder_of(lost.sha256).rmdir()
    Job.objects.all().delete()
    assert unprepared(10) == [old.pk, lost.pk]

    Job.objects.create(name="documents.render_missing", run_at=NOW, created_at=NOW)
    run_here(Job.objects.get(), {"documents.render_missing": render_missing}, progress=lambda _done, _total: None)

    asked = Job.objects.filter(name="documents.render").order_by("pk")
    assert [job.arguments["document_id"] for job in asked] == [old.pk, lost.pk]


def test_the_night_asks_for_what_was_read_before_readers_told_as_much_as_today(keeping):
    documents = [keeping(invoice()), keeping(pdf()), keeping(invoice((">2026-03-03<", ">soon<"))), keeping(pdf(2))]
    for document in documents:
        prepare(document, at=NOW)
    assert unprepared(10) == []

    for document, facts in zip(documents[:2], ({"kind": "invoice"}, {"kind": "pdf", "pages": 1}), strict=True):
        Document.objects.filter(pk=document.pk).update(facts=facts)

    assert unprepared(10) == [documents[1].pk, documents[0].pk]
    for document in Document.objects.filter(pk__in=unprepared(10)):
        prepare(document, at=NOW)
    assert unprepared(10) == []


def test_a_lost_picture_is_drawn_again(keeping, store):
    document = keeping()
    prepare(document, at=NOW)
    folder_of(document.sha256).rename(store / "away")

    prepare(document, at=NOW)

    assert names(document) == ["1.json", "1.webp", "blank.json", "pages.json"]


def test_a_document_without_its_bytes_is_not_called_unreadable(keeping):
    document = keeping()
    path_of(document.sha256).unlink()

    with pytest.raises(NotInStore):
        prepare(document, at=NOW)

    assert (Pages.objects.count(), DocumentText.objects.count(), Document.objects.get().facts) == (0, 0, {})
