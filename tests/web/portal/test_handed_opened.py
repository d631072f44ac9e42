"""An opened document: what was read, what people say, the evidence, and one timeline from its arrival on."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.intake.actions.describing import take_apart
from comptoir.intake.booking import book
from comptoir.intake.jobs import read_submission
from comptoir.intake.models import Submission
from comptoir.jobs.models import Job
from comptoir.jobs.worker import run_here
from tests.firms.people import office
from tests.formats.pdf.make import pdf
from tests.formats.scan.make import typed
from tests.formats.ubl.sample import invoice, with_attachment
from tests.intake.handing import NOW, read_as
from tests.web.portal.page import cells, links, rows, text_of

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/mailboxes/"


def words(response) -> str:
    return text_of(response.content.decode().partition('id="pane"')[2])


def test_it_shows_what_was_read_how_sure_that_is_and_what_is_wrong(carl, address, handed):
    findings = ({"rule": "BR-CO-15", "severity": "error", "text": "The totals do not add up.", "facts": {}},)
    places = {"number": [{"confidence": 55}], "totals.gross": [{"confidence": 97}]}
    submission = read_as(handed(pdf(1), "scan.pdf"), "text", findings=findings, places=places)

    page = carl.get(f"{address}purchases/{submission.pk}/")

    assert "The totals do not add up. BR-CO-15" in words(page)
    assert "Number 2026-117 unsure 55 %" in words(page)
    assert "Total with VAT 121.00 EUR 97 %" in words(page)
    assert 'notice-error">' in page.content.decode().partition('id="told-title"')[2]


def test_it_shows_how_far_the_recognition_is_and_then_what_was_read(carl, address, handed):
    submission = handed(pdf(1), "scan.pdf")
    place = f"{address}purchases/{submission.pk}/"
    job = Job.objects.get(name="intake.read")
    begun = words(carl.get(place))
    Job.objects.filter(pk=job.pk).update(state="running", progress_done=2, progress_total=7)
    page = carl.get(place).content.decode()
    Job.objects.filter(pk=job.pk).update(state="waiting", attempts=1)
    again = words(carl.get(place))
    Job.objects.filter(pk=job.pk).update(state="parked")
    given_up = carl.get(place).content.decode()
    Job.objects.filter(pk=job.pk).update(state="done")
    read_as(submission, "ocr")
    answer = carl.get(place, headers={"hx-request": "true", "hx-target": "reading"}).content.decode()

    assert "The document is about to be read. It can be looked at and sent meanwhile." in begun
    assert "The text is being recognised: 2 of 7 pages are done." in text_of(page)
    assert '<progress aria-label="Progress of the reading" value="2" max="7">' in page
    assert f'hx-get="{place}" hx-trigger="load delay:2s" hx-target="this"' in page
    assert "is tried again at" in again
    assert "The document could not be read; the log of the server says why." in text_of(given_up)
    assert 'hx-target="this"' not in given_up
    assert answer.lstrip().startswith('<section id="reading"')
    assert "Number 2026-117" in text_of(answer)
    assert ("Being read" in text_of(page), "Being read" in text_of(answer)) == (True, False)
    assert f'<template><tr id="row-{submission.pk}" hx-swap-oob="true">' in answer
    assert 'id="pane-state" class="push text-end" hx-swap-oob="true"' in answer


def test_where_the_pdf_of_an_e_invoice_differs_both_values_stand_side_by_side_and_every_list_marks_it(
    carl, address, dossier, handed
):
    paper = "FACTURE n° 2026-117\nDate de facture : 04/03/2026\nIBAN BE07 7358 4020 2466\n"
    totals = "Total HT : 110,00\nTVA 21% : 23,10\nTotal TTC : 133,10"
    other = handed(with_attachment(typed(paper + totals)), "lambert.xml", channel="api")
    same = handed(with_attachment(typed(paper.replace("04/03", "03/03").partition("IBAN")[0])), "same.xml")
    for submission in (other, same):
        run_here(
            Job.objects.get(name="intake.read", arguments={"submission_id": submission.pk}),
            {"intake.read": read_submission},
        )
    other.refresh_from_db()
    take_apart(same, by=office(dossier.firm, dossier), at=NOW)

    page = carl.get(f"{address}purchases/{other.pk}/")

    told = words(page).partition("PDF and e-invoice differ")[2].partition("Comptoir reads the e-invoice")[0]
    assert " ".join(told.split()) == (
        "PDF E-invoice Invoice date 04/03/2026 03/03/2026 Total with VAT 133.10 121.00 "
        "VAT 23.10 21.00 Account BE07 7358 4020 2466 BE32 7351 6777 2602"
    )
    assert links(page)["Embedded PDF"].startswith(f"{address}purchases/{other.pk}/?show=pages-")
    assert page.content.decode().partition('id="differences-title"')[2].count("#differs") == 9
    assert "PDF and e-invoice differ" not in words(carl.get(f"{address}purchases/{same.pk}/"))
    for room in (f"{address}purchases/", f"/d/{dossier.pk}/document-history/purchases/"):
        assert marked(carl.get(room)) == {"lambert.xml": True, "same.xml": False}
        assert marked(carl.get(f"{room}?differing=yes")) == {"lambert.xml": True}


def marked(response) -> dict[str, bool]:
    """The names in a list, and whether each says that its PDF differs."""
    found = [cells(row)[0] for row in rows(response)]
    return {name.split()[0]: "PDF and e-invoice differ" in name for name in found}


def test_its_timeline_tells_everything_from_arrival_on_in_words(carl, anne, address, handed):
    submission = handed(pdf(1), "scan.pdf", "untyped", channel="mail", sender="anna@example.be")
    place = f"{address}documents/{submission.pk}/"
    carl.post(f"{place}moved", {"mailbox": "purchases"})
    carl.post(
        f"{place}said", {"name": "Loyer mars", "was_name": "scan.pdf", "comment": "Compte 610", "was_comment": ""}
    )
    read_as(submission, "text")
    handed(pdf(1), "again.pdf", "sales", channel="api", sender="The till")
    carl.post(f"{place}sent")
    anne.post(f"{place}taken-back")
    carl.post(f"{place}deleted")
    carl.post(f"{place}back")

    told = words(carl.get(f"{address}untyped/{submission.pk}/")).partition("From arrival on")[2]

    in_order = [
        "Carl put it back, to the documents to be sorted.",
        "Carl deleted it.",
        "Anne took it back from the accountant.",
        "Carl sent it to the accountant.",
        "The till had a program hand in the same file again.",
        "Its text was read.",
        "Carl said how it is to be booked. Comment: – → Compte 610",
        "Carl renamed it. Name: scan.pdf → Loyer mars",
        "Carl moved it to the purchases.",
        "The document arrived by e-mail from anna@example.be.",
    ]
    places = [told.find(sentence) for sentence in in_order]
    assert -1 not in places
    assert places == sorted(places)


def test_what_came_twice_is_one_card_with_both_openable_and_is_taken_apart(carl, address, handed):
    paper = read_as(handed(pdf(1), "scan.pdf"), "text")
    xml = read_as(handed(invoice(), "lambert.xml", channel="mail", sender="anna@example.be"), "xml")

    handed(pdf(1), "again.pdf", "sales", channel="api", sender="The till", at=NOW + timedelta(days=2))
    page = carl.get(f"{address}purchases/{xml.pk}/")
    told = words(page)
    in_order = [
        "lambert.xml strongest source E-mail · 01/11/2026 13:00 · anna@example.be",
        "scan.pdf evidence Upload · 01/11/2026 13:00 · Carl These are two documents : scan.pdf",
        "again.pdf the same file again Program · 03/11/2026 13:00 · The till",
    ]
    places = [told.find(each) for each in in_order]
    assert -1 not in places
    assert places == sorted(places)
    answer = carl.post(f"{address}documents/{paper.pk}/apart", {"next": f"{address}purchases/{xml.pk}/"}, follow=True)

    assert f"/documents/{paper.document_id}/file" in page.content.decode()
    assert words(page).count("is kept here as evidence") == 1
    assert "kept there as evidence" not in words(page)
    assert "“scan.pdf” is a document of its own again." in text_of(answer.content.decode())
    assert Submission.objects.filter(evidence_of=None).count() == 2


def test_the_same_bytes_again_are_told_with_by_whom_when_and_how(carl, address, handed):
    submission = handed(pdf(1), "scan.pdf")
    assert "Received more than once" not in words(carl.get(f"{address}purchases/{submission.pk}/"))

    handed(pdf(1), "copie.pdf", channel="mail", sender="anna@example.be", at=NOW + timedelta(hours=1))

    told = words(carl.get(f"{address}purchases/{submission.pk}/")).partition("Received more than once")[2]
    first = "scan.pdf first received Upload · 01/11/2026 13:00 · Carl"
    assert f"{first} copie.pdf the same file again E-mail · 01/11/2026 14:00 · anna@example.be" in told
    assert "These are two documents" not in told


def test_the_same_bytes_with_the_books_are_told_too(carl, address, handed, dossier):
    submission = handed(pdf(1), "scan.pdf")
    with transaction.atomic():
        book([submission.document_id], dossier_id=dossier.pk, sender="FEC", by=office(dossier.firm, dossier), at=NOW)

    told = words(carl.get(f"{address}purchases/{submission.pk}/"))

    assert "scan.pdf the same file again" in told
    assert "The same file came with the books." in told


def test_what_others_said_meanwhile_is_not_overwritten_by_an_older_form(carl, anne, address, handed):
    submission = handed(pdf(1), "scan.pdf")
    place = f"{address}documents/{submission.pk}/said"
    anne.post(place, {"name": "scan.pdf", "was_name": "scan.pdf", "comment": "Compte 610", "was_comment": ""})
    carl.post(place, {"name": "Loyer", "was_name": "scan.pdf", "comment": "", "was_comment": ""})

    submission.refresh_from_db()
    assert (submission.name, submission.comment) == ("Loyer", "Compte 610")


def test_a_refusal_is_said_and_nothing_changes(carl, address, handed):
    submission = handed(pdf(1), "scan.pdf")

    answer = carl.post(f"{address}documents/{submission.pk}/said", {"name": " ", "was_name": "scan.pdf"}, follow=True)

    assert "A document needs a name." in text_of(answer.content.decode())
    submission.refresh_from_db()
    assert submission.name == "scan.pdf"


def test_after_a_deed_the_next_document_of_the_list_is_there(carl, address, handed):
    last, first = handed(pdf(1), "1.pdf"), handed(pdf(2), "2.pdf")

    page = carl.get(f"{address}purchases/{first.pk}/").content.decode()
    htmx = {"hx-request": "true", "hx-target": "list"}
    answer = carl.post(
        f"{address}documents/{first.pk}/sent", {"next": f"{address}purchases/{last.pk}/"}, headers=htmx, follow=True
    )

    assert f'name="next" value="{address}purchases/{last.pk}/"' in page
    body = answer.content.decode()
    assert body.lstrip().startswith("<section")
    assert 'id="pane" class="pane" hx-swap-oob="true"' in body
    assert "is sent to your accountant" in body.partition('id="notices"')[2]
    assert answer["HX-Push-Url"] == f"{address}purchases/{last.pk}/"


def test_a_document_that_left_the_room_is_shown_with_where_it_is(carl, address, handed):
    submission = handed(pdf(1), "scan.pdf")
    carl.post(f"{address}documents/{submission.pk}/sent")

    page = carl.get(f"{address}purchases/{submission.pk}/")
    again = carl.post(f"{address}documents/{submission.pk}/deleted", follow=True)

    assert "In progress" in words(page)
    assert "Send to the accountant" not in words(page)
    assert "The document is sent already." in text_of(again.content.decode())


def test_an_opened_document_costs_the_same_with_much_evidence(carl, address, handed):
    def cost(pk: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            carl.get(f"{address}purchases/{pk}/", headers={"hx-request": "true", "hx-target": "pane"})
        return len(queries)

    xml = read_as(handed(invoice(), "lambert.xml"), "xml")
    read_as(handed(pdf(1), "1.pdf"), "text")
    cost(xml.pk)
    few = cost(xml.pk)
    for number in range(2, 6):
        read_as(handed(pdf(number), f"{number}.pdf"), "text")

    assert cost(xml.pk) == few
    assert few <= 24
