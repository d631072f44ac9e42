"""Files that come with the books are handed in as booked; what the client handed in before becomes booked with its piece."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from django.utils import timezone

from comptoir.audit.models import Event
from comptoir.firms.access import machine
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed, receive
from comptoir.jobs.models import Job
from tests.formats.pdf.make import pdf
from tests.sync.conftest import BOOKS, Connected
from tests.sync.exports import export, settle
from tests.sync.test_odd_documents import lay


def rows() -> list[tuple[str, str, str, str, str]]:
    found = Submission.objects.order_by("name")
    return list(found.values_list("name", "channel", "state", "mailbox", "sender"))


def lines(submission: Submission) -> list[tuple[str, dict]]:
    found = Event.objects.filter(target_type="intake.submission", target_id=str(submission.pk)).order_by("pk")
    return list(found.values_list("action", "facts"))


def handed_in(atelier: Connected, content: bytes, mailbox: Mailbox = Mailbox.UNTYPED) -> Submission:
    by = machine(atelier.dossier.firm_id, atelier.dossier.pk, "Carl")
    how = Handed(mailbox, Channel.UPLOAD, "Carl")
    return receive(content, how, name="ticket.pdf", dossier=atelier.dossier, by=by, at=timezone.now()).submission


def test_each_file_is_a_booked_submission_in_the_mailbox_of_its_tab_with_one_line(atelier):
    lay(atelier.folder, b"ACH-2026-12.pdf", pdf(1))
    lay(atelier.folder, b"VEN-2026-1.pdf", pdf(2))
    lay(atelier.folder, b"nobody.pdf", pdf(3))

    atelier.run()

    assert rows() == [
        ("ACH-2026-12.pdf", "books", "booked", "purchases", "FEC"),
        ("VEN-2026-1.pdf", "books", "booked", "sales", "FEC"),
        ("nobody.pdf", "books", "booked", "untyped", "FEC"),
    ]
    bought = Submission.objects.get(name="ACH-2026-12.pdf")
    assert (bought.partner, bought.total_cents, bought.pages) == ("Proximus", 12100, 1)
    piece = {"journal": "ACH", "year": "2026", "number": "12"}
    assert lines(bought) == [("intake.arrived", {"channel": "books", "sender": "FEC"} | piece)]
    assert not Job.objects.filter(name="intake.read").exists()


def test_running_again_writes_nothing(atelier):
    lay(atelier.folder, b"ACH-2026-12.pdf", pdf(1))
    lay(atelier.folder, b"nobody.pdf", pdf(3))
    atelier.run()
    before = Event.objects.filter(target_type="intake.submission").count()

    atelier.run()

    assert (Submission.objects.count(), Event.objects.filter(target_type="intake.submission").count()) == (2, before)


def test_a_file_whose_entry_comes_later_gets_its_tab_then(atelier):
    lay(atelier.folder, b"ACH-2026-13.pdf", pdf(1))
    atelier.run()
    assert rows() == [("ACH-2026-13.pdf", "books", "booked", "untyped", "FEC")]

    export(atelier.folder, BOOKS + "    2026-03-05 ACH 13  440000 F1 Proximus   -50.00  B\n")
    atelier.run()

    (submission,) = Submission.objects.all()
    assert (submission.state, submission.mailbox) == ("booked", "purchases")
    assert [action for action, _ in lines(submission)] == ["intake.arrived", "intake.booked"]


def test_what_the_client_handed_in_is_the_same_and_becomes_booked(atelier):
    submission = handed_in(atelier, pdf(1))
    lay(atelier.folder, b"ACH-2026-12.pdf", pdf(1))

    atelier.run()

    assert rows() == [("ticket.pdf", "upload", "booked", "purchases", "Carl")]
    told = lines(submission)
    assert [action for action, _ in told] == ["intake.arrived", "intake.seen_again", "intake.booked"]
    assert (told[2][1]["journal"], told[2][1]["year"], told[2][1]["number"]) == ("ACH", "2026", "12")


def test_all_of_a_card_is_booked_and_what_was_deleted_too(atelier):
    head, scan = handed_in(atelier, pdf(1)), handed_in(atelier, pdf(2))
    gone = handed_in(atelier, pdf(3))
    Submission.objects.filter(pk=scan.pk).update(evidence_of=head)
    Submission.objects.filter(pk=gone.pk).update(state="deleted", ended_at=timezone.now())
    lay(atelier.folder, b"ACH-2026-12.pdf", pdf(2))
    lay(atelier.folder, b"VEN-2026-1.pdf", pdf(3))

    atelier.run()

    assert set(Submission.objects.values_list("pk", "state", "mailbox")) == {
        (head.pk, "booked", "purchases"),
        (scan.pk, "booked", "purchases"),
        (gone.pk, "booked", "sales"),
    }


def test_what_was_replaced_stays_so(atelier):
    submission = handed_in(atelier, pdf(1), Mailbox.PURCHASES)
    Submission.objects.filter(pk=submission.pk).update(state="replaced")
    lay(atelier.folder, b"ACH-2026-12.pdf", pdf(1))

    atelier.run()

    assert rows() == [("ticket.pdf", "upload", "replaced", "purchases", "Carl")]


def test_files_that_were_tied_before_become_submissions_once_by_the_step_of_the_database(atelier):
    settle(lay(atelier.folder, b"ACH-2026-12.pdf", pdf(1)))
    lay(atelier.folder, b"nobody.pdf", pdf(3))
    atelier.run()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake_submission")
    step = import_module("comptoir.intake.migrations.0006_books")

    for _ in range(2):
        step.hand_in(apps, SimpleNamespace(connection=connection))

    (submission,) = Submission.objects.all()
    assert rows() == [("ACH-2026-12.pdf", "books", "booked", "purchases", "FEC")]
    assert (submission.partner, submission.total_cents, submission.tags, submission.sheets) == (
        "Proximus",
        12100,
        [],
        [],
    )
    assert submission.arrived_at == submission.original.created_at
    assert [(action, facts) for action, facts in lines(submission) if facts == {"channel": "books"}] == [
        ("intake.arrived", {"channel": "books"})
    ]
