"""What was sent and is not to be booked leaves the worklist: back to the client's mailbox with the reason, or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from comptoir.audit.trail import events_about
from comptoir.firms.access import Access
from comptoir.firms.models import Person
from comptoir.intake.choices import State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.placing import place
from comptoir.kit.text import readable
from comptoir.notices.actions import send_mail
from comptoir.worklist.choices import Status
from comptoir.worklist.editing import held, nobody_is_asked
from comptoir.worklist.judging import judge
from comptoir.worklist.models import PieceNumber, Proposal
from comptoir.worklist.readers import of_the_client
from comptoir.worklist.sittings import forget_typed

LONGEST = 500
"""Characters of the reason that the client is told."""

NAMED = 10
"""So many documents a mail names."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Who sent a document back, when, and why ("" where nothing was said)."""

    by: str
    at: datetime
    why: str


@transaction.atomic
def send_back(proposal: Proposal, why: str, *, seen: int, by: Access, at: datetime) -> None:
    """Put its document back, and tell the client by mail. Refuses as `to_the_mailbox` does."""
    to_the_mailbox(proposal, why, seen=seen, by=by, at=at)
    tell_the_client([proposal.submission], why, by=by, at=at)


@transaction.atomic
def to_the_mailbox(proposal: Proposal, why: str, *, seen: int, by: Access, at: datetime) -> None:
    """Put its document back into the mailbox from which it was sent, where the client sees why.

    It can be sent anew. Refuses as `editing.save` does, and while somebody is asked about it.
    """
    to = {"state": State.MAILBOX, "sent_at": None, "journal": ""}
    _leave(proposal, to, "worklist.sent_back", why, seen=seen, by=by, at=at)


@transaction.atomic
def tell_the_client(submissions: Sequence[Submission], why: str, *, by: Access, at: datetime) -> None:
    """One mail to each person whose documents of the dossier were put back; none where he did that himself."""
    if not by.of_firm:
        return
    theirs: dict[Person, list[Submission]] = {}
    for submission in submissions:
        for person in of_the_client(submission, by):
            theirs.setdefault(person, []).append(submission)
    for person, found in theirs.items():
        place = reverse("portal:mailbox", kwargs={"dossier": by.dossier_id, "box": found[0].mailbox})
        with translation.override(person.language):
            subject, body = _letter(found, _said(why), by)
        link = f"{settings.PUBLIC_URL}{place}"
        send_mail(person.email, subject, body, secret=link, firm_id=by.firm_id, dossier_id=by.dossier_id, at=at)


@transaction.atomic
def delete(proposal: Proposal, why: str, *, seen: int, by: Access, at: datetime) -> None:
    """Delete its document, with what lies on its card; it stays in the document history, and can be put back there.

    Refuses as `send_back` does.
    """
    to = {"state": State.DELETED, "ended_at": at}
    _leave(proposal, to, "worklist.deleted", why, seen=seen, by=by, at=at)


def returned(submission: Submission, *, by: Access) -> Returned | None:
    """Who sent it back from the worklist; None where it is not in a mailbox for that reason."""
    if submission.state != State.MAILBOX:
        return None
    told = events_about(submission, by=by).filter(action__in=("worklist.sent_back", "intake.sent", "intake.taken_back"))
    last = told.first()
    if last is None or last.action != "worklist.sent_back":
        return None
    return Returned(last.by, last.at, str(last.facts.get("why") or ""))


def _leave(proposal: Proposal, to: dict[str, Any], verb: str, why: str, *, seen: int, by: Access, at: datetime) -> None:
    """Its piece's number is free again, and who had checked it looks at it again when it comes back."""
    hold(proposal.dossier_id)
    row = held(proposal, seen, by)
    nobody_is_asked(row)
    PieceNumber.objects.filter(proposal=row).update(proposal=None)
    row.status, row.piece = Status.OK, ""
    judge(row)
    row.version, row.changed_at = row.version + 1, at
    row.save(update_fields=["status", "reasons", "piece", "version", "changed_at"])
    forget_typed(row, by=by)
    place({row.submission: to}, verb, by=by, at=at, why=_said(why))


def _said(why: str) -> str:
    return " ".join(readable(why.replace("\x00", "")).split())[:LONGEST]


def _letter(submissions: Sequence[Submission], why: str, by: Access) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    place = submissions[0].dossier.name
    facts = {"who": by.name, "place": place, "count": len(submissions)}
    told = ngettext(
        "%(who)s has put a document back into your mailbox (%(place)s):",
        "%(who)s has put %(count)s documents back into your mailbox (%(place)s):",
        len(submissions),
    )
    names = [f"– {each.name}" for each in submissions[:NAMED]]
    if len(submissions) > NAMED:
        names.append(gettext("And %(count)s more.") % {"count": len(submissions) - NAMED})
    paragraphs = [
        gettext("Hello,"),
        told % facts,
        "\n".join(names),
        why,
        gettext("Look at it, and send it anew:"),
        "{link}",
    ]
    subject = gettext("%(place)s: back in your mailbox") % facts
    return " ".join(subject.split()), "\n\n".join(filter(None, paragraphs)) + "\n"
