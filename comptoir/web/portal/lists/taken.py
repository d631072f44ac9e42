"""Taking a list along: as a file, or as a page to print, with the words that say what it is and how fresh."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from comptoir.archive.queries.views import Look
from comptoir.firms.paging import Row
from comptoir.ledger.queries import dates_of
from comptoir.web.portal.lists.asked import Asked
from comptoir.web.portal.lists.columns import Column, Kind
from comptoir.web.portal.lists.files import TooManyRows, csv_file, xlsx_file
from comptoir.web.portal.lists.table import Names, foot_of, said
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import count, dmy, money, say, when

PRINTED = 2000
"""More rows than this are not put on one page; it says so."""

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on paper."""

    css: str
    text: str


def taken(
    request: PortalRequest,
    asked: Asked,
    look: Look,
    rows: Iterable[Row],
    sums: Mapping[str, int],
    *,
    names: Names | None = None,
    place: str = "",
) -> HttpResponseBase:
    """The answer to an address with `as`: a file of all rows and columns, or the page to print.

    `rows` are all that are wanted in the order asked for, read one by one; `sums` and `names` as for the list itself;
    `place` is the list's own address where the request came to another.
    """
    about = about_list(request, asked, names or {})
    if asked.taken == "print":
        return _printed(request, asked, look, rows, sums, about)
    columns, title = asked.plan.exported, str(asked.plan.title)
    name = f"{request.dossier.number} {title} {timezone.localdate().isoformat()}.{asked.taken}"
    if asked.taken == "csv":
        return FileResponse(csv_file(columns, rows), as_attachment=True, filename=name, content_type=CSV)
    try:
        file = xlsx_file(title, columns, rows, about, count=sums["count"])
    except TooManyRows as refusal:
        place = place or request.path
        context = {
            "title": title,
            "sentence": say(refusal.sentence),
            "csv": f"{place}{asked.taken_as('csv')}",
            "back": f"{place}{asked.query()}",
        }
        return render(request, "portal/lists/too_many.html", context, status=422)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _printed(
    request: PortalRequest,
    asked: Asked,
    look: Look,
    rows: Iterable[Row],
    sums: Mapping[str, int],
    about: list[tuple[str, str]],
) -> HttpResponse:
    columns = [
        column for column in asked.plan.exported if column.listed and not column.icon and look.shows(column.name)
    ]
    lines = [[_cell(column, row) for column in columns] for row in islice(rows, PRINTED)]
    context: dict[str, Any] = {
        "title": asked.plan.title,
        "about": about,
        "headings": [Cell(_css(column), str(column.label)) for column in columns],
        "lines": lines,
        "foot": foot_of(columns[1:], sums),
        "counted": asked.plan.counted(sums["count"]),
        "cut": count(len(lines)) if sums["count"] > len(lines) else "",
        "back": f"{request.path}{asked.query()}",
    }
    return render(request, "portal/lists/print.html", context)


def about_list(request: PortalRequest, asked: Asked, names: Names) -> list[tuple[str, str]]:
    """What the list is, line by line: a label and its words."""
    chips = [said(asked, name, typed, names).label for name, typed in asked.filters]
    order = dict(asked.plan.sorts).get(asked.sort)
    lines = [
        (gettext("Accounting firm"), request.firm.name),
        (gettext("Dossier"), f"{request.dossier.name} ({request.dossier.number})"),
        (gettext("List"), str(asked.plan.title)),
        (gettext("Filtered by"), " · ".join(chips) or gettext("nothing: everything is here")),
        *([(gettext("Order"), str(order))] if order is not None else []),
        *_dates(request),
        (gettext("As of"), when(timezone.now())),
    ]
    return lines


def _dates(request: PortalRequest) -> list[tuple[str, str]]:
    """The two dates, for who may see what is booked."""
    if not request.access.may("archive.view"):
        return []
    dates, unknown = dates_of(request.dossier), gettext("not yet known")
    return [
        (gettext("Accounts up to date until"), dmy(dates.accounts_until) or unknown),
        (gettext("Bank journals up to date until"), dmy(dates.bank_until) or unknown),
    ]


def _cell(column: Column, row: Row) -> Cell:
    return Cell(_css(column), _on_paper(column.kind, column.value(row)))


def _css(column: Column) -> str:
    return "amount" if column.kind == "cents" else "grow" if "grow" in column.css.split() else ""


def _on_paper(kind: Kind, value: Any) -> str:
    if kind == "cents":
        return money(value)
    if kind == "day":
        return dmy(value)
    return when(value) if kind == "moment" else str(value)
