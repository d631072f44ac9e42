"""The result by period of a fiscal year: income and costs by heading, beside the same months a year earlier."""

from collections.abc import Sequence

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.figures.choices import COSTS, INCOME, Kind
from comptoir.figures.periods import Span, Year, processed_until, year_before, years_of
from comptoir.figures.schemes import SCHEMES
from comptoir.figures.statement import Group, ResultStatement, result_statement, total
from comptoir.figures.statement import Heading as Line
from comptoir.figures.trial import last_month_of
from comptoir.formats.report.make import Look
from comptoir.ledger.queries import dates_of
from comptoir.web.portal.reports.answer import answer, rooms
from comptoir.web.portal.reports.periods import chosen_year, no_books, span_in_words
from comptoir.web.portal.reports.sheet import Heading, Sheet, SheetRow, as_of
from comptoir.web.portal.reports.titles import title_of
from comptoir.web.shared.charts import Bars, Series
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import dmy


@require_safe
@needs("reports.view")
def result(request: PortalRequest) -> HttpResponseBase:
    """The result as page or file; what is missing for it is said."""
    years, title = years_of(request.access), gettext("Result by period")
    year, scheme = chosen_year(request, years), SCHEMES.get(request.dossier.country)
    if year is None:
        return no_books(request, title, room="result")
    if scheme is None:
        shown = {"title": title, "rooms": rooms(request, "result")}
        return render(request, "portal/reports/no_chart.html", shown)
    until = processed_until(year.spans, dates_of(request.dossier).accounts_until)
    only = request.dossier.shows_only_processed
    spans = [span for span in _booked(request, year) if not only or (until is not None and span.last <= until)]
    before = year_before(years, year)
    found = result_statement(request.access, scheme, year, spans, before)
    grey = frozenset(place for place, span in enumerate(spans) if until is None or span.last > until)
    accounts = request.GET.get("accounts") == "yes"
    sheet = _sheet(request, year, before, found, accounts=accounts, provisional=grey, only=only)
    context = {
        "year": year,
        "years": years,
        "accounts": accounts,
        "drawn": _chart(year, before, found, grey) if spans and found.groups else None,
    }
    return answer(request, sheet, context, room="result", current="result")


def _booked(request: PortalRequest, year: Year) -> list[Span]:
    """The periods of the year up to the last one in which anything is booked: of later ones there is nothing to tell."""
    last = last_month_of(request.access, year)
    return [span for span in year.spans if span.first <= last]


def _chart(year: Year, before: Year | None, found: ResultStatement, grey: frozenset[int]) -> Bars:
    series = [Series(year.name, "one", found.result.cells)]
    if before is not None:
        series.append(Series(before.name, "two", found.result.before))
    labels = tuple(span_in_words(span) for span in found.spans)
    return Bars(gettext("Result by period"), labels, tuple(series), grey)


def _sheet(
    request: PortalRequest,
    year: Year,
    before: Year | None,
    found: ResultStatement,
    *,
    accounts: bool,
    provisional: frozenset[int],
    only: bool,
) -> Sheet:
    names = (year.name, before.name if before else "")
    rows: list[SheetRow] = []
    for kinds, label in ((INCOME, gettext("Total income")), (COSTS, gettext("Total costs"))):
        for kind in kinds:
            rows += _of_kind(request, kind, found, names, accounts=accounts)
        sums = [found.kinds[kind] for kind in kinds]
        rows += _pair("sum", label, _together(sums), names)
    rows += _pair("total", gettext("Result before taxes"), found.result, names)
    spans = found.spans
    return Sheet(
        title=gettext("Result of %(year)s by period") % {"year": year.name},
        name=f"{gettext('Result by period')} {year.name}",
        facts=as_of(request.dossier, dmy(spans[-1].last) if spans else ""),
        headings=(
            Heading(gettext("Heading"), "text", wide=True),
            *(Heading(f"{span_in_words(span)}{' *' * (place in provisional)}") for place, span in enumerate(spans)),
            Heading(gettext("Total")),
        ),
        rows=tuple(rows) if spans and found.groups else (),
        notes=_notes(before, provisional=bool(provisional), only=only),
        nothing=gettext("No period of this year is processed yet.")
        if not spans
        else gettext("No income or costs are booked in this year."),
    )


def _of_kind(
    request: PortalRequest, kind: Kind, found: ResultStatement, names: tuple[str, str], *, accounts: bool
) -> list[SheetRow]:
    rows: list[SheetRow] = []
    groups = [group for group in found.groups if group.kind == kind]
    for group in groups:
        rows += _of_group(request.dossier.country, group, names, accounts=accounts)
    return [*rows, *_pair("group", str(kind.label), found.kinds[kind], names)] if groups else []


def _of_group(country: str, group: Group, names: tuple[str, str], *, accounts: bool) -> list[SheetRow]:
    rows = _pair("row", title_of(group.heading.code, country), group.heading, names)
    for account in group.accounts if accounts else ():
        rows.append(SheetRow("item", (f"{account.code} {account.name}", *account.cells, account.total)))
    return rows


def _pair(look: Look, label: str, line: Line, names: tuple[str, str]) -> list[SheetRow]:
    """The row, and below it the same months of the year before where there is one."""
    rows = [SheetRow(look, (label, *line.cells, line.total))]
    if names[1]:
        rows.append(SheetRow("before", (names[1], *line.before, total(line.before))))
    return rows


def _together(lines: Sequence[Line]) -> Line:
    cells = tuple(total(column) for column in zip(*(line.cells for line in lines), strict=True))
    before = tuple(
        None if column[0] is None else total(column) for column in zip(*(line.before for line in lines), strict=True)
    )
    return Line("", "", cells, before)


def _notes(before: Year | None, *, provisional: bool, only: bool) -> tuple[str, ...]:
    notes = [gettext("Taxes on the result and its appropriation are not counted, nor the entries that close a year.")]
    if before is None:
        notes.append(gettext("The books hold no year that ends where this one begins, so nothing stands beside it."))
    if only:
        notes.append(gettext("Only periods that your accountant has processed are shown."))
    elif provisional:
        notes.append(gettext("* These periods are provisional: not everything of them is booked yet."))
    return tuple(notes)
