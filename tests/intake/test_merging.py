"""Merging: several documents become one, once; the sources are replaced by it, and come back when it is undone."""

import pytest
from PIL import Image

from comptoir.audit.models import Event
from comptoir.documents.arranging import CannotArrange
from comptoir.documents.models import Document, ReadFrom, Reading
from comptoir.documents.store import file_of, hash_of
from comptoir.firms.access import NotAllowed
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import MailboxSettings, Submission
from comptoir.intake.pages.allowed import PagesStay
from comptoir.intake.pages.merging import merge, undo_merge
from comptoir.jobs.models import Job
from tests.formats.pdf.make import pdf, written
from tests.formats.pdf.read_back import texts_of
from tests.formats.picture.test_check import picture
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW


@pytest.fixture
def merging(client_access):
    """Merges these, in this order."""

    def merged(*submissions: Submission, name: str = "Ticket 12", **how: str) -> Submission:
        channel, mailbox = Channel(how.get("channel", "merge")), Mailbox(how.get("mailbox", "purchases"))
        return merge(submissions, name=name, mailbox=mailbox, channel=channel, by=client_access, at=NOW)

    return merged


@pytest.fixture
def two(handing_in) -> list[Submission]:
    """Two documents of a page each, the second one with a comment."""
    first = handing_in(written([(59, 758, "One")]), "a.pdf").submission
    return [first, handing_in(written([(59, 758, "Two")]), "b.pdf", comment="Voiture").submission]


def states() -> list[tuple[str, str]]:
    return list(Submission.objects.order_by("pk").values_list("name", "state"))


def actions() -> list[str]:
    found = Event.objects.filter(action__startswith="intake.").exclude(action="intake.arrived")
    return list(found.order_by("pk").values_list("action", flat=True))


def test_the_pages_lie_in_the_order_given_and_the_sources_are_replaced(merging, two):
    made = merging(two[1], two[0])

    assert texts_of(file_of(made.document)) == ["Two", "One"]
    assert (made.name, made.mailbox, made.channel, made.pages) == ("Ticket 12", "purchases", "merge", 2)
    assert (made.comment, made.sender, made.document.name) == ("Voiture", "Carl", "Ticket 12.pdf")
    assert states() == [("a.pdf", "replaced"), ("b.pdf", "replaced"), ("Ticket 12", "mailbox")]
    assert {source.pk for source in made.sources.all()} == {two[0].pk, two[1].pk}
    assert actions() == ["intake.made_by_merge", "intake.merged", "intake.merged"]
    assert Job.objects.filter(name="intake.read", arguments={"submission_id": made.pk}).count() == 1


def test_what_was_received_stays_byte_for_byte(merging, two):
    received = [file_of(each.original).read_bytes() for each in two]

    made = merging(*two)

    assert [file_of(each.original).read_bytes() for each in two] == received
    assert hash_of(file_of(made.document)) == made.document.sha256
    assert Document.objects.count() == 3


def test_photographs_of_one_paper_become_one_document_of_the_camera(merging, handing_in):
    photos = [handing_in(picture("JPEG", (30, size)), f"{size}.jpg").submission for size in (20, 40, 60)]

    made = merging(*photos, channel="camera", mailbox="sales")

    assert (made.channel, made.mailbox, made.pages, made.document.media_type) == (
        "camera",
        "sales",
        3,
        "application/pdf",
    )


def test_merging_the_same_again_is_the_same_one(merging, two):
    made = merging(*two)

    assert merging(*two) == made
    assert Submission.objects.count() == 3
    assert actions().count("intake.made_by_merge") == 1


def test_undone_the_sources_are_back_and_what_was_made_is_deleted(merging, two, client_access):
    made = merging(*two)

    back = undo_merge(made, by=client_access, at=NOW)

    assert [row.name for row in back] == ["a.pdf", "b.pdf"]
    assert states() == [("a.pdf", "mailbox"), ("b.pdf", "mailbox"), ("Ticket 12", "deleted")]
    assert undo_merge(made, by=client_access, at=NOW) == []
    assert actions()[-3:] == ["intake.merge_undone"] * 3


