"""What is derived of documents that were handed in, made again from themselves: search text and index, cards, quotas.

Counts of mailboxes are stored nowhere: lists count the rows, and forget it when the mailroom's version grows.
"""

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet, Sum

from comptoir.documents.models import Document, Usage
from comptoir.firms.models import Dossier
from comptoir.firms.trigrams import check_index, check_whole
from comptoir.intake.cards import CARRIED
from comptoir.intake.choices import Channel, State
from comptoir.intake.models import Mailroom, Submission
from comptoir.intake.searching import INDEX, written_for_search
from comptoir.kit.words import Sentence


def check_intake(dossier: Dossier) -> Iterator[Sentence]:
    """What is stored and does not agree with what was handed in; nothing when all is well."""
    for row in unfindable(dossier):
        yield Sentence("“%(name)s” is not found by what it says.", {"name": row.name})
    yield from check_index(INDEX, dossier.pk)
    for row in astray(dossier):
        yield Sentence("“%(name)s” is not where the card is on which it lies.", {"name": row.name})
    for row in _stacked(dossier):
        yield Sentence("“%(name)s” is evidence for something that is evidence itself.", {"name": row.name})
    for row in _without_moment(dossier):
        yield Sentence("“%(name)s” does not say since when it is where it is.", {"name": row.name})
    for row in _lost(dossier):
        yield Sentence("“%(name)s” is replaced by nothing.", {"name": row.name})
    if lacks_mailroom(dossier):
        yield Sentence(
            "The dossier has documents that were handed in and no mailroom: its lists would not be counted anew."
        )
    yield from _check_usage(dossier)


def check_intake_as_a_whole() -> Iterator[Sentence]:
    """The index, where the database has none or finds it damaged."""
    yield from check_whole(INDEX)


def unfindable(dossier: Dossier) -> Iterator[Submission]:
    """Whose stored text is not what it says. What came with the books is found by the words of its invoice besides."""
    rows = Submission.objects.filter(dossier=dossier).exclude(channel=Channel.BOOKS).order_by("pk")
    return (row for row in rows.iterator(chunk_size=2000) if row.search != written_for_search(row))


def astray(dossier: Dossier) -> "QuerySet[Submission]":
    """Evidence that is not where its card's head is."""
    here = Q(pk__isnull=False)
    for name in CARRIED:
        here &= Q(**{f"evidence_of__{name}": F(name)}) | Q(**{name: None, f"evidence_of__{name}": None})
    return Submission.objects.filter(dossier=dossier, evidence_of__isnull=False).exclude(here).order_by("pk")


def lacks_mailroom(dossier: Dossier) -> bool:
    """Whether documents were handed in and nothing says when they changed."""
    rows = Submission.objects.filter(dossier=dossier)
    return rows.exists() and not Mailroom.objects.filter(dossier=dossier).exists()


def _stacked(dossier: Dossier) -> "QuerySet[Submission]":
    return Submission.objects.filter(dossier=dossier, evidence_of__evidence_of__isnull=False).order_by("pk")


def _without_moment(dossier: Dossier) -> "QuerySet[Submission]":
    sent = Q(state=State.SENT, sent_at=None)
    ended = Q(state__in=(State.BOOKED, State.DELETED, State.REPLACED), ended_at=None)
    return Submission.objects.filter(sent | ended, dossier=dossier).order_by("pk")


def _lost(dossier: Dossier) -> "QuerySet[Submission]":
    rows = Submission.objects.filter(dossier=dossier, state=State.REPLACED, evidence_of=None, replaced_by=None)
    return rows.filter(parts=None).order_by("pk")


def _check_usage(dossier: Dossier) -> Iterator[Sentence]:
    """The quotas are counted by day as documents come; together they are what the dossier keeps."""
    counted = Usage.objects.filter(dossier=dossier).aggregate(
        files=Sum("files", default=0), size=Sum("bytes", default=0)
    )
    kept = Document.objects.filter(dossier=dossier).aggregate(files=Count("pk"), size=Sum("size", default=0))
    if counted != kept:
        yield Sentence(
            "The quotas count %(files)s files of %(bytes)s bytes; the dossier keeps %(kept)s of %(size)s.",
            {"files": counted["files"], "bytes": counted["size"], "kept": kept["files"], "size": kept["size"]},
        )
