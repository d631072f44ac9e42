"""Pages of one document are turned, left out, put in another order: it is looked at so, and its original stays.

Whatever was done before, pages are always taken from the original: turned back, it is the original again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.documents.actions import read_facts
from comptoir.documents.arranging import Made, Sheet, keep_pages
from comptoir.documents.models import Document
from comptoir.firms.access import Access
from comptoir.intake.models import Submission
from comptoir.intake.pages.allowed import PagesStay, fresh, refuse_if_changed, refuse_unless_free
from comptoir.intake.receiving import ask_to_read


def turn(submission: Submission, turns: Mapping[int, int], *, by: Access, at: datetime) -> Submission:
    """Turn these pages of the document (counted from 1) by so many quarters to the right. Refuses as `arrange` does."""
    count = pages_of(submission)
    if any(page not in range(1, count + 1) for page in turns):
        raise PagesStay("The document has no such page.")
    sheets = [Sheet(page, turns.get(page, 0)) for page in range(1, count + 1)]
    return arrange(submission, sheets, by=by, at=at)


def arrange(submission: Submission, sheets: Sequence[Sheet], *, by: Access, at: datetime) -> Submission:
    """Let the document have these pages of the document that was looked at (`submission.document`), in this order.

    Refuses (NotAllowed, PagesStay, and what `keep_pages` refuses) a page twice or none at all, what does not lie in a
    mailbox, is electronic, or was changed since it was looked at; nothing is changed then. Call it outside a transaction.
    """
    (row,) = fresh([submission], by=by)
    read_facts(row.document)
    refuse_unless_free(row, alone=False)
    refuse_if_changed(row, submission.document)
    kept = of_original(row, sheets)
    if untouched(row, kept):
        return _arranged(row, Made(row.original, len(kept)), [], by=by, at=at)
    made = keep_pages([(row.original, kept)], name=row.name, by=by, at=at)
    return _arranged(row, made, kept, by=by, at=at)


@transaction.atomic
def _arranged(looked_at: Submission, made: Made, kept: Sequence[Sheet], *, by: Access, at: datetime) -> Submission:
    (row,) = fresh([looked_at], by=by, locked=True)
    if row.document_id == made.document.pk:
        return row
    refuse_unless_free(row, alone=False)
    refuse_if_changed(row, looked_at.document)
    refuse_if_another_is(row, made.document)
    told = {"before": row.document_id, "after": made.document.pk, "pages": made.pages}
    row.document, row.pages, row.read_at = made.document, made.pages, None
    row.sheets = [[sheet.page, sheet.turns] for sheet in kept]
    row.save(update_fields=["document", "pages", "sheets", "read_at"])
    record("intake.turned", row, by=by, at=at, **told)
    ask_to_read(row, at=at)
    return row


def pages_of(submission: Submission) -> int:
    """How many pages the document has. Refuses (PagesStay) one whose pages cannot be counted."""
    counted = read_facts(submission.document).facts.get("pages")
    if not counted:
        raise PagesStay("The pages of %(name)s cannot be read.", name=submission.name)
    return int(counted)


def of_original(submission: Submission, sheets: Sequence[Sheet]) -> list[Sheet]:
    """These pages of the document as pages of the original, with all their turns.

    Refuses (PagesStay) none at all, one twice, and one that is not there.
    """
    if not sheets:
        raise PagesStay("A document needs at least one page.")
    numbers = [sheet.page for sheet in sheets]
    if len(set(numbers)) != len(numbers) or any(number not in range(1, pages_of(submission) + 1) for number in numbers):
        raise PagesStay("The document has no such page.")
    known = submission.sheets or [[number, 0] for number in range(1, max(numbers) + 1)]
    pairs = [(known[sheet.page - 1], sheet.turns) for sheet in sheets]
    return [Sheet(page, (before + turns) % 4) for (page, before), turns in pairs]


def untouched(submission: Submission, sheets: Sequence[Sheet]) -> bool:
    """Whether these are all pages of the original, as they came."""
    count = int(read_facts(submission.original).facts.get("pages") or 0)
    return list(sheets) == [Sheet(number) for number in range(1, count + 1)]


def refuse_if_another_is(submission: Submission, document: Document) -> None:
    """Refuse (PagesStay) pages that are in the dossier as a document that was handed in by itself."""
    same = Submission.objects.filter(dossier_id=submission.dossier_id, original=document).exclude(pk=submission.pk)
    if same.exists():
        raise PagesStay("These pages are there as another document already.")
