"""Handing in: once whatever how often, in the mailbox that was meant, sent on where the mailbox does so by itself."""

import pytest

from comptoir.audit.models import Event
from comptoir.documents.actions import CannotKeep
from comptoir.documents.models import Document
from comptoir.firms.access import NotAllowed
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import MailboxSettings, Submission
from comptoir.intake.receiving import Handed, receive
from comptoir.jobs.models import Job
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW


def actions() -> list[str]:
    """What the trail says of submissions."""
    return list(Event.objects.filter(action__startswith="intake.").order_by("pk").values_list("action", flat=True))


def test_a_file_lies_in_the_mailbox_and_waits_to_be_read(handing_in):
    received = handing_in(pdf(), "Facture 12.pdf", comment="Voiture de service")

    submission = received.submission
    assert not received.known
    assert (submission.mailbox, submission.state, submission.name) == ("purchases", "mailbox", "Facture 12.pdf")
    assert (submission.sender, submission.channel, submission.comment) == ("Carl", "upload", "Voiture de service")
    assert submission.document == submission.original
    assert actions() == ["intake.arrived"]
    assert list(Job.objects.filter(name="intake.read").values_list("arguments", flat=True)) == [
        {"submission_id": submission.pk}
    ]


def test_the_same_bytes_again_are_one_submission_seen_again(handing_in):
    first = handing_in(pdf(), "a.pdf")
    second = handing_in(pdf(), "b.pdf", mailbox="sales", channel="mail", sender="anna@example.be")

    assert second.known
    assert second.submission == first.submission
    assert (Submission.objects.count(), Document.objects.count()) == (1, 1)
    seen = Event.objects.get(action="intake.seen_again")
    assert seen.facts == {"name": "b.pdf", "channel": "mail", "sender": "anna@example.be", "mailbox": "sales"}


def test_the_same_delivery_again_is_answered_as_the_first_time(handing_in):
    first = [handing_in(pdf(), once="upload 1").known for _ in range(2)]
    second = [handing_in(pdf(), once="upload 2").known for _ in range(2)]

    assert (first, second) == ([False, False], [True, True])
    assert actions() == ["intake.arrived", "intake.seen_again"]


def test_what_was_deleted_comes_back_when_it_is_handed_in_again(handing_in):
    submission = handing_in(pdf()).submission
    Submission.objects.filter(pk=submission.pk).update(state=State.DELETED, ended_at=NOW)

    again = handing_in(pdf(), mailbox="miscellaneous").submission

    assert (again.state, again.mailbox, again.ended_at) == ("mailbox", "miscellaneous", None)
    assert actions() == ["intake.arrived", "intake.seen_again", "intake.put_back"]


def test_a_mailbox_that_sends_on_by_itself_does(handing_in, dossier):
    MailboxSettings.objects.create(dossier=dossier, secret="k7m2xq9d", forwards=["sales"])

    stays, goes = handing_in(pdf()).submission, handing_in(invoice(), mailbox="sales").submission

    assert (stays.state, goes.state, goes.sent_at) == ("mailbox", "sent", NOW)


def test_who_only_consults_hands_nothing_in(dossier, reader_access, store):
    handed = Handed(Mailbox.PURCHASES, Channel.UPLOAD, "Rita")

    with pytest.raises(NotAllowed):
        receive(pdf(), handed, name="a.pdf", dossier=dossier, by=reader_access, at=NOW)

    assert (Submission.objects.count(), Document.objects.count(), store.exists()) == (0, 0, False)


def test_a_file_of_no_accepted_kind_leaves_nothing(handing_in, store):
    with pytest.raises(CannotKeep):
        handing_in(b"<html>no</html>")

    assert Submission.objects.count() == 0
    assert [path for path in store.rglob("*") if path.is_file()] == []
