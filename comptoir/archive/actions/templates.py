"""The texts of mails: a firm, or one of its dossiers, says them in its own words, or goes back to what it had."""

from datetime import datetime

from django.db import transaction

from comptoir.archive.letters import Text, check_text
from comptoir.archive.models import MailTemplate
from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.models import Firm


@transaction.atomic
def save_template(text: Text, *, language: str, by: Access, at: datetime) -> MailTemplate:
    """Keep the text for the place of this access: the firm, or the dossier for which it was given.

    Refuses (NotAllowed, letters.BadText).
    """
    by.demand(_right(by))
    text = check_text(text)
    template = _kept(language, by) or MailTemplate(firm_id=by.firm_id, dossier_id=by.dossier_id, language=language)
    template.subject, template.body, template.changed_at = text.subject, text.body, at
    template.save()
    record("template.changed", template, by=by, at=at, language=language)
    return template


@transaction.atomic
def drop_template(*, language: str, by: Access, at: datetime) -> None:
    """Forget the text of this place: what is further away holds again. Refuses (NotAllowed)."""
    by.demand(_right(by))
    kept = _kept(language, by)
    if kept is not None:
        record("template.dropped", kept, by=by, at=at, language=language)
        kept.delete()


def _kept(language: str, by: Access) -> MailTemplate | None:
    """The text of this very place, held; the firm before it, so that two who save at once save one text."""
    Firm.objects.select_for_update().filter(pk=by.firm_id).first()
    rows = MailTemplate.objects.visible_to(by).filter(language=language)
    return rows.filter(dossier_id=by.dossier_id).first() if by.dossier_id else rows.filter(dossier=None).first()


def _right(by: Access) -> str:
    """A firm's own text is its administrators' matter; a dossier's belongs to its configuration."""
    return "office.firm" if by.dossier_id is None else "office.connect"
