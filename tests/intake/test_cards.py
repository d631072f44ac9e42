"""The same invoice by several channels is one card: the strongest source its head, the others kept as evidence."""

from comptoir.intake.models import Submission
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW, now

SURELY = ("supplier.vat", "number", "totals.gross")
"""What has to be clear on paper; the date only tells apart."""


def test_what_was_read_is_written_on_the_submission(handing_in, reading):
    submission = reading(handing_in(invoice()).submission, "xml")

    assert (submission.partner, submission.number) == ("Papeterie Lambert", "2026-117")
    assert (submission.total_cents, submission.currency, str(submission.dated_on)) == (12100, "EUR", "2026-03-03")
    assert submission.key == "0466279295|2026117|12100|2026-03-03"


def test_the_stronger_source_becomes_the_head_of_the_card(handing_in, reading):
    paper = reading(handing_in(pdf(), "scan.pdf", comment="Voiture").submission, "text")
    xml = reading(handing_in(invoice(), "invoice.xml", channel="mail").submission, "xml", number="2026/117")

    xml.refresh_from_db()
    paper.refresh_from_db()
    assert (xml.evidence_of, paper.evidence_of) == (None, xml)
    assert (xml.comment, xml.state, xml.mailbox) == ("Voiture", "mailbox", "purchases")


def test_what_was_sent_stays_sent_with_its_new_head(handing_in, reading):
    paper = reading(handing_in(pdf()).submission, "text")
    Submission.objects.filter(pk=paper.pk).update(state="sent", sent_at=NOW, journal="ACH")
    xml = reading(handing_in(invoice()).submission, "xml")

    assert (xml.state, xml.sent_at, xml.journal) == ("sent", NOW, "ACH")


def test_what_is_doubtful_on_paper_does_not_make_a_card(handing_in, reading):
    for number, doubtful in enumerate(SURELY, start=1):
        places = {path: [{"confidence": 59 if path == doubtful else 60}] for path in SURELY}
        paper = reading(handing_in(pdf(number)).submission, "ocr", places=places)
        assert (paper.key, paper.number) == ("", "2026-117")

    places = {path: [{"confidence": 60}] for path in SURELY} | {"issue_date": [{"confidence": 20}]}
    clear = reading(handing_in(pdf(9)).submission, "ocr", places=places)
    xml = reading(handing_in(invoice()).submission, "xml")

    assert now(clear).evidence_of == xml
    assert Submission.objects.filter(evidence_of=None).count() == 4


def test_an_enterprise_number_and_the_vat_number_made_of_it_are_one_supplier(handing_in, reading):
    paper = reading(handing_in(pdf()).submission, "text", supplier={"name": "", "vat": "", "number": "0466.279.295"})
    xml = reading(handing_in(invoice()).submission, "xml")

    assert now(paper).evidence_of == xml


def test_a_card_with_evidence_goes_where_the_one_is_that_joins_it(handing_in, reading):
    weak = reading(handing_in(pdf(1)).submission, "ocr")
    head = reading(handing_in(invoice()).submission, "xml")
    sent = handing_in(pdf(2)).submission
    Submission.objects.filter(pk=sent.pk).update(state="sent", sent_at=NOW)

    reading(sent, "text")

    assert [(each.evidence_of, each.state) for each in map(now, (head, sent, weak))] == [
        (None, "sent"),
        (head, "sent"),
        (head, "sent"),
    ]


def test_another_total_or_date_is_another_invoice(handing_in, reading):
    reading(handing_in(pdf()).submission, "text")
    other = reading(handing_in(invoice()).submission, "xml", issue_date="2026-03-04")

    assert other.evidence_of is None
    assert Submission.objects.filter(evidence_of=None).count() == 2


def test_two_that_somebody_took_apart_stay_apart(handing_in, reading):
    paper = reading(handing_in(pdf()).submission, "text")
    xml = handing_in(invoice()).submission
    Submission.objects.filter(pk=xml.pk).update(kept_apart=[paper.pk])

    reading(xml, "xml")

    assert Submission.objects.filter(evidence_of=None).count() == 2


def test_the_card_is_where_the_one_is_that_was_further_on_its_way(handing_in, reading):
    paper = reading(handing_in(pdf(), mailbox="untyped").submission, "text")
    xml = handing_in(invoice()).submission
    Submission.objects.filter(pk=xml.pk).update(state="sent", sent_at=NOW)

    reading(xml, "xml")

    assert [(each.state, each.mailbox, each.sent_at) for each in (now(xml), now(paper))] == [
        ("sent", "purchases", NOW)
    ] * 2


def test_a_typed_mailbox_is_preferred_to_none(handing_in, reading):
    paper = reading(handing_in(pdf(), mailbox="untyped").submission, "text")
    xml = reading(handing_in(invoice(), mailbox="purchases").submission, "xml")

    assert (now(xml).mailbox, now(paper).mailbox) == ("purchases", "purchases")


def test_evidence_follows_the_head_below_another_one(handing_in, reading):
    scan = reading(handing_in(pdf(1)).submission, "ocr")
    paper = reading(handing_in(pdf(2)).submission, "text")
    xml = reading(handing_in(invoice()).submission, "xml")

    assert {now(scan).evidence_of, now(paper).evidence_of} == {xml}


def test_one_that_was_taken_apart_does_not_hide_another_that_is_the_same(handing_in, reading):
    first = reading(handing_in(pdf(1)).submission, "text")
    second = handing_in(pdf(2)).submission
    Submission.objects.filter(pk=second.pk).update(kept_apart=[first.pk])
    reading(second, "text")
    xml = handing_in(invoice()).submission
    Submission.objects.filter(pk=xml.pk).update(kept_apart=[first.pk])

    reading(xml, "xml")

    assert (now(first).evidence_of, now(second).evidence_of) == (None, xml)
