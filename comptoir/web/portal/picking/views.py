"""What is done with many rows of the archive at once: ticked, unticked, undone."""

from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.archive.actions.handling import NothingToUndo, clear_all_handled, mark_all_handled, undo_handling
from comptoir.web.portal.picking.deeds import Deed, done_together, undone
from comptoir.web.portal.picking.kind import Kind
from comptoir.web.portal.picking.kinds import KINDS
from comptoir.web.shared.guard import PortalRequest, needs


@require_POST
@needs("archive.handle")
def handled(request: PortalRequest, tab: str) -> HttpResponse:
    """Tick the picked rows."""
    question, button = gettext("Mark all of these as handled?"), gettext("Mark as handled")
    deed = Deed(mark_all_handled, gettext("Marked as handled: %(rows)s."), question, button)
    return done_together(request, kind_of(tab), deed)


@require_POST
@needs("archive.handle")
def unhandled(request: PortalRequest, tab: str) -> HttpResponse:
    """Take the tick of the picked rows away."""
    question, button = gettext("Take the tick of all of these away?"), gettext("Take the tick away")
    deed = Deed(clear_all_handled, gettext("The tick was taken away: %(rows)s."), question, button)
    return done_together(request, kind_of(tab), deed)


@require_POST
@needs("archive.handle")
def undo(request: PortalRequest, tab: str) -> HttpResponse:
    """Undo what was done to many rows, by the mark that its notice had."""
    kind = kind_of(tab)
    try:
        return undone(request, kind, partial(undo_handling, kind.model, by=request.access, at=timezone.now()))
    except NothingToUndo:
        raise Http404 from None


def kind_of(tab: str) -> Kind:
    """The kind of rows of that tab; 404 for none."""
    if tab not in KINDS:
        raise Http404
    return KINDS[tab]
