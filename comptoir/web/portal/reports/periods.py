"""Which fiscal year a report is of, its periods in words, and what a dossier without books says."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comptoir.figures.periods import Span, Year, active_year
from comptoir.kit.dates import month_end
from comptoir.web.portal.reports.answer import rooms
from comptoir.web.shared.guard import PortalRequest
from comptoir.web.shared.templatetags.comptoir import dmy


def chosen_year(request: PortalRequest, years: Sequence[Year]) -> Year | None:
    """The year asked for, or the active one; one that the books do not have is a 404. None of no books."""
    name = request.GET.get("year", "")
    if not name:
        return active_year(years, timezone.localdate())
    found = next((year for year in years if year.name == name), None)
    if found is None:
        raise Http404
    return found


def span_in_words(span: Span) -> str:
    """A calendar month as 03/2026, anything else by its two days."""
    if span.first.day == 1 and span.last == month_end(span.first):
        return f"{span.first.month:02d}/{span.first.year}"
    return f"{dmy(span.first)} – {dmy(span.last)}"


def no_books(request: PortalRequest, title: str, *, room: str) -> HttpResponse:
    """The page of a report of which there is nothing yet."""
    return render(request, "portal/reports/no_books.html", {"title": title, "rooms": rooms(request, room)})
