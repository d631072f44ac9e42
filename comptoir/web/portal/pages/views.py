"""The pages of a document, to be split, turned and put in order; several documents to be merged; all of it undone."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.documents.actions import ask_to_prepare_first
from comptoir.documents.models import Pages
from comptoir.documents.queries import preparing_was_given_up
from comptoir.documents.shown import blank_pages
from comptoir.firms.access import NotAllowed
from comptoir.intake.choices import Mailbox, State
from comptoir.intake.models import Submission
from comptoir.intake.pages.allowed import PagesStay, is_electronic
from comptoir.intake.pages.merging import merge, undo_merge
from comptoir.intake.pages.splitting import split, undo_split
from comptoir.intake.pages.turning import arrange
from comptoir.intake.queries.handed_in import handed_in
from comptoir.kit.words import Refusal
from comptoir.web.portal.pages.form import Laid, outcomes, preview, read, untouched, whole_number
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say

MOST = 200
"""Pages that are laid out on one page of the portal."""

MOST_MERGED = 50
PAGE, MERGE = "portal/pages/page.html", "portal/pages/merge.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mailbox.use")
def pages(request: PortalRequest, pk: int) -> HttpResponse:
    """All pages of a document: how they lie is kept, the document is split, or what would come of it is told."""
    submission = _one(request, pk)
    count = _count(submission)
    if request.method != "POST" or not count or count > MOST:
        laid = untouched(submission, count, blank_pages(submission.document.sha256)) if count <= MOST else None
        return render(request, PAGE, _context(request, submission, count, laid))
    laid = read(request.POST, submission, count)
    act = request.POST.get("act", "")
    if act not in ACTS:
        return render(request, PAGE, _context(request, submission, count, laid))
    try:
        _refuse_if_others_were_seen(submission, laid)
        told = ACTS[act](request, submission, laid)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
        return render(request, PAGE, _context(request, submission, count, laid), status=422)
    messages.success(request, told)
    return redirect(_mailbox(request, laid.mailbox if act == "split" else submission.mailbox))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mailbox.use")
def merged(request: PortalRequest) -> HttpResponse:
    """The documents that are to become one, in their order; and the merging."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, asked.getlist("ids"))
    chosen.sort(key=lambda each: whole_number(asked.get(f"place-{each.pk}"), 0))
    if request.method == "POST" and request.POST.get("act") == "merge":
        mailbox = request.POST.get("mailbox", "")
        into = Mailbox(mailbox) if mailbox in Mailbox.values else Mailbox.UNTYPED
        try:
            made = merge(
                chosen, name=request.POST.get("name", "")[:180], mailbox=into, by=request.access, at=timezone.now()
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, say(refusal.sentence))
            return render(request, MERGE, _merging(request, chosen), status=422)
        told = gettext("“%(name)s” is made of %(count)s documents.") % {"name": made.name, "count": len(chosen)}
        messages.success(request, _with_undo(request, told, made))
        return redirect(_mailbox(request, into))
    return render(request, MERGE, _merging(request, chosen))


@require_POST
@needs("mailbox.use")
def undone(request: PortalRequest, pk: int) -> HttpResponse:
    """Undo the splitting of this document, or the merging that made it."""
    submission = _one(request, pk)
    undo = undo_merge if submission.sources.exists() else undo_split
    try:
        undo(submission, by=request.access, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("Undone: everything is as it was."))
    return redirect(_mailbox(request, submission.mailbox))


def _split(request: PortalRequest, submission: Submission, laid: Laid) -> str:
    made = split(
        submission,
        laid.parts,
        prefix=laid.prefix,
        mailbox=laid.mailbox,
        drops=laid.drops,
        by=request.access,
        at=timezone.now(),
    )
    told = ngettext("“%(name)s” is split: %(count)s document.", "“%(name)s” is split: %(count)s documents.", len(made))
    return _with_undo(request, told % {"name": submission.name, "count": len(made)}, submission)


