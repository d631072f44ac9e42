"""Rows that a person picked in a list: those that he named, and what they sum to."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Count, Model, QuerySet, Sum

from comptoir.archive.models import ArchivedInvoice
from comptoir.archive.queries.invoices import Totals

M = TypeVar("M", bound=Model)


class NotThere(LookupError):
    """One of the ids is none of these rows."""


def named(rows: QuerySet[M], ids: Collection[int]) -> QuerySet[M]:
    """Those of the rows that have these ids. Raises NotThere when one of the ids is none of them, or none is given."""
    wanted = set(ids)
    found = rows.filter(pk__in=wanted)
    if not wanted or found.count() != len(wanted):
        raise NotThere(sorted(wanted))
    return found


def sums_of(rows: QuerySet[ArchivedInvoice]) -> Totals:
    """How many the rows are, and what they sum to."""
    sums = rows.aggregate(count=Count("pk"), amount=Sum("amount_cents", default=0), open=Sum("open_cents", default=0))
    return Totals(sums["count"], sums["amount"], sums["open"])
