"""The pages of what is handed in: all mailboxes at a glance, the list of a room, a document opened beside it."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from comptoir.archive.queries.views import look_of
from comptoir.firms.paging import BadMark, Page
from comptoir.intake.choices import Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.queries.handed_in import (
    HandedFilter,
    every_row,
    filtered,
    handed_in,
    page,
    shown,
    sums_of,
    totals,
)
from comptoir.intake.queries.journals import journals_of
from comptoir.intake.queries.waiting import counts
from comptoir.web.portal.documents.viewer import asks_for_viewer
from comptoir.web.portal.handing.page import upload_context
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.table import Link, shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.portal.mailboxes.card import card_context, reading_context, viewer_of
from comptoir.web.portal.mailboxes.delayed import delayed_context
from comptoir.web.portal.mailboxes.plan import wanted_of
from comptoir.web.portal.mailboxes.rooms import HISTORY, MAILBOXES, PROGRESS, TABS, Room, by_name
from comptoir.web.portal.mailboxes.rows import row_words, row_writer
from comptoir.web.portal.mailboxes.waiting import noted
from comptoir.web.portal.picking.kind import Bar
from comptoir.web.shared.guard import PortalRequest, needs

PAGE, LIST = "portal/mailboxes/page.html", "portal/mailboxes/list.html"
HEADS = ("portal/mailboxes/state.html", "portal/mailboxes/differences.html")
"""What stands above the viewer and changes when the document is read."""

NEWEST = 4
UNSORTED = 20


class Box:
    """A mailbox in an address."""

    regex = "|".join(Mailbox.values)

    def to_python(self, value: str) -> Any:
        """The mailbox."""
        return Mailbox(value)

    def to_url(self, value: Any) -> str:
        """Its word in the address."""
        return Mailbox(value).value


class Tab(Box):
    """A tab of the document history in an address."""

    regex = "|".join(TABS)


@require_safe
@needs("mailbox.view")
def mailboxes(request: PortalRequest) -> HttpResponse:
    """All mailboxes: what has to be sorted above, then each with its count and what arrived last."""
    found = counts(request.access)
    context = {
        "prefix": _place(request, MAILBOXES[Mailbox.UNTYPED]),
        "unsorted": _newest(request, Mailbox.UNTYPED, UNSORTED) if found.in_mailbox[Mailbox.UNTYPED] else [],
        "more_unsorted": max(found.in_mailbox[Mailbox.UNTYPED] - UNSORTED, 0),
        "boxes": [
            {
                "mailbox": tab,
                "address": _place(request, MAILBOXES[tab]),
                "count": found.in_mailbox[tab],
                "newest": _newest(request, tab, NEWEST) if found.in_mailbox[tab] else [],
            }
            for tab in TABS
        ],
        "targets": TABS,
        "in_progress": found.in_progress,
        "may_use": request.access.may("mailbox.use"),
        "may_set": request.access.may("mailbox.settings"),
        "documents": f"/d/{request.dossier.pk}/mailboxes/documents/",
    }
    return render(request, "portal/mailboxes/mailboxes.html", context | delayed_context(request))


@require_safe
@needs("mailbox.view")
def mailbox(request: PortalRequest, box: Mailbox) -> HttpResponseBase:
    """What waits in a mailbox."""
    return _list(request, MAILBOXES[box])


@require_safe
@needs("mailbox.view")
def mailbox_opened(request: PortalRequest, box: Mailbox, pk: int) -> HttpResponse:
    """A document of a mailbox."""
    return _opened(request, MAILBOXES[box], pk)


@require_safe
@needs("mailbox.view")
def progress(request: PortalRequest) -> HttpResponseBase:
    """What was sent and is not booked yet."""
    return _list(request, PROGRESS)


@require_safe
@needs("mailbox.view")
def progress_opened(request: PortalRequest, pk: int) -> HttpResponse:
    """A document that is in progress."""
    return _opened(request, PROGRESS, pk)


@require_safe
@needs("mailbox.view")
def history(request: PortalRequest) -> HttpResponse:
    """The document history opens with the purchases."""
    return redirect("portal:handed_history_tab", dossier=request.dossier.pk, tab=Mailbox.PURCHASES)


@require_safe
@needs("mailbox.view")
def history_tab(request: PortalRequest, tab: Mailbox) -> HttpResponseBase:
    """Everything that was ever handed in to a mailbox."""
    return _list(request, HISTORY[tab])


@require_safe
@needs("mailbox.view")
def history_opened(request: PortalRequest, tab: Mailbox, pk: int) -> HttpResponse:
    """A document of the history."""
    return _opened(request, HISTORY[tab], pk)


def _list(request: PortalRequest, room: Room) -> HttpResponseBase:
    """The list of a room; htmx gets the list alone."""
    asked = read_asked(request.GET, room.plan, request.access)
    if asked.taken:
        return _taken(request, room, asked)
    return list_page(request, PAGE, LIST, _list_context(request, room, asked))


def _opened(request: PortalRequest, room: Room, pk: int) -> HttpResponse:
    """A document with its card: beside the list, or alone on a phone; htmx gets the pane alone, or both."""
    submission = _of_room(request, room, pk)
    if asks_for_viewer(request):
        return render(request, "portal/documents/viewer.html", viewer_of(request, submission))
    asked = read_asked(request.GET, room.plan, request.access)
    if request.htmx.target == "reading":
        return HttpResponse(_read_so_far(request, room, asked, submission))
    context = _shared_context(request, room, asked) | card_context(request, room, asked, submission)
    if request.htmx.target == "pane":
        return render(request, "portal/mailboxes/pane.html", context)
    context |= _list_context(request, room, asked, opened_id=submission.pk)
    if request.htmx.target == "list":
        shown_part = render(request, "portal/mailboxes/part.html", context | {"list_template": LIST})
        return push_url(shown_part, request.get_full_path())
    return list_page(request, PAGE, LIST, context)


def _read_so_far(request: PortalRequest, room: Room, asked: Asked, submission: Submission) -> str:
    """What was read of the document; once it is, the head of its pane and its row in the list say so as well."""
    context = reading_context(request, room, asked, submission)
    told = render_to_string("portal/mailboxes/told.html", context, request=request)
    if context["standing"] is not None:
        return told
    heads = "".join(render_to_string(each, context | {"beside": True}, request=request) for each in HEADS)
    writer = row_writer(room.plan.row, _row_context(request, room, asked, opened_id=submission.pk))
    row = shown(handed_in(request.access).filter(pk=submission.pk), history=room.history).get()
    return f"{told}{heads}<template>{writer.write(row, beside=True)}</template>"


def _taken(request: PortalRequest, room: Room, asked: Asked) -> HttpResponseBase:
    """All that is wanted, as a file or to print."""
    wanted = wanted_of(asked)
    rows = filtered(request.access, room.scope, wanted)
    sums = by_name(room, sums_of(rows))
    look = look_of(request.access, room.plan.name, room.plan.put_away)
    every = noted(every_row(rows, asked.order, history=room.history), request.access)
    return taken(request, asked, look, every, sums)


def _list_context(request: PortalRequest, room: Room, asked: Asked, opened_id: int | None = None) -> dict[str, Any]:
    wanted = wanted_of(asked)
    rows = filtered(request.access, room.scope, wanted)
    try:
        found = page(rows, asked.order, after=asked.after, before=asked.before, history=room.history)
    except BadMark:
        raise Http404 from None
    shown_now = _row_context(request, room, asked, opened_id)
    look, writer = shown_now["look"], row_writer(room.plan.row, shown_now)
    counted = totals(request.access, room.scope, wanted, rows)
    sums = by_name(room, counted)
    lines = [writer.write(row) for row in noted(found.rows, request.access)]
    table = table_of(asked, look, found, lines, sums, address=shown_now["prefix"])
    if counted.more:
        table = replace(table, counted=gettext("more than %(rows)s") % {"rows": table.counted})
        sums = {"count": len(lines)}
    return shown_now | {
        "table": table,
        "bar": _bar(request, room, asked, sums, found),
        "tabs": _tabs(request, room),
        "handing": upload_context(request, room.mailbox) if _takes_files(request, room) and room.mailbox else None,
        "journals": journals_of(request.access, room.mailbox) if room.mailbox and room.sends else [],
    }


def _row_context(request: PortalRequest, room: Room, asked: Asked, opened_id: int | None) -> dict[str, Any]:
    """What rows are written with, and the list round them."""
    look = look_of(request.access, room.plan.name, room.plan.put_away)
    context = _shared_context(request, room, asked) | row_words()
    return context | {"opened_id": opened_id, "look": look, "show": shown_columns(asked.plan, look)}


def _takes_files(request: PortalRequest, room: Room) -> bool:
    return room.waits and request.access.may("mailbox.use")


def _bar(request: PortalRequest, room: Room, asked: Asked, sums: dict[str, int], found: Page) -> Bar:
    acts = f"/d/{request.dossier.pk}/mailboxes/picked/{room.plan.name}/"
    return Bar(acts, asked.pairs, sums, len(found.rows), request.access.may("mailbox.use"))


def _shared_context(request: PortalRequest, room: Room, asked: Asked) -> dict[str, Any]:
    """What rows and the pane need."""
    base = f"/d/{request.dossier.pk}/"
    return {
        "room": room,
        "prefix": _place(request, room),
        "files": f"{base}documents/",
        "documents": f"{base}mailboxes/documents/",
        "merging": f"{base}mailboxes/merge/",
        "query": asked.query(),
        "sought": asked.text("q"),
        "targets": [each for each in TABS if each != room.mailbox],
        "may_use": request.access.may("mailbox.use"),
        "may_set": request.access.may("mailbox.settings"),
        "opened_id": None,
        "beside": False,
    }


def _tabs(request: PortalRequest, room: Room) -> list[Link]:
    """The rooms beside this one: the mailboxes with their counts, or the tabs of the history."""
    base = f"/d/{request.dossier.pk}/"
    if room.history:
        return [Link(str(tab.label), base + HISTORY[tab].place, tab == room.mailbox, tab.value) for tab in TABS]
    if room is PROGRESS:
        return []
    found = counts(request.access).in_mailbox
    boxes = [Mailbox.UNTYPED, *TABS] if found[Mailbox.UNTYPED] or room.mailbox == Mailbox.UNTYPED else TABS
    return [
        Link(
            gettext("To be sorted") if box == Mailbox.UNTYPED else str(box.label),
            base + MAILBOXES[box].place,
            box == room.mailbox,
            "question" if box == Mailbox.UNTYPED else box.value,
            str(found[box]),
        )
        for box in boxes
    ]


def _newest(request: PortalRequest, box: Mailbox, many: int) -> list[dict[str, Any]]:
    rows = filtered(request.access, MAILBOXES[box].scope, HandedFilter())
    return list(shown(rows).order_by("-arrived_at", "-id")[:many])


def _of_room(request: PortalRequest, room: Room, pk: int) -> Submission:
    """The document of the room; one that has left it is shown all the same, wherever it is now."""
    rows = handed_in(request.access).select_related("document__reading", "original", "evidence_of", "replaced_by")
    submission = rows.filter(pk=pk).first()
    if submission is None or (room.history and submission.tab != room.mailbox):
        raise Http404
    return submission


def _place(request: PortalRequest, room: Room) -> str:
    return f"/d/{request.dossier.pk}/{room.place}"
