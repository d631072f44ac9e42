"""What a document waits for and since when, in words and as a badge; and what else is to be seen of it at a glance."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from comptoir.documents.models import Scan
from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.intake.choices import State
from comptoir.kit.batches import batched
from comptoir.web.shared.templatetags.comptoir import count, dmy
from comptoir.worklist.choices import Step
from comptoir.worklist.underway import Underway, underway_among

STAGES = {State.SENT: "booking", State.TRANSFERRED: "books"}
AT_BOOKS = "at_books"
"""In a row of what is transferred, its `Underway`."""

AT_ONCE = 400


def waits_for(row: Row) -> str:
    """What the document waits for from the machine, or what is wrong with it; "" for nothing."""
    if row["document__scan"] == Scan.INFECTED:
        return "infected"
    if row["document__scan"] == Scan.WAITING:
        return "scanner"
    if row["read_at"] is None:
        return "reading"
    return "unreadable" if row["document__pages__refusal"] else ""


def stage_of(row: Row) -> str:
    """The same; of what was sent and keeps the machine waiting no more, that the accountant is to book it, and of what is
    transferred, that the books are to bring it.
    """
    return waits_for(row) or STAGES.get(row["state"], "")


def stage_in_words(row: Row) -> str:
    """What it waits for and since when, as files have it; "" for nothing."""
    stage = stage_of(row)
    return f"{_look(stage)[2]}, {_since_when(row)}" if stage else ""


def stage_shown(row: Row) -> tuple[SafeString | str, str]:
    """What it waits for as a badge, and since when in words; "" and "" for nothing."""
    stage = stage_of(row)
    return (badge_of(stage), _since_when(row)) if stage else ("", "")


def since(moment: datetime) -> str:
    """Since when, in days: nobody counts the hours."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days <= 0:
        return gettext("since today")
    return ngettext("for %(number)s day", "for %(number)s days", days) % {"number": count(days)}


def badge_of(odd: str) -> SafeString | str:
    """The badge of what a document waits for, or what is odd about it; "" for nothing."""
    return _badge(odd, get_language() or "") if odd else ""


def noted(rows: Iterable[Row], access: Access) -> Iterator[Row]:
    """The rows, in what is transferred noted how far it is on its way into the books."""
    for some in batched(rows, AT_ONCE):
        ids = [row["id"] for row in some if row["state"] == State.TRANSFERRED]
        found = underway_among(access, ids, at=timezone.now()) if ids else {}
        yield from ({**row, AT_BOOKS: found.get(row["id"])} for row in some)


def _since_when(row: Row) -> str:
    """Since when it waits; of a file in an outbox the day since which it lies there."""
    on_its_way: Underway | None = row.get(AT_BOOKS)
    if on_its_way is None:
        return since(_began(row))
    if on_its_way.step == Step.OUTBOX:
        return gettext("in the outbox since %(day)s") % {"day": dmy(timezone.localdate(on_its_way.since))}
    return since(on_its_way.since)


def _began(row: Row) -> datetime:
    began: datetime = row["sent_at"] if row["state"] in STAGES and not waits_for(row) else row["arrived_at"]
    return began


@lru_cache(maxsize=64)
def _badge(odd: str, language: str) -> SafeString:
    del language
    tone, drawing, word = _look(odd)
    return render_to_string("shared/parts/badge.html", {"tone": tone, "icon": drawing, "word": word})


def _look(odd: str) -> tuple[str, str, str]:
    """Tone, icon and word."""
    return {
        "reading": ("plain", "sync", gettext("Being read")),
        "scanner": ("part", "late", gettext("Waits for the virus scanner")),
        "infected": ("late", "warning", gettext("Contains a virus")),
        "unreadable": ("late", "warning", gettext("Cannot be opened")),
        "booking": ("part", "send", gettext("To be booked")),
        "books": ("part", "sync", gettext("Waits for the books")),
        "differs": ("late", "differs", gettext("PDF and e-invoice differ")),
    }[odd]
