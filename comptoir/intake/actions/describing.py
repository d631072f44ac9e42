"""What people say of a document: its name, how it is to be booked, tags; and that two on one card are not the same."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.intake.actions.together import Elsewhere, held, where
from comptoir.intake.choices import State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.intake.searching import index_search, written_for_search
from comptoir.kit.words import Refusal

LONGEST_NAME, LONGEST_COMMENT, LONGEST_TAG, MOST_TAGS = 200, 2000, 40, 20
ON_ITS_WAY = (State.MAILBOX, State.SENT)


class CannotSay(Refusal):
    """It cannot be said so; `field` names what is in question."""

    field = ""


class BadName(CannotSay):
    """No name, or one that is too long."""

    field = "name"


class BadComment(CannotSay):
    """A comment that is too long."""

    field = "comment"


class BadTags(CannotSay):
    """Too many tags, or one that is too long."""

    field = "tags"


class NotOnACard(Refusal):
    """The document is not on the card of another one."""


@transaction.atomic
def describe(
    submission: Submission,
    *,
    name: str | None = None,
    comment: str | None = None,
    tags: Iterable[str] | None = None,
    by: Access,
    at: datetime,
) -> Submission:
    """Say something of a document; None leaves what is said already. A name can be given to any, comment and tags while
    it waits or is in progress. Each that changes has its line in the trail. Refuses (NotAllowed, CannotSay, Elsewhere).
    """
    by.demand("mailbox.use")
    hold(by.dossier_id)
    (found,) = held([submission.pk], by)
    said = {
        "name": None if name is None else _name(name),
        "comment": None if comment is None else comment_of(comment),
        "tags": None if tags is None else tags_of(tags),
    }
    changed = {field: value for field, value in said.items() if value is not None and value != getattr(found, field)}
    if changed.keys() - {"name"} and found.state not in ON_ITS_WAY:
        raise Elsewhere(where(found).text)
    _write(found, changed, by, at)
    return found


@transaction.atomic
def take_apart(submission: Submission, *, by: Access, at: datetime) -> Submission:
    """Take evidence from its card: it is a document of its own again, where the card is, and nothing joins it again with
    what was on the card. From the card of what is booked it goes back to its mailbox. Refuses (NotAllowed, NotOnACard).
    """
    by.demand("mailbox.use")
    hold(by.dossier_id)
    (found,) = held([submission.pk], by)
    if found.evidence_of_id is None:
        raise NotOnACard("The document is not on the card of another one.")
    others = held([found.evidence_of_id], by)
    others += Submission.objects.visible_to(by).filter(evidence_of=found.evidence_of_id).exclude(pk=found.pk)
    head = others[0]
    found.kept_apart = sorted({*found.kept_apart, *(other.pk for other in others)})
    found.evidence_of = None
    if found.state == State.BOOKED:
        found.state, found.sent_at, found.ended_at, found.journal = State.MAILBOX, None, None, ""
    found.save(update_fields=["evidence_of", "kept_apart", "state", "sent_at", "ended_at", "journal"])
    record("intake.taken_apart", found, by=by, at=at, of=head.pk, name=head.name)
    record("intake.taken_apart", head, by=by, at=at, evidence=found.pk, name=found.name)
    return found


def _write(found: Submission, changed: dict[str, Any], by: Access, at: datetime) -> None:
    actions = {"name": "intake.renamed", "comment": "intake.commented", "tags": "intake.tagged"}
    for field, value in changed.items():
        told = {"before": {field: getattr(found, field)}, "after": {field: value}}
        setattr(found, field, value)
        record(actions[field], found, by=by, at=at, **told)
    if changed:
        found.search = written_for_search(found)
        found.save(update_fields=[*changed, "search"])
        index_search(found)


def _name(text: str) -> str:
    name = _one_line(text)
    if not name:
        raise BadName("A document needs a name.")
    if len(name) > LONGEST_NAME:
        raise BadName("A name is at most %(longest)s characters long.", longest=LONGEST_NAME)
    return name


def comment_of(text: str) -> str:
    """The comment as it is kept. Refuses BadComment."""
    comment = text.strip().replace("\r\n", "\n").replace("\0", "")
    if len(comment) > LONGEST_COMMENT:
        raise BadComment("A comment is at most %(longest)s characters long.", longest=LONGEST_COMMENT)
    return comment


def tags_of(texts: Iterable[str]) -> list[str]:
    """The tags as they are kept, each once. Refuses BadTags."""
    tags = list({tag.casefold(): tag for tag in reversed([*filter(None, map(_one_line, texts))])}.values())[::-1]
    if len(tags) > MOST_TAGS:
        raise BadTags("A document has at most %(most)s tags.", most=MOST_TAGS)
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise BadTags("A tag is at most %(longest)s characters long.", longest=LONGEST_TAG)
    return tags


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
