"""Lists by page, each page found by the key of the row beside it: the hundredth page costs what the first does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

Row = dict[str, Any]
Mark = tuple[Any, int]
CHUNK = 2000


class BadMark(ValueError):
    """The text is no mark that a page of this list could have given."""


@dataclass(frozen=True, slots=True)
class Order:
    """By which column a list is sorted, and its `id` the same way where values are equal.

    `read` makes the column's value from the text of a mark. A list by a nullable column ends with its empty values,
    whichever way it is sorted.
    """

    column: str
    read: Callable[[str], Any]
    descending: bool = False
    nullable: bool = False
    backwards: bool = False

    def turned(self) -> "Order":
        """The same list read from its end."""
        return replace(self, descending=not self.descending, backwards=not self.backwards)

    def mark_of(self, row: Row) -> str:
        """The text by which a page beside this row is asked for."""
        value = row[self.column]
        return f"{'' if value is None else value.isoformat() if isinstance(value, date) else value}~{row['id']}"

    def mark_from(self, text: str) -> Mark:
        """Read back what `mark_of` wrote. Raises BadMark."""
        value, tilde, pk = text.rpartition("~")
        if not tilde or not (pk.isascii() and pk.isdigit()) or len(pk) > 18 or "\0" in value:
            raise BadMark(text)
        try:
            return (None if self.nullable and not value else self.read(value)), int(pk)
        except ValueError:
            raise BadMark(text) from None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the marks for the pages beside it, "" at the ends."""

    rows: list[Row]
    before: str = ""
    after: str = ""


def page_of(rows: "QuerySet[Any, Row]", order: Order, *, after: str = "", before: str = "", size: int = 50) -> Page:
    """The page after or before a mark, or the first one. `rows` come as `.values()` with `id` and the order's column.

    Where nothing is left beyond the mark, or too little before it to fill a page, it is the first page. Raises BadMark.
    """
    if before:
        found = _beyond(rows, order.turned(), order.mark_from(before), size + 1)
        if len(found) > size:
            page = found[size - 1 :: -1]
            return Page(page, before=order.mark_of(page[0]), after=order.mark_of(page[-1]))
    elif after:
        found = _beyond(rows, order, order.mark_from(after), size + 1)
        if found:
            return Page(found[:size], before=order.mark_of(found[0]), after=_next(found, order, size))
    found = _beyond(rows, order, None, size + 1)
    return Page(found[:size], after=_next(found, order, size))


def every(rows: "QuerySet[Any, Row]", order: Order) -> Iterator[Row]:
    """The whole list, read bit by bit as one query, so that it is one state of the books."""
    column = F(order.column)
    sorted_by = column.desc(nulls_last=True) if order.descending else column.asc(nulls_last=True)
    by_column = sorted_by if order.nullable else f"{'-' if order.descending else ''}{order.column}"
    return rows.order_by(by_column, f"{'-' if order.descending else ''}id").iterator(chunk_size=CHUNK)


def _next(found: list[Row], order: Order, size: int) -> str:
    return order.mark_of(found[size - 1]) if len(found) > size else ""


def _beyond(rows: "QuerySet[Any, Row]", order: Order, mark: Mark | None, limit: int) -> list[Row]:
    """The rows after the mark in this order: those with a value by value and id, those without by id alone."""
    sign = "-" if order.descending else ""
    if not order.nullable:
        return list(_valued(rows, order, mark).order_by(f"{sign}{order.column}", f"{sign}id")[:limit])
    empty = rows.filter(**{f"{order.column}__isnull": True}).order_by(f"{sign}id")
    valued = rows.filter(**{f"{order.column}__isnull": False}).order_by(f"{sign}{order.column}", f"{sign}id")
    parts = [empty, valued] if order.backwards else [valued, empty]
    if mark is not None and mark[0] is None:
        beyond_empty = empty.filter(**{f"id__{'lt' if order.descending else 'gt'}": mark[1]})
        parts = [beyond_empty, valued] if order.backwards else [beyond_empty]
    elif mark is not None:
        beyond = _valued(valued, order, mark)
        parts = [beyond] if order.backwards else [beyond, empty]
    found: list[Row] = []
    for part in parts:
        if len(found) < limit:
            found += part[: limit - len(found)]
    return found


def _valued(rows: "QuerySet[Any, Row]", order: Order, mark: Mark | None) -> "QuerySet[Any, Row]":
    """Rows with a value beyond the mark's, or the same value and an id beyond its id.

    The bound on the column stands alone, so that the database finds the place in its index.
    """
    if mark is None:
        return rows
    value, pk = mark
    bound, same = ("lte", "gte") if order.descending else ("gte", "lte")
    return rows.filter(**{f"{order.column}__{bound}": value}).exclude(**{order.column: value, f"id__{same}": pk})
