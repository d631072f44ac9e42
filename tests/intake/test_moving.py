"""Documents are moved, deleted and put back with all that lies on their card; and it is undone."""

import pytest

from comptoir.firms.access import NotAllowed
from comptoir.firms.models import Dossier
from comptoir.intake.actions import together
from comptoir.intake.actions.moving import delete, move, put_back, undo
from comptoir.intake.actions.together import Done, Elsewhere, ListChanged, NothingToUndo, TooManyRows
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import MailboxSettings, Mailroom, Submission
from tests.firms.people import in_dossier, new_dossier, seated
from tests.formats.pdf.make import pdf
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW, now, rows, told


def test_an_untyped_document_is_typed_by_moving_it(handing_in, client_access):
    submission = handing_in(pdf(), mailbox="untyped").submission

    done = move(rows(submission), Mailbox.SALES, by=client_access, at=NOW)

    assert (done.count, done.changed, now(submission).mailbox) == (1, 1, "sales")
    assert told(submission) == ["arrived", "moved"]


def test_moving_it_to_where_it_is_changes_nothing(handing_in, client_access):
    submission = handing_in(pdf()).submission

    assert move(rows(submission), Mailbox.PURCHASES, by=client_access, at=NOW) == Done(0, 0, "")
    assert told(submission) == ["arrived"]


def test_a_mailbox_that_sends_on_by_itself_sends_on_what_is_moved_there(handing_in, dossier, client_access):
    MailboxSettings.objects.create(dossier=dossier, secret="k7m2xq9d", forwards=["sales"])
    submission = handing_in(pdf()).submission

    move(rows(submission), Mailbox.SALES, by=client_access, at=NOW)

    assert (now(submission).state, now(submission).sent_at) == ("sent", NOW)
    assert told(submission) == ["arrived", "moved", "sent"]


def test_what_is_deleted_is_put_back_untyped(handing_in, client_access):
    submission = handing_in(pdf()).submission

    delete(rows(submission), by=client_access, at=NOW)
    gone = now(submission)
    put_back(rows(submission), by=client_access, at=NOW)

    assert (gone.state, gone.mailbox, gone.ended_at) == ("deleted", "purchases", NOW)
    assert (now(submission).state, now(submission).mailbox, now(submission).ended_at) == ("mailbox", "untyped", None)
    assert told(submission) == ["arrived", "deleted", "put_back"]


def test_a_card_goes_with_its_evidence_whichever_of_them_is_named(handing_in, reading, client_access):
    paper = reading(handing_in(pdf()).submission, "text")
    xml = reading(handing_in(invoice()).submission, "xml")

    done = delete(rows(paper), by=client_access, at=NOW)

    assert (done.count, done.changed) == (1, 1)
    assert [now(each).state for each in (xml, paper)] == ["deleted", "deleted"]
    assert (told(xml)[-1], told(paper)[-1]) == ("deleted", "became_evidence")


def test_put_back_it_lies_on_the_card_of_the_same_invoice_that_came_meanwhile(handing_in, reading, client_access):
    paper = reading(handing_in(pdf()).submission, "text")
    delete(rows(paper), by=client_access, at=NOW)
    xml = reading(handing_in(invoice()).submission, "xml")

    put_back(rows(paper), by=client_access, at=NOW)

    assert (now(paper).evidence_of, now(paper).mailbox) == (xml, "purchases")


def test_what_is_elsewhere_by_now_stays_there_and_is_said(handing_in, client_access):
    sent, waiting = handing_in(pdf(1)).submission, handing_in(pdf(2)).submission
    Submission.objects.filter(pk=sent.pk).update(state="sent", sent_at=NOW)

    done = delete(rows(sent, waiting), by=client_access, at=NOW)

    assert (done.count, done.changed) == (2, 1)
    assert (now(sent).state, now(waiting).state) == ("sent", "deleted")
    with pytest.raises(Elsewhere, match="The document is sent already"):
        delete(rows(sent), by=client_access, at=NOW)


@pytest.mark.parametrize("mailbox", ["sales", "miscellaneous"])
def test_a_move_is_undone(handing_in, client_access, mailbox):
    first, second = handing_in(pdf(1)).submission, handing_in(pdf(2), mailbox="untyped").submission
    done = move(rows(first, second), Mailbox(mailbox), by=client_access, at=NOW)

    undone = undo(done.mark, by=client_access, at=NOW)

    assert (undone.count, undone.changed) == (2, 2)
    assert (now(first).mailbox, now(second).mailbox) == ("purchases", "untyped")


