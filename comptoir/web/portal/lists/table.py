"""What surrounds a list's rows: headings with their order, views, chips, the filter's fields, foot and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from comptoir.archive.queries.views import KeptView, Look
from comptoir.firms.paging import Page
from comptoir.web.portal.lists.asked import Asked, written
from comptoir.web.portal.lists.columns import Column
from comptoir.web.portal.lists.filters import Choice, Filter, Known, Text
from comptoir.web.portal.lists.plan import ListPlan, Ready
from comptoir.web.shared.templatetags.comptoir import count, money

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere, and whether one is there already."""

    label: str
    address: str
    current: bool
    icon: str = ""
    count: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: its word, its place in narrow lists, and how it sorts ("" when it does not)."""

    label: str
    css: str
    meaning: str = ""
    address: str = ""
    direction: str = ""
    sort_icon: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Foot:
    """A cell under a column: what is summed there."""

    css: str
    label: str = ""
    word: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, and the address without it."""

    label: str
    address: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose in a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the filter form: how it is drawn, what was typed, what is wrong with it, what there is to choose."""

    name: str
    label: str
    kind: str
    value: str
    error: str
    options: tuple[Option, ...] = ()
    offers: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A column to show or put away, with what stands in it."""

    name: str
    label: str
    meaning: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved views in their menu: one's own, the firm's, the one that is open, and whether it was changed since.

    `keeping`: there is a filter or order to keep under a name. `may_change`: the open view is one's own and changed.
    """

    own: list[Link]
    shared: list[Link]
    opened: KeptView | None
    changed: bool
    keeping: bool
    query: str

    @property
    def may_change(self) -> bool:
        """Whether what is open can be kept as a change of one's own view."""
        return self.changed and self.opened is not None and not self.opened.shared


@dataclass(frozen=True, slots=True)
class Table:
    """A list as its templates read it."""

    plan: ListPlan
    asked: Asked
    look: Look
    address: str
    rows: list[SafeString]
    headings: list[Heading]
    foot: list[Foot]
    counted: str
    views: list[Link]
    chips: list[Chip]
    search: Field | None
    fields: list[Field]
    sorts: list[Option]
    columns: list[Pick]
    sheets: list[Link]
    saved: Saved
    notes: list[str]
    before: str
    after: str

    @property
    def filtered(self) -> bool:
        """Whether anything limits the list."""
        return bool(self.asked.filters)

    @property
    def meanings(self) -> list[Heading]:
        """The columns shown of which a sentence says what stands there."""
        return [heading for heading in self.headings if heading.meaning]

    @property
    def query(self) -> str:
        """The page's own query."""
        return self.asked.query()


