"""Questions about documents in the worklist: asked, answered beside the document or in their list, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.firms.access import NotAllowed
from comptoir.intake.models import Submission
from comptoir.kit.text import readable
from comptoir.kit.words import Refusal
from comptoir.web.portal.worklist.sides import SIDES
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.preferences import safe_back
from comptoir.web.shared.templatetags.comptoir import say
from comptoir.worklist.asking import LONGEST, answer, answerable, ask, questions_of, questions_to, withdraw
from comptoir.worklist.models import HelpRequest, Proposal
from comptoir.worklist.queries import worklist_of
from comptoir.worklist.readers import colleagues

MOST = 100


@require_safe
@needs("portal.view")
def questions(request: PortalRequest) -> HttpResponse:
    """What this person is asked, the earliest first, each with the form of its answer."""
    found = list(questions_to(request.access)[:MOST])
    context = {"questions": [_shown(request, each) for each in found], "longest": LONGEST}
    return render(request, "portal/worklist/questions.html", context)


@require_POST
@needs("worklist.use")
def asked(request: PortalRequest, side: str, pk: int) -> HttpResponse:
    """Ask the client or a colleague about a document, and go back to it."""
    found = worklist_of(request.access, of_sale=SIDES[side]).filter(pk=pk).first()
    if found is None:
        raise Http404
    whom, seen = request.POST.get("whom", ""), request.POST.get("version", "")
    colleague = next((each for each in colleagues(request.access) if str(each.pk) == whom), None)
    try:
        ask(
            found,
            _text(request, "question"),
            colleague=colleague,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
            by=request.access,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("The question is asked; the answer comes to this document."))
    return redirect(f"/d/{request.dossier.pk}/worklist/{side}/{pk}/")


@require_POST
@needs("portal.view")
def answered(request: PortalRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    try:
        answer(_open(request, pk), _text(request, "answer"), by=request.access, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("Your answer is with the document."))
    return redirect(_back(request))


@require_POST
@needs("worklist.use")
def withdrawn(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask no longer."""
    rows = HelpRequest.objects.visible_to(request.access).filter(ended_at=None, pk=pk)
    found = rows.first()
    if found is None:
        raise Http404
    try:
        withdraw(found, by=request.access, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.sentence))
    else:
        messages.success(request, gettext("The question is taken back."))
    return redirect(_back(request))


def questions_beside(request: PortalRequest, proposal: Proposal) -> dict[str, Any]:
    """What the page of a proposal shows of its questions, and who can be asked."""
    told = _told(request, proposal)
    open_one = any(each["open"] for each in told)
    return {
        "questions": told,
        "longest": LONGEST,
        "may_ask": not open_one and request.access.may("worklist.use"),
        "asks_client": request.access.of_firm,
        "colleagues": [] if open_one else colleagues(request.access),
    }


def questions_about(request: PortalRequest, submission: Submission) -> dict[str, Any]:
    """What the card of a document shows of its questions."""
    proposal = Proposal.objects.visible_to(request.access).filter(submission=submission).first()
    return {"questions": _told(request, proposal) if proposal else [], "longest": LONGEST}


def _told(request: PortalRequest, proposal: Proposal) -> list[dict[str, Any]]:
    return [_shown(request, each) for each in questions_of(proposal, request.access)]


def _shown(request: PortalRequest, question: HelpRequest) -> dict[str, Any]:
    mine = question.ended_at is None and request.access.may(
        "mailbox.use" if question.asked == "client" else "worklist.use"
    )
    return {
        "question": question,
        "document": question.proposal.submission,
        "open": question.ended_at is None,
        "may_answer": mine,
        "may_withdraw": question.ended_at is None and request.access.may("worklist.use"),
        "address": _address(request, question),
    }


def _address(request: PortalRequest, question: HelpRequest) -> str:
    proposal, base = question.proposal, f"/d/{request.dossier.pk}/"
    if request.access.may("worklist.use"):
        return f"{base}worklist/{'sales' if proposal.of_sale else 'purchases'}/{proposal.pk}/"
    return f"{base}in-progress/{proposal.submission_id}/"


def _open(request: PortalRequest, pk: int) -> HelpRequest:
    found = answerable(request.access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _back(request: PortalRequest) -> str:
    return safe_back(request.POST.get("next", ""), f"/d/{request.dossier.pk}/questions/")


def _text(request: PortalRequest, name: str) -> str:
    return readable(request.POST.get(name, "").replace("\x00", ""))
