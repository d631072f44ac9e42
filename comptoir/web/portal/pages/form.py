"""What the form of the pages says: in which order they are, how they are turned, which begin a new document."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext

from comptoir.documents.arranging import Sheet
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.pages.splitting import parts_of

FURTHEST = 9999


@dataclass(frozen=True, slots=True)
class Card:
    """A page as it lies there: its number, where it is put, its turns; whether it begins a document, or is left out."""

    number: int
    place: int
    turns: int = 0
    first: bool = False
    out: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """The pages as they lie, in their order, and what else the form says; `document` is the file that was looked at."""

    cards: list[Card]
    document: int = 0
    prefix: str = ""
    mailbox: Mailbox = Mailbox.PURCHASES
    drops: bool = True
    parts: list[list[Sheet]] = field(default_factory=list)

    @property
    def sheets(self) -> list[Sheet]:
        """Those that are not left out."""
        return [Sheet(card.number, card.turns) for card in self.cards if not card.out]


def untouched(submission: Submission, count: int, blank: Sequence[int]) -> Laid:
    """As the pages lie before anybody did anything: blank ones are proposed to be left out."""
    out = set(blank) if len(set(blank)) < count else set()
    cards = [Card(number, number, first=number == 1, out=number in out) for number in range(1, count + 1)]
    name = submission.name.rsplit(".", 1)[0] or submission.name
    return _laid(cards, submission.document_id, name, Mailbox(submission.mailbox), drops=True)


def read(form: QueryDict, submission: Submission, count: int) -> Laid:
    """What was sent; what is missing of it, or no number, is as it was before."""
    firsts, out = _numbers(form.getlist("first")), _numbers(form.getlist("out"))
    every = whole_number(form.get("every"), 0)
    cards = [
        Card(
            number,
            whole_number(form.get(f"place-{number}"), number),
            (whole_number(form.get(f"turn-{number}"), 0) + every) % 4,
            number in firsts,
            number in out,
        )
        for number in range(1, count + 1)
    ]
    mailbox = form.get("mailbox", "")
    return _laid(
        sorted(cards, key=_in_order),
        whole_number(form.get("document"), 0),
        form.get("prefix", "")[:150],
        Mailbox(mailbox) if mailbox in Mailbox.values else Mailbox(submission.mailbox),
        drops=form.get("original", "drop") != "keep",
    )


def _laid(cards: list[Card], document: int, prefix: str, mailbox: Mailbox, *, drops: bool) -> Laid:
    seen = [card for card in cards if not card.out]
    firsts = [card.number for card in seen if card.first]
    parts = parts_of([Sheet(card.number, card.turns) for card in seen], firsts)
    return Laid(cards, document, prefix, mailbox, drops, parts)


def _in_order(card: Card) -> tuple[int, int, int]:
    """At the same place, what was brought forward lies before what was there, and what was brought back after it."""
    return card.place, (card.place > card.number) - (card.place < card.number), card.number


def outcomes() -> dict[str, str]:
    """What can come of it, in words: of no page, of one document, of several; the page's script fills them in, too."""
    return {
        "none": gettext("No page is left."),
        "one": gettext("One document. Pages: %(pages)s"),
        "many": gettext("%(count)s documents. Pages: %(pages)s"),
    }


def preview(laid: Laid) -> str:
    """What comes of it, in words."""
    counts = [str(len(part)) for part in laid.parts]
    words = outcomes()["many" if len(counts) > 1 else "one" if counts else "none"]
    return words % {"count": len(counts), "pages": ", ".join(counts)}


def whole_number(text: str | None, otherwise: int) -> int:
    """What was typed, no more than any page has; that otherwise where it is no number."""
    plain = text or ""
    return min(int(plain), FURTHEST) if plain.isascii() and plain.isdigit() and len(plain) < 9 else otherwise


def _numbers(texts: Sequence[str]) -> set[int]:
    return {whole_number(text, 0) for text in texts}
