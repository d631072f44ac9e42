"""Documents are moved from one mailbox to another, deleted, put back; and what was done last is undone."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comptoir.audit.trail import recorded_together
from comptoir.firms.access import Access
from comptoir.intake.actions.together import Done, NothingToUndo, cards_of, held, put
from comptoir.intake.cards import join
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import place, read
from comptoir.intake.receiving import forward, forwarded

UNDONE_BY = {
    "intake.moved": "intake.moved",
    "intake.deleted": "intake.put_back",
    "intake.put_back": "intake.deleted",
    "intake.sent": "intake.taken_back",
    "intake.taken_back": "intake.sent",
}
"""What can be undone, and what doing so is called."""


@transaction.atomic
def move(rows: "QuerySet[Submission]", mailbox: Mailbox, *, by: Access, at: datetime, seen: int | None = None) -> Done:
    """Move what waits in a mailbox to another one; a mailbox that sends on by itself does so with what is moved there.

    `seen` is how many rows the person saw. Refuses (NotAllowed, Elsewhere, ListChanged, TooManyRows).
    """
    cards = [card for card in cards_of(rows, by=by, seen=seen) if card.mailbox != mailbox or not _waits(card)]
    done = put(cards, _waits, {"mailbox": mailbox}, "intake.moved", by=by, at=at)
    if mailbox in forwarded(by.dossier_id or 0):
        for card in filter(_waits, cards):
            forward(card, by=by, at=at)
    return done


@transaction.atomic
def delete(rows: "QuerySet[Submission]", *, by: Access, at: datetime, seen: int | None = None) -> Done:
    """Delete what waits in a mailbox, with the evidence on its card; it stays findable and can be put back.

    Refuses as `move` does.
    """
    to = {"state": State.DELETED, "ended_at": at}
    return put(cards_of(rows, by=by, seen=seen), _waits, to, "intake.deleted", by=by, at=at)


@transaction.atomic
def put_back(rows: "QuerySet[Submission]", *, by: Access, at: datetime, seen: int | None = None) -> Done:
    """Put deleted documents back, untyped; one that tells the same invoice as another is laid on its card.

    Refuses as `move` does.
    """
    to = {"state": State.MAILBOX, "mailbox": Mailbox.UNTYPED, "ended_at": None}
    cards = cards_of(rows, by=by, seen=seen)
    gone = [card for card in cards if card.state == State.DELETED]
    done = put(cards, lambda card: card.state == State.DELETED, to, "intake.put_back", by=by, at=at)
    for card in gone:
        join(card, by=by, at=at)
    return done


@transaction.atomic
def undo(mark: str, *, by: Access, at: datetime) -> Done:
    """Undo what this person did to many documents at once, for those that nobody has moved since.

    What is no longer deleted is laid on the card of the same invoice, which may have come meanwhile.
    Refuses (NotAllowed, NothingToUndo).
    """
    by.demand("mailbox.use")
    done = recorded_together(mark, Submission, by=by)
    if not done or done[0].action not in UNDONE_BY:
        raise NothingToUndo("There is nothing to undo.")
    hold(by.dossier_id)
    places = {int(event.target_id): (read(event.facts["before"]), read(event.facts["after"])) for event in done}
    back = {}
    for card in held(sorted(places), by):
        before, after = places[card.pk]
        if card.evidence_of_id is None and all(getattr(card, name) == value for name, value in after.items()):
            back[card] = before
    again = place(back, UNDONE_BY[done[0].action], by=by, at=at)
    for card in back:
        join(card, by=by, at=at)
    return Done(len(places), len(back), again)


def _waits(card: Submission) -> bool:
    return card.state == State.MAILBOX
