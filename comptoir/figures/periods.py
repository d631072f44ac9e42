"""The fiscal years of a dossier and the columns of each: its booking periods, or calendar months.

Sums are kept by month, so booking periods are columns where they are whole months that do not overlap; a period that lies
within another one (an opening or closing period of one day) is told with it. Of books that give no such periods the
columns are calendar months. Whatever is booked has a column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Max, Min

from comptoir.firms.access import Access
from comptoir.kit.dates import month_end, months
from comptoir.ledger.models import AccountMonth, Period


@dataclass(frozen=True, slots=True)
class Span:
    """A column: a booking period or a calendar month, both days included. `code` names it within its year."""

    code: str
    first: date
    last: date

    def holds(self, month: date) -> bool:
        """Whether the month of that first day lies in it; a year may begin or end within a month."""
        return self.first.replace(day=1) <= month <= self.last


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year in which something is booked. `by_periods`: its columns are the booking periods of the books."""

    name: str
    spans: tuple[Span, ...]
    by_periods: bool

    @property
    def first(self) -> date:
        """Its first day."""
        return self.spans[0].first

    @property
    def last(self) -> date:
        """Its last day, as far as the books say."""
        return self.spans[-1].last

    def span(self, code: str) -> Span | None:
        """The column of that code."""
        return next((span for span in self.spans if span.code == code), None)

    def is_whole(self) -> bool:
        """Whether it is the twelve months from January."""
        return (self.first.month, self.first.day, self.last.year) == (1, 1, self.first.year)


def years_of(access: Access) -> list[Year]:
    """The fiscal years in which anything is booked, newest first."""
    booked = AccountMonth.objects.visible_to(access).order_by().values_list("fiscal_year")
    ends = {name: (first, last) for name, first, last in booked.annotate(Min("month"), Max("month"))}
    periods: dict[str, list[Span]] = {}
    for code, name, first, last in Period.objects.visible_to(access).values_list(
        "code", "fiscal_year", "start_on", "end_on"
    ):
        periods.setdefault(name, []).append(Span(code, first, last))
    years = [_year(name, periods.get(name, []), *months) for name, months in ends.items()]
    return sorted(years, key=lambda year: year.first, reverse=True)


def active_year(years: Sequence[Year], today: date) -> Year | None:
    """The year in which today lies, else the newest; None of none."""
    return next((year for year in years if year.first <= today <= year.last), years[0] if years else None)


def year_before(years: Sequence[Year], year: Year) -> Year | None:
    """The year that ends on the day before this one begins."""
    eve = year.first - timedelta(days=1)
    return next((each for each in years if each.last == eve), None)


def processed_until(spans: Iterable[Span], accounts_until: date | None) -> date | None:
    """The end of the last processed period: the one before that which holds the day after the first date.

    None while nothing is processed: no first date, or no period that has ended by then.
    """
    if accounts_until is None:
        return None
    next_day = accounts_until + timedelta(days=1)
    return max((span.last for span in spans if span.last < next_day), default=None)


def _year(name: str, periods: list[Span], first: date, last: date) -> Year:
    columns = _columns(periods)
    if not columns:
        first, last = min([first, *(span.first for span in periods)]), max([last, *(span.last for span in periods)])
        return Year(name, tuple(_month_spans(first.replace(day=1), month_end(last))), False)
    outside = [
        span for span in _month_spans(first, month_end(last)) if not any(column.holds(span.first) for column in columns)
    ]
    return Year(name, tuple(sorted([*columns, *outside], key=lambda span: span.first)), True)


def _columns(periods: Iterable[Span]) -> list[Span]:
    """The periods without those that lie within another; none when what is left is not whole months side by side.

    The first one may begin within a month, and the last one end so, as a year does that is not whole.
    """
    columns: list[Span] = []
    for span in sorted(periods, key=lambda span: (span.first, -span.last.toordinal())):
        if columns and span.last <= columns[-1].last:
            continue
        columns.append(span)
    whole = all(one.last == month_end(one.last) and other.first.day == 1 for one, other in pairwise(columns))
    apart = all(one.last < other.first for one, other in pairwise(columns))
    return columns if whole and apart else []


def _month_spans(first: date, last: date) -> list[Span]:
    return [Span(f"{start:%Y-%m}", start, end) for start, end in months(first, last)]
