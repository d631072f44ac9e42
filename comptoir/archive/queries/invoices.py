"""What the archive tells: the rows of a tab that are wanted, page by page, and their totals."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from hashlib import sha256

from django.core.cache import cache
from django.db.models import BooleanField, Count, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.utils import timezone

from comptoir.archive.choices import OPEN, Payment
from comptoir.archive.models import ArchivedInvoice, LinkedDocument
from comptoir.archive.queries.search import rows_containing
from comptoir.firms.access import Access
from comptoir.firms.paging import Order, Page, Row, every, page_of
from comptoir.kit.text import plain
from comptoir.ledger.models import Books, Partner, Period

PAGE = 50
MANY_PARTNERS = 500
"""A name that fits more partners than this is looked for in the rows' own search text."""

KEPT_FOR = 3600

COLUMNS = (
    *("id", "journal", "number", "period", "date", "due_on", "document_number", "partner_name"),
    *("amount_cents", "open_cents", "payment", "paid_on", "computed", "handled_at", "document_id", "search"),
)
"""What a row of the list shows."""

ORDERS = {
    "date": Order("date", date.fromisoformat),
    "due": Order("due_on", date.fromisoformat, nullable=True),
    "number": Order("document_number", str),
    "partner": Order("partner_name", str),
    "amount": Order("amount_cents", int),
}
"""By what the list can be sorted; each has its index."""

STILL_OPEN = RawSQL("archive_archivedinvoice.payment IN ('partly', 'unpaid')", [], output_field=BooleanField())
"""The rows that are open, in the words of their partial indexes: SQLite does not use one for parameters."""


@dataclass(frozen=True, slots=True)
class ArchiveFilter:
    """What is wanted; what is not said does not limit. Amounts are cents as shown: a credit note's are negative.

    `drift`: handled, and still open although the bank is booked past the day of the tick.
    """

    text: str = ""
    from_on: date | None = None
    until_on: date | None = None
    fiscal_year: str = ""
    partner: str = ""
    partner_id: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    payments: tuple[str, ...] = ()
    handled: bool | None = None
    overdue: bool = False
    drift: bool = False
    paid_since: date | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows there are, and what they sum to."""

    count: int
    amount_cents: int
    open_cents: int


def filtered(access: Access, tab: str, wanted: ArchiveFilter, *, on: date) -> "QuerySet[ArchivedInvoice]":
    """The rows of the tab that are in the books and wanted; `on` decides what is overdue: open, and due before it."""
    rows = ArchivedInvoice.objects.visible_to(access).filter(tab=tab, in_books=True)
    limits = {
        "date__gte": wanted.from_on,
        "date__lte": wanted.until_on,
        "fiscal_year": wanted.fiscal_year or None,
        "partner_id": wanted.partner_id,
        "amount_cents__gte": wanted.at_least,
        "amount_cents__lte": wanted.at_most,
    }
    rows = rows.filter(**{column: value for column, value in limits.items() if value is not None})
    rows = rows_containing(access, rows, wanted.text)
    if wanted.partner:
        rows = rows.filter(_of_partner(access, wanted.partner))
    if wanted.payments:
        rows = rows.filter(STILL_OPEN if set(wanted.payments) == set(OPEN) else Q(payment__in=wanted.payments))
    if wanted.handled is not None:
        rows = rows.filter(handled_at__isnull=not wanted.handled)
    if wanted.overdue:
        rows = rows.filter(STILL_OPEN, due_on__lt=on)
    if wanted.drift:
        rows = rows.filter(STILL_OPEN, drift(access))
    if wanted.paid_since is not None:
        rows = rows.filter(payment=Payment.PAID, paid_on__gte=wanted.paid_since)
    return rows


def page(
    access: Access,
    tab: str,
    wanted: ArchiveFilter,
    order: Order,
    *,
    on: date,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """One page of what is wanted, its rows as plain values. Raises paging.BadMark."""
    rows = filtered(access, tab, wanted, on=on).values(*COLUMNS)
    return page_of(rows, order, after=after, before=before, size=size)


def every_row(access: Access, tab: str, wanted: ArchiveFilter, order: Order, *, on: date) -> Iterator[Row]:
    """All that is wanted, row by row."""
    return every(filtered(access, tab, wanted, on=on).values(*COLUMNS), order)


def totals(access: Access, tab: str, wanted: ArchiveFilter, *, on: date) -> Totals:
    """The totals of all that is wanted, kept until the books or a tick change."""
    facts = sha256(repr((tab, astuple(wanted), on if wanted.overdue else "")).encode()).hexdigest()
    key = kept_under(access, f"totals:{facts}")
    known: tuple[int, int, int] | None = cache.get(key)
    if known is None:
        sums = filtered(access, tab, wanted, on=on).aggregate(
            count=Count("pk"), amount=Sum("amount_cents", default=0), open=Sum("open_cents", default=0)
        )
        known = (sums["count"], sums["amount"], sums["open"])
        cache.set(key, known, timeout=KEPT_FOR)
    return Totals(*known)


def counts(access: Access, tab: str, *, paid_since: date, on: date) -> dict[str, int]:
    """How many rows of the tab are open, open and not handled, overdue, drifting and lately paid, kept like totals."""
    key = kept_under(access, f"counts:{tab}:{on}:{paid_since}")
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        rows = filtered(access, tab, ArchiveFilter(), on=on)
        known = rows.filter(STILL_OPEN).aggregate(
            open=Count("pk"),
            to_do=Count("pk", filter=Q(handled_at=None)),
            overdue=Count("pk", filter=Q(due_on__lt=on)),
            drift=Count("pk", filter=drift(access)),
        )
        known["paid"] = rows.filter(payment=Payment.PAID, paid_on__gte=paid_since).count()
        cache.set(key, known, timeout=KEPT_FOR)
    return known


def drift(access: Access) -> Q:
    """Handled before the last day of the bank's journals; none while no bank journal is booked."""
    until = Books.objects.visible_to(access).values_list("bank_until", flat=True).first()
    if until is None:
        return Q(pk__in=[])
    return Q(handled_at__lt=timezone.make_aware(datetime.combine(until, time.min)))