def test_undone_and_merged_again_it_comes_back_with_its_new_name(merging, two, client_access):
    made = merging(*two)
    undo_merge(made, by=client_access, at=NOW)

    again = merging(*two, name="Ticket 13")

    assert (again, again.name, again.state) == (made, "Ticket 13", "mailbox")
    assert states() == [("a.pdf", "replaced"), ("b.pdf", "replaced"), ("Ticket 13", "mailbox")]


def test_what_was_sent_since_is_not_undone(merging, two, client_access):
    made = merging(*two)
    Submission.objects.filter(pk=made.pk).update(state=State.SENT, sent_at=NOW)

    with pytest.raises(PagesStay, match="sent to the accountant"):
        undo_merge(made, by=client_access, at=NOW)

    assert states()[0] == ("a.pdf", "replaced")


@pytest.mark.parametrize(
    ("state", "words"),
    [("sent", "sent to the accountant"), ("booked", "in the archive"), ("deleted", "deleted"), ("replaced", "already")],
)
def test_what_does_not_lie_in_a_mailbox_is_not_merged(merging, two, state, words):
    Submission.objects.filter(pk=two[1].pk).update(state=state)

    with pytest.raises(PagesStay, match=words):
        merging(*two)

    assert states() == [("a.pdf", "mailbox"), ("b.pdf", state)]
    assert Document.objects.count() == 2


def test_an_electronic_invoice_is_not_merged_as_xml_or_as_a_pdf_with_its_xml(merging, two, handing_in, dossier):
    electronic = handing_in(invoice(), "invoice.xml").submission
    with pytest.raises(PagesStay, match="electronic"):
        merging(two[0], electronic)

    Reading.objects.create(
        dossier=dossier, document=two[1].document, source=ReadFrom.XML, invoice={}, version=1, made_at=NOW
    )
    with pytest.raises(PagesStay, match="electronic"):
        merging(*two)


def test_what_lies_on_a_card_with_others_is_not_merged(merging, two, handing_in):
    scan = handing_in(pdf(), "scan.pdf").submission
    Submission.objects.filter(pk=scan.pk).update(evidence_of=two[1])

    with pytest.raises(PagesStay, match="take them apart"):
        merging(*two)
    with pytest.raises(PagesStay, match="evidence"):
        merging(two[0], scan)


def test_one_document_or_the_same_one_twice_is_no_merge(merging, two):
    for given in ([two[0]], [two[0], two[0]], []):
        with pytest.raises(PagesStay, match="at least two"):
            merging(*given)


def test_a_damaged_one_is_refused_in_words_and_nothing_changes(merging, two, handing_in):
    broken = handing_in(b"%PDF-1.7\nnothing", "broken.pdf").submission

    with pytest.raises(CannotArrange, match="damaged"):
        merging(two[0], broken)

    assert {state for _, state in states()} == {"mailbox"}


def test_pages_that_were_turned_meanwhile_are_looked_at_again(merging, two, handing_in, monkeypatch):
    other = handing_in(pdf(3)).submission.document
    kept = merge.__globals__["keep_pages"]

    def turned_meanwhile(*given, **named):
        Submission.objects.filter(pk=two[0].pk).update(document=other)
        return kept(*given, **named)

    monkeypatch.setitem(merge.__globals__, "keep_pages", turned_meanwhile)
    with pytest.raises(PagesStay, match="meanwhile"):
        merging(*two)


def test_a_mailbox_that_sends_on_by_itself_sends_what_was_made(merging, two, dossier):
    MailboxSettings.objects.create(dossier=dossier, secret="k7m2xq9d", forwards=["sales"])

    assert merging(*two, mailbox="sales").state == "sent"


def test_who_only_consults_merges_nothing(two, reader_access):
    with pytest.raises(NotAllowed):
        merge(two, name="x", mailbox=Mailbox.SALES, by=reader_access, at=NOW)


def test_nothing_is_merged_in_a_closed_dossier_nor_from_another_one(two, merging, client_access, dossier):
    dossier.closed_at = NOW
    dossier.save()

    with pytest.raises(PagesStay, match="closed"):
        merging(*two)


def test_a_large_picture_keeps_its_bytes_in_the_merged_document(merging, handing_in):
    photo = picture("JPEG", (300, 200))

    made = merging(handing_in(photo, "1.jpg").submission, handing_in(picture("PNG"), "2.png").submission)

    assert photo in file_of(made.document).read_bytes()
    assert Image.open(file_of(handing_in(photo).submission.original)).size == (300, 200)
