"""What people say of a document is kept and found, with what it was before; two on one card are taken apart."""

import pytest

from comptoir.audit.models import Event
from comptoir.firms.access import NotAllowed
from comptoir.intake.actions.describing import BadComment, BadName, BadTags, NotOnACard, describe, take_apart
from comptoir.intake.actions.together import Elsewhere
from comptoir.intake.models import Submission
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW, now, told


def test_what_is_said_is_kept_found_and_told_with_what_it_was(handing_in, client_access):
    submission = handing_in(pdf(), "scan0001.pdf").submission

    said = describe(
        submission,
        name="  Loyer\tmars ",
        comment="Compte 610\r\n",
        tags=["Loyer", "loyer", ""],
        by=client_access,
        at=NOW,
    )

    assert (said.name, said.comment, said.tags) == ("Loyer mars", "Compte 610", ["Loyer"])
    assert now(submission).search == "loyer mars carl compte 610 loyer"
    assert told(submission) == ["arrived", "renamed", "commented", "tagged"]
    assert Event.objects.get(action="intake.renamed").facts == {
        "before": {"name": "scan0001.pdf"},
        "after": {"name": "Loyer mars"},
    }


def test_what_is_not_said_stays_and_what_is_the_same_is_not_told(handing_in, client_access):
    submission = handing_in(pdf(), "a.pdf", comment="Voiture").submission

    describe(submission, name="a.pdf", by=client_access, at=NOW)

    assert (now(submission).comment, told(submission)) == ("Voiture", ["arrived"])


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, BadName),
        ({"name": "x" * 201}, BadName),
        ({"comment": "x" * 2001}, BadComment),
        ({"tags": ["x" * 41]}, BadTags),
        ({"tags": [str(number) for number in range(21)]}, BadTags),
    ],
)
def test_too_much_and_too_little_is_refused(handing_in, client_access, said, refusal):
    submission = handing_in(pdf(), "a.pdf").submission

    with pytest.raises(refusal):
        describe(submission, **said, by=client_access, at=NOW)
    assert (now(submission).name, told(submission)) == ("a.pdf", ["arrived"])


def test_what_has_ended_is_renamed_and_no_more(handing_in, client_access):
    submission = handing_in(pdf()).submission
    Submission.objects.filter(pk=submission.pk).update(state="booked", ended_at=NOW)

    describe(submission, name="Loyer", by=client_access, at=NOW)
    with pytest.raises(Elsewhere, match="stands in the archive"):
        describe(submission, comment="Compte 610", by=client_access, at=NOW)

    assert (now(submission).name, now(submission).comment) == ("Loyer", "")


def test_who_only_consults_says_nothing(handing_in, reader_access):
    submission = handing_in(pdf(), "a.pdf").submission

    with pytest.raises(NotAllowed):
        describe(submission, name="b.pdf", by=reader_access, at=NOW)
    assert now(submission).name == "a.pdf"


def test_taken_apart_they_are_two_documents_where_the_card_was_and_stay_so(handing_in, reading, client_access):
    paper = reading(handing_in(pdf(), mailbox="sales").submission, "text")
    xml = reading(handing_in(invoice()).submission, "xml")

    take_apart(paper, by=client_access, at=NOW)
    reading_again = now(paper)
    reading_again.document.reading.delete()
    reading(reading_again, "text")

    assert (now(paper).evidence_of, now(paper).kept_apart, now(paper).state) == (None, [xml.pk], "mailbox")
    assert (told(paper)[-2:], told(xml)[-1]) == (["taken_apart", "read"], "taken_apart")
    with pytest.raises(NotOnACard):
        take_apart(paper, by=client_access, at=NOW)


def test_apart_from_what_is_booked_it_is_back_in_its_mailbox(handing_in, reading, client_access):
    xml = reading(handing_in(invoice()).submission, "xml")
    Submission.objects.filter(pk=xml.pk).update(state="booked", ended_at=NOW, sent_at=NOW, journal="ACH")
    paper = reading(handing_in(pdf()).submission, "text")

    take_apart(paper, by=client_access, at=NOW)

    back = now(paper)
    assert (back.state, back.mailbox, back.sent_at, back.ended_at, back.journal) == (
        "mailbox",
        "purchases",
        None,
        None,
        "",
    )
    assert now(xml).state == "booked"
