"""What the tabs of filed documents tell: the rows that are wanted, page by page, and the categories to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from comptoir.archive.choices import FiledTab
from comptoir.archive.models import Category, FiledDocument
from comptoir.archive.queries.search import rows_containing
from comptoir.firms.access import Access
from comptoir.firms.paging import Order, Page, Row, every, page_of
from comptoir.firms.scope import DossierQuerySet

PAGE = 50
SOON_DAYS = 30
"""So many days before it expires a document is said to expire soon; earlier when its reminder was due earlier."""

COLUMNS = (
    *("id", "title", "dated_on", "comment", "expires_on", "remind_on", "filed_name", "filed_at", "handled_at"),
    *("document_id", "category_id", "category__name_fr", "category__name_nl", "category__name_en"),
)
"""What a row of the list shows."""

ORDERS = {
    "date": Order("dated_on", date.fromisoformat),
    "title": Order("title", str),
    "expiry": Order("expires_on", date.fromisoformat, nullable=True),
}
"""By what the list can be sorted; each has its index."""


@dataclass(frozen=True, slots=True)
class FiledFilter:
    """What is wanted; what is not said does not limit. `expiry` is "soon", "expired" or "" for whatever."""

    text: str = ""
    category_id: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    expiry: str = ""
    handled: bool | None = None
    removed: bool = False


def filtered(access: Access, tab: str, wanted: FiledFilter, *, on: date) -> "DossierQuerySet[FiledDocument]":
    """The documents of the tab that are wanted; `on` decides what expires soon and what has expired.

    What was taken out is only for those who file. With a text it asks the database how often its words occur: call it
    once and keep what it gives.
    """
    rows = FiledDocument.objects.visible_to(access).filter(tab=tab, removed_at__isnull=not wanted.removed)
    if wanted.removed and not access.may("archive.file"):
        return rows.none()
    limits = {
        "dated_on__gte": wanted.from_on,
        "dated_on__lte": wanted.until_on,
        "category_id": wanted.category_id,
    }
    rows = rows.filter(**{column: value for column, value in limits.items() if value is not None})
    if wanted.text:
        rows = rows_containing(access, rows, wanted.text)
    if wanted.handled is not None:
        rows = rows.filter(handled_at__isnull=not wanted.handled)
    if wanted.expiry == "expired":
        rows = rows.filter(expires_on__lt=on)
    if wanted.expiry == "soon":
        near = Q(expires_on__lte=on + timedelta(days=SOON_DAYS)) | Q(remind_on__lte=on)
        rows = rows.filter(near, expires_on__gte=on)
    return rows


def page(rows: "QuerySet[FiledDocument]", order: Order, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """One page of what `filtered` found, its rows as plain values. Raises paging.BadMark."""
    return page_of(rows.values(*COLUMNS), order, after=after, before=before, size=size)


def every_row(rows: "QuerySet[FiledDocument]", order: Order) -> Iterator[Row]:
    """All of what `filtered` found, row by row."""
    return every(rows.values(*COLUMNS), order)


def expires_soon(expires_on: date | None, remind_on: date | None, *, on: date) -> bool:
    """Whether a document is near its end, as the filter "soon" means it."""
    if expires_on is None or expires_on < on:
        return False
    return expires_on <= on + timedelta(days=SOON_DAYS) or (remind_on is not None and remind_on <= on)


def categories_of(access: Access, tab: str) -> list[Category]:
    """What can be chosen in the tab: the firm's list in its order, then what the dossier adds."""
    return list(_in_order(Category.objects.visible_to(access).filter(tab=tab, retired_at=None)))


def category_list(access: Access, tab: str) -> list[Category]:
    """The one list that this access may change, retired ones last: the dossier's own, or without a dossier the firm's."""
    own = Category.objects.visible_to(access).filter(tab=tab).of_list(access.dossier_id)
    return sorted(_in_order(own), key=lambda each: each.retired_at is not None)


def category_of(access: Access, tab: FiledTab, pk: int) -> Category | None:
    """A category of the tab by its id, retired or not; None when it is none that this access sees."""
    return Category.objects.visible_to(access).filter(tab=tab, pk=pk).first()


def may_change(filed: FiledDocument, access: Access) -> bool:
    """Whether this person may change it and take it out: the firm anything, the client what clients filed."""
    if access.may("archive.file_all"):
        return True
    return access.may("archive.file") and filed.tab == FiledTab.PERMANENT and filed.by_client


def _in_order(rows: "QuerySet[Category]") -> "QuerySet[Category]":
    return rows.order_by(F("dossier").asc(nulls_first=True), "position", "pk")