def test_deleting_and_putting_back_are_undone_to_where_the_documents_were(handing_in, client_access):
    submission = handing_in(pdf()).submission
    gone = delete(rows(submission), by=client_access, at=NOW)
    undo(gone.mark, by=client_access, at=NOW)
    there = now(submission)
    gone = delete(rows(submission), by=client_access, at=NOW)
    back = put_back(rows(submission), by=client_access, at=NOW)
    undo(back.mark, by=client_access, at=NOW)

    assert (there.state, there.mailbox, there.ended_at) == ("mailbox", "purchases", None)
    assert (now(submission).state, now(submission).mailbox, now(submission).ended_at) == ("deleted", "purchases", NOW)


def test_what_somebody_moved_since_is_not_undone(handing_in, client_access, firm_access):
    submission = handing_in(pdf()).submission
    done = move(rows(submission), Mailbox.SALES, by=client_access, at=NOW)
    move(rows(submission), Mailbox.MISCELLANEOUS, by=firm_access, at=NOW)

    assert undo(done.mark, by=client_access, at=NOW) == Done(1, 0, "")
    assert now(submission).mailbox == "miscellaneous"


def test_only_who_did_it_undoes_it(handing_in, client_access, firm_access):
    submission = handing_in(pdf()).submission
    done = delete(rows(submission), by=client_access, at=NOW)

    with pytest.raises(NothingToUndo):
        undo(done.mark, by=firm_access, at=NOW)
    assert now(submission).state == "deleted"


def test_a_list_that_changed_since_and_one_that_is_too_long_are_refused(handing_in, client_access, monkeypatch):
    first, second = handing_in(pdf(1)).submission, handing_in(pdf(2)).submission

    with pytest.raises(ListChanged, match="it has 2 rows now, and had 1"):
        delete(rows(first, second), by=client_access, at=NOW, seen=1)
    monkeypatch.setattr(together, "MOST", 1)
    with pytest.raises(TooManyRows, match="These are 2 documents; at most 1 are changed at once"):
        delete(rows(first, second), by=client_access, at=NOW)
    assert {now(first).state, now(second).state} == {"mailbox"}


def test_who_only_consults_changes_nothing(handing_in, reader_access):
    submission = handing_in(pdf()).submission

    for act in (delete, put_back):
        with pytest.raises(NotAllowed):
            act(rows(submission), by=reader_access, at=NOW)
    with pytest.raises(NotAllowed):
        move(rows(submission), Mailbox.SALES, by=reader_access, at=NOW)
    assert told(submission) == ["arrived"]


def test_documents_of_another_dossier_are_not_there(handing_in, dossier: Dossier):
    submission = handing_in(pdf()).submission
    beside = new_dossier(dossier.firm, "Beside", "0477472701")
    stranger = in_dossier(seated("Sam", "administrator", dossier.firm, beside), beside)

    assert delete(rows(submission), by=stranger, at=NOW) == Done(0, 0, "")
    assert now(submission).state == "mailbox"


def test_every_change_has_the_lists_counted_anew(handing_in, dossier, client_access):
    submission = handing_in(pdf()).submission
    before = Mailroom.objects.get(dossier=dossier).version

    delete(rows(submission), by=client_access, at=NOW)

    assert Mailroom.objects.get(dossier=dossier).version == before + 1


def test_what_comes_back_is_laid_on_the_card_of_the_same_invoice_that_came_meanwhile(
    handing_in, reading, client_access
):
    for number, back in enumerate(
        (
            lambda gone, mark: undo(mark, by=client_access, at=NOW),
            lambda gone, mark: put_back(rows(gone), by=client_access, at=NOW),
            lambda gone, mark: handing_in(pdf(2)),
        )
    ):
        gone = reading(handing_in(pdf(number)).submission, "text", number=f"F{number}")
        mark = delete(rows(gone), by=client_access, at=NOW).mark
        xml = reading(handing_in(invoice() + b"<!-- %d -->" % number).submission, "xml", number=f"F{number}")

        back(gone, mark)

        assert (now(gone).evidence_of, now(gone).state) == (xml, "mailbox")
