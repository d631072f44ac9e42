"""Lists of what was handed in: the rows that are wanted, page by page, and what they sum to."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Lower, StrIndex
from django.utils import timezone

from comptoir.archive.models import LinkedDocument
from comptoir.documents.finding import Searched, few_containing, rows_containing
from comptoir.documents.models import Compared, Scan
from comptoir.firms.access import Access
from comptoir.firms.paging import Order, Page, Row, every, page_of
from comptoir.firms.scope import DossierQuerySet
from comptoir.intake.choices import UNDER_WAY, Channel, Mailbox, State
from comptoir.intake.models import Mailroom, Submission
from comptoir.intake.queries.narrowing import narrowed, rare
from comptoir.intake.searching import INDEX

PAGE = 50
COUNTED = 1000
"""Rows of the document history that are counted; of a longer list it is said that there are more."""

KEPT_FOR = 3600
EURO = "EUR"

SEARCHED = Searched(
    INDEX,
    """
    SELECT s.id FROM ({texts}) found JOIN documents_documenttext t ON t.id = found.id
    JOIN intake_submission s ON s.document_id = t.document_id""",
    Submission.objects.all(),
)

OF_SENDER = Searched(INDEX)
"""The sender is a part of what the index has of a row."""

COLUMNS = (
    *("id", "name", "channel", "sender", "arrived_at", "sent_at", "ended_at", "mailbox", "state", "journal", "comment"),
    *("tags", "pages", "partner", "number", "dated_on", "total_cents", "currency", "read_at", "document_id"),
    *("evidence_of_id", "search", "document__scan", "document__pages__refusal", "document__reading__compared"),
)
"""What a row of a list shows; `has_evidence`, and of the history `handled_at` and `booked_as`, besides."""

OF_DOCUMENT = {
    "document__scan": "scan",
    "document__pages__refusal": "pages_refusal",
    "document__reading__compared": "compared",
}
"""Columns of the document, and what an annotated row calls them."""


def _moment(text: str) -> datetime:
    """A moment with its time zone, as a mark writes it. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


ORDERS = {
    "arrived": Order("arrived_at", _moment),
    "sent": Order("sent_at", _moment, nullable=True),
    "name": Order("name", str),
    "partner": Order("partner", str),
    "date": Order("dated_on", date.fromisoformat, nullable=True),
    "amount": Order("total_cents", int, nullable=True),
}
"""By what a list can be sorted. That by arrival has its index in every list; what waits and what is in progress is
never so much that the others need one."""

Scope = Mapping[str, Any]
"""Which rows a room is about, as columns and their values."""


