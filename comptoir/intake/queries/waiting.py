"""What waits in a dossier's mailboxes and in progress, in numbers, and what has not even become a document yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.firms.paging import Row
from comptoir.intake.choices import UNDER_WAY, Channel, Mailbox, State
from comptoir.intake.models import FolderFile, Letter, Submission, Upload
from comptoir.intake.queries.handed_in import KEPT_FOR, WAITS, handed_in, kept_under, shown
from comptoir.intake.queries.narrowing import waiting
from comptoir.jobs.queue import Standing, standing_of

READ = "intake.read"
"""The name of the job that reads a submission."""

RECOGNISE = "intake.recognise"
"""The name of the job that reads one whose pages have to be recognised."""

FEW = 10
"""So many documents that wait, and files that were refused, are named."""

MOST = 200
"""So many uploads and letters are looked through for refused files, the latest."""

LATELY = timedelta(days=7)

TROUBLES = 20
"""Files of watched folders that are named with their trouble."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards wait in each mailbox, and how many are in progress."""

    in_mailbox: dict[str, int]
    in_progress: int

    @property
    def waiting(self) -> int:
        """How many wait in all mailboxes together."""
        return sum(self.in_mailbox.values())


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken in: `taken` as `taking.Taken.to_json` tells it, by which way, from whom, when."""

    taken: Mapping[str, Any]
    channel: str
    sender: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Delayed:
    """What is not done yet by the machine: documents to be read or scanned, or that cannot be opened; uploads that are
    not whole, letters that are not opened, files in watched folders, and those of them that could not be done with.
    """

    reading: int
    scanner: int
    unreadable: int
    uploads: int
    letters: int
    files: int
    troubled: Sequence[FolderFile]

    @property
    def anything(self) -> bool:
        """Whether there is any of it."""
        return any((self.reading, self.scanner, self.unreadable, self.uploads, self.letters, self.files))


def counts(access: Access) -> Counts:
    """The counts for this person, kept until something of the dossier's intake changes."""
    key = kept_under(access, f"counts:{access.may('archive.view')}")
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        cards = handed_in(access).filter(evidence_of=None)
        rows = cards.filter(state=State.MAILBOX).order_by().values_list("mailbox").annotate(Count("pk"))
        known = {**dict(rows), State.SENT: cards.filter(state__in=UNDER_WAY).count()}
        cache.set(key, known, timeout=KEPT_FOR)
    return Counts({mailbox.value: known.get(mailbox, 0) for mailbox in Mailbox}, known[State.SENT])


def delayed(access: Access) -> Delayed:
    """What the machine has still to do for this dossier, and could not do."""
    rows = handed_in(access).filter(state__in=(State.MAILBOX, State.SENT))
    found = {
        name: rows.filter(condition, pk__in=waiting(access, name).values("pk")).count()
        for name, condition in WAITS.items()
    }
    uploads = Upload.objects.visible_to(access).filter(outcome__isnull=True).count()
    letters = Letter.objects.visible_to(access).filter(opened_at=None).count()
    files = FolderFile.objects.visible_to(access)
    troubled = list(files.filter(trouble__isnull=False).order_by("path")[:TROUBLES])
    return Delayed(**found, uploads=uploads, letters=letters, files=files.count(), troubled=troubled)


def reading_of(submission: Submission) -> Standing | None:
    """How far the reading of its document is, in pages that are recognised; None when nobody has to read it any more."""
    return standing_of(key_of_reading(submission.pk), key_of_recognition(submission.pk))


def key_of_reading(pk: int) -> str:
    """The key under which at most one job waits that reads this submission."""
    return f"{READ}:{pk}"


def key_of_recognition(pk: int) -> str:
    """The same where pages have to be recognised."""
    return f"{RECOGNISE}:{pk}"


def waiting_rows(access: Access) -> list[Row]:
    """What keeps the machine waiting or cannot be opened, as a list shows it; the earliest first, `FEW` of them."""
    rows = handed_in(access).filter(reduce(or_, WAITS.values()), state__in=(State.MAILBOX, State.SENT))
    return list(shown(rows).order_by("arrived_at", "id")[:FEW])


def refused(access: Access, *, at: datetime) -> list[Refused]:
    """The files that were refused lately, the latest first, `FEW` of them: uploads of anybody, and what came by e-mail."""
    if not access.may("mailbox.view"):
        return []
    whole = Upload.objects.visible_to(access).filter(outcome__isnull=False, touched_at__gte=at - LATELY)
    uploads = whole.select_related("person")
    letters = Letter.objects.visible_to(access).filter(opened_at__gte=at - LATELY)
    told = [
        *((each.outcome, each.channel, each.person.name, each.touched_at) for each in uploads.order_by("-pk")[:MOST]),
        *((each.outcome, Channel.MAIL, each.sender, each.received_at) for each in letters.order_by("-pk")[:MOST]),
    ]
    found = [
        Refused(taken, channel, sender, moment)
        for outcome, channel, sender, moment in told
        for taken in outcome
        if taken["refusal"] is not None
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:FEW]


def in_progress_of(dossiers: Iterable[Dossier]) -> dict[int, int]:
    """How many cards of each of these dossiers are in progress, in one query; none is not told."""
    rows = Submission.objects.filter(dossier__in=[each.pk for each in dossiers], state__in=UNDER_WAY, evidence_of=None)
    return dict(rows.order_by().values_list("dossier").annotate(Count("pk")))
