"""What is done with many documents at once: sent, moved, deleted, put back, taken back, undone, taken along."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.intake.actions import moving, sending
from comptoir.intake.actions.together import NothingToUndo
from comptoir.intake.choices import Mailbox
from comptoir.web.portal.mailboxes.rooms import ROOMS, Room, kind_of
from comptoir.web.portal.picking.deeds import Deed, done_together, undone
from comptoir.web.portal.picking.files import documents_of, list_of
from comptoir.web.portal.picking.kind import Kind
from comptoir.web.shared.guard import PortalRequest, needs


@require_POST
@needs("mailbox.use")
def sent(request: PortalRequest, room: str) -> HttpResponse:
    """Send the picked documents to the accountant."""
    journal = request.POST.get("journal", "")[:20]
    act = partial(sending.send, journal=journal)
    question, button = gettext("Send all of these to your accountant?"), gettext("Send")
    pairs = (("journal", journal),) if journal else ()
    deed = Deed(act, gettext("Sent to your accountant: %(rows)s."), question, button, pairs)
    return done_together(request, _kind(room, lambda room: room.sends), deed)


@require_POST
@needs("mailbox.use")
def moved(request: PortalRequest, room: str) -> HttpResponse:
    """Move the picked documents to another mailbox."""
    mailbox = request.POST.get("mailbox", "")
    if mailbox not in Mailbox.values:
        raise Http404
    label = str(Mailbox(mailbox).label)
    question = gettext("Move all of these to: %(mailbox)s?") % {"mailbox": label}
    told = gettext("Moved to another mailbox: %(rows)s.")
    deed = Deed(
        partial(moving.move, mailbox=Mailbox(mailbox)), told, question, gettext("Move"), (("mailbox", mailbox),)
    )
    return done_together(request, _kind(room, lambda room: room.waits), deed)


@require_POST
@needs("mailbox.use")
def deleted(request: PortalRequest, room: str) -> HttpResponse:
    """Delete the picked documents."""
    told = gettext("Deleted: %(rows)s. In the document history they can be put back.")
    deed = Deed(moving.delete, told, gettext("Delete all of these?"), gettext("Delete"))
    return done_together(request, _kind(room, lambda room: room.waits), deed)


@require_POST
@needs("mailbox.use")
def taken_back(request: PortalRequest, room: str) -> HttpResponse:
    """Take the picked documents back from the accountant."""
    told, question = gettext("Taken back: %(rows)s."), gettext("Take all of these back from your accountant?")
    deed = Deed(sending.take_back, told, question, gettext("Take back"))
    return done_together(request, _kind(room, lambda room: room.mailbox is None), deed)


@require_POST
@needs("mailbox.use")
def back(request: PortalRequest, room: str) -> HttpResponse:
    """Put the picked documents back, untyped."""
    told, question = gettext("Back above your mailboxes: %(rows)s."), gettext("Put all of these back?")
    deed = Deed(moving.put_back, told, question, gettext("Put back into the mailboxes"))
    return done_together(request, _kind(room, lambda room: room.history), deed)


@require_POST
@needs("mailbox.use")
def undo(request: PortalRequest, room: str) -> HttpResponse:
    """Undo what was done to documents, by the mark that its notice had."""
    try:
        return undone(request, _kind(room), partial(moving.undo, by=request.access, at=timezone.now()))
    except NothingToUndo:
        raise Http404 from None


@require_POST
@needs("mailbox.view")
def documents(request: PortalRequest, room: str) -> HttpResponseBase:
    """The picked documents as one ZIP, with an index in it."""
    return documents_of(request, _kind(room))


@require_POST
@needs("mailbox.view")
def as_list(request: PortalRequest, room: str) -> HttpResponseBase:
    """The picked rows as CSV or XLSX."""
    return list_of(request, _kind(room))


def _kind(name: str, fits: Callable[[Room], bool] | None = None) -> Kind:
    """The rows of that room; 404 for none, and for one in which this is not done."""
    room = ROOMS.get(name)
    if room is None or (fits is not None and not fits(room)):
        raise Http404
    return kind_of(room)
