"""What is done with one opened document; each answers with the page that its form named, and a notice."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from comptoir.firms.access import NotAllowed
from comptoir.intake.actions.describing import describe, take_apart
from comptoir.intake.actions.moving import delete, move, put_back
from comptoir.intake.actions.sending import send, take_back
from comptoir.intake.actions.together import Done
from comptoir.intake.choices import UNDER_WAY, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.queries.handed_in import handed_in
from comptoir.kit.words import Refusal
from comptoir.web.portal.lists.asked import written
from comptoir.web.portal.mailboxes.rooms import HISTORY, MAILBOXES, PROGRESS, Room
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say

Rows = QuerySet[Submission]


@require_POST
@needs("mailbox.use")
def said(request: PortalRequest, pk: int) -> HttpResponse:
    """Keep the name, the comment and the tags, those that were changed in the form."""
    submission = _one(request, pk)
    changed = _changed(request.POST)
    tags = changed["tags"].split(",") if "tags" in changed else None
    try:
        describe(
            submission,
            name=changed.get("name"),
            comment=changed.get("comment"),
            tags=tags,
            by=request.access,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("“%(name)s” is changed.") % {"name": changed.get("name", submission.name)})
    return redirect(_back(request))


@require_POST
@needs("mailbox.use")
def moved(request: PortalRequest, pk: int) -> HttpResponse:
    """Move it to another mailbox; an untyped one is so typed."""
    mailbox = request.POST.get("mailbox", "")
    if mailbox not in Mailbox.values:
        raise Http404
    told = gettext("“%(name)s” is moved to: %(mailbox)s.")
    words = {"mailbox": str(Mailbox(mailbox).label)}
    return _done(request, pk, partial(move, mailbox=Mailbox(mailbox)), told, words)


@require_POST
@needs("mailbox.use")
def sent(request: PortalRequest, pk: int) -> HttpResponse:
    """Send it to the accountant."""
    act = partial(send, journal=request.POST.get("journal", "")[:20])
    return _done(request, pk, act, gettext("“%(name)s” is sent to your accountant."))


@require_POST
@needs("mailbox.use")
def taken_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Take it back from the accountant."""
    return _done(request, pk, take_back, gettext("“%(name)s” is back in its mailbox."))


@require_POST
@needs("mailbox.use")
def deleted(request: PortalRequest, pk: int) -> HttpResponse:
    """Delete it."""
    told = gettext("“%(name)s” is deleted. In the document history it can be put back.")
    return _done(request, pk, delete, told)


@require_POST
@needs("mailbox.use")
def back(request: PortalRequest, pk: int) -> HttpResponse:
    """Put it back, untyped."""
    return _done(request, pk, put_back, gettext("“%(name)s” is back above your mailboxes. Say there what it is."))


@require_POST
@needs("mailbox.use")
def apart(request: PortalRequest, pk: int) -> HttpResponse:
    """Take it from the card of another document."""
    submission = _one(request, pk)
    try:
        take_apart(submission, by=request.access, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("“%(name)s” is a document of its own again.") % {"name": submission.name})
    return redirect(_back(request))


def _done(
    request: PortalRequest, pk: int, act: Callable[..., Done], told: str, words: dict[str, str] | None = None
) -> HttpResponse:
    """Do it with the card, and go on; or say where the document is."""
    submission = _one(request, pk)
    rows: Rows = Submission.objects.visible_to(request.access).filter(pk=submission.pk)
    room = room_of(submission)
    try:
        done = act(rows, by=request.access, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect(_back(request))
    said = told % {"name": submission.name, **(words or {})}
    if done.mark:
        undo = f"/d/{request.dossier.pk}/mailboxes/picked/{room.plan.name}/undo{written((('mark', done.mark),))}"
        button = (
            '<button class="btn btn-sm btn-secondary" form="undo" formaction="{}" name="next" value="{}">{}</button>'
        )
        again = request.POST.get("again", "") or _back(request)
        said = format_html("{} {}", said, format_html(button, undo, again, gettext("Undo")))
    messages.success(request, said)
    return redirect(_back(request))


def _changed(form: QueryDict) -> dict[str, str]:
    """What somebody typed that was not there when the form was made: what others say meanwhile stays as they say it."""
    typed = {name: str(form[name]).replace("\r\n", "\n") for name in ("name", "comment", "tags") if name in form}
    was = {name: form.get(f"was_{name}", "").replace("\r\n", "\n") for name in typed}
    return {name: text for name, text in typed.items() if text != was[name]}


def room_of(submission: Submission) -> Room:
    """The room in which the document is now; what is neither waiting nor in progress is in the history."""
    if submission.state == "mailbox":
        return MAILBOXES[Mailbox(submission.mailbox)]
    return PROGRESS if submission.state in UNDER_WAY else HISTORY[Mailbox(submission.tab)]


def _one(request: PortalRequest, pk: int) -> Submission:
    submission = handed_in(request.access).filter(pk=pk).first()
    if submission is None:
        raise Http404
    return submission


def _back(request: PortalRequest) -> str:
    return safe_back(request.POST.get("next", ""), otherwise=f"/d/{request.dossier.pk}/mailboxes/")
