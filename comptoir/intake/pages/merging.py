"""Several documents become one, in the order given: the pages of an invoice that came apart, photographs of one paper."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.actions import read_facts
from comptoir.documents.arranging import Made, keep_pages
from comptoir.firms.access import Access
from comptoir.intake.cards import join
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.pages.allowed import PagesStay, fresh, refuse_if_changed, refuse_unless_free
from comptoir.intake.pages.making import Making, place, refuse_if_worked_on, take_away


def merge(
    submissions: Sequence[Submission],
    *,
    name: str,
    mailbox: Mailbox,
    channel: Channel = Channel.MERGE,
    light: bool = False,
    by: Access,
    at: datetime,
) -> Submission:
    """One new submission with all pages of these, which are replaced by it; asked again, it is the same one.

    `light`: photographs among them become lighter pages.

    Refuses (NotAllowed, PagesStay, and what `keep_pages` refuses) fewer than two, and what is sent, deleted, replaced,
    electronic or on a card with others; nothing is changed then. Call it outside a transaction.
    """
    rows = fresh(submissions, by=by)
    if len({row.pk for row in rows}) != len(submissions) or len(rows) < 2:
        raise PagesStay("Choose at least two documents.")
    if (done := _merged_before(rows)) is not None:
        return done
    for row in rows:
        read_facts(row.document)
        refuse_unless_free(row, alone=True)
    made = keep_pages([(row.document, ()) for row in rows], name=name or rows[0].name, light=light, by=by, at=at)
    return _merged(rows, made, name=name or rows[0].name, mailbox=mailbox, channel=channel, by=by, at=at)


@transaction.atomic
def _merged(
    looked_at: list[Submission], made: Made, *, name: str, mailbox: Mailbox, channel: Channel, by: Access, at: datetime
) -> Submission:
    rows = fresh(looked_at, by=by, locked=True)
    if (done := _merged_before(rows)) is not None:
        return done
    for row, known in zip(rows, looked_at, strict=True):
        refuse_unless_free(row, alone=True)
        refuse_if_changed(row, known.document)
    making = Making(
        made.document,
        made.pages,
        name=name,
        mailbox=mailbox,
        channel=channel,
        sender=by.name,
        comment="\n".join(dict.fromkeys(row.comment for row in rows if row.comment)),
        tags=list(dict.fromkeys(tag for row in rows for tag in row.tags)),
        facts={"channel": channel, "sources": [{"id": row.pk, "name": row.name} for row in rows]},
    )
    merged = place(making, action="intake.made_by_merge", by=by, at=at)
    if merged.pk in {row.pk for row in rows}:
        raise PagesStay("Choose at least two documents.")
    for row in rows:
        row.state, row.ended_at, row.replaced_by = State.REPLACED, at, merged
        row.save(update_fields=["state", "ended_at", "replaced_by"])
        record("intake.merged", row, by=by, at=at, into=merged.pk, name=merged.name)
    return merged


def _merged_before(rows: Sequence[Submission]) -> Submission | None:
    """What these were merged into, all of them together and nothing else."""
    into = rows[0].replaced_by_id
    if into is None or any(row.replaced_by_id != into or row.state != State.REPLACED for row in rows):
        return None
    return rows[0].replaced_by if Submission.objects.filter(replaced_by=into).count() == len(rows) else None


@transaction.atomic
def undo_merge(submission: Submission, *, by: Access, at: datetime) -> list[Submission]:
    """Put the merged ones back into their mailboxes and delete what was made of them; tells those that are back.

    Refuses (NotAllowed, PagesStay) when it was sent, deleted or worked on. Asked again, it changes nothing.
    """
    (made,) = fresh([submission], by=by, locked=True)
    sources = fresh(list(made.sources.order_by("pk")), by=by, locked=True)
    if not sources:
        return []
    refuse_if_worked_on(made)
    for row in sources:
        row.state, row.ended_at, row.replaced_by = State.MAILBOX, None, None
        row.save(update_fields=["state", "ended_at", "replaced_by"])
        record("intake.merge_undone", row, by=by, at=at, name=made.name)
        join(row, by=by, at=at)
    take_away(made, action="intake.merge_undone", by=by, at=at)
    return sources