def table_of(
    asked: Asked,
    look: Look,
    page: Page,
    rows: list[SafeString],
    sums: Mapping[str, int],
    *,
    address: str,
    names: Names | None = None,
    offers: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Table:
    """The list around its rows. `address` is that of the list without a query.

    `sums` has "count" and what the columns' totals are named after. `names` are the words of Known values, by filter
    and value; `offers` the addresses that offer words for a Text; `counts` how many rows the ready-made views have.
    """
    names, offers = names or {}, offers or {}
    fields = [_field(asked, each, names.get(each.name, {}), offers.get(each.name, "")) for each in asked.plan.filters]
    shown = [column for column in asked.plan.columns if look.shows(column.name) and column.listed]
    return Table(
        plan=asked.plan,
        asked=asked,
        look=look,
        address=address,
        rows=rows,
        headings=[_heading(asked, column) for column in shown],
        foot=foot_of(shown[1:], sums),
        counted=asked.plan.counted(sums["count"]),
        views=[_view(asked, ready, counts or {}) for ready in asked.plan.ready],
        chips=[said(asked, name, typed, names) for name, typed in asked.filters],
        search=next((field for field in fields if field.kind == "search"), None),
        fields=[field for field in fields if field.kind != "search"],
        sorts=[Option(value, str(label), value == asked.sort) for value, label in asked.plan.sorts],
        columns=[_picked(column, look) for column in asked.plan.columns if column.can_hide],
        sheets=_sheets(asked),
        saved=_saved(asked, look),
        notes=_notes(asked, look),
        before=asked.at("before", page.before) if page.before else "",
        after=asked.at("after", page.after) if page.after else "",
    )


def shown_columns(plan: ListPlan, look: Look) -> dict[str, bool]:
    """Which columns row.html shows, by name: for `show` in its context."""
    return {column.name: look.shows(column.name) for column in plan.columns if column.listed}


def _picked(column: Column, look: Look) -> Pick:
    return Pick(column.name, str(column.label), str(column.meaning), look.shows(column.name))


def _sheets(asked: Asked) -> list[Link]:
    """As what the whole list can be taken along."""
    words = (
        ("xlsx", gettext("Excel (XLSX)"), "download"),
        ("csv", "CSV", "download"),
        ("print", gettext("To print"), "print"),
    )
    return [Link(label, asked.taken_as(what), False, icon) for what, label, icon in words]


def _saved(asked: Asked, look: Look) -> Saved:
    """The menu of saved views, without those that rest on what is left out for this reader."""
    opened = _opened(asked, look)
    views = [view for view in look.views if not asked.plan.leaves_out(tuple(parse_qsl(view.query)))]
    links = {view: Link(view.name, address_of_view(view), view is opened) for view in views}
    return Saved(
        own=[link for view, link in links.items() if not view.shared],
        shared=[link for view, link in links.items() if view.shared],
        opened=opened,
        changed=opened is not None and not asked.left_out and set(parse_qsl(opened.query)) != set(asked.lasting),
        keeping=bool(asked.lasting),
        query=written(asked.lasting),
    )


def _opened(asked: Asked, look: Look) -> KeptView | None:
    """The saved view of the address, where this reader has it."""
    return next((view for view in look.views if str(view.pk) == asked.view), None)


def _notes(asked: Asked, look: Look) -> list[str]:
    """What of the address the list does not do, in sentences; the same for a view that is gone and one of somebody else."""
    notes = []
    if asked.left_out:
        notes.append(gettext("A filter of this address was left out: this dossier does not show what it asks for."))
    elif asked.view and _opened(asked, look) is None:
        notes.append(gettext("The saved view of this address is no longer there. The list is shown without it."))
    return notes


def address_of_view(view: KeptView) -> str:
    """The query at which a list shows that view."""
    return written((*parse_qsl(view.query), ("view", str(view.pk))))


def _heading(asked: Asked, column: Column) -> Heading:
    label, meaning = str(column.label), str(column.meaning)
    if not column.sort:
        return Heading(label, column.css, meaning, icon=column.icon)
    now = asked.sort or asked.plan.sort
    direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(now, "")
    sort_icon = {"ascending": "up", "descending": "down"}.get(direction, "sort")
    address = asked.sorted_by(asked.next_sort(column.sort)) or "?"
    return Heading(label, column.css, meaning, address, direction, sort_icon, column.icon)


def foot_of(columns: Sequence[Column], sums: Mapping[str, int]) -> list[Foot]:
    """The cells under the columns; `sums` by the names of the columns' totals."""
    return [_foot(column, sums) for column in columns]


def said(asked: Asked, name: str, typed: str, names: Names) -> Chip:
    """An active filter as a chip that removes it; one that could not be read says so."""
    of = next(each for each in asked.plan.filters if each.name == name)
    read = of.read(typed)
    label = read.wrong or of.say(names.get(name, {}).get(typed, read.said))
    return Chip(label, asked.without(name, typed) or "?", bool(read.wrong))


def _foot(column: Column, sums: Mapping[str, int]) -> Foot:
    if not column.total:
        return Foot(column.css)
    word = str(column.total_label)
    return Foot(column.css, "" if word else str(column.label), word, money(sums[column.total]))


def _view(asked: Asked, ready: Ready, counts: Mapping[str, int]) -> Link:
    sort = (("sort", asked.sort),)
    number = count(counts[ready.name]) if ready.name in counts else ""
    current = set(ready.pairs) == set(asked.filters)
    return Link(
        str(ready.label), written((*ready.pairs, *sort)) or "?", current, count=number, meaning=str(ready.meaning)
    )


def _field(asked: Asked, of: Filter, known: Mapping[str, str], offers: str) -> Field:
    typed = [value for name, value in asked.filters if name == of.name]
    value = typed[0] if typed else ""
    options: tuple[Option, ...] = ()
    if isinstance(of, Choice):
        options = tuple(Option(option, str(word), option in typed) for option, word in of.options)
    elif isinstance(of, Known):
        options = tuple(Option(option, word, option in typed) for option, word in known.items())
    return Field(of.name, str(of.label), _drawn(of), value, asked.wrong.get(of.name, ""), options, offers)


def _drawn(of: Filter) -> str:
    """As what a filter is drawn in the form."""
    if isinstance(of, Text):
        return "search" if of.main else "offered" if of.offered else "text"
    if isinstance(of, Known):
        return "hidden" if of.silent else "select"
    if isinstance(of, Choice) and not of.many:
        return "box" if len(of.options) == 1 else "select"
    return of.kind
