"""The guide as PDF for one reader: the chapters of his help with their pictures, under the firm's name and logo."""

from django.utils.translation import gettext, override

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.formats.guide.make import Block, Chapter, Guide, Picture, Question, guide_pdf
from comptoir.guide import questions
from comptoir.guide.pictures import FOLDER, Shown, pictures_for
from comptoir.guide.queries import help_for, rights_shown


def guide_for(access: Access, dossier: Dossier, language: str) -> bytes:
    """The PDF in that language, about what this access to the dossier shows; of the dossier itself it tells nothing."""
    shown = pictures_for(language, rights_shown(access, dossier))
    chapters = tuple(_chapter(each, shown) for each in help_for(access, dossier, language))
    firm = dossier.firm
    with override(language):
        guide = Guide(
            language=language,
            title=gettext("Your client portal"),
            about=gettext("Guide: questions and answers"),
            firm=firm.name,
            logo=bytes(firm.logo),
            contact_title=gettext("Ask your accounting firm"),
            contact=tuple(line.strip() for line in firm.contact.splitlines() if line.strip()),
            contents=gettext("Contents"),
            chapters=chapters,
            page=gettext("Page {page} of {pages}"),
        )
    return guide_pdf(guide, FOLDER)


def _chapter(chapter: questions.Chapter, shown: list[Shown]) -> Chapter:
    pictures = [each for each in shown if each.chapter == chapter.key]
    return Chapter(
        chapter.title,
        tuple(Picture(each.file, each.phone, each.caption, each.alt) for each in pictures),
        tuple(_question(each) for each in chapter.questions),
    )


def _question(told: questions.Answered) -> Question:
    blocks = (
        Block(block.kind, tuple(tuple((span.text, span.strong) for span in line) for line in block.lines))
        for block in told.blocks
    )
    return Question(told.title, told.language, tuple(blocks))
