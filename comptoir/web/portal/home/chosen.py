"""Which fiscal year, and which period of it, the page is about; and the ways to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext

from comptoir.figures.periods import Span, Year, active_year
from comptoir.web.shared.templatetags.comptoir import dmy


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The year, and one of its periods or None for all; `refused` says what the address asked for and is not there."""

    years: tuple[Year, ...]
    year: Year
    span: Span | None
    refused: str = ""

    @property
    def earlier(self) -> str:
        """The address of the year before in the list, "" for none."""
        return self._beside(1)

    @property
    def later(self) -> str:
        """The address of the year after in the list, "" for none."""
        return self._beside(-1)

    @property
    def year_options(self) -> list[Option]:
        """The years to choose from."""
        return [Option(year.name, year_label(year), year is self.year) for year in self.years]

    @property
    def span_options(self) -> list[Option]:
        """The periods to choose from, none of them first."""
        every = Option("", gettext("The whole year"), self.span is None)
        return [every, *(Option(span.code, span_label(span), span == self.span) for span in self.year.spans)]

    @property
    def in_words(self) -> str:
        """Of when the figures are."""
        if self.span is not None:
            return f"{dmy(self.span.first)} – {dmy(self.span.last)}"
        return f"{dmy(self.year.first)} – {dmy(self.year.last)}"

    def _beside(self, step: int) -> str:
        place = self.years.index(self.year) + step
        return "?" + urlencode({"year": self.years[place].name}) if 0 <= place < len(self.years) else ""


def chosen_of(years: Sequence[Year], asked: QueryDict, *, today: date) -> Chosen | None:
    """What the address asks for, else the active year; None where nothing is booked."""
    active = active_year(years, today)
    if active is None:
        return None
    wanted = asked.get("year", "")[:20]
    year = next((year for year in years if year.name == wanted), None)
    if wanted and year is None:
        refused = gettext("There is no fiscal year “%(year)s” in the books; this is %(shown)s.")
        return Chosen(tuple(years), active, None, refused % {"year": wanted, "shown": active.name})
    year = year or active
    code = asked.get("period", "")[:20]
    span = year.span(code)
    refused = (
        gettext("There is no period “%(period)s” in %(year)s; this is the whole year.") if code and not span else ""
    )
    return Chosen(tuple(years), year, span, refused and refused % {"period": code, "year": year.name})


def year_label(year: Year) -> str:
    """The year's name, with its days where it is not the calendar year."""
    return year.name if year.is_whole() else f"{year.name} ({dmy(year.first)} – {dmy(year.last)})"


def span_label(span: Span) -> str:
    """The months of a period, with their year."""
    first, last = date_format(span.first, "F Y"), date_format(span.last, "F Y")
    return first if first == last else f"{first} – {last}"


def short_label(span: Span, year: Year) -> str:
    """The months of a period in few signs, for a chart; the year where the fiscal year has two."""
    pattern = "M" if year.first.year == year.last.year else "m/y"
    first, last = date_format(span.first, pattern), date_format(span.last, pattern)
    return first if first == last else f"{first}–{last}"
