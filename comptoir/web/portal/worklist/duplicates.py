"""A proposal beside what may be the same invoice: both documents, field by field, and what is to become of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import documents_of
from comptoir.documents.models import Document
from comptoir.documents.queries import kept_inside
from comptoir.firms.access import NotAllowed
from comptoir.intake.models import Submission
from comptoir.kit.text import readable
from comptoir.kit.words import Refusal
from comptoir.ledger.models import Entry, Line
from comptoir.ledger.queries import lines_of
from comptoir.web.portal.documents.viewer import viewer_context
from comptoir.web.portal.worklist.sides import sides_context
from comptoir.web.portal.worklist.views import next_after, one_of, version_seen
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import dmy, money, say
from comptoir.worklist.models import Proposal
from comptoir.worklist.returning import LONGEST, delete, send_back
from comptoir.worklist.telling_apart import tell_apart
from comptoir.worklist.twins import Twin, TwinKind, compared, signed, twin_of

NONE = "–"


@dataclass(frozen=True, slots=True)
class Pair:
    """A field as both say it; `same` is None where one of them says nothing."""

    label: str
    ours: str
    theirs: str
    same: bool | None


@dataclass(frozen=True, slots=True)
class Other:
    """What there is to look at of the other one: where it stands, its documents, and how it is booked."""

    place: str
    address: str
    documents: list[Document]
    lines: list[Line]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("worklist.use")
def duplicate(request: PortalRequest, side: str, pk: int, which: str) -> HttpResponse:
    """Look at both side by side; say that they are two invoices, or send this one back or delete it as a duplicate."""
    found = one_of(request, side, pk)
    twin, refused = twin_of(found, which), ""
    if twin is None:
        raise Http404
    if request.method == "POST":
        following = next_after(request, side, found)
        try:
            told = _act(request, found, twin)
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = say(refusal.sentence)
        else:
            messages.success(request, told)
            here = f"/d/{request.dossier.pk}/worklist/{side}/{pk}/"
            return redirect(here if request.POST.get("act") == "apart" else following)
    other = _other(request, side, twin)
    beside = viewer_context(request, other.documents, box="other")["viewer"] if other.documents else None
    context = sides_context(request, side) | {
        "proposal": found,
        "twin": twin,
        "other": other,
        "beside": beside,
        "pairs": _pairs(found, twin),
        "refused": refused,
        "why": _text(request) if refused else gettext("It is a duplicate of %(name)s.") % {"name": twin.name},
        "longest": LONGEST,
        **viewer_context(request, [found.submission.document, *kept_inside(found.submission.document)]),
    }
    return render(request, "portal/worklist/duplicate.html", context, status=422 if refused else 200)


def _act(request: PortalRequest, found: Proposal, twin: Twin) -> str:
    """Do what the button says, and tell in words what was done."""
    act, name, at = request.POST.get("act", ""), {"name": found.submission.name}, timezone.now()
    if act == "back":
        send_back(found, _text(request), seen=version_seen(request), by=request.access, at=at)
        return gettext("“%(name)s” is back in its mailbox.") % name
    if act == "delete":
        delete(found, _text(request), seen=version_seen(request), by=request.access, at=at)
        return gettext("“%(name)s” is deleted. In the document history it can be put back.") % name
    if act != "apart":
        raise Http404
    tell_apart(found, twin, by=request.access, at=at)
    return gettext("These are two invoices: nobody is warned of it any more.")


def _other(request: PortalRequest, side: str, twin: Twin) -> Other:
    here = f"/d/{request.dossier.pk}/"
    if twin.kind == TwinKind.DOCUMENT:
        submission = Submission.objects.visible_to(request.access).select_related("document").get(pk=twin.pk)
        documents = [submission.document, *kept_inside(submission.document)]
        address = f"{here}in-progress/{twin.pk}/" if request.access.may("mailbox.view") else ""
        return Other(gettext("In progress"), address, documents, [])
    if twin.kind == TwinKind.BOOKS:
        entry = Entry.objects.visible_to(request.access).get(pk=twin.pk)
        return Other(gettext("In the books"), "", [], lines_of(entry))
    row = ArchivedInvoice.objects.visible_to(request.access).select_related("entry").get(pk=twin.pk)
    documents = [each.document for each in documents_of(row)]
    lines = lines_of(row.entry) if row.entry is not None else []
    address = f"{here}archive/{side}/{twin.pk}/" if request.access.may("archive.view") else ""
    return Other(gettext("In the archive"), address, documents, lines)


def _pairs(found: Proposal, twin: Twin) -> list[Pair]:
    same = compared(found, twin)
    mine, theirs = signed(found), twin.cents
    return [
        Pair(
            gettext("Customer") if found.of_sale else gettext("Supplier"),
            found.partner_name or NONE,
            twin.partner or NONE,
            same["partner"],
        ),
        Pair(gettext("Number"), found.number or NONE, twin.number or NONE, same["number"]),
        Pair(gettext("Invoice date"), dmy(found.dated_on) or NONE, dmy(twin.on) or NONE, same["on"]),
        Pair(
            gettext("Amount"),
            NONE if mine is None else money(mine),
            NONE if theirs is None else money(theirs),
            same["cents"],
        ),
        Pair(gettext("Due date"), dmy(found.due_on) or NONE, dmy(twin.due_on) or NONE, same["due_on"]),
        Pair(gettext("Piece"), found.piece or NONE, twin.piece or NONE, None),
    ]


def _text(request: PortalRequest) -> str:
    return readable(request.POST.get("why", "").replace("\x00", "")).strip()
