"""The firm's own questions: added, changed, ordered and removed, in each language apart."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.choices import Language
from comptoir.firms.models import Firm
from comptoir.guide.models import Question
from comptoir.kit.words import Refusal

MOST = 100
"""So many questions a firm can have in one language."""

LONGEST_QUESTION, LONGEST_ANSWER = 200, 4000

SPACES = re.compile(r"[ \t\r\n\f\v]+")
"""Ordinary ones; those at which no line breaks, before a French mark, are kept."""


class CannotChangeQuestion(Refusal):
    """The question cannot be kept so."""


@transaction.atomic
def add_question(language: str, question: str, answer: str, *, by: Access, at: datetime) -> Question:
    """Add a question after the others in that language; sent twice, it stands there once.

    Raises CannotChangeQuestion for what is empty or too much.
    """
    firm = _locked_firm(by)
    asks, says = _checked(question, answer)
    if language not in Language.values:
        raise CannotChangeQuestion("Choose a language.")
    others = Question.objects.filter(firm=firm, language=language)
    same = others.filter(question=asks, answer=says).first()
    if same is not None:
        return same
    if others.count() >= MOST:
        raise CannotChangeQuestion(
            "There are %(most)s questions in this language already; remove one first.", most=MOST
        )
    last = others.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    added = Question.objects.create(firm=firm, language=language, question=asks, answer=says, position=position)
    record("question.added", added, by=by, at=at, language=language, question=asks)
    return added


@transaction.atomic
def change_question(changed: Question, question: str, answer: str, *, by: Access, at: datetime) -> Question:
    """Ask or answer it otherwise. Raises CannotChangeQuestion as `add_question` does."""
    changed = _locked(changed, by)
    asks, says = _checked(question, answer)
    if (asks, says) != (changed.question, changed.answer):
        before = {"question": changed.question, "answer": changed.answer}
        changed.question, changed.answer = asks, says
        changed.save(update_fields=["question", "answer"])
        record("question.changed", changed, by=by, at=at, before=before, question=asks, answer=says)
    return changed


@transaction.atomic
def move_question(moved: Question, *, up: bool, by: Access, at: datetime) -> None:
    """Let it change places with the one before it (or after it) in its language; at the end nothing happens."""
    moved = _locked(moved, by)
    siblings = Question.objects.filter(firm_id=by.firm_id, language=moved.language)
    ordered = list(siblings.order_by("position", "pk"))
    here = next(place for place, each in enumerate(ordered) if each.pk == moved.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(ordered):
        return
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for place, each in enumerate(ordered):
        each.position = place
    Question.objects.bulk_update(ordered, ["position"])
    record("question.moved", moved, by=by, at=at, position=there)


@transaction.atomic
def remove_question(removed: Question, *, by: Access, at: datetime) -> None:
    """Take it out of the help; what it said stays in the trail."""
    removed = _locked(removed, by)
    told = {"language": removed.language, "question": removed.question, "answer": removed.answer}
    record("question.removed", removed, by=by, at=at, **told)
    removed.delete()


def _locked_firm(by: Access) -> Firm:
    """The firm's row, held: the order of its questions, and how many there are, is decided by one at a time."""
    by.demand("office.firm")
    return Firm.objects.select_for_update().get(pk=by.firm_id)


def _locked(question: Question, by: Access) -> Question:
    """The question as it is now, held with its firm; another firm's is not there."""
    _locked_firm(by)
    held = Question.objects.select_for_update().filter(pk=question.pk, firm_id=by.firm_id).first()
    if held is None:
        raise CannotChangeQuestion("This question was removed meanwhile.")
    return held


def _checked(question: str, answer: str) -> tuple[str, str]:
    """Both as they are kept: the question in one line, the answer with its lines."""
    asks = SPACES.sub(" ", question.strip())
    says = "\n".join(line.rstrip() for line in answer.strip().splitlines())
    if not asks or not says:
        raise CannotChangeQuestion("A question needs an answer, and an answer its question.")
    if len(asks) > LONGEST_QUESTION:
        raise CannotChangeQuestion("A question is at most %(longest)s characters long.", longest=LONGEST_QUESTION)
    if len(says) > LONGEST_ANSWER:
        raise CannotChangeQuestion("An answer is at most %(longest)s characters long.", longest=LONGEST_ANSWER)
    return asks, says
