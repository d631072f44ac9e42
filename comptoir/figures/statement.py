"""The result by period: income and costs by the first two figures of the account, beside the same months a year earlier."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comptoir.figures.choices import INCOME, Kind
from comptoir.figures.periods import Span, Year
from comptoir.figures.results import CLASSES
from comptoir.figures.schemes import Scheme
from comptoir.figures.source import Movement, movements
from comptoir.figures.trial import month_before
from comptoir.firms.access import Access

Cells = tuple[int | None, ...]
"""An amount for each period; None where the year before has no such period."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A group of accounts, or one account of it: its periods and those of the year before; income and costs positive."""

    code: str
    name: str
    cells: Cells
    before: Cells

    @property
    def total(self) -> int:
        """All periods together."""
        return total(self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """One heading of two figures with its accounts by code."""

    kind: Kind
    heading: Heading
    accounts: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class ResultStatement:
    """The groups by kind and code, the sums of every kind, and the result: income less costs."""

    spans: tuple[Span, ...]
    groups: tuple[Group, ...]
    kinds: dict[Kind, Heading]
    result: Heading


def result_statement(
    access: Access, scheme: Scheme, year: Year, spans: Sequence[Span], before: Year | None
) -> ResultStatement:
    """The result of these periods of the year; what counts in no figure is left out, as everywhere."""
    now = _by_account(movements(access, year.name, CLASSES), scheme, spans, lambda span: span)
    earlier = movements(access, before.name, CLASSES) if before else []
    then = _by_account(earlier, scheme, spans, _a_year_earlier)
    known = tuple(before is not None and _within(_a_year_earlier(span), before) for span in spans)
    accounts = [
        (kind, Heading(code, name, tuple(_of(now, (kind, code, name), spans)), _known(_of(then, key, spans), known)))
        for key in sorted({*now, *then}, key=lambda key: (list(Kind).index(key[0]), key[1]))
        for kind, code, name in [key]
    ]
    groups = [
        Group(kind, _sum(code, own), tuple(own))
        for kind in Kind
        for code in dict.fromkeys(one.code[:2] for of, one in accounts if of == kind)
        for own in [[one for of, one in accounts if of == kind and one.code.startswith(code)]]
    ]
    empty = Heading("", "", (0,) * len(spans), tuple(0 if each else None for each in known))
    kinds = {kind: _sum("", [empty, *(group.heading for group in groups if group.kind == kind)]) for kind in Kind}
    signed = [_signed(kinds[kind], 1 if kind in INCOME else -1) for kind in Kind]
    return ResultStatement(tuple(spans), tuple(groups), kinds, _sum("", signed))


def total(cells: Iterable[int | None]) -> int:
    """The periods that are known together."""
    return sum(cents for cents in cells if cents is not None)


def _by_account(
    moved: Iterable[Movement], scheme: Scheme, spans: Sequence[Span], held_by: Callable[[Span], Span]
) -> dict[tuple[Kind, str, str], list[int]]:
    places = [held_by(span) for span in spans]
    found: dict[tuple[Kind, str, str], list[int]] = defaultdict(lambda: [0] * len(spans))
    for movement in moved:
        kind = scheme.kind_of(movement.code)
        place = next((place for place, span in enumerate(places) if span.holds(movement.month)), None)
        if kind is not None and place is not None:
            found[kind, movement.code, movement.name][place] += -movement.cents if kind in INCOME else movement.cents
    return found


def _of(found: dict[tuple[Kind, str, str], list[int]], key: tuple[Kind, str, str], spans: Sequence[Span]) -> list[int]:
    return found.get(key, [0] * len(spans))


def _known(cells: Iterable[int], known: Iterable[bool]) -> Cells:
    return tuple(cents if each else None for cents, each in zip(cells, known, strict=True))


def _a_year_earlier(span: Span) -> Span:
    return Span(span.code, month_before(span.first).replace(day=1), month_before(span.last))


def _within(span: Span, year: Year) -> bool:
    return year.first.replace(day=1) <= span.first and span.last.replace(day=1) <= year.last


def _sum(code: str, headings: Sequence[Heading]) -> Heading:
    cells = tuple(sum(column) for column in zip(*(_zeros(one.cells) for one in headings), strict=True))
    before = tuple(
        None if column[0] is None else total(column) for column in zip(*(one.before for one in headings), strict=True)
    )
    return Heading(code, "", cells, before)


def _zeros(cells: Cells) -> list[int]:
    return [cents or 0 for cents in cells]


def _signed(one: Heading, sign: int) -> Heading:
    return Heading(
        one.code,
        one.name,
        tuple(None if cents is None else cents * sign for cents in one.cells),
        tuple(None if cents is None else cents * sign for cents in one.before),
    )