@dataclass(frozen=True, slots=True)
class HandedFilter:
    """What is wanted; what is not said does not limit. Days are those of arrival; amounts as read, credit notes negative.

    `waits`: what it waits for, "reading" or "scanner", or "unreadable"; `differing`: data and PDF say different things.
    """

    text: str = ""
    state: str = ""
    channels: tuple[str, ...] = ()
    sender: str = ""
    from_on: date | None = None
    until_on: date | None = None
    at_least: int | None = None
    at_most: int | None = None
    waits: str = ""
    untyped: bool = False
    differing: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows there are, and what those in euro sum to; `more`: there are more rows than that, and no sum is told."""

    count: int
    euro_cents: int
    more: bool = False


def waiting_in(mailbox: str) -> Scope:
    """The cards in a mailbox."""
    return {"state": State.MAILBOX, "mailbox": mailbox, "evidence_of": None}


IN_PROGRESS: Scope = {"state__in": UNDER_WAY, "evidence_of": None}
"""The cards that were sent and are not booked yet."""


def handed_in(access: Access) -> "DossierQuerySet[Submission]":
    """Everything that was handed in, as far as this person may see it: who hands in only does not see what came with
    the books, who only checks sees what is in progress.
    """
    rows = Submission.objects.visible_to(access)
    if not access.may("mailbox.view"):
        return rows.filter(state__in=UNDER_WAY) if access.may("worklist.use") else rows.none()
    return rows if access.may("archive.view") else rows.exclude(channel=Channel.BOOKS)


def filtered(access: Access, scope: Scope, wanted: HandedFilter) -> "DossierQuerySet[Submission]":
    """The rows of a room that are wanted. Asks the database how often rare words and filters occur: call it once."""
    rows = handed_in(access).filter(**scope)
    amounts = _said({"total_cents__gte": wanted.at_least, "total_cents__lte": wanted.at_most})
    limits = {
        "state": wanted.state or None,
        "channel__in": wanted.channels or None,
        "arrived_at__gte": _begin(wanted.from_on),
        "arrived_at__lt": _end(wanted.until_on),
        "mailbox": Mailbox.UNTYPED if wanted.untyped else None,
        "document__reading__compared": Compared.DIFFERENT if wanted.differing else None,
    }
    rows = rows.filter(**_said(limits), **amounts)
    if wanted.waits:
        rows = rows.filter(WAITS[wanted.waits])
    if "tab" in scope:
        for some in rare(access, scope["tab"], waits=wanted.waits, channels=wanted.channels, amounts=amounts):
            rows = narrowed(rows, some)
    if wanted.sender:
        rows = _sent_by(access, rows, wanted.sender)
    return rows_containing(access, rows, wanted.text, SEARCHED) if wanted.text else rows


def _sent_by(access: Access, rows: "DossierQuerySet[Submission]", sender: str) -> "DossierQuerySet[Submission]":
    """The rows whose sender contains that. Said by a function, as PostgreSQL takes any LIKE for rare, and reads all."""
    rows = rows.alias(place=StrIndex(Lower("sender"), Lower(Value(sender)))).filter(place__gt=0)
    few = few_containing(access, sender, OF_SENDER)
    return rows if few is None else rows.filter(pk__in=few)


WAITS = {
    "scanner": Q(document__scan=Scan.WAITING),
    "reading": Q(read_at=None) & ~Q(document__scan=Scan.WAITING),
    "unreadable": Q(read_at__isnull=False, document__pages__refusal__isnull=False),
}
"""What a document can wait for, and what cannot be opened."""


def page(
    rows: "QuerySet[Submission]",
    order: Order,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
    history: bool = False,
) -> Page:
    """One page of what `filtered` found, its rows as plain values. Raises paging.BadMark."""
    return page_of(shown(rows, history=history), order, after=after, before=before, size=size)


def every_row(rows: "QuerySet[Submission]", order: Order, *, history: bool = False) -> Iterator[Row]:
    """All of what `filtered` found, row by row."""
    return every(shown(rows, history=history), order)


def annotated(rows: "QuerySet[Submission]", *, history: bool = False) -> "QuerySet[Submission]":
    """The rows with `has_evidence`; of the history also what became of them in the archive: `handled_at`, and where the
    invoice stands (`booked_tab`, `booked_as`).
    """
    rows = rows.annotate(
        has_evidence=Exists(Submission.objects.filter(evidence_of=OuterRef("pk"))),
        **{name: F(column) for column, name in OF_DOCUMENT.items()},
    )
    if not history:
        return rows
    booked = LinkedDocument.objects.filter(document=OuterRef("document"), invoice__in_books=True).order_by("pk")
    return rows.annotate(
        handled_at=Subquery(booked.values("invoice__handled_at")[:1]),
        booked_tab=Subquery(booked.values("invoice__tab")[:1]),
        booked_as=Subquery(booked.values("invoice")[:1]),
    )


def shown(rows: "QuerySet[Submission]", *, history: bool = False) -> "QuerySet[Submission, Row]":
    """The rows as a list shows them."""
    plain: QuerySet[Submission, Row] = annotated(rows, history=history).values(*COLUMNS, *_more(history=history))
    return plain


def values_of(submission: Submission, *, history: bool = False) -> Row:
    """An annotated row as a list shows it."""
    names = (*COLUMNS, *_more(history=history))
    return {name: getattr(submission, OF_DOCUMENT.get(name, name)) for name in names}


def _more(*, history: bool) -> tuple[str, ...]:
    return ("has_evidence", "handled_at", "booked_tab", "booked_as") if history else ("has_evidence",)


def totals(access: Access, scope: Scope, wanted: HandedFilter, rows: "QuerySet[Submission]") -> Totals:
    """The totals of `rows`, which `filtered` found for this; kept until something of the dossier's intake changes.

    The document history is counted no further than it takes to see that it is long.
    """
    facts = sha256(repr((sorted(scope.items()), astuple(wanted), access.may("archive.view"))).encode()).hexdigest()
    key = kept_under(access, f"totals:{facts}")
    known: Totals | None = None if wanted.waits else cache.get(key)
    if known is None:
        known = _counted(rows) if "tab" in scope else sums_of(rows)
        cache.set(key, known, timeout=KEPT_FOR)
    return known


def sums_of(rows: "QuerySet[Submission]") -> Totals:
    """How many the rows are, and what they sum to."""
    sums = rows.order_by().aggregate(count=Count("pk"), euro=Sum("total_cents", filter=Q(currency=EURO), default=0))
    return Totals(sums["count"], sums["euro"])


def _counted(rows: "QuerySet[Submission]") -> Totals:
    count = rows.order_by()[: COUNTED + 1].count()
    return Totals(min(count, COUNTED), 0, more=count > COUNTED)


def kept_under(access: Access, what: str) -> str:
    """A key of the cache that nobody asks for any more once something of the dossier's intake has changed."""
    version = Mailroom.objects.visible_to(access).values_list("version", flat=True).first()
    return f"intake:{access.dossier_id}:{version}:{what}"


def _said(limits: dict[str, Any]) -> dict[str, Any]:
    """Without what does not limit."""
    return {column: value for column, value in limits.items() if value is not None}


def _begin(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end(day: date | None) -> datetime | None:
    """When the next day begins; None after the last one there is."""
    return _begin(day + timedelta(days=1)) if day and day < date.max else None
