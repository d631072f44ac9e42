"""What the help says to one reader: the questions that concern him, and the firm's own."""

from django.utils.translation import gettext

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier, Firm
from comptoir.guide.markup import blocks_of, spans_of
from comptoir.guide.models import Question
from comptoir.guide.questions import Answered, Chapter, chapters_for

OWN = "own"
"""The key of the chapter that the firm writes."""


def help_for(access: Access, dossier: Dossier, language: str) -> list[Chapter]:
    """The chapters for whoever has this access to the dossier; the firm's own is the first, where there is one."""
    return [*_own(dossier.firm, language), *chapters_for(language, rights_shown(access, dossier))]


def rights_shown(access: Access, dossier: Dossier) -> frozenset[str]:
    """The rights of which there is something to see in that dossier."""
    return access.rights if dossier.shows_financial else access.rights - {"financial.view"}


def questions_of(access: Access, language: str) -> list[Question]:
    """What the firm of this access has added in that language, in its order."""
    return list(Question.objects.filter(firm_id=access.firm_id, language=language).order_by("position", "pk"))


def question_of(access: Access, pk: int) -> Question | None:
    """One question that the firm of this access has added, None where there is no such."""
    return Question.objects.filter(firm_id=access.firm_id, pk=pk).first()


def _own(firm: Firm, language: str) -> list[Chapter]:
    """In the reader's language, or else in the firm's."""
    rows = list(Question.objects.filter(firm=firm, language__in={language, firm.language}).order_by("position", "pk"))
    chosen = [row for row in rows if row.language == language] or rows
    if not chosen:
        return []
    told = [Answered(f"own-{row.pk}", spans_of(row.question), blocks_of(row.answer), row.language) for row in chosen]
    return [Chapter(OWN, gettext("From %(firm)s") % {"firm": firm.name}, tuple(told))]
