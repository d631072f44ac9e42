"""Filters that few rows of a long list fit: those rows are found first, each by an index of their own.

The list's own order finds a page of frequent ones sooner, and would read the whole list for a page of rare ones.
"""

from collections.abc import Iterator
from typing import Any

from comptoir.documents.finding import FEW
from comptoir.documents.models import Document, Pages, Scan
from comptoir.firms.access import Access
from comptoir.firms.scope import DossierQuerySet
from comptoir.intake.models import Submission

Rows = DossierQuerySet[Submission]


def narrowed(rows: Rows, some: Rows) -> Rows:
    """Those of the rows that are among some, where these are few; else the rows as they are. Asks the database."""
    ids = list(some.order_by().values_list("pk", flat=True)[: FEW + 1])
    return rows.filter(pk__in=ids) if len(ids) <= FEW else rows


def waiting(access: Access, waits: str) -> Rows:
    """What waits for that ("reading", "scanner"), or is "unreadable"; and a little more, which the filter leaves out."""
    rows = Submission.objects.visible_to(access)
    if waits == "reading":
        return rows.filter(read_at=None)
    if waits == "scanner":
        return rows.filter(document__in=Document.objects.visible_to(access).filter(scan=Scan.WAITING))
    refused = Pages.objects.visible_to(access).filter(refusal__isnull=False)
    return rows.filter(document__in=refused.values("document"))


def rare(access: Access, tab: str, *, waits: str, channels: tuple[str, ...], amounts: dict[str, Any]) -> Iterator[Rows]:
    """For each of these filters of the document history that limits, the rows of the tab that fit it."""
    rows = Submission.objects.visible_to(access).filter(tab=tab)
    if waits:
        yield waiting(access, waits)
    if channels:
        yield rows.filter(channel__in=channels)
    if amounts:
        yield rows.filter(**amounts)
