"""The e-mails that came for a dossier's mailboxes."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from comptoir.firms.access import Access
from comptoir.intake.models import Letter, Submission


def letters_of(access: Access, *, text: str = "", refused: bool = False) -> QuerySet[Letter]:
    """The dossier's letters: those with this text in sender or subject, those of which something was not received."""
    found = Letter.objects.visible_to(access)
    if text:
        found = found.filter(Q(sender__icontains=text) | Q(envelope__icontains=text) | Q(subject__icontains=text))
    return found.filter(refused__gt=0) if refused else found


def submissions_in(letters: Iterable[Letter], access: Access) -> dict[int, Submission]:
    """By id the submissions of which these letters tell."""
    ids = {each["submission"] for letter in letters for each in letter.outcome if each["submission"]}
    return Submission.objects.visible_to(access).only("dossier_id", "tab", "name").in_bulk(ids)
