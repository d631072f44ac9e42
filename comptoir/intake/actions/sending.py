"""Documents are sent to the accountant, and taken back while nobody there has begun with them."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comptoir.firms.access import Access
from comptoir.intake.actions.together import Done, cards_of, put
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.queries.journals import journals_of
from comptoir.kit.words import Refusal


class Untyped(Refusal):
    """Nobody has said yet what the document is."""


class NoSuchJournal(Refusal):
    """The journal is none of those that can be chosen."""


@transaction.atomic
def send(rows: "QuerySet[Submission]", *, journal: str = "", by: Access, at: datetime, seen: int | None = None) -> Done:
    """Send what waits in a mailbox, into the journal of that code; "" leaves the choice to the accountant.

    `seen` is how many rows the person saw. Refuses (NotAllowed, Untyped, NoSuchJournal, Elsewhere, ListChanged,
    TooManyRows), and then nothing is sent.
    """
    cards = cards_of(rows, by=by, seen=seen)
    waiting = [card for card in cards if card.state == State.MAILBOX]
    if any(card.mailbox == Mailbox.UNTYPED for card in waiting):
        raise Untyped("Say first what the document is: move it to purchases, sales or miscellaneous, then send it.")
    if journal:
        for mailbox in sorted({card.mailbox for card in waiting}):
            if journal not in {each.code for each in journals_of(by, mailbox)}:
                raise NoSuchJournal("The journal %(code)s is none of this mailbox.", code=journal)
    to = {"state": State.SENT, "sent_at": at, "journal": journal}
    return put(cards, lambda card: card.state == State.MAILBOX, to, "intake.sent", by=by, at=at)


@transaction.atomic
def take_back(rows: "QuerySet[Submission]", *, by: Access, at: datetime, seen: int | None = None) -> Done:
    """Take back what is in progress, to the mailbox from which it was sent. Refuses as `send` does."""
    to = {"state": State.MAILBOX, "sent_at": None, "journal": ""}
    cards = cards_of(rows, by=by, seen=seen)
    return put(cards, lambda card: card.state == State.SENT, to, "intake.taken_back", by=by, at=at)
