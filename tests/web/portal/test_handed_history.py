"""The document history, and who sees what of what was handed in."""

from datetime import timedelta

import pytest

from comptoir.archive.models import LinkedDocument
from comptoir.documents import finding
from comptoir.documents.models import Document, Pages
from comptoir.intake.models import Submission
from comptoir.intake.queries import handed_in, narrowing
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.handing import NOW, read_as
from tests.web.portal.page import cells, links, rows, text_of

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/document-history/"


def named(response) -> list[str]:
    return [cells(row)[0].removesuffix(" Being read") for row in rows(response)]


@pytest.mark.parametrize("few", [0, 1, 2000])
def test_filters_of_which_few_and_of_which_many_rows_fit_find_the_same(carl, address, handed, monkeypatch, few):
    monkeypatch.setattr(narrowing, "FEW", few)
    monkeypatch.setattr(finding, "FEW", few)
    for number in range(1, 4):
        paper = handed(pdf(number), f"{number}.pdf")
        read_as(paper, "text", number=str(number), totals={"gross": f"{number}00.00"})
    scanned, unread = handed(pdf(4), "4.pdf", channel="camera", sender="Zoé"), handed(pdf(5), "5.pdf", channel="mail")
    Submission.objects.filter(pk=scanned.pk).update(read_at=NOW)
    Document.objects.filter(pk=unread.document_id).update(scan="waiting")
    Pages.objects.create(document=scanned.document, dossier=scanned.dossier, refusal={"text": "no"}, made_at=NOW)

    found = {
        query: sorted(name[0] for name in named(carl.get(f"{address}purchases/?{query}")))
        for query in (
            *("source=camera", "source=camera&source=mail", "min=150&max=250", "min=150", "min=900", "sender=zoé"),
            *("sender=carl", "sender=nobody", "waits=reading", "waits=scanner", "waits=unreadable"),
        )
    }

    assert found == {
        "source=camera": ["4"],
        "source=camera&source=mail": ["4", "5"],
        "min=150&max=250": ["2"],
        "min=150": ["2", "3"],
        "min=900": [],
        "sender=zoé": ["4"],
        "sender=carl": ["1", "2", "3", "5"],
        "sender=nobody": [],
        "waits=reading": [],
        "waits=scanner": ["5"],
        "waits=unreadable": ["4"],
    }


def test_a_long_history_says_that_there_are_more_and_offers_no_selection_of_all(carl, address, handed, monkeypatch):
    monkeypatch.setattr(handed_in, "COUNTED", 2)
    monkeypatch.setattr(handed_in, "PAGE", 1)
    for number in (1, 2):
        handed(pdf(number), f"{number}.pdf")
    short = carl.get(f"{address}purchases/").content.decode()
    handed(pdf(3), "3.pdf")
    long = carl.get(f"{address}purchases/").content.decode()

    assert ("2 documents" in text_of(short), "more than" in text_of(short)) == (True, False)
    assert "more than 2 documents" in text_of(long)
    assert ('name="all"' in short, 'name="all"' in long) == (False, False)


def test_a_moment_without_its_time_zone_is_no_place_in_the_list(carl, address, handed):
    handed(pdf(1))

    assert carl.get(f"{address}purchases/?after=9999-12-31~1").status_code == 404
    assert carl.get(f"{address}purchases/?until=9999-12-31").status_code == 200


def test_everything_is_there_newest_first_and_the_heading_turns_it(carl, address, handed):
    for number in (1, 2, 3):
        handed(pdf(number), f"{number}.pdf", at=NOW + timedelta(hours=number))
    Submission.objects.filter(name="1.pdf").update(state="sent", sent_at=NOW)
    Submission.objects.filter(name="2.pdf").update(state="deleted", ended_at=NOW)

    page = carl.get(f"{address}purchases/")

    assert [cells(row)[:5] for row in rows(page)] == [
        ["3.pdf Being read", "Upload", "In the mailbox", "", "01/11/2026 16:00"],
        ["2.pdf Being read", "Upload", "Deleted", "", "01/11/2026 15:00"],
        ["1.pdf Being read", "Upload", "In progress", "", "01/11/2026 14:00"],
    ]
    assert named(carl.get(f"{address}purchases/{links(page)['Handed in on']}")) == ["1.pdf", "2.pdf", "3.pdf"]


def test_its_three_tabs_have_the_untyped_among_the_miscellaneous_marked(carl, address, handed):
    for box in ("purchases", "sales", "miscellaneous", "untyped"):
        handed(pdf(len(box)), f"{box}.pdf", box)

    found = {tab: named(carl.get(f"{address}{tab}/")) for tab in ("purchases", "sales", "miscellaneous")}

    assert carl.get(address)["Location"] == f"{address}purchases/"
    assert found == {
        "purchases": ["purchases.pdf"],
        "sales": ["sales.pdf"],
        "miscellaneous": ["untyped.pdf To be sorted", "miscellaneous.pdf"],
    }
    assert named(carl.get(f"{address}miscellaneous/?untyped=yes")) == ["untyped.pdf To be sorted"]


