"""Two people on one document at the same moment: one of them does it, the other is told where it is."""

import pytest

from comptoir.documents.arranging import Sheet
from comptoir.intake.actions.describing import describe
from comptoir.intake.actions.moving import delete, move
from comptoir.intake.actions.sending import send, take_back
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.pages.merging import merge
from comptoir.intake.pages.splitting import split
from tests.firms.test_races import together
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW, now, rows, told

pytestmark = pytest.mark.django_db(transaction=True)


def test_sent_and_deleted_at_once_it_is_one_of_both(handing_in, client_access, firm_access):
    submission = handing_in(pdf()).submission

    ends = together(
        lambda: send(rows(submission), by=client_access, at=NOW),
        lambda: delete(rows(submission), by=firm_access, at=NOW),
    )

    assert ends == ["done", "refused"]
    assert (now(submission).state, told(submission)) in (
        ("sent", ["arrived", "sent"]),
        ("deleted", ["arrived", "deleted"]),
    )


def test_sent_by_four_at_once_it_is_sent_once(handing_in, client_access):
    submission = handing_in(pdf()).submission

    ends = together(*[lambda: send(rows(submission), by=client_access, at=NOW)] * 4)

    assert ends == ["done", "refused", "refused", "refused"]
    assert told(submission) == ["arrived", "sent"]


def test_joined_and_moved_at_once_the_card_stays_together(handing_in, reading, client_access):
    paper = reading(handing_in(pdf()).submission, "text")
    xml = handing_in(invoice()).submission

    together(
        lambda: reading(xml, "xml"),
        lambda: move(rows(xml, paper), Mailbox.MISCELLANEOUS, by=client_access, at=NOW),
    )

    assert Submission.objects.filter(evidence_of=None).count() == 1
    assert {now(each).mailbox for each in (paper, xml)} == {"miscellaneous"}


def test_named_and_commented_at_once_it_has_both(handing_in, client_access, firm_access):
    submission = handing_in(pdf()).submission

    together(
        lambda: describe(submission, name="Loyer", by=client_access, at=NOW),
        lambda: describe(submission, comment="Compte 610", by=firm_access, at=NOW),
    )

    assert (now(submission).name, now(submission).comment) == ("Loyer", "Compte 610")
    assert now(submission).search == "loyer carl compte 610"


def test_handed_in_again_while_it_is_deleted_it_is_there_or_gone_and_never_both(handing_in, client_access):
    submission = handing_in(pdf()).submission

    together(
        lambda: handing_in(pdf(), mailbox="sales"),
        lambda: delete(rows(submission), by=client_access, at=NOW),
    )

    assert (now(submission).state, told(submission)[1:]) in (
        ("deleted", ["seen_again", "deleted"]),
        ("mailbox", ["deleted", "seen_again", "put_back"]),
    )


def test_merged_and_one_of_them_deleted_at_once_it_is_one_of_both(handing_in, client_access, firm_access):
    first, second = handing_in(pdf(1)).submission, handing_in(pdf(2)).submission

    ends = together(
        lambda: merge([first, second], name="Both", mailbox=Mailbox.PURCHASES, by=client_access, at=NOW),
        lambda: delete(rows(second), by=firm_access, at=NOW),
    )

    assert ends == ["done", "refused"]
    made = list(Submission.objects.filter(name="Both").values_list("state", flat=True))
    assert (now(first).state, now(second).state, made) in (
        ("replaced", "replaced", ["mailbox"]),
        ("mailbox", "deleted", []),
    )


def test_sent_and_split_at_once_it_is_one_of_both(handing_in, client_access, firm_access):
    stack = handing_in(pdf(3)).submission
    parts = [[Sheet(1)], [Sheet(2), Sheet(3)]]

    ends = together(
        lambda: split(stack, parts, prefix="Part", mailbox=Mailbox.SALES, drops=True, by=client_access, at=NOW),
        lambda: send(rows(stack), by=firm_access, at=NOW),
    )

    assert ends == ["done", "refused"]
    assert (now(stack).state, stack.parts.count()) in (("replaced", 2), ("sent", 0))


def test_merged_twice_at_once_it_is_one(handing_in, client_access, firm_access):
    first, second = handing_in(pdf(1)).submission, handing_in(pdf(2)).submission

    together(
        lambda: merge([first, second], name="Both", mailbox=Mailbox.PURCHASES, by=client_access, at=NOW),
        lambda: merge([first, second], name="Both", mailbox=Mailbox.PURCHASES, by=firm_access, at=NOW),
    )

    assert Submission.objects.filter(name="Both", state="mailbox").count() == 1
    assert told(first) == ["arrived", "merged"]


def test_taken_back_by_two_at_once_it_is_taken_back_once(handing_in, client_access, firm_access):
    submission = handing_in(pdf()).submission
    send(rows(submission), by=client_access, at=NOW)

    ends = together(*[lambda: take_back(rows(submission), by=firm_access, at=NOW)] * 3)

    assert ends == ["done", "refused", "refused"]
    assert told(submission) == ["arrived", "sent", "taken_back"]


def test_one_invoice_read_from_two_files_at_once_is_one_card(handing_in, reading):
    paper, xml = handing_in(pdf()).submission, handing_in(invoice()).submission

    together(lambda: reading(paper, "text"), lambda: reading(xml, "xml"))

    assert (now(paper).evidence_of, now(xml).evidence_of) == (xml, None)
