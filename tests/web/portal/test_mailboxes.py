"""The mailboxes in the browser: all at a glance, each as a list, with what waits and what is in progress."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.documents.models import Document, Pages
from comptoir.intake.models import Letter, Submission, Upload
from comptoir.kit.words import Sentence
from comptoir.ledger.models import Journal
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.handing import NOW, read_as
from tests.web.portal.page import cells, chips, form_of, links, rows, text_of

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def address(dossier) -> str:
    return f"/d/{dossier.pk}/mailboxes/"


def named(response) -> list[str]:
    """The names in the rows of a list."""
    return [cells(row)[0] for row in rows(response)]


def test_all_mailboxes_are_seen_at_a_glance_what_is_to_be_sorted_above(carl, address, handed):
    handed(pdf(1), "scan.pdf", "untyped")
    read_as(handed(invoice(), "lambert.xml"), "xml")
    handed(pdf(2), "b.pdf", "miscellaneous")

    page = carl.get(address)

    words = text_of(page.content.decode())
    assert (
        words.index("To be sorted")
        < words.index("Purchases 1")
        < words.index("Sales 0")
        < words.index("Miscellaneous 1")
    )
    assert "lambert.xml 01/11/2026 13:00 · Papeterie Lambert 121.00" in words
    assert "2 documents are not read yet." in words


def test_an_untyped_document_is_typed_from_there(carl, address, handed):
    submission = handed(pdf(1), "scan.pdf", "untyped")

    answer = carl.post(f"{address}documents/{submission.pk}/moved", {"mailbox": "sales", "next": address}, follow=True)

    assert "“scan.pdf” is moved to: Sales. Undo" in text_of(answer.content.decode())
    assert named(carl.get(f"{address}sales/")) == ["scan.pdf Being read"]


def test_a_mailbox_is_a_list_of_what_was_read_and_said(carl, address, handed):
    read_as(handed(invoice(), "lambert.xml", channel="mail", sender="anna@example.be", comment="Voiture"), "xml")
    handed(pdf(1), "scan.pdf")

    page = carl.get(f"{address}purchases/?sort=arrived")

    assert [cells(row)[:-1] for row in rows(page)] == [
        ["lambert.xml", "Papeterie Lambert", "2026-117", "03/03/2026", "121.00", "E-mail", "01/11/2026 13:00",
         "Voiture", ""],
        ["scan.pdf Being read", "", "", "", "", "Upload", "01/11/2026 13:00", "", ""],
    ]  # fmt: skip
    assert "2 documents" in text_of(page.content.decode())


def test_who_asks_for_the_sender_and_the_pages_sees_them_from_then_on(carl, address, handed, dossier):
    handed(pdf(1), "scan.pdf", channel="mail", sender="anna@example.be")

    shown = ["amount", "sender", "pages"]
    carl.post(f"/d/{dossier.pk}/lists/mailbox-purchases/look", {"show": shown, "next": f"{address}purchases/"})

    assert cells(rows(carl.get(f"{address}purchases/"))[0]) == ["scan.pdf Being read", "", "anna@example.be", ""]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=lambert", ["lambert.xml"]),
        ("q=121,00", ["lambert.xml"]),
        ("q=2026-117", ["lambert.xml"]),
        ("source=mail", ["lambert.xml"]),
        ("sender=ANNA", ["lambert.xml"]),
        ("min=100", ["lambert.xml"]),
        ("waits=reading", ["scan.pdf Being read"]),
        ("from=02/11/2026", ["scan.pdf Being read"]),
        ("until=01/11/2026", ["lambert.xml"]),
    ],
)
def test_a_list_is_filtered_and_each_filter_is_a_chip(carl, address, handed, query, found):
    read_as(handed(invoice(), "lambert.xml", channel="mail", sender="anna@example.be"), "xml")
    handed(pdf(1), "scan.pdf", at=NOW + timedelta(days=1))

    page = carl.get(f"{address}purchases/?{query}")

    assert named(page) == found
    assert len(chips(page)) == 1


def test_what_is_picked_in_progress_is_taken_along_with_what_it_waits_for(carl, address, handed, dossier):
    submission = read_as(handed(pdf(1), "lambert.pdf"), "text")
    carl.post(f"{address}documents/{submission.pk}/sent")
    picked = f"{address}picked/in-progress/"

    bundle = carl.post(f"{picked}documents.zip", {"ids": submission.pk})
    listed = carl.post(f"{picked}list", {"ids": submission.pk, "as": "csv"})

    with ZipFile(BytesIO(b"".join(bundle.streaming_content))) as archive:
        assert sorted(archive.namelist()) == ["index.csv", "index.xlsx", "lambert.pdf"]
        index = archive.read("index.csv").decode("utf-8-sig")
    for told in (index, b"".join(listed.streaming_content).decode("utf-8-sig")):
        assert "To be booked, since today" in told


def test_what_waits_says_for_what(carl, address, handed):
    waiting, broken = handed(pdf(1), "waiting.pdf"), read_as(handed(pdf(2), "broken.pdf"), "nothing")
    Document.objects.filter(pk=waiting.document_id).update(scan="waiting")
    refusal = Sentence("It is damaged.").to_json()
    Pages.objects.create(document=broken.document, dossier=broken.dossier, refusal=refusal, made_at=NOW)

    assert sorted(named(carl.get(f"{address}purchases/"))) == [
        "broken.pdf Cannot be opened",
        "waiting.pdf Waits for the virus scanner",
    ]


def test_what_is_no_document_yet_is_told_too(carl, address, handed, dossier):
    submission = handed(pdf(1))
    Letter.objects.create(dossier=dossier, raw=submission.document, mailbox="sales", received_at=NOW)
    moments = {"created_at": NOW, "touched_at": NOW}
    Upload.objects.create(
        dossier=dossier, person_id=submission.handed_by_id, token="12345678-1234-5678-1234-567812345678", size=9, **moments
    )  # fmt: skip

    words = text_of(carl.get(address).content.decode())

    assert "1 upload is not complete yet. 1 e-mail has arrived and is not opened yet." in words


def test_what_is_in_progress_says_what_it_waits_for_and_since_when(carl, address, handed, dossier):
    today = timezone.now()
    days = {"read.pdf": 3, "unread.pdf": 1}
    for number, (name, ago) in enumerate(days.items(), start=1):
        handed(pdf(number), name, at=today - timedelta(days=ago + 1))
        Submission.objects.filter(name=name).update(state="sent", sent_at=today - timedelta(days=ago))
    Submission.objects.filter(name="read.pdf").update(read_at=today)

    page = carl.get(f"/d/{dossier.pk}/in-progress/?sort=name")
    opened = carl.get(f"/d/{dossier.pk}/in-progress/{Submission.objects.get(name='read.pdf').pk}/")
    file = b"".join(carl.get(f"/d/{dossier.pk}/in-progress/?as=csv").streaming_content).decode("utf-8-sig")

    stages = {cells(row)[0]: cells(row)[7] for row in rows(page)}
    assert stages == {
        "read.pdf": "To be booked for 3 days",
        "unread.pdf": "Being read for 2 days",
    }
    assert "To be booked for 3 days" in text_of(opened.content.decode().partition('id="pane"')[2])
    assert '"To be booked, for 3 days"' in file


def test_what_keeps_the_machine_waiting_is_named_and_so_is_what_was_refused_lately(carl, address, handed, dossier):
    now = timezone.now()
    submission = handed(pdf(1), "scan.pdf", at=now)
    refusal = {"name": "virus.exe", "submission": None, "known": False, "since": None}
    refusal["refusal"] = Sentence(
        "Only PDF, XML, JPEG, PNG and TIFF files are kept, and this is none of them."
    ).to_json()
    kept = {"name": "good.pdf", "submission": submission.pk, "known": False, "since": None, "refusal": None}
    for at, name in ((now, "virus.exe"), (now - timedelta(days=8), "old.exe")):
        letter = handed(pdf(len(name)), f"{name}.pdf", at=at).document
        Letter.objects.create(
            dossier=dossier, raw=letter, mailbox="sales", sender="anna@example.be", received_at=at, opened_at=at,
            outcome=[refusal | {"name": name}, kept],
        )  # fmt: skip
    Submission.objects.exclude(pk=submission.pk).update(read_at=now)

    page = carl.get(address)

    told = text_of(page.content.decode()).partition("Not done yet")[2]
    assert "scan.pdf Being read since today 1 document is not read yet." in told
    assert links(page)["scan.pdf"] == f"{address}purchases/{submission.pk}/"
    assert "virus.exe E-mail · " in told
    assert "· anna@example.be Only PDF, XML, JPEG, PNG and TIFF files are kept" in told
    assert "good.pdf" not in told
    assert "old.exe E-mail" not in told


def test_an_empty_mailbox_says_how_documents_get_there(carl, rita, address):
    assert "They wait here until you send them to your accountant." in text_of(
        carl.get(f"{address}sales/").content.decode()
    )
    assert "when somebody of your company uploads them" in text_of(rita.get(f"{address}sales/").content.decode())


def test_ticked_documents_are_sent_into_the_journal_that_was_chosen_and_that_is_undone(carl, address, handed, dossier):
    for code, kind in {"ACH": "purchase", "NCA": "purchase_credit"}.items():
        Journal.objects.create(dossier=dossier, code=code, name=code, type=kind)
    first, second, stays = (handed(pdf(number), f"{number}.pdf") for number in (1, 2, 3))

    sent = {"ids": [first.pk, second.pk], "journal": "NCA"}
    answer = carl.post(f"{address}picked/mailbox-purchases/sent", sent, follow=True)

    assert "Sent to your accountant: 2 documents." in text_of(answer.content.decode())
    assert named(carl.get(f"{address}purchases/")) == ["3.pdf Being read"]
    progress = carl.get(f"/d/{dossier.pk}/in-progress/")
    assert sorted(cells(row)[0] for row in rows(progress)) == ["1.pdf", "2.pdf"]
    assert set(Submission.objects.exclude(pk=stays.pk).values_list("journal", flat=True)) == {"NCA"}

    mark = next(part for part in answer.content.decode().split('"') if "undo?mark" in part)
    carl.post(mark)
    assert len(rows(carl.get(f"{address}purchases/"))) == 3


def test_all_of_a_mailbox_is_sent_by_one_button_without_a_question_and_undone(carl, rita, address, handed, dossier):
    for code, kind in {"ACH": "purchase", "NCA": "purchase_credit"}.items():
        Journal.objects.create(dossier=dossier, code=code, name=code, type=kind)
    for number in (1, 2, 3):
        handed(pdf(number), f"{number}.pdf", channel="mail" if number == 3 else "upload")
    place = f"{address}purchases/"

    page = carl.get(place)
    answer = carl.post(**form_of(page, "send-all", journal="ACH"), follow=True)

    assert "The accountant chooses the journal ACH ACH NCA NCA Send all (3)" in text_of(page.content.decode())
    assert "Sent to your accountant: 3 documents." in text_of(answer.content.decode())
    assert rows(answer) == []
    assert "Send all" not in text_of(answer.content.decode())
    assert set(Submission.objects.values_list("state", "journal")) == {("sent", "ACH")}

    carl.post(next(part for part in answer.content.decode().split('"') if "undo?mark" in part))
    few = carl.get(f"{place}?source=upload")
    carl.post(**form_of(few, "send-all"))

    assert "Send these results (2)" in text_of(few.content.decode())
    assert named(carl.get(place)) == ["3.pdf Being read"]
    assert "Send all" not in text_of(rita.get(place).content.decode())
    assert "Send all" not in text_of(carl.get(f"{address}untyped/").content.decode())


def test_what_arrived_after_the_page_was_shown_is_not_sent_unseen(carl, address, handed):
    handed(pdf(1), "1.pdf")
    page = carl.get(f"{address}purchases/")
    handed(pdf(2), "2.pdf")

    asked = carl.post(**form_of(page, "send-all"))

    assert "The list has changed: it has 2 rows now, and had 1." in text_of(asked.content.decode())
    assert set(Submission.objects.values_list("state", flat=True)) == {"mailbox"}


def test_untyped_documents_are_not_sent_and_it_is_said(carl, address, handed):
    submission = handed(pdf(1), "scan.pdf", "untyped")

    assert carl.post(f"{address}picked/mailbox-untyped/sent", {"ids": submission.pk}).status_code == 404
    answer = carl.post(f"{address}documents/{submission.pk}/sent", follow=True)

    assert "Say first what the document is" in text_of(answer.content.decode())


def test_deleting_all_of_a_mailbox_is_asked_first(carl, address, handed):
    for number in (1, 2):
        handed(pdf(number), f"{number}.pdf")

    asked = carl.post(f"{address}picked/mailbox-purchases/deleted", {"all": "2"})
    answer = carl.post(f"{address}picked/mailbox-purchases/deleted", {"all": "2", "sure": "yes"}, follow=True)

    assert "Delete all of these? Purchases 2 documents" in text_of(asked.content.decode())
    assert "Deleted: 2 documents." in text_of(answer.content.decode())
    assert rows(answer) == []


def test_who_only_consults_is_shown_no_deed(rita, address, handed):
    submission = handed(pdf(1), "scan.pdf")

    page = rita.get(f"{address}purchases/{submission.pk}/").content.decode()

    assert "Send to the accountant" not in page
    assert rita.post(f"{address}documents/{submission.pk}/sent").status_code == 403
    assert Submission.objects.get().state == "mailbox"


def test_the_list_is_taken_along_without_the_dates_of_the_books_for_who_sees_none(paul, address, handed, dossier):
    read_as(handed(invoice(), "lambert.xml", sender="Carl"), "xml")

    answer = paul.get(f"{address}purchases/?as=csv")
    printed = text_of(paul.get(f"{address}purchases/?as=print").content.decode())

    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Name,Partner,Number,Date,Amount,Amount in another currency,Source,Sender,Arrived,Pages,Comment,Tags,Document",
        "lambert.xml,Papeterie Lambert,2026-117,03/03/2026,121.00,,Upload,Carl,01/11/2026 13:00,,,,Yes",
    ]
    assert "Accounts up to date until" not in printed


def test_another_currency_is_said_and_not_summed(carl, address, handed):
    read_as(handed(invoice(), "lambert.xml"), "xml")
    read_as(handed(pdf(1), "usd.pdf"), "text", currency="USD", number="7")

    page = carl.get(f"{address}purchases/?sort=name")

    assert [cells(row)[4] for row in rows(page)] == ["121.00", "121.00 USD"]
    assert "2 documents 121.00" in text_of(page.content.decode())


def test_a_list_costs_the_same_with_three_rows_and_with_thirty(carl, address, handed):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            carl.get(f"{address}purchases/")
        return len(queries)

    for number in range(1, 4):
        handed(pdf(number), f"{number}.pdf")
    cost()
    few = cost()
    for number in range(4, 31):
        handed(pdf(number), f"{number}.pdf")
    cost()

    assert cost() == few
    assert few <= 16


def test_a_view_of_a_mailbox_is_kept_and_a_column_put_away(paul, address, dossier):
    paul.post(f"/d/{dossier.pk}/lists/mailbox-purchases/look", {"show": ["amount"], "next": f"{address}purchases/"})
    view = {"name": "Anna", "query": "?sender=anna", "next": f"{address}purchases/"}
    paul.post(f"/d/{dossier.pk}/lists/mailbox-purchases/views/", view)

    page = paul.get(f"{address}purchases/")

    assert "Anna" in links(page)
