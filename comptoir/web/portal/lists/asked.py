"""What the address of a list asks for: filters, order, place in the list; read leniently, then written again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from comptoir.firms.access import Access
from comptoir.firms.paging import Order
from comptoir.web.portal.lists.filters import Filter, is_id
from comptoir.web.portal.lists.plan import ListPlan, Pairs

TAKEN = ("csv", "xlsx", "print")
MAX_TEXT = 100
MANY = 16
"""Of a filter that takes many values, no more are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The values that were understood, the sentences on what was not, and the address's own words to write it again.

    `filters` are the filters in the address's words, wrong ones too; `pairs` has the order and the saved view besides.
    `taken` says as what the whole list is wanted, "" for a page of it. `left_out`: a filter was asked for that the
    reader has no right to.
    """

    plan: ListPlan
    values: Mapping[str, Any]
    wrong: Mapping[str, str]
    filters: Pairs
    sort: str
    view: str
    after: str
    before: str
    taken: str = ""
    left_out: bool = False

    @property
    def pairs(self) -> Pairs:
        """What stays the same from page to page."""
        return (*self.filters, *_said(sort=self.sort, view=self.view))

    @property
    def lasting(self) -> Pairs:
        """Filters and order in words that mean the same to every reader: what a saved view keeps."""
        of = {each.name: each for each in self.plan.filters}
        return (*((name, of[name].lasting(typed)) for name, typed in self.filters), *_said(sort=self.sort))

    @property
    def order(self) -> Order:
        """By what the list is sorted."""
        sort = self.sort or self.plan.sort
        return replace(self.plan.orders[sort.removeprefix("-")], descending=sort.startswith("-"))

    def text(self, name: str) -> str:
        """The value of a Text, Choice or Known; "" when it does not limit."""
        return str(self.values.get(name, ""))

    def day(self, name: str) -> date | None:
        """The value of a Day."""
        day: date | None = self.values.get(name)
        return day

    def number(self, name: str) -> int | None:
        """The value of an Amount, in cents, or of a Known by its id."""
        number: int | None = self.values.get(name)
        return number

    def several(self, name: str) -> tuple[str, ...]:
        """The values of a Choices, in the order of the alphabet."""
        return tuple(sorted(self.values.get(name, ())))

    def query(self) -> str:
        """The whole address again, with the place in the list."""
        return written((*self.pairs, ("after", self.after), ("before", self.before)))

    def without(self, name: str, value: str) -> str:
        """The address with one filter less, from the first page."""
        return written(tuple(pair for pair in self.pairs if pair != (name, value)))

    def sorted_by(self, sort: str) -> str:
        """The address with another order, from the first page."""
        return written((*self.filters, *_said(sort=sort, view=self.view)))

    def at(self, place: str, mark: str) -> str:
        """The address of the page after or before this one."""
        return written((*self.pairs, (place, mark)))

    def taken_as(self, what: str) -> str:
        """The address at which all that is wanted is given as a file or for printing."""
        return written((*self.filters, *_said(sort=self.sort), ("as", what)))

    def next_sort(self, name: str) -> str:
        """What a click on a heading asks for: up, then down, then the order by itself."""
        return {name: f"-{name}", f"-{name}": ""}.get(self.sort, name)


def written(pairs: Pairs) -> str:
    """A query string of what is not empty, "?" included; "" for nothing."""
    query = urlencode([pair for pair in pairs if pair[1]])
    return f"?{query}" if query else ""


def read_asked(query: QueryDict, plan: ListPlan, access: Access) -> Asked:
    """Read the address of a list, for this reader: what he has no right to is not in the plan of what is given.

    What cannot be read limits nothing and stands in `wrong` with a sentence; a filter that is left out is not read.
    """
    plan = plan.seen_by(access)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    for each in plan.filters:
        for typed in _typed(query, each):
            pairs.append((each.name, typed))
            read = each.read(typed)
            if read.wrong:
                wrong[each.name] = read.wrong
            elif each.many:
                values.setdefault(each.name, []).append(read.value)
            else:
                values[each.name] = read.value
    sort, view = query.get("sort", ""), query.get("view", "")
    return Asked(
        plan=plan,
        values=values,
        wrong=wrong,
        filters=tuple(pairs),
        sort=sort if sort.removeprefix("-") in plan.orders else "",
        view=view if is_id(view) else "",
        after=query.get("after", "")[:300],
        before=query.get("before", "")[:300],
        taken=query.get("as", "") if query.get("as", "") in TAKEN else "",
        left_out=plan.leaves_out(tuple((name, "") for name in query)),
    )


def _typed(query: QueryDict, of: Filter) -> list[str]:
    """What somebody can have typed: without the character NUL, which PostgreSQL refuses to compare with anything."""
    given = query.getlist(of.name)[:MANY] if of.many else [query.get(of.name, "")]
    return list(dict.fromkeys(filter(None, (text.replace("\0", "").strip()[:MAX_TEXT] for text in given))))


def _said(sort: str = "", view: str = "") -> Pairs:
    return tuple(pair for pair in (("sort", sort), ("view", view)) if pair[1])
