"""The lists of customers and suppliers, with what is open and overdue."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.archive.queries.views import look_of
from comptoir.firms.paging import BadMark, Row
from comptoir.ledger.ageing import Ageing, ageing
from comptoir.ledger.balances import every_partner, page, totals
from comptoir.ledger.choices import Age
from comptoir.web.portal.history.figures import ages_of, figures_of
from comptoir.web.portal.history.partner_plan import PLANS, name_of, order_of, wanted_of
from comptoir.web.portal.history.places import NOBODY, role_of_word, tabs
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.portal.lists.table import shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import dmy, icon, money

PAGE, LIST = "portal/history/partners.html", "portal/history/partner_list.html"


@require_safe
@needs("history.view")
def history(request: PortalRequest) -> HttpResponse:
    """The history opens with the customers."""
    return redirect("portal:history_partners", dossier=request.dossier.pk, role="customers")


@require_safe
@needs("history.view")
def partners(request: PortalRequest, role: str) -> HttpResponseBase:
    """Customers or suppliers; htmx gets the list alone."""
    of, on = role_of_word(role), timezone.localdate()
    asked = read_asked(request.GET, PLANS[role], request.access)
    wanted, order, look = wanted_of(asked), order_of(asked, of), look_of(request.access, role)
    found = totals(request.access, of, wanted, on=on)
    sums = {"count": found.count, "open": found.open_cents}
    if asked.taken:
        return taken(request, asked, look, every_partner(request.access, of, wanted, order, on=on), sums)
    try:
        rows = page(request.access, of, wanted, order, on=on, after=asked.after, before=asked.before)
    except BadMark:
        raise Http404 from None
    shown = _row_context(request, asked, shown_columns(asked.plan, look))
    writer = RowWriter(asked.plan.row, shown, values=_texts_in(shown["prefix"]), flags=_flags_on(on))
    written = [writer.write(row) for row in rows.rows]
    table = table_of(asked, look, rows, written, sums, address=shown["prefix"])
    ages = ageing(request.access, of, on=on)
    return list_page(request, PAGE, LIST, shown | {"table": table} | _above(request, role, ages, on))


def _above(request: PortalRequest, role: str, ages: Ageing, on: date) -> dict[str, Any]:
    """What stands above the rows: the three figures, the ages, and of which day they are."""
    age = {each: f"?age={each.value}" for each in Age}
    return {
        "tabs": tabs(request.dossier.pk, role),
        "figures": figures_of(
            ages,
            overdue="?overdue=yes",
            not_due=age[Age.NOT_DUE],
            unmatched=age[Age.UNMATCHED],
            every="?open=yes",
        ),
        "ages_apart": ages.unmatched != 0,
        "ages": ages_of(ages, age),
        "on": on,
        "role_word": role,
    }


def _row_context(request: PortalRequest, asked: Asked, show: Mapping[str, bool]) -> dict[str, Any]:
    return {
        "show": show,
        "prefix": f"/d/{request.dossier.pk}/history/{asked.plan.name}/",
        "query": asked.query(),
        "word_due": gettext("Due"),
        "word_late": gettext("overdue"),
        "word_overdue": gettext("Overdue"),
        "icon_late": icon("late"),
        "opened_id": None,
        "beside": False,
    }


def _texts_in(prefix: str) -> Any:
    """How the texts of a row are made, in the list at that address."""

    def texts(row: Row) -> dict[str, str]:
        return {
            "id": str(row["id"]),
            "address": f"{prefix}{row['partner_id'] or NOBODY}/",
            "partner": escape(name_of(row)),
            "key": escape(row["partner__key"] or ""),
            "due": dmy(row["oldest_due_on"]),
            "last": dmy(row["last_on"]),
            "overdue": money(row["overdue_shown"]) if row["overdue_shown"] else "",
            "open": money(row["open_shown"]),
        }

    return texts


def _flags_on(day: date) -> Any:
    """What else decides how a row looks, on that day."""

    def flags(row: Row) -> dict[str, bool]:
        return {
            "late": row["oldest_due_on"] is not None and row["oldest_due_on"] < day,
            "nobody": row["partner_id"] is None,
        }

    return flags
