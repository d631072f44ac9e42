"""One document becomes several: a stack that was scanned at once, an invoice with what does not belong to it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.actions import read_facts
from comptoir.documents.arranging import Made, Sheet, keep_pages
from comptoir.firms.access import Access
from comptoir.intake.cards import join
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.pages.allowed import PagesStay, fresh, refuse_if_changed, refuse_unless_free
from comptoir.intake.pages.making import Making, place, refuse_if_worked_on, take_away
from comptoir.intake.pages.turning import of_original, pages_of

MOST_PARTS = 100
"""Each is a file that is made, while somebody waits."""

Part = Sequence[Sheet]


def parts_of(sheets: Sequence[Sheet], firsts: Sequence[int]) -> list[list[Sheet]]:
    """The sheets in their order, cut before each whose page begins a new document; the first one always does."""
    parts: list[list[Sheet]] = []
    for sheet in sheets:
        if not parts or sheet.page in firsts:
            parts.append([])
        parts[-1].append(sheet)
    return parts


def split(
    submission: Submission,
    parts: Sequence[Part],
    *,
    prefix: str,
    mailbox: Mailbox,
    drops: bool,
    by: Access,
    at: datetime,
) -> list[Submission]:
    """New submissions "prefix 1", "prefix 2", … of these pages of the document that was looked at, one for each part.

    `drops`: the document is replaced by them; else it stays beside them. Asked again, they are the same ones. Refuses
    (NotAllowed, PagesStay, and what `keep_pages` refuses) a page twice, a single part that is all of it, more than 100
    parts, and what does not lie in a mailbox, is electronic, on a card with others (`drops`) or was changed since it was
    looked at; nothing is changed then. Call it outside a transaction.
    """
    (row,) = fresh([submission], by=by)
    read_facts(row.document)
    refuse_if_changed(row, submission.document)
    kept = of_original(row, [sheet for part in parts for sheet in part])
    cut = _cut(kept, parts)
    if not all(cut) or (len(cut) == 1 and len(kept) == pages_of(row)):
        raise PagesStay("Mark the first page of each new document.")
    if len(cut) > MOST_PARTS:
        raise PagesStay("A document is split into at most %(most)s.", most=MOST_PARTS)
    if row.state != State.REPLACED:
        refuse_unless_free(row, alone=drops)
    elif not row.parts.exists():
        refuse_unless_free(row, alone=True)
    names = [f"{(prefix.strip() or row.name)[:180]} {number}" for number in range(1, len(cut) + 1)]
    made = [keep_pages([(row.original, part)], name=name, by=by, at=at) for part, name in zip(cut, names, strict=True)]
    return _split(row, list(zip(made, names, strict=True)), mailbox=mailbox, drops=drops, by=by, at=at)


@transaction.atomic
def _split(
    looked_at: Submission, made: Sequence[tuple[Made, str]], *, mailbox: Mailbox, drops: bool, by: Access, at: datetime
) -> list[Submission]:
    (row,) = fresh([looked_at], by=by, locked=True)
    if (done := _split_before(row, made)) is not None:
        return done
    refuse_unless_free(row, alone=drops)
    refuse_if_changed(row, looked_at.document)
    parts = [
        place(_making(row, each, name, mailbox), action="intake.made_by_split", by=by, at=at) for each, name in made
    ]
    if any(part.made_from_id != row.pk for part in parts):
        raise PagesStay("These pages are there as another document already.")
    told = {"parts": [{"id": part.pk, "name": part.name, "pages": part.pages} for part in parts]}
    record("intake.split", row, by=by, at=at, dropped=drops, **told)
    if drops:
        row.state, row.ended_at = State.REPLACED, at
        row.save(update_fields=["state", "ended_at"])
    return parts


def _cut(kept: Sequence[Sheet], parts: Sequence[Part]) -> list[list[Sheet]]:
    """The pages of the original, cut where the parts are."""
    rest = iter(kept)
    return [[next(rest) for _ in part] for part in parts]


def _making(row: Submission, made: Made, name: str, mailbox: Mailbox) -> Making:
    return Making(
        made.document,
        made.pages,
        name=name,
        mailbox=mailbox,
        channel=Channel.SPLIT,
        sender=row.sender,
        made_from=row,
        comment=row.comment,
        tags=row.tags,
        facts={"channel": Channel.SPLIT, "of": row.pk, "of_name": row.name},
    )


def _split_before(row: Submission, made: Sequence[tuple[Made, str]]) -> list[Submission] | None:
    """The submissions of exactly these files, when this one was split into them and they were not taken away."""
    wanted = [each.document.pk for each, _ in made]
    found = {part.original_id: part for part in row.parts.exclude(state=State.DELETED).filter(original__in=wanted)}
    return [found[pk] for pk in wanted] if len(found) == len(wanted) else None


@transaction.atomic
def undo_split(submission: Submission, *, by: Access, at: datetime) -> list[Submission]:
    """Delete what was made of it by splitting, and put it back into its mailbox if it was replaced; tells what is gone.

    Refuses (NotAllowed, PagesStay) when one of them was sent or worked on. Asked again, it changes nothing.
    """
    (row,) = fresh([submission], by=by, locked=True)
    parts = fresh(list(row.parts.exclude(state=State.DELETED).order_by("pk")), by=by, locked=True)
    if not parts:
        return []
    for part in parts:
        refuse_if_worked_on(part)
    for part in parts:
        take_away(part, action="intake.split_undone", by=by, at=at)
    if row.state == State.REPLACED:
        row.state, row.ended_at = State.MAILBOX, None
        row.save(update_fields=["state", "ended_at"])
        join(row, by=by, at=at)
    record("intake.split_undone", row, by=by, at=at, parts=[part.pk for part in parts])
    return parts
