"""The trial balance of a fiscal year until a chosen period, by class, with the year before beside it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.figures.periods import Span, Year, year_before, years_of
from comptoir.figures.trial import Trial, TrialRow, last_month_of, trial_balance
from comptoir.web.portal.reports.answer import answer
from comptoir.web.portal.reports.periods import chosen_year, no_books, span_in_words
from comptoir.web.portal.reports.sheet import Heading, Sheet, SheetRow, as_of
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import dmy, money


@require_safe
@needs("reports.view")
def trial(request: PortalRequest) -> HttpResponseBase:
    """The balance as page or file; a dossier without books says so."""
    years = years_of(request.access)
    year = chosen_year(request, years)
    if year is None:
        return no_books(request, gettext("Trial balance"), room="trial")
    span = _span(request, year)
    found = trial_balance(request.access, year, span.last, year_before(years, year))
    context = {
        "year": year,
        "years": years,
        "span": span,
        "spans": [(each.code, span_in_words(each), each == span) for each in year.spans],
    }
    return answer(request, _sheet(request, year, found), context, room="trial", current="trial")


def _span(request: PortalRequest, year: Year) -> Span:
    """The period asked for, or the last one in which anything is booked."""
    code = request.GET.get("until", "")
    if code:
        span = year.span(code)
        if span is None:
            raise Http404
        return span
    last = last_month_of(request.access, year)
    return next((span for span in year.spans if span.holds(last)), year.spans[-1])


def _sheet(request: PortalRequest, year: Year, found: Trial) -> Sheet:
    rows: list[SheetRow] = []
    for first, own in groupby(found.rows, lambda row: row.code[:1]):
        accounts = list(own)
        rows += [_row(request, year, account) for account in accounts]
        rows.append(SheetRow("sum", (gettext("Class %(number)s") % {"number": first}, "", *_sums(accounts))))
    if rows:
        rows.append(SheetRow("total", (gettext("Total"), "", *_sums(found.rows))))
    before = [Heading(gettext("Balance on %(day)s") % {"day": dmy(found.before_until)})] if found.before_until else []
    return Sheet(
        title=gettext("Trial balance of %(year)s") % {"year": year.name},
        name=f"{gettext('Trial balance')} {year.name} {found.until.isoformat()}",
        facts=as_of(request.dossier, dmy(found.until)),
        headings=(
            *(Heading(gettext("Account"), "text"), Heading(gettext("Name"), "text", wide=True)),
            *(Heading(gettext("Opening balance")), Heading(gettext("Debit")), Heading(gettext("Credit"))),
            *(Heading(gettext("Balance on %(day)s") % {"day": dmy(found.until)}), *before),
        ),
        rows=tuple(row if found.before_until else _without_before(row) for row in rows),
        notes=_notes(found),
        nothing=gettext("Nothing is booked in this year until then."),
    )


def _row(request: PortalRequest, year: Year, row: TrialRow) -> SheetRow:
    address = f"/d/{request.dossier.pk}/history/accounts/{row.account_id}/?year={year.name}"
    values: tuple[Any, ...] = (row.code, row.name, row.opening_cents or None, row.debit_cents or None)
    values += (row.credit_cents or None, row.balance_cents, row.before_cents)
    return SheetRow("row", values, address if request.access.may("history.view") else "")


def _sums(rows: Sequence[TrialRow]) -> tuple[int, ...]:
    return (
        sum(row.opening_cents for row in rows),
        sum(row.debit_cents for row in rows),
        sum(row.credit_cents for row in rows),
        sum(row.balance_cents for row in rows),
        sum(row.before_cents or 0 for row in rows),
    )


def _without_before(row: SheetRow) -> SheetRow:
    return SheetRow(row.look, row.values[:-1], row.address)


def _notes(found: Trial) -> tuple[str, ...]:
    opening, debit, credit, *_ = _sums(found.rows)
    if debit == credit:
        notes = [gettext("Debit and credit agree: %(amount)s on each side.") % {"amount": money(debit)}]
    else:
        notes = [gettext("Debit and credit differ by %(amount)s.") % {"amount": money(abs(debit - credit))}]
    if opening:
        notes.append(
            gettext(
                "The opening balances come to %(amount)s: the result of the year before is not among them until the "
                "year’s opening entries are booked."
            )
            % {"amount": money(opening)}
        )
    if found.without_closing:
        notes.append(gettext("The entries that close a year are left out, so that costs and income can be compared."))
    if found.before_until is None:
        notes.append(gettext("The books hold no year that ends where this one begins, so nothing stands beside it."))
    return tuple(notes)
