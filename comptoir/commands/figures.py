"""The figures for scripts: a fiscal year by period and as a whole, costs by category, liquidity, in decimal text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from comptoir.figures.choices import Kind
from comptoir.figures.costs import breakdown, schema_of
from comptoir.figures.liquidity import liquidity
from comptoir.figures.periods import Year, active_year, years_of
from comptoir.figures.results import Column, Sums, YearFigures, added, year_figures
from comptoir.figures.schemes import SCHEMES, Scheme
from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier
from comptoir.kit.money import text_of
from comptoir.ledger.queries import BooksDates, dates_of

TOTALS = ("total_income", "total_costs", "operating_result", "result")


def figures_in_json(dossier: Dossier, year: str, *, by: str) -> dict[str, Any]:
    """The figures of that year, or of the active one; the key figures count as the portal does. Raises CommandError."""
    scheme = SCHEMES.get(dossier.country)
    if scheme is None:
        raise CommandError(f"No key figures are made for {dossier.get_country_display()}.")
    access, dates = machine(dossier.firm_id, dossier.pk, by), dates_of(dossier)
    chosen = _year(access, year, dossier)
    figures = year_figures(access, scheme, chosen, dates.accounts_until)
    counted = figures.counted(only_processed=dossier.shows_only_processed)
    return {
        "dossier": dossier.number,
        "year": chosen.name,
        "from": chosen.first.isoformat(),
        "until": chosen.last.isoformat(),
        "accounts_until": _day(dates.accounts_until),
        "bank_until": _day(dates.bank_until),
        "only_processed": dossier.shows_only_processed,
        "processed_until": _day(figures.processed_until),
        "key_figures": _sums(added(counted)) if counted else None,
        "periods": _periods(figures),
        "costs": _costs(access, scheme, figures, counted, dossier.firm.language),
        "liquidity": _money(access, scheme, chosen, dates),
    }


def figures_as_text(told: Mapping[str, Any]) -> list[str]:
    """The same, as lines to read."""
    keys = told["key_figures"]
    head = (
        f"{told['year']}: {told['from']} to {told['until']}, accounts up to date until {told['accounts_until'] or '?'}"
    )
    whole = [f"{name:<20} {amount:>14}" for name, amount in keys.items()] if keys else ["No period is processed."]
    periods = [
        f"{row['period']:<10} {row['operating_income']:>14} {row['operating_costs']:>14} {row['operating_result']:>14}"
        for row in told["periods"]
    ]
    costs = [f"{row['category'] or 'Without category':<45} {row['amount']:>14}" for row in told["costs"]]
    return [head, *whole, *periods, *costs]


def _year(access: Access, wanted: str, dossier: Dossier) -> Year:
    years = years_of(access)
    year = next((each for each in years if each.name == wanted), None)
    year = year if wanted else active_year(years, timezone.localdate())
    if year is None:
        what = f"in fiscal year {wanted}" if wanted else "yet"
        raise CommandError(f"Nothing is booked {what} in dossier {dossier.number}.")
    return year


def _periods(figures: YearFigures) -> list[dict[str, Any]]:
    return [
        {
            "period": column.span.code,
            "from": column.span.first.isoformat(),
            "until": column.span.last.isoformat(),
            "processed": column.processed,
        }
        | _sums(column.sums)
        for column in figures.columns
    ]


def _costs(
    access: Access, scheme: Scheme, figures: YearFigures, counted: Sequence[Column], language: str
) -> list[dict[str, str | None]]:
    """By category; what none covers has no name."""
    shares = breakdown(access, scheme, figures.year, [column.span for column in counted], schema_of(access))
    return [
        {"category": share.category.name_in(language) if share.category else None, "amount": text_of(share.cents)}
        for share in shares
    ]


def _sums(sums: Sums) -> dict[str, str]:
    told = {kind.value: text_of(sums.cents[kind]) for kind in Kind}
    return told | {name: text_of(getattr(sums, name)) for name in TOTALS}


def _money(access: Access, scheme: Scheme, year: Year, dates: BooksDates) -> list[dict[str, str]]:
    told = liquidity(access, scheme, year, dates.bank_until)
    return [{"on": day.isoformat(), "balance": text_of(cents)} for day, cents in told.points if cents is not None]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
