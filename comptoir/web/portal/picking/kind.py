"""What a list must say of its rows so that many of them can be picked; and the bar that it then shows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from comptoir.archive.bundle import Bundled
from comptoir.firms.access import Access
from comptoir.firms.paging import Row
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.plan import ListPlan, Pairs
from comptoir.web.portal.lists.table import Names


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of a list, of the table `model`.

    `place` is where the list is in the dossier, `acts` where it is sent what is to be done with rows of it.
    `rows` are all of them, `wanted` those that the filter leaves, both of this dossier alone. `sums` has "count", and
    where the rows have amounts "amount", with "open" for who may see it. `bundled` lays their documents out for a ZIP,
    `row_of` reads a row as the plan's columns do, `names` has the words of the filter's Known values. `mailed`: they can
    be sent by e-mail.
    """

    plan: ListPlan
    place: str
    acts: str
    model: type[Any]
    rows: Callable[[Access], QuerySet[Any]]
    wanted: Callable[[Access, Asked], QuerySet[Any]]
    sums: Callable[[Access, QuerySet[Any]], Mapping[str, int]]
    bundled: Callable[[QuerySet[Any]], Iterator[Bundled[Any]]]
    row_of: Callable[[Any], Row]
    names: Callable[[Access, Asked], Names]
    mailed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """What is offered for the picked rows of a page: where it is sent, the filter as hidden fields, all there is."""

    address: str
    pairs: Pairs
    sums: Mapping[str, int]
    shown: int
    may_handle: bool
    mails: bool = False

    @property
    def more(self) -> bool:
        """Whether the list has more rows than this page."""
        return self.sums["count"] > self.shown