def test_a_deleted_document_is_found_by_its_status_and_put_back_untyped(carl, address, handed, dossier):
    gone = handed(pdf(1), "gone.pdf")
    handed(pdf(2), "there.pdf")
    carl.post(f"/d/{dossier.pk}/mailboxes/documents/{gone.pk}/deleted")

    page = carl.get(f"{address}purchases/?state=deleted")
    answer = carl.post(f"/d/{dossier.pk}/mailboxes/picked/history-purchases/back", {"ids": gone.pk}, follow=True)

    assert named(page) == ["gone.pdf"]
    assert f"documents/{gone.pk}/back" in page.content.decode()
    assert "Back above your mailboxes: 1 document." in text_of(answer.content.decode())
    assert "gone.pdf" in text_of(carl.get(f"/d/{dossier.pk}/mailboxes/").content.decode()).partition("Purchases")[0]


def test_evidence_says_that_it_is_that(carl, address, handed):
    read_as(handed(pdf(1), "scan.pdf"), "text")
    read_as(handed(invoice(), "lambert.xml"), "xml")

    assert {cells(row)[0]: cells(row)[2] for row in rows(carl.get(f"{address}purchases/"))} == {
        "lambert.xml": "In the mailbox",
        "scan.pdf": "Evidence for another document",
    }


def test_the_tick_of_the_archived_invoice_is_shown_to_who_sees_the_archive(carl, paul, address, handed, books, dossier):
    submission = handed(pdf(1), "scan.pdf")
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    row = books.row("PUR 1")
    LinkedDocument.objects.create(
        dossier=dossier, invoice=row, document=submission.document, reason="piece", created_at=NOW
    )
    carl.post(f"/d/{dossier.pk}/archive/purchases/{row.pk}/handled", {"handled": "yes"})

    seen = text_of(carl.get(f"{address}purchases/").content.decode())
    hidden = text_of(paul.get(f"{address}purchases/").content.decode())

    assert "Status Handled Handed in on" in seen
    assert "Status Handed in on" in hidden


def test_who_hands_in_only_sees_nothing_that_came_with_the_books(carl, paul, address, handed, dossier):
    books, own = handed(pdf(1), "books.pdf", channel="books"), handed(pdf(2), "own.pdf")

    assert sorted(named(carl.get(f"{address}purchases/"))) == ["books.pdf", "own.pdf"]
    assert named(paul.get(f"{address}purchases/")) == ["own.pdf"]
    assert paul.get(f"{address}purchases/{books.pk}/").status_code == 404
    assert paul.get(f"/d/{dossier.pk}/documents/{books.document_id}/file").status_code == 404
    assert paul.get(f"/d/{dossier.pk}/documents/{own.document_id}/file").status_code == 200


def test_what_is_not_booked_is_in_no_list_search_zip_export_or_address_of_the_archive(carl, handed, dossier, books):
    books.book("2026-01-10 PUR 1  440000 Proximus  -121.00")
    submissions = [read_as(handed(pdf(1), "Zebra.pdf"), "text", number="Zebra 1")]
    submissions += [handed(pdf(number), f"Zebra {number}.pdf") for number in (2, 3, 4)]
    for submission, state in zip(submissions[1:], ("sent", "deleted", "replaced"), strict=True):
        Submission.objects.filter(pk=submission.pk).update(state=state, sent_at=NOW)
    archive = f"/d/{dossier.pk}/archive/"

    for tab in ("purchases", "sales", "miscellaneous", "permanent"):
        assert "Zebra" not in carl.get(f"{archive}{tab}/").content.decode()
        assert rows(carl.get(f"{archive}{tab}/?q=zebra")) == []
        assert b"Zebra" not in b"".join(carl.get(f"{archive}{tab}/?as=csv").streaming_content)
        for submission in submissions:
            assert carl.get(f"{archive}{tab}/{submission.pk + 100000}/").status_code == 404
    names = carl.post(f"{archive}purchases/picked/documents.zip", {"all": "1", "sure": "yes"})
    assert "None of these rows has a document." in text_of(names.content.decode())


def test_a_file_that_was_handed_in_is_for_who_sees_the_mailboxes_of_its_dossier_alone(
    carl, rita, paul, anne, nora, handed, dossier, other
):
    submission = handed(pdf(1), "scan.pdf")
    place = f"/d/{dossier.pk}/documents/{submission.document_id}/file"

    assert {browser.get(place).status_code for browser in (carl, rita, paul, anne)} == {200}
    assert nora.get(place).status_code == 404
    assert nora.get(place.replace(f"/d/{dossier.pk}/", f"/d/{other.pk}/")).status_code == 404
    for page in ("mailboxes/purchases", "in-progress", "document-history/purchases"):
        assert nora.get(f"/d/{other.pk}/{page}/{submission.pk}/").status_code == 404
