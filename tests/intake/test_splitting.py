"""Splitting and turning: the pages that were asked for, once, the original as it was received; and all of it undone."""

import pytest

from comptoir.audit.models import Event
from comptoir.documents.arranging import Sheet
from comptoir.documents.models import Document
from comptoir.documents.queries import verify_store
from comptoir.documents.store import file_of
from comptoir.firms.access import NotAllowed
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import MailboxSettings, Submission
from comptoir.intake.pages.allowed import PagesStay
from comptoir.intake.pages.splitting import parts_of, split, undo_split
from comptoir.intake.pages.turning import arrange, turn
from tests.formats.pdf.make import written
from tests.formats.pdf.read_back import texts_of, turns_of
from tests.formats.picture.test_check import picture
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW

STACK = written(*([(59, 758, f"Page {number}")] for number in range(1, 5)))


@pytest.fixture
def stack(handing_in) -> Submission:
    """Four pages that were scanned at once."""
    handed = handing_in(STACK, "stack.pdf", comment="Voiture").submission
    handed.tags = ["auto"]
    handed.save(update_fields=["tags"])
    return handed


@pytest.fixture
def splitting(client_access):
    """Splits it before these pages."""

    def done(submission: Submission, firsts=(1, 2), sheets=(), *, drops: bool = True, prefix: str = "Ticket", **how):
        order = sheets or [Sheet(number) for number in range(1, 5)]
        mailbox = Mailbox(how.get("mailbox", "purchases"))
        parts = parts_of(order, firsts)
        return split(submission, parts, prefix=prefix, mailbox=mailbox, drops=drops, by=client_access, at=NOW)

    return done


@pytest.fixture
def turning(client_access):
    """Turns pages of it."""

    def turned(submission: Submission, **pages: int) -> Submission:
        return turn(submission, {int(page[1:]): turns for page, turns in pages.items()}, by=client_access, at=NOW)

    return turned


def states() -> list[tuple[str, str]]:
    return list(Submission.objects.order_by("pk").values_list("name", "state"))


def actions() -> list[str]:
    found = Event.objects.filter(action__startswith="intake.").exclude(action="intake.arrived")
    return list(found.order_by("pk").values_list("action", flat=True))


def test_a_stack_becomes_documents_that_are_numbered_and_is_replaced(stack, splitting):
    made = splitting(stack, [1, 2, 4], mailbox="sales")

    assert [texts_of(file_of(part.document)) for part in made] == [["Page 1"], ["Page 2", "Page 3"], ["Page 4"]]
    assert [(part.name, part.pages, part.mailbox) for part in made] == [
        ("Ticket 1", 1, "sales"),
        ("Ticket 2", 2, "sales"),
        ("Ticket 3", 1, "sales"),
    ]
    assert {(part.channel, part.made_from_id, part.comment, tuple(part.tags)) for part in made} == {
        ("split", stack.pk, "Voiture", ("auto",))
    }
    assert states()[0] == ("stack.pdf", "replaced")
    assert actions() == ["intake.made_by_split"] * 3 + ["intake.split"]


def test_pages_are_left_out_turned_and_put_in_another_order_while_splitting(stack, splitting):
    made = splitting(stack, [3, 2], [Sheet(3, 1), Sheet(1), Sheet(2, 2)])

    assert [texts_of(file_of(part.document)) for part in made] == [["Page 3", "Page 1"], ["Page 2"]]
    assert [turns_of(file_of(part.document)) for part in made] == [[1, 0], [2]]


def test_the_original_can_stay_beside_what_was_made_of_some_of_its_pages(stack, splitting):
    splitting(stack, [2], [Sheet(2)], drops=False)

    assert states() == [("stack.pdf", "mailbox"), ("Ticket 1", "mailbox")]


@pytest.mark.parametrize("drops", [True, False])
def test_splitting_the_same_again_makes_it_once(stack, splitting, drops):
    made = splitting(stack, drops=drops)

    assert splitting(stack, drops=drops) == made
    assert Submission.objects.count() == 3
    assert actions().count("intake.split") == 1


def test_undone_the_stack_is_back_and_its_parts_are_deleted_and_split_again_they_come_back(
    stack, splitting, client_access
):
    made = splitting(stack)

    assert undo_split(stack, by=client_access, at=NOW) == made
    assert states() == [("stack.pdf", "mailbox"), ("Ticket 1", "deleted"), ("Ticket 2", "deleted")]
    assert undo_split(stack, by=client_access, at=NOW) == []
    assert splitting(stack, prefix="Note") == made
    assert states() == [("stack.pdf", "replaced"), ("Note 1", "mailbox"), ("Note 2", "mailbox")]


