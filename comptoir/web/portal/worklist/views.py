"""The pages of the worklist: its list, and a proposal beside its document."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.documents.models import Document
from comptoir.documents.queries import is_electronic, kept_inside
from comptoir.firms.access import NotAllowed
from comptoir.formats.media import PDF
from comptoir.kit.words import Refusal
from comptoir.web.portal.documents.marks import Marks, marks_of
from comptoir.web.portal.documents.viewer import viewer_context
from comptoir.web.portal.worklist.asking import questions_beside
from comptoir.web.portal.worklist.form import read, shown
from comptoir.web.portal.worklist.picked import MOST
from comptoir.web.portal.worklist.rows import rows_of, status_of
from comptoir.web.portal.worklist.sides import SIDES, sides_context
from comptoir.web.portal.worklist.sitting import company_context, keep_typed, told
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.web.shared.timeline import timeline_of
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import go_on, hold_back, make_rule, save
from comptoir.worklist.lastbooked import save_as_last_booked
from comptoir.worklist.models import Proposal
from comptoir.worklist.places import paths_of, places_beside, places_of
from comptoir.worklist.queries import counts_of, worklist_of
from comptoir.worklist.sittings import forget_typed, sit
from comptoir.worklist.twins import twins_of
from comptoir.worklist.underway import transferred_of


class Side:
    """Purchases or sales in an address."""

    regex = "|".join(SIDES)

    def to_python(self, value: str) -> str:
        """The word."""
        return value

    def to_url(self, value: str) -> str:
        """The word in the address."""
        return value


@require_safe
@needs("worklist.use")
def first(request: PortalRequest) -> HttpResponse:
    """To the first part in which something waits."""
    sides = sides_context(request, "")["sides"]
    return redirect(next((each["address"] for each in sides if each["count"]), sides[0]["address"]))


@require_safe
@needs("worklist.use")
def worklist(request: PortalRequest, side: str) -> HttpResponse:
    """What is to be checked and transferred, in the order in which numbers are given."""
    rows = worklist_of(request.access, of_sale=SIDES[side]).select_related("submission__document__reading")
    found = list(rows[: MOST + 1])
    counts = counts_of(request.access, of_sale=SIDES[side])
    context = sides_context(request, side) | {
        "rows": rows_of(found[:MOST]),
        "more": len(found) > MOST,
        "counts": counts,
        "sends_back": request.access.of_firm,
        "ready": counts[Status.OK] + counts[Status.CHECKED],
        "missing": counts[Status.NOK],
        "on_its_way": transferred_of(request.access, of_sale=SIDES[side]).count(),
    }
    return render(request, "portal/worklist/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("worklist.use")
def proposal(request: PortalRequest, side: str, pk: int) -> HttpResponse:
    """A proposal beside its document: looked at, corrected, checked, put on hold, made a rule."""
    found = one_of(request, side, pk)
    if request.method != "POST":
        return _page(request, side, found)
    act = request.POST.get("act", "save")
    if act == "drop":
        forget_typed(found, by=request.access)
        return redirect(request.path)
    try:
        found = _act(request, found, act)
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_typed(request, found, seen=version_seen(request))
        found = one_of(request, side, pk)
        return _page(request, side, found, refused=say(refusal.sentence))
    if (act == "check" and found.status == Status.CHECKED) or act == "hold":
        return redirect(next_after(request, side, found))
    return _page(request, side, found)


@require_POST
@needs("worklist.use")
def here(request: PortalRequest, side: str, pk: int) -> JsonResponse:
    """The form of a proposal tells of itself: that somebody sits there, and what he typed; answered who else does."""
    found, seen, leaving = one_of(request, side, pk), version_seen(request), "leaving" in request.POST
    if "typed" in request.POST:
        return told(keep_typed(request, found, seen=seen, leaving=leaving), seen)
    return told(sit(found, None, seen=seen, leaving=leaving, by=request.access, at=timezone.now()), seen)


def _act(request: PortalRequest, found: Proposal, act: str) -> Proposal:
    seen, at = version_seen(request), timezone.now()
    if act in {"hold", "go_on"}:
        held = (hold_back if act == "hold" else go_on)(found, seen=seen, by=request.access, at=at)
        keep_typed(request, held, seen=held.version, leaving=act == "hold")
        return held
    said = read(request.POST, found, request.access)
    if act == "last":
        return save_as_last_booked(found, said, seen=seen, by=request.access, at=at)
    saved = save(found, said, seen=seen, check=act == "check", by=request.access, at=at)
    if act == "rule":
        make_rule(saved, by=request.access, at=at)
        messages.success(request, gettext("From now on, invoices of this partner are proposed so."))
    return saved


def _page(request: PortalRequest, side: str, found: Proposal, *, refused: str = "") -> HttpResponse:
    submission = found.submission
    company = company_context(request, found)
    documents = [submission.document, *kept_inside(submission.document)]
    context = sides_context(request, side) | {
        "proposal": found,
        "status": status_of(found),
        "refused": refused,
        "twins": twins_of(found),
        "may_rule": request.access.may("worklist.rule"),
        "held": found.status == Status.ON_HOLD,
        "timeline": timeline_of(request.access, submission, []),
        "following": next_after(request, side, found),
        "read_at": paths_of(found),
        **questions_beside(request, found),
        **company,
        **shown(found, request.access, get_language() or "fr", company["typed"]),
        **viewer_context(request, documents, _marks(found, documents)),
    }
    return render(request, "portal/worklist/proposal.html", context, status=422 if refused else 200)


def _marks(found: Proposal, documents: Sequence[Document]) -> Mapping[int, Marks]:
    """By document what is marked on its pages."""
    own = found.submission.document
    beside = [each for each in documents if each.media_type == PDF and (each.pk != own.pk or is_electronic(own))]
    return {own.pk: marks_of(places_of(found))} | {each.pk: marks_of(places_beside(found, each)) for each in beside}


def next_after(request: PortalRequest, side: str, found: Proposal) -> str:
    """The address of the next proposal in the list that is not checked yet; of the list after the last one."""
    open_ones = (Status.NOK, Status.OK)
    ids = [
        pk
        for pk, status in worklist_of(request.access, of_sale=SIDES[side]).values_list("pk", "status")
        if status in open_ones or pk == found.pk
    ]
    after = ids[ids.index(found.pk) + 1 :] + ids[: ids.index(found.pk)] if found.pk in ids else ids
    if not after:
        return _list(request, side)
    return f"{_list(request, side)}{after[0]}/"


def one_of(request: PortalRequest, side: str, pk: int) -> Proposal:
    """The proposal of that id, where it stands in this worklist; 404 for any other."""
    rows = worklist_of(request.access, of_sale=SIDES[side])
    found = rows.select_related("submission__document", "dossier").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _list(request: PortalRequest, side: str) -> str:
    return f"/d/{request.dossier.pk}/worklist/{side}/"


def version_seen(request: PortalRequest) -> int:
    """The version of the proposal that the form was made of; 0 for what is none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
