"""Income, costs and result of a fiscal year, by period; whole cents, income and costs both positive as usual."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comptoir.figures.choices import COSTS, INCOME, Kind
from comptoir.figures.periods import Span, Year, processed_until
from comptoir.figures.schemes import Scheme
from comptoir.figures.source import Movement, movements
from comptoir.firms.access import Access

CLASSES = ("6", "7")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the accounts of each kind come to; income less costs is the result."""

    cents: Mapping[Kind, int]

    @property
    def total_income(self) -> int:
        """Operating and other income."""
        return sum(self.cents[kind] for kind in INCOME)

    @property
    def total_costs(self) -> int:
        """Operating and other costs."""
        return sum(self.cents[kind] for kind in COSTS)

    @property
    def operating_result(self) -> int:
        """Operating income less operating costs."""
        return self.cents[Kind.OPERATING_INCOME] - self.cents[Kind.OPERATING_COSTS]

    @property
    def result(self) -> int:
        """All income less all costs: before taxes and what is done with the result."""
        return self.total_income - self.total_costs


@dataclass(frozen=True, slots=True)
class Column:
    """One period with its sums. `processed`: the first date covers it; `booked`: any account of a figure moved in it."""

    span: Span
    sums: Sums
    processed: bool
    booked: bool


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The columns of a year, and until when its periods are processed (None: not even the first one)."""

    year: Year
    columns: tuple[Column, ...]
    processed_until: date | None

    def counted(self, span: Span | None = None, *, only_processed: bool) -> tuple[Column, ...]:
        """The columns that the key figures count: all of the year, or that one period; perhaps only those processed."""
        return tuple(
            column
            for column in self.columns
            if (span is None or column.span == span) and (column.processed or not only_processed)
        )

    @property
    def provisional(self) -> bool:
        """Whether anything is booked in a period that is not processed."""
        return any(column.booked and not column.processed for column in self.columns)


def year_figures(access: Access, scheme: Scheme, year: Year, accounts_until: date | None) -> YearFigures:
    """The figures of every period of the year; their sums are those of the year to the cent."""
    moved = movements(access, year.name, CLASSES)
    until = processed_until(year.spans, accounts_until)
    columns = []
    for span in year.spans:
        inside = within(moved, [span])
        columns.append(Column(span, sums_of(inside, scheme), until is not None and span.last <= until, bool(inside)))
    return YearFigures(year, tuple(columns), until)


def within(moved: Iterable[Movement], spans: Sequence[Span]) -> list[Movement]:
    """The movements of the months in these columns."""
    return [movement for movement in moved if any(span.holds(movement.month) for span in spans)]


def sums_of(moved: Iterable[Movement], scheme: Scheme) -> Sums:
    """What these movements come to, by kind."""
    cents: Counter[Kind] = Counter(dict.fromkeys(Kind, 0))
    for movement in moved:
        kind = scheme.kind_of(movement.code)
        if kind is not None:
            cents[kind] += -movement.cents if kind in INCOME else movement.cents
    return Sums(dict(cents))


def added(columns: Iterable[Column]) -> Sums:
    """The sums of several columns."""
    columns = list(columns)
    return Sums({kind: sum(column.sums.cents[kind] for column in columns) for kind in Kind})


def compared(figures: YearFigures, before: YearFigures, counted: Sequence[Column]) -> Sums | None:
    """The sums of the same periods of the year before; None where the two cannot be compared.

    Compared is what is processed, period by period: never a period that is still being booked with one that is done, nor
    a year whose periods are cut otherwise.
    """
    booked = [column for column in counted if column.booked]
    if not booked or not all(column.processed for column in booked):
        return None
    wanted = {_months_in(figures.year, column.span) for column in counted}
    same = [column for column in before.columns if _months_in(before.year, column.span) in wanted]
    known = any(column.booked for column in same)
    return added(same) if known and len(same) == len(counted) else None


def _months_in(year: Year, span: Span) -> tuple[int, int]:
    """From which month of the year to which, counted from its first."""
    start = year.first.year * 12 + year.first.month
    return span.first.year * 12 + span.first.month - start, span.last.year * 12 + span.last.month - start
