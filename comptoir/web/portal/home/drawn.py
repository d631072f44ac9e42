"""The charts of the first page; where there is nothing to draw, a sentence says so under the same title."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from comptoir.figures.choices import Kind
from comptoir.figures.costs import Share
from comptoir.figures.liquidity import Liquidity
from comptoir.figures.results import Column, Sums, YearFigures
from comptoir.ledger.ageing import Ageing
from comptoir.ledger.choices import AccountRole, Age
from comptoir.web.portal.history.figures import ages_of
from comptoir.web.portal.home.chosen import short_label
from comptoir.web.shared.charts import Bars, Chart, Curve, Part, Ranking, Series
from comptoir.web.shared.templatetags.comptoir import dmy

PLACES = {AccountRole.CUSTOMER: "customers", AccountRole.SUPPLIER: "suppliers"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart, or words instead of it; the key of its explanation, and of which day it is."""

    key: str
    title: str
    chart: Chart | None = None
    instead: str = ""
    as_of: str = ""
    shares: tuple[Share, ...] = ()


def income_and_costs(figures: YearFigures, *, grey: bool) -> Drawn:
    """Operating income and costs by period."""
    title = gettext("Operating income and costs")
    rows = (
        (str(Kind.OPERATING_INCOME.label), "one", lambda sums: sums.cents[Kind.OPERATING_INCOME]),
        (str(Kind.OPERATING_COSTS.label), "two", lambda sums: sums.cents[Kind.OPERATING_COSTS]),
    )
    return _by_period("operating_costs", title, figures, rows, grey=grey)


def results(figures: YearFigures, *, grey: bool) -> Drawn:
    """The operating result by period."""
    title = gettext("Operating result by period")
    rows = ((gettext("Operating result"), "three", lambda sums: sums.operating_result),)
    return _by_period("operating_result", title, figures, rows, grey=grey)


def costs_by_category(shares: Sequence[Share], *, own: bool) -> Drawn:
    """The ranking of the categories; what none covers is a line of its own, grey, with its accounts behind."""
    title = gettext("Cost breakdown")
    if not shares:
        return Drawn("cost_breakdown", title, instead=gettext("No costs are booked in these periods."))
    parts = tuple(
        Part(
            share.category.name_in(get_language() or "fr") if share.category else gettext("Without category"),
            share.cents,
            "two" if share.category else "six",
        )
        for share in shares
    )
    note = (
        gettext("By the categories of this dossier.") if own else gettext("By the categories of your accounting firm.")
    )
    return Drawn("cost_breakdown", title, Ranking(title, parts, note), shares=tuple(shares))


def money_over_time(told: Liquidity, bank_until: date | None) -> Drawn:
    """The liquidity trend."""
    title = gettext("Liquidity trend")
    instead = ""
    if not told.accounts:
        instead = gettext("The books have no bank or cash account.")
    elif bank_until is None:
        instead = gettext("No bank journal is booked yet, so there is no balance to show.")
    elif told.last is None:
        instead = gettext("The bank journals are not booked in this year yet.")
    if instead:
        return Drawn("liquidity", title, instead=instead)
    pattern = "M" if told.points[0][0].year == told.points[-1][0].year else "m/y"
    labels = tuple(date_format(day, pattern) for day, _ in told.points)
    cents = tuple(amount for _, amount in told.points)
    name = gettext("Bank and cash at the end of the month")
    return Drawn("liquidity", title, Curve(title, labels, (Series(name, "one", cents),)), as_of=dmy(bank_until))


def open_by_age(key: str, title: str, ages: Ageing, role: AccountRole, prefix: str, bank_until: date | None) -> Drawn:
    """Receivables or payables by age; `prefix` is the address of the history, "" for who may not go there."""
    if not any(ages.cents.values()):
        return Drawn(key, title, instead=gettext("Nothing is open."), as_of=dmy(bank_until))
    leads = {age: f"{prefix}{PLACES[role]}/?age={age.value}" for age in Age} if prefix else None
    return Drawn(key, title, replace(ages_of(ages, leads), title=title), as_of=dmy(bank_until))


Row = tuple[str, str, Callable[[Sums], int]]


def _by_period(key: str, title: str, figures: YearFigures, rows: Sequence[Row], *, grey: bool) -> Drawn:
    if not any(column.booked for column in figures.columns):
        return Drawn(key, title, instead=gettext("No income and no costs are booked in this year."))
    last = max(place for place, column in enumerate(figures.columns) if column.booked)
    series = tuple(
        Series(name, tone, tuple(_told(column, place > last, of) for place, column in enumerate(figures.columns)))
        for name, tone, of in rows
    )
    labels = tuple(short_label(column.span, figures.year) for column in figures.columns)
    greyed = frozenset(place for place, column in enumerate(figures.columns) if grey and not column.processed)
    return Drawn(key, title, Bars(title, labels, series, greyed))


def _told(column: Column, after: bool, of: Callable[[Sums], int]) -> int | None:
    """The amount of a column; none after the last one in which anything is booked."""
    return None if after else of(column.sums)
