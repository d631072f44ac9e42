"""A list's plan: everything about it that is the same for every reader, declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from comptoir.firms.access import Access
from comptoir.firms.paging import Order
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Filter, Options, Word

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A view that everybody has: its word, its filters, a sentence on it. `name`: what its count is handed over under.

    `needs` is the right without which it is not there, `instead_of` the one without which alone it is.
    """

    name: str
    label: Word
    pairs: Pairs = ()
    meaning: Word = ""
    needs: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What a list is made of.

    `name` is its name for saved views and looks; `right` what a reader of it needs. `sort` is the order by itself, such
    as "-date", a name of `orders`; `sorts` are the orders to choose from where there are no headings, "" for that one.
    `counted` says in words how many rows there are. `row` is the template of a row. `left_out` are the names of filters
    that the plan has for others, and not for this reader. `put_away` are the names of columns that are seen only once
    somebody asks for them.
    """

    name: str
    right: str
    title: Word
    filters: tuple[Filter, ...]
    columns: tuple[Column, ...]
    orders: Mapping[str, Order]
    sort: str
    sorts: Options
    row: str
    counted: Callable[[int], str]
    ready: tuple[Ready, ...] = ()
    placeholder: Word = ""
    left_out: frozenset[str] = frozenset()
    put_away: tuple[str, ...] = ()

    @property
    def exported(self) -> tuple[Column, ...]:
        """The columns of a file."""
        return tuple(column for column in self.columns if column.exported)

    def seen_by(self, access: Access) -> "ListPlan":
        """The plan without what this reader has no right to: columns, filters, orders of such columns, ready-made views."""
        columns, filters = _allowed(self.columns, access), _allowed(self.filters, access)
        kept = {column.sort for column in columns}
        orders = {column.sort for column in self.columns} - kept - {""}
        return replace(
            self,
            columns=columns,
            filters=filters,
            orders={name: order for name, order in self.orders.items() if name not in orders},
            sorts=tuple(each for each in self.sorts if each[0].removeprefix("-") not in orders),
            ready=tuple(each for each in _allowed(self.ready, access) if not access.may(each.instead_of)),
            left_out=frozenset(each.name for each in self.filters if each not in filters),
        )

    def leaves_out(self, pairs: Pairs) -> bool:
        """Whether a filter among these is left out for this reader."""
        return any(name in self.left_out for name, _ in pairs)


class Needing(Protocol):
    """Something of a plan that can need a right."""

    @property
    def needs(self) -> str:
        """The right, "" for none."""


N = TypeVar("N", bound=Needing)


def _allowed(of_plan: tuple[N, ...], access: Access) -> tuple[N, ...]:
    return tuple(each for each in of_plan if not each.needs or access.may(each.needs))
