"""Whose pages may be worked on: what lies in a mailbox, is no electronic invoice, and shares its card with nobody."""

from collections.abc import Sequence

from comptoir.documents.models import Document, ReadFrom
from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.formats.media import XML
from comptoir.intake.choices import State
from comptoir.intake.holding import hold
from comptoir.intake.models import Submission
from comptoir.kit.words import Refusal, Sentence

ENDED = {
    State.SENT: Sentence("%(name)s was sent to the accountant: its pages stay as they are."),
    State.TRANSFERRED: Sentence("%(name)s is transferred to the books: its pages stay as they are."),
    State.BOOKED: Sentence("%(name)s is in the archive: its pages stay as they are."),
    State.DELETED: Sentence("%(name)s was deleted; put it back into its mailbox first."),
    State.REPLACED: Sentence("%(name)s was split or merged already."),
}


class PagesStay(Refusal):
    """The pages of this document are not changed, or not now."""


def fresh(submissions: Sequence[Submission], *, by: Access, locked: bool = False) -> list[Submission]:
    """The rows as they are now, in the order given; `locked` until the transaction ends.

    Refuses (NotAllowed, PagesStay) who may not, a closed dossier, and what is not of the dossier.
    """
    by.demand("mailbox.use")
    if Dossier.objects.visible_to(by).get(pk=by.dossier_id or 0).closed_at is not None:
        raise PagesStay("The dossier is closed, and nothing is changed in it.")
    if locked:
        hold(by.dossier_id)
    rows = Submission.objects.visible_to(by).select_related("document__reading", "document__dossier").order_by("pk")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = {row.pk: row for row in rows.filter(pk__in=[each.pk for each in submissions])}
    if any(each.pk not in found for each in submissions):
        raise PagesStay("The document is not there any more.")
    return [found[each.pk] for each in submissions]


def refuse_unless_free(submission: Submission, *, alone: bool) -> None:
    """Refuse (PagesStay) what was sent, ended, is electronic, or is evidence; `alone`: also the head of a card."""
    if submission.state != State.MAILBOX:
        raise PagesStay(ENDED[State(submission.state)].text, name=submission.name)
    if submission.evidence_of_id is not None:
        raise PagesStay("%(name)s is kept as evidence of another document.", name=submission.name)
    if is_electronic(submission.document):
        raise PagesStay("%(name)s is an electronic invoice: its data counts, not its pages.", name=submission.name)
    if alone and submission.evidence.exists():
        raise PagesStay("Other files tell the same invoice as %(name)s; take them apart first.", name=submission.name)


def refuse_if_changed(submission: Submission, known: Document) -> None:
    """Refuse (PagesStay) when its pages are others than those that were looked at."""
    if submission.document_id != known.pk:
        raise PagesStay("The pages of %(name)s were changed meanwhile; look at them again.", name=submission.name)


def is_electronic(document: Document) -> bool:
    """Whether it is XML, or a PDF that carries its XML, as far as it was read."""
    reading = getattr(document, "reading", None)
    told = bool(document.facts.get("embedded")) or (reading is not None and reading.source == ReadFrom.XML)
    return document.media_type == XML or told
