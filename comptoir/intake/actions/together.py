"""Many documents at once, or one: the cards are looked up again under lock, and what is elsewhere by now stays there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from comptoir.archive.actions.handling import ListChanged, NothingToUndo, TooManyRows
from comptoir.firms.access import Access
from comptoir.intake.choices import State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import Place, heads_of, place
from comptoir.kit.batches import batched
from comptoir.kit.words import Refusal, Sentence

__all__ = ["Done", "Elsewhere", "ListChanged", "NothingToUndo", "TooManyRows", "cards_of", "put", "where"]

MOST = 5000
"""More documents than this are not moved at once."""

AT_ONCE = 400


class Elsewhere(Refusal):
    """Not one of the documents is where it would have to be."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many cards there were, how many of them changed, and the mark by which that is undone, "" for nothing."""

    count: int
    changed: int
    mark: str


def where(submission: Submission) -> Sentence:
    """Where it is by now."""
    return {
        State.MAILBOX: Sentence("The document is in a mailbox."),
        State.SENT: Sentence("The document is sent already."),
        State.TRANSFERRED: Sentence("The document is transferred to the books already."),
        State.BOOKED: Sentence("The document is booked already, and stands in the archive."),
        State.DELETED: Sentence("The document is deleted."),
        State.REPLACED: Sentence("The document was split, or merged with others."),
    }[State(submission.state)]


def cards_of(rows: "QuerySet[Submission]", *, by: Access, seen: int | None = None) -> list[Submission]:
    """The heads of the cards of these rows, held, as they are now; `seen` is how many rows the person saw.

    Refuses (NotAllowed, ListChanged, TooManyRows). In a transaction.
    """
    by.demand("mailbox.use")
    hold(by.dossier_id)
    rows = rows.filter(dossier_id=by.dossier_id or 0)
    count = rows.count()
    if seen is not None and count != seen:
        raise ListChanged("The list has changed: it has %(now)s rows now, and had %(seen)s.", now=count, seen=seen)
    if count > MOST:
        raise TooManyRows(
            "These are %(count)s documents; at most %(most)s are changed at once. Filter first.", count=count, most=MOST
        )
    return held(heads_of(rows.only("pk", "evidence_of")), by)


def held(ids: list[int], by: Access) -> list[Submission]:
    """Those of these submissions that are in the dossier, held, in the order of their ids."""
    rows = Submission.objects.select_for_update().visible_to(by).order_by("pk")
    return [row for some in batched(ids, AT_ONCE) for row in rows.filter(pk__in=some)]


def put(
    cards: list[Submission],
    there: Callable[[Submission], bool],
    to: Place,
    action: str,
    *,
    by: Access,
    at: datetime,
) -> Done:
    """Put those of the cards that are still where they must be somewhere else.

    Refuses (Elsewhere) with where it is when no card is still there; nothing is done then.
    """
    fit = [card for card in cards if there(card)]
    if cards and not fit:
        told = where(cards[0])
        raise Elsewhere(told.text)
    mark = place(dict.fromkeys(fit, to), action, by=by, at=at)
    return Done(len(cards), len(fit), mark)
