"""Help requested: the client or a colleague is asked about a document, and answers where it lies."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from comptoir.firms.access import Access
from comptoir.firms.models import Person
from comptoir.intake.choices import State
from comptoir.notices.actions import send_mail
from comptoir.worklist.choices import Asked, Status
from comptoir.worklist.editing import CannotChange, held, written
from comptoir.worklist.judging import judge
from comptoir.worklist.models import HelpRequest, Proposal
from comptoir.worklist.readers import colleagues, of_the_client, of_the_firm

LONGEST = 2000
"""Characters of a question, and of an answer."""


def questions_to(access: Access) -> "QuerySet[HelpRequest]":
    """What this person is asked and has not answered: of the client's people all, of the firm's himself or everybody."""
    rows = answerable(access)
    if access.of_firm:
        return rows.filter(Q(colleague=None) | Q(colleague=access.person_id), asked=Asked.FIRM)
    return rows


def answerable(access: Access) -> "QuerySet[HelpRequest]":
    """What is asked and not answered, of documents that are in the worklist, as far as this person may answer.

    The firm may write down what the client says on the telephone.
    """
    rows = HelpRequest.objects.visible_to(access).filter(ended_at=None, proposal__submission__state=State.SENT)
    kinds = [
        *([Asked.CLIENT] if access.may("mailbox.use") else []),
        *([Asked.FIRM] if access.of_firm and access.may("worklist.use") else []),
    ]
    return rows.filter(asked__in=kinds).select_related("proposal__submission", "colleague").order_by("asked_at", "pk")


def questions_of(proposal: Proposal, access: Access) -> list[HelpRequest]:
    """What was asked about it, the latest first; the client does not see what colleagues ask each other."""
    rows = HelpRequest.objects.visible_to(access).filter(proposal=proposal)
    if not access.of_firm:
        rows = rows.filter(asked=Asked.CLIENT)
    return list(
        rows.exclude(ended_at__isnull=False, answer="").select_related("colleague").order_by("-asked_at", "-pk")
    )


@transaction.atomic
def ask(
    proposal: Proposal, question: str, *, colleague: Person | None, seen: int, by: Access, at: datetime
) -> HelpRequest:
    """Ask a colleague, or without one the other side; who is asked gets an e-mail. The document waits for the answer.

    Refuses (NotAllowed, CannotChange, ChangedMeanwhile) as `editing.save` does, and where something is asked already.
    """
    row, question = held(proposal, seen, by), question.strip()[:LONGEST]
    if not question:
        raise CannotChange("What do you want to ask?")
    if HelpRequest.objects.filter(proposal=row, ended_at=None).exists():
        raise CannotChange("Somebody is asked about it already; the answer has not come yet.")
    if colleague is not None and colleague not in colleagues(by):
        raise CannotChange("This colleague does not see the dossier.")
    request = HelpRequest.objects.create(
        dossier=row.dossier,
        proposal=row,
        asked=Asked.CLIENT if by.of_firm and colleague is None else Asked.FIRM,
        colleague=colleague,
        question=question,
        asked_by=by.name[:120],
        asked_at=at,
    )
    row.status = Status.ASKED
    written(row, "worklist.asked", by=by, at=at, of=colleague.name if colleague else "")
    for person in [colleague] if colleague else of_the_client(row.submission, by) if by.of_firm else of_the_firm(by):
        with translation.override(person.language):
            subject, body = _letter(request, row)
        link = f"{settings.PUBLIC_URL}{_address(row, request)}"
        send_mail(person.email, subject, body, secret=link, firm_id=by.firm_id, dossier_id=by.dossier_id, at=at)
    return request


@transaction.atomic
def answer(request: HelpRequest, text: str, *, by: Access, at: datetime) -> HelpRequest:
    """Answer it; the document is in the worklist again as any other. Refuses (NotAllowed, CannotChange)."""
    by.demand("mailbox.use" if request.asked == Asked.CLIENT else "worklist.use")
    row, text = _open(request, by), text.strip()[:LONGEST]
    if not text:
        raise CannotChange("What is your answer?")
    row.answer, row.answered_by, row.ended_at = text, by.name[:120], at
    row.save(update_fields=["answer", "answered_by", "ended_at"])
    _goes_on(row.proposal, "worklist.answered", by=by, at=at)
    return row


@transaction.atomic
def withdraw(request: HelpRequest, *, by: Access, at: datetime) -> None:
    """Ask no longer. Refuses (NotAllowed, CannotChange)."""
    by.demand("worklist.use")
    row = _open(request, by)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _goes_on(row.proposal, "worklist.unasked", by=by, at=at)


def _open(request: HelpRequest, by: Access) -> HelpRequest:
    rows = HelpRequest.objects.select_for_update(of=("self",)).visible_to(by).select_related("proposal__submission")
    row = rows.get(pk=request.pk)
    if row.ended_at is not None:
        raise CannotChange("This question is answered already.")
    return row


def _goes_on(proposal: Proposal, verb: str, *, by: Access, at: datetime) -> None:
    row = Proposal.objects.select_for_update(of=("self",)).select_related("submission", "dossier").get(pk=proposal.pk)
    if row.status == Status.ASKED:
        row.status = Status.OK
        judge(row)
    written(row, verb, by=by, at=at)


def _address(proposal: Proposal, request: HelpRequest) -> str:
    place = {"dossier": proposal.dossier_id, "pk": proposal.submission_id}
    if request.asked == Asked.CLIENT:
        return reverse("portal:progress_opened", kwargs=place)
    side = "sales" if proposal.of_sale else "purchases"
    return reverse("portal:proposal", kwargs={"dossier": proposal.dossier_id, "side": side, "pk": proposal.pk})


def _letter(request: HelpRequest, proposal: Proposal) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    facts = {"who": request.asked_by, "document": proposal.submission.name, "place": proposal.dossier.name}
    paragraphs = (
        gettext("Hello,"),
        gettext("%(who)s asks about “%(document)s” (%(place)s):") % facts,
        request.question,
        gettext("Answer beside the document:"),
        "{link}",
    )
    subject = gettext("%(place)s: a question about “%(document)s”") % facts
    return " ".join(subject.split()), "\n\n".join(paragraphs) + "\n"
