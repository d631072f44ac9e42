"""The pages of a document laid out: split, turned, left out, merged and undone by plain forms."""

import re
from html import unescape

import pytest
from django.http import HttpResponse

from comptoir.documents.prepare import prepare
from comptoir.documents.store import file_of
from comptoir.firms.access import machine
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed, receive
from tests.formats.pdf.make import written
from tests.formats.pdf.read_back import texts_of, turns_of
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW
from tests.web.portal.page import text_of, texts

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def hand_in(dossier):
    """Hands a file of these pages in, and prepares it to be looked at."""

    def handed(*words: str, name: str = "stack.pdf", content: bytes = b"") -> Submission:
        file = content or written(*([(59, 758, word)] if word else [] for word in words))
        by = machine(dossier.firm_id, dossier.pk, "Carl")
        how = Handed(Mailbox.PURCHASES, Channel.UPLOAD, "Carl")
        submission = receive(file, how, name=name, dossier=dossier, by=by, at=NOW).submission
        prepare(submission.document, at=NOW)
        return submission

    return handed


def address(submission: Submission, what: str = "pages/") -> str:
    return f"/d/{submission.dossier_id}/mailboxes/documents/{submission.pk}/{what}"


def sent(submission: Submission, act: str, **fields: object) -> dict[str, object]:
    return {"act": act, "document": submission.document_id} | {
        name.replace("_", "-"): value for name, value in fields.items()
    }


def notices(answer: HttpResponse) -> list[str]:
    return texts(answer, "notice")


def told(answer: HttpResponse) -> str:
    """What would come of the pages."""
    found = re.search(r"data-preview [^>]*>([^<]*)<", answer.content.decode())
    return unescape(found.group(1)) if found else ""


def test_all_pages_lie_there_and_blank_ones_are_proposed_to_be_left_out(carl, hand_in):
    submission = hand_in("One", "", "Three")

    answer = carl.get(address(submission))

    assert [text_of(number) for number in texts(answer, "page-number")] == ["Page 1", "Page 2 Blank", "Page 3"]
    assert re.findall(r'name="out" value="(\d)"[^>]* checked', answer.content.decode()) == ["2"]
    assert told(answer) == "One document. Pages: 2"


def test_marked_pages_begin_new_documents_and_the_stack_is_replaced(carl, hand_in):
    submission = hand_in("One", "Two", "Three")

    answer = carl.post(
        address(submission),
        sent(submission, "split", first=["1", "3"], prefix="Ticket", mailbox="sales", original="drop"),
        follow=True,
    )

    made = Submission.objects.filter(made_from=submission).order_by("pk")
    assert [(part.name, part.mailbox, texts_of(file_of(part.document))) for part in made] == [
        ("Ticket 1", "sales", ["One", "Two"]),
        ("Ticket 2", "sales", ["Three"]),
    ]
    assert notices(answer) == ["“stack.pdf” is split: 2 documents. Undo"]
    assert Submission.objects.get(pk=submission.pk).state == "replaced"

    assert notices(carl.post(address(submission, "undone"), follow=True)) == ["Undone: everything is as it was."]
    assert set(Submission.objects.values_list("name", "state")) == {
        ("stack.pdf", "mailbox"),
        ("Ticket 1", "deleted"),
        ("Ticket 2", "deleted"),
    }


def test_a_second_click_makes_nothing_twice(carl, hand_in):
    submission = hand_in("One", "Two")
    form = sent(submission, "split", first=["1", "2"], prefix="Ticket", mailbox="sales")
    carl.post(address(submission), form)

    again = carl.post(address(submission), form)

    assert (again.status_code, Submission.objects.count()) == (302, 3)


def test_what_would_come_of_it_is_told_without_doing_it(carl, hand_in):
    submission = hand_in("One", "Two", "Three", "Four")

    answer = carl.post(address(submission), sent(submission, "preview", first=["2", "4"], out=["3"], place_4="1"))

    assert told(answer) == "2 documents. Pages: 2, 1"
    assert Submission.objects.count() == 1


def test_pages_are_turned_moved_and_left_out_of_the_one_document(carl, hand_in):
    submission = hand_in("One", "Two", "Three")

    carl.post(
        address(submission),
        sent(submission, "arrange", out=["2"], turn_3="1", every="1", place_1="3", place_3="1"),
    )

    submission.refresh_from_db()
    assert texts_of(file_of(submission.document)) == ["Three", "One"]
    assert turns_of(file_of(submission.document)) == [2, 1]


def test_a_refusal_keeps_what_was_said_in_the_form(carl, hand_in):
    submission = hand_in("One", "Two")

    answer = carl.post(address(submission), sent(submission, "split", first=["1"], prefix="My tickets", turn_2="3"))

    assert (answer.status_code, notices(answer)) == (422, ["Mark the first page of each new document."])
    assert 'value="My tickets"' in answer.content.decode()
    assert Submission.objects.count() == 1


def test_pages_that_were_changed_meanwhile_are_shown_again(carl, hand_in):
    submission = hand_in("One", "Two")

    answer = carl.post(address(submission), sent(submission, "arrange", every="1") | {"document": "0"})

    assert (answer.status_code, "changed meanwhile" in notices(answer)[0]) == (422, True)


def test_an_electronic_invoice_has_no_pages_to_be_changed(carl, hand_in):
    submission = hand_in(content=invoice(), name="invoice.xml")

    answer = carl.get(address(submission))

    assert notices(answer) == ["The pages of this document cannot be changed."]


def test_documents_are_merged_in_the_order_given_and_it_is_undone(carl, hand_in):
    first, second = hand_in("One", name="a.pdf"), hand_in("Two", name="b.pdf")
    base = f"/d/{first.dossier_id}/mailboxes/merge/"
    asked = carl.post(base, {"ids": [first.pk, second.pk]})
    assert texts(asked, "merge-name") == ["a.pdf", "b.pdf"]

    fields = {"ids": [first.pk, second.pk], f"place-{first.pk}": "2", f"place-{second.pk}": "1"}
    answer = carl.post(base, fields | {"act": "merge", "name": "Ticket", "mailbox": "sales"}, follow=True)

    made = Submission.objects.get(channel="merge")
    assert (made.name, made.mailbox, texts_of(file_of(made.document))) == ("Ticket", "sales", ["Two", "One"])
    assert notices(answer) == ["“Ticket” is made of 2 documents. Undo"]
    carl.post(address(made, "undone"))
    assert set(Submission.objects.values_list("name", "state")) == {
        ("a.pdf", "mailbox"),
        ("b.pdf", "mailbox"),
        ("Ticket", "deleted"),
    }


def test_one_document_alone_is_not_merged(carl, hand_in):
    only = hand_in("One")

    answer = carl.get(f"/d/{only.dossier_id}/mailboxes/merge/", {"ids": [only.pk, "x"]})
    nowhere = carl.get(f"/d/{only.dossier_id}/mailboxes/merge/", {"ids": [only.pk, "999999"]})

    assert notices(answer) == ["Choose at least two documents in a mailbox, then merge them."]
    assert nowhere.status_code == 404


def test_a_place_that_is_no_number_of_a_page_is_none(carl, hand_in):
    first, second = hand_in("1", name="a.pdf"), hand_in("2", name="b.pdf")
    base = f"/d/{first.dossier_id}/mailboxes/merge/"

    answer = carl.post(base, {"ids": [first.pk, second.pk], f"place-{first.pk}": "9" * 5000, f"place-{second.pk}": "x"})

    assert (answer.status_code, texts(answer, "merge-name")) == (200, ["a.pdf", "b.pdf"])