def fiscal_years(access: Access) -> list[str]:
    """The fiscal years of the books, newest first."""
    years = Period.objects.visible_to(access).values_list("fiscal_year", flat=True)
    return sorted(set(years), reverse=True)


def documents_of(item: ArchivedInvoice) -> list[LinkedDocument]:
    """The documents that belong to the invoice, in the order in which they came."""
    return list(item.linked.select_related("document").order_by("pk"))


def partner_name(access: Access, pk: int) -> str | None:
    """The name of a partner of this dossier; None when it is none of it."""
    return Partner.objects.visible_to(access).filter(pk=pk).values_list("name", flat=True).first()


def partner_names(access: Access, text: str, *, limit: int = 20) -> list[str]:
    """The names that fit what is typed, for a list to choose from."""
    wanted = plain(text).split()
    names = (name for _pk, name, searched in _partners(access) if all(word in searched for word in wanted))
    return sorted(dict.fromkeys(names), key=plain)[:limit]


def _of_partner(access: Access, text: str) -> Q:
    words = plain(text).split()
    fitting = [pk for pk, _name, searched in _partners(access) if all(word in searched for word in words)]
    if len(fitting) <= MANY_PARTNERS:
        return Q(partner_id__in=fitting)
    return Q(*[Q(search__contains=word) for word in words])


def _partners(access: Access) -> Iterable[tuple[int, str, str]]:
    """Id, name and name as searched of the dossier's partners, kept until the books change."""
    key = kept_under(access, "partners")
    known: list[tuple[int, str, str]] | None = cache.get(key)
    if known is None:
        names = Partner.objects.visible_to(access).values_list("pk", "name")
        known = [(pk, name, plain(name)) for pk, name in names]
        cache.set(key, known, timeout=KEPT_FOR)
    return known


def kept_under(access: Access, what: str) -> str:
    """A key of the cache that nobody asks for any more once the books or a tick have changed."""
    version = Books.objects.visible_to(access).values_list("version", flat=True).first()
    return f"archive:{access.dossier_id}:{version}:{what}"