def _arrange(request: PortalRequest, submission: Submission, laid: Laid) -> str:
    arrange(submission, laid.sheets, by=request.access, at=timezone.now())
    return gettext("The pages of “%(name)s” are changed.") % {"name": submission.name}


ACTS = {"split": _split, "arrange": _arrange}


def _with_undo(request: PortalRequest, told: str, submission: Submission) -> str:
    address = f"/d/{request.dossier.pk}/mailboxes/documents/{submission.pk}/undone"
    button = '<button class="btn btn-sm btn-secondary" form="undo" formaction="{}">{}</button>'
    return format_html("{} {}", told, format_html(button, address, gettext("Undo")))


def _refuse_if_others_were_seen(submission: Submission, laid: Laid) -> None:
    if laid.document != submission.document_id:
        raise PagesStay("The pages of %(name)s were changed meanwhile; look at them again.", name=submission.name)


def _context(request: PortalRequest, submission: Submission, count: int, laid: Laid | None) -> dict[str, Any]:
    made = getattr(submission.document, "pages", None)
    sizes = made.sizes if made is not None else []
    blank = set(blank_pages(submission.document.sha256))
    waiting = _wait(submission, made)
    cards = [
        {
            "card": card,
            "blank": card.number in blank,
            "size": sizes[card.number - 1] if card.number <= len(sizes) else None,
        }
        for card in (laid.cards if laid else [])
    ]
    return {
        "item": submission,
        "count": count,
        "most": MOST,
        "laid": laid,
        "cards": cards,
        "waiting": waiting,
        "preview": preview(laid) if laid else "",
        "outcomes": outcomes(),
        "blank": len(blank),
        "mailboxes": list(Mailbox),
        "files": f"/d/{request.dossier.pk}/documents/{submission.document_id}/",
        "back": f"{_mailbox(request, submission.mailbox)}{submission.pk}/",
    }


def _wait(submission: Submission, made: Pages | None) -> bool:
    """Whether its pages are being counted; they come next then."""
    if made is not None or submission.state != State.MAILBOX or is_electronic(submission.document):
        return False
    if preparing_was_given_up(submission.document):
        return False
    ask_to_prepare_first(submission.document, at=timezone.now())
    return True


def _merging(request: PortalRequest, chosen: Sequence[Submission]) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    mailbox = asked.get("mailbox", "")
    first = chosen[0] if chosen else None
    return {
        "chosen": chosen,
        "name": asked.get("name", "")[:180] or (first.name.rsplit(".", 1)[0] if first else ""),
        "mailbox": mailbox if mailbox in Mailbox.values else first.mailbox if first else Mailbox.PURCHASES.value,
        "mailboxes": list(Mailbox),
        "files": f"/d/{request.dossier.pk}/documents/",
        "back": _mailbox(request, first.mailbox) if first else f"/d/{request.dossier.pk}/mailboxes/",
    }


def _chosen(request: PortalRequest, ids: Sequence[str]) -> list[Submission]:
    numbers = [int(text) for text in dict.fromkeys(ids) if text.isascii() and text.isdigit() and len(text) < 19]
    numbers = numbers[:MOST_MERGED]
    rows = list(handed_in(request.access).filter(pk__in=numbers).select_related("document__pages"))
    if len(rows) < len(numbers):
        raise Http404
    return sorted(rows, key=lambda row: numbers.index(row.pk))


def _one(request: PortalRequest, pk: int) -> Submission:
    rows = handed_in(request.access).select_related("document__pages", "document__reading")
    submission = rows.filter(pk=pk).first()
    if submission is None:
        raise Http404
    return submission


def _count(submission: Submission) -> int:
    """How many pages the document has, as far as it was read; 0 while that is unknown, and where they stay as they are."""
    if submission.state not in {State.MAILBOX, State.REPLACED} or is_electronic(submission.document):
        return 0
    made = getattr(submission.document, "pages", None)
    return int(submission.document.facts.get("pages") or (len(made.sizes) if made is not None else 0))


def _mailbox(request: PortalRequest, mailbox: str) -> str:
    return f"/d/{request.dossier.pk}/mailboxes/{mailbox}/"
