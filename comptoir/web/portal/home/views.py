"""The first page of a dossier's portal."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.figures.costs import breakdown, schema_of
from comptoir.figures.liquidity import Liquidity, liquidity
from comptoir.figures.periods import year_before, years_of
from comptoir.figures.results import year_figures
from comptoir.figures.schemes import SCHEMES, Scheme
from comptoir.intake.queries.waiting import counts
from comptoir.ledger.ageing import ageing
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.queries import dates_of
from comptoir.web.portal.changes.card import changes_card
from comptoir.web.portal.home.chosen import Chosen, chosen_of
from comptoir.web.portal.home.drawn import (
    Drawn,
    costs_by_category,
    income_and_costs,
    money_over_time,
    open_by_age,
    results,
)
from comptoir.web.portal.home.first import to_do_first
from comptoir.web.portal.home.keys import keys_of
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.worklist.asking import questions_to


@require_safe
@needs("portal.view")
def home(request: PortalRequest) -> HttpResponse:
    """What waits in the mailboxes, what to do first and the figures, as far as this person may see them.

    Who only checks proposals is led to them.
    """
    if request.access.may("worklist.use") and not request.access.may("mailbox.view"):
        return redirect("portal:worklist_first", dossier=request.dossier.pk)
    context: dict[str, Any] = {
        "sees_archive": request.access.may("archive.view"),
        "sees_figures": False,
        "hands_in": request.access.may("mailbox.use"),
        "changed": None,
        "waits": counts(request.access) if request.access.may("mailbox.view") else None,
        "asked": questions_to(request.access).count(),
    }
    if request.access.may("archive.view") and request.access.may("payment.view"):
        context |= {"first": to_do_first(request.access, on=timezone.localdate()), "sees_first": True}
    if request.access.may("archive.view"):
        context |= changes_card(request)
    if request.access.may("figures.view"):
        context |= _figures(request)
    return render(request, "portal/home/page.html", context)


def _figures(request: PortalRequest) -> dict[str, Any]:
    """The year that is chosen with its key figures and charts, or what is missing for them."""
    dates, scheme = dates_of(request.dossier), SCHEMES.get(request.dossier.country)
    chosen = chosen_of(years_of(request.access), request.GET, today=timezone.localdate())
    shown: dict[str, Any] = {"sees_figures": True, "chosen": chosen, "dates": dates, "charts": [], "keys": None}
    if chosen is not None and scheme is not None:
        shown |= _results(request, chosen, scheme, dates.accounts_until)
        if request.access.may("payment.view"):
            money = liquidity(request.access, scheme, chosen.year, dates.bank_until)
            shown["charts"].append(money_over_time(money, dates.bank_until))
            shown["money"] = _money_now(money, dates.bank_until)
    if request.access.may("payment.view"):
        shown["charts"] += _open(request, dates.bank_until)
    return shown


def _results(request: PortalRequest, chosen: Chosen, scheme: Scheme, accounts_until: date | None) -> dict[str, Any]:
    access, only = request.access, request.dossier.shows_only_processed
    before, schema = year_before(chosen.years, chosen.year), schema_of(access)
    figures = year_figures(access, scheme, chosen.year, accounts_until)
    past = year_figures(access, scheme, before, accounts_until) if before else None
    keys = keys_of(figures, past, chosen, scheme, only_processed=only, accounts_until=accounts_until)
    spans = [column.span for column in figures.counted(chosen.span, only_processed=only)]
    shares = breakdown(access, scheme, chosen.year, spans, schema)
    return {
        "keys": keys,
        "charts": [
            income_and_costs(figures, grey=only),
            results(figures, grey=only),
            costs_by_category(shares, own=schema.own),
        ],
    }


def _money_now(money: Liquidity, bank_until: date | None) -> tuple[date, int] | None:
    """The last balance known, and of which day: the second date, or the end of a year that is over."""
    if money.last is None or bank_until is None or not money.accounts:
        return None
    day, cents = money.last
    return min(day, bank_until), cents


def _open(request: PortalRequest, bank_until: date | None) -> list[Drawn]:
    """Receivables and payables by age, which lead to the history of who may go there."""
    prefix = f"/d/{request.dossier.pk}/history/" if request.access.may("history.view") else ""
    told = (
        ("receivables", gettext("Receivables"), AccountRole.CUSTOMER),
        ("payables", gettext("Payables"), AccountRole.SUPPLIER),
    )
    return [
        open_by_age(key, title, ageing(request.access, role, on=timezone.localdate()), role, prefix, bank_until)
        for key, title, role in told
    ]