def test_a_part_that_was_sent_or_turned_since_keeps_it_from_being_undone(stack, splitting, turning, client_access):
    first, second = splitting(stack)
    turning(second, p1=1)
    with pytest.raises(PagesStay, match="worked on"):
        undo_split(stack, by=client_access, at=NOW)

    Submission.objects.filter(pk=first.pk).update(state=State.SENT, sent_at=NOW)
    with pytest.raises(PagesStay, match="sent to the accountant"):
        undo_split(stack, by=client_access, at=NOW)

    assert states() == [("stack.pdf", "replaced"), ("Ticket 1", "sent"), ("Ticket 2", "mailbox")]


def test_without_a_mark_or_with_a_page_twice_or_one_that_is_not_there_nothing_is_split(stack, splitting):
    for firsts, sheets, words in (
        ([1], [], "Mark the first page"),
        ([1], [Sheet(1), Sheet(1)], "no such page"),
        ([1, 9], [Sheet(1), Sheet(9)], "no such page"),
    ):
        with pytest.raises(PagesStay, match=words):
            splitting(stack, firsts, sheets)
    assert states() == [("stack.pdf", "mailbox")]


@pytest.mark.parametrize("state", ["sent", "booked", "deleted", "replaced"])
def test_what_does_not_lie_in_a_mailbox_is_neither_split_nor_turned(stack, splitting, turning, state):
    Submission.objects.filter(pk=stack.pk).update(state=state)

    with pytest.raises(PagesStay):
        splitting(stack)
    with pytest.raises(PagesStay):
        turning(stack, p1=1)

    assert (states(), Document.objects.count()) == ([("stack.pdf", state)], 1)


def test_an_electronic_invoice_is_neither_split_nor_turned(handing_in, splitting, turning):
    electronic = handing_in(invoice(), "invoice.xml").submission

    for act in (splitting, turning):
        with pytest.raises(PagesStay):
            act(electronic)


def test_parts_in_a_mailbox_that_sends_on_by_itself_are_sent(stack, splitting, dossier):
    MailboxSettings.objects.create(dossier=dossier, secret="k7m2xq9d", forwards=["sales"])

    assert {part.state for part in splitting(stack, mailbox="sales")} == {"sent"}


def test_turned_pages_are_another_file_and_the_original_stays(stack, turning):
    turned = turning(stack, p2=1, p4=3)

    assert turns_of(file_of(turned.document)) == [0, 1, 0, 3]
    assert (turned.original_id, file_of(turned.original).read_bytes()) == (stack.original_id, STACK)
    assert (turned.document_id != turned.original_id, verify_store().sound) == (True, True)


def test_turned_back_it_is_the_original_again(stack, turning):
    turned = turning(turning(stack, p2=1, p4=3), p2=3, p4=1)

    assert (turned.document_id, turned.sheets) == (stack.original_id, [])
    assert actions() == ["intake.turned", "intake.turned"]


def test_a_photograph_is_turned_too(handing_in, turning):
    turned = turning(handing_in(picture("JPEG"), "photo.jpg").submission, p1=1)

    assert (turned.document.media_type, turns_of(file_of(turned.document))) == ("application/pdf", [1])


def test_pages_that_were_left_out_are_counted_no_more_and_the_others_are_taken_from_the_original(stack, client_access):
    less = arrange(stack, [Sheet(4), Sheet(2, 1)], by=client_access, at=NOW)
    again = arrange(less, [Sheet(2, 1), Sheet(1)], by=client_access, at=NOW)

    assert (texts_of(file_of(again.document)), turns_of(file_of(again.document))) == (["Page 2", "Page 4"], [2, 0])
    assert (again.pages, again.sheets) == (2, [[2, 2], [4, 0]])
    with pytest.raises(PagesStay, match="no such page"):
        arrange(again, [Sheet(3)], by=client_access, at=NOW)
    with pytest.raises(PagesStay, match="at least one"):
        arrange(again, [], by=client_access, at=NOW)


def test_a_turned_stack_is_split_as_it_is_seen(stack, splitting, turning):
    first, second = splitting(turning(stack, p1=2), [1, 3])

    assert (turns_of(file_of(first.document)), turns_of(file_of(second.document))) == ([2, 0], [0, 0])


def test_pages_that_were_looked_at_before_somebody_turned_them_are_looked_at_again(stack, splitting, turning):
    before = Submission.objects.get(pk=stack.pk)
    turning(stack, p1=1)

    with pytest.raises(PagesStay, match="meanwhile"):
        splitting(before)
    with pytest.raises(PagesStay, match="meanwhile"):
        turning(before, p1=1)


def test_who_only_consults_neither_splits_nor_turns(stack, reader_access):
    with pytest.raises(NotAllowed):
        split(stack, [[Sheet(1)]], prefix="x", mailbox=Mailbox.SALES, drops=True, by=reader_access, at=NOW)
    with pytest.raises(NotAllowed):
        arrange(stack, [Sheet(1)], by=reader_access, at=NOW)
    with pytest.raises(NotAllowed):
        undo_split(stack, by=reader_access, at=NOW)
