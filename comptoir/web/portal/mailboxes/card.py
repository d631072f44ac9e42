"""The card of an opened document: the viewer, what was read, what people said, the evidence, the timeline, the deeds."""

from typing import Any

from django.utils import timezone

from comptoir.documents.models import Document, Reading
from comptoir.intake.choices import Channel, Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.queries.handed_in import filtered, handed_in, page
from comptoir.intake.queries.journals import journals_of
from comptoir.intake.queries.waiting import reading_of
from comptoir.web.portal.documents.viewer import viewer_context
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.mailboxes.copies import copies_of
from comptoir.web.portal.mailboxes.plan import wanted_of
from comptoir.web.portal.mailboxes.rooms import Room
from comptoir.web.portal.mailboxes.rows import amount_in_words, status_badge
from comptoir.web.portal.mailboxes.told import told_by
from comptoir.web.portal.mailboxes.waiting import AT_BOOKS, stage_shown
from comptoir.web.portal.worklist.asking import questions_about
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.shell import address_of
from comptoir.web.shared.timeline import timeline_of
from comptoir.worklist.returning import returned
from comptoir.worklist.underway import looked_at, underway_among


def viewer_of(request: PortalRequest, submission: Submission) -> dict[str, Any]:
    """The viewer of the document, of what lies inside it, and of the evidence on its card."""
    return viewer_context(request, _documents(submission, _evidence(request, submission)))


def card_context(request: PortalRequest, room: Room, asked: Asked, submission: Submission) -> dict[str, Any]:
    """Everything that the pane shows of a document."""
    evidence = _evidence(request, submission)
    following = _following(request, room, asked, submission)
    may_use, waits = request.access.may("mailbox.use"), submission.state == State.MAILBOX
    on_its_own = submission.evidence_of_id is None
    return {
        "opened_id": submission.pk,
        "following": following or f"/d/{request.dossier.pk}/{room.place}{asked.query()}",
        "channel": Channel(submission.channel).label,
        "mailbox": Mailbox(submission.mailbox).label,
        "copies": copies_of(request.access, submission, evidence),
        "timeline": timeline_of(request.access, submission, evidence),
        "tags": ", ".join(submission.tags),
        "may_say": may_use and submission.state in {State.MAILBOX, State.SENT},
        "may_rename": may_use,
        "may_send": may_use and waits and on_its_own and submission.mailbox != Mailbox.UNTYPED,
        "may_move": may_use and waits and on_its_own,
        "may_take_back": may_use and submission.state == State.SENT and on_its_own,
        "may_put_back": may_use and submission.state == State.DELETED and on_its_own,
        "moves_to": [each for each in Mailbox if each != submission.mailbox],
        "journals_here": journals_of(request.access, submission.mailbox) if waits else [],
        "pages_address": _pages(request, submission),
        **reading_context(request, room, asked, submission),
        "returned": returned(submission, by=request.access),
        **questions_about(request, submission),
        **viewer_context(request, _documents(submission, evidence)),
    }


def reading_context(request: PortalRequest, room: Room, asked: Asked, submission: Submission) -> dict[str, Any]:
    """What was read of the document, or how far its reading is; and what the head of the pane says."""
    return {
        "item": submission,
        "here": f"/d/{request.dossier.pk}/{room.place}{submission.pk}/{asked.query()}",
        "status": status_badge(submission.state, evidence=submission.evidence_of_id is not None),
        "stage": stage_shown(_as_row(request, submission)),
        "amount": amount_in_words(submission.total_cents, submission.currency),
        "told": told_by(_reading(submission)),
        "standing": reading_of(submission) if submission.read_at is None else None,
    }


def _evidence(request: PortalRequest, submission: Submission) -> list[Submission]:
    rows = handed_in(request.access).filter(evidence_of=submission)
    return list(rows.select_related("document").order_by("arrived_at", "pk"))


def _documents(submission: Submission, evidence: list[Submission]) -> list[Document]:
    documents = [*looked_at(submission), *(each.document for each in evidence)]
    return list({document.pk: document for document in documents}.values())


def _reading(submission: Submission) -> Reading | None:
    return getattr(submission.document, "reading", None)


def _following(request: PortalRequest, room: Room, asked: Asked, submission: Submission) -> str:
    """The address of the document after this one in the list, "" where there is none."""
    mark = asked.order.mark_of({asked.order.column: getattr(submission, asked.order.column), "id": submission.pk})
    rows = filtered(request.access, room.scope, wanted_of(asked)).exclude(pk=submission.pk)
    found = page(rows, asked.order, after=mark, size=1).rows
    return f"/d/{request.dossier.pk}/{room.place}{found[0]['id']}/{asked.query()}" if found else ""


def _as_row(request: PortalRequest, submission: Submission) -> dict[str, Any]:
    pages = getattr(submission.document, "pages", None)
    at_books = underway_among(request.access, [submission.pk], at=timezone.now())
    return {
        AT_BOOKS: at_books.get(submission.pk),
        "document__scan": submission.document.scan,
        "document__pages__refusal": pages.refusal if pages is not None else None,
        "read_at": submission.read_at,
        "state": submission.state,
        "sent_at": submission.sent_at,
        "arrived_at": submission.arrived_at,
    }


def _pages(request: PortalRequest, submission: Submission) -> str:
    """Where the pages can be turned, split and merged; "" where they cannot."""
    if submission.state != State.MAILBOX:
        return ""
    return address_of("portal:pages", dossier=request.dossier.pk, pk=submission.pk)
