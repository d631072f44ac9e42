"""Financial: the list of bank transactions with its accounts and its curve, and a transaction opened beside it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comptoir.archive.models import BankTransaction
from comptoir.archive.queries.bank import (
    BankAccount,
    Sums,
    bank_accounts,
    bank_page,
    bank_sums,
    every_transaction,
    left_out,
    lettered_with,
)
from comptoir.archive.queries.settlement import settlement_with
from comptoir.archive.queries.views import look_of
from comptoir.firms.paging import BadMark
from comptoir.kit.numbers import format_communication
from comptoir.ledger.queries import lines_of
from comptoir.web.portal.archive.card import card_of
from comptoir.web.portal.financial.dress import badge_of, curve_of, why_left_out
from comptoir.web.portal.financial.plan import PLAN, wanted_of
from comptoir.web.portal.financial.rows import row_writer, with_pieces
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.table import shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.shared.guard import PortalRequest, needs

PAGE, LIST = "portal/financial/page.html", "portal/financial/list.html"


@require_safe
@needs("financial.view")
def financial(request: PortalRequest) -> HttpResponseBase:
    """The list; htmx gets it alone. Where Financial is not switched on, nothing is here."""
    _switched_on(request)
    asked = read_asked(request.GET, PLAN, request.access)
    accounts = bank_accounts(request.access)
    if asked.taken:
        return _taken(request, asked, accounts)
    return list_page(request, PAGE, LIST, _list_context(request, asked, accounts))


@require_safe
@needs("financial.view")
def opened(request: PortalRequest, pk: int) -> HttpResponse:
    """A transaction with its entry and its lettering group: beside the list, or alone on a phone."""
    _switched_on(request)
    asked = read_asked(request.GET, PLAN, request.access)
    accounts = bank_accounts(request.access)
    rows = BankTransaction.objects.visible_to(request.access).select_related("entry")
    item = get_object_or_404(rows, pk=pk, journal__in=[account.journal_id for account in accounts])
    context = _pane_context(request, asked, accounts, item)
    if request.htmx.target == "pane":
        return render(request, "portal/financial/pane.html", context)
    return list_page(request, PAGE, LIST, context | _list_context(request, asked, accounts, opened_id=item.pk))


def _switched_on(request: PortalRequest) -> None:
    if not request.dossier.shows_financial:
        raise Http404


def _chosen(asked: Asked, accounts: list[BankAccount]) -> list[BankAccount]:
    """The account that is asked for, or all; one that is none of them is a 404."""
    wanted = asked.number("account")
    if wanted is None:
        return accounts
    chosen = [account for account in accounts if account.journal_id == wanted]
    if not chosen:
        raise Http404
    return chosen


def _taken(request: PortalRequest, asked: Asked, accounts: list[BankAccount]) -> HttpResponseBase:
    """All that is wanted, as a file or to print."""
    journals = [account.journal_id for account in _chosen(asked, accounts)]
    wanted, look = wanted_of(asked), look_of(request.access, PLAN.name)
    rows = with_pieces(request.access, every_transaction(request.access, journals, wanted, asked.order))
    sums = bank_sums(request.access, journals, wanted)
    return taken(request, asked, look, rows, _by_name(sums), names=_names(accounts))


def _list_context(
    request: PortalRequest, asked: Asked, accounts: list[BankAccount], opened_id: int | None = None
) -> dict[str, Any]:
    wanted, chosen = wanted_of(asked), _chosen(asked, accounts)
    journals = [account.journal_id for account in chosen]
    try:
        found = bank_page(request.access, journals, wanted, asked.order, after=asked.after, before=asked.before)
    except BadMark:
        raise Http404 from None
    sums = bank_sums(request.access, journals, wanted)
    shown = _row_context(request, asked) | {"opened_id": opened_id}
    groups = {row["lettering_id"] for row in found.rows if shown["sees_payment"]} - {None}
    pieces = lettered_with(request.access, groups)
    writer = row_writer(shown, pieces)
    table = table_of(
        asked,
        shown["look"],
        found,
        [writer.write(row) for row in found.rows],
        _by_name(sums),
        address=shown["prefix"],
        names=_names(accounts),
    )
    return shown | {
        "table": table,
        "sums": sums,
        "accounts": _choices(asked, accounts),
        "curve": curve_of(request.access, chosen, wanted.from_on, wanted.until_on) if shown["sees_payment"] else None,
        "left_out": [(journal, why_left_out(journal)) for journal in left_out(request.access)],
        "setting": _setting(request),
    }


def _row_context(request: PortalRequest, asked: Asked) -> dict[str, Any]:
    """What a row needs wherever it is shown."""
    look = look_of(request.access, PLAN.name)
    return _shared_context(request, asked) | {"look": look, "show": shown_columns(asked.plan, look)}


def _shared_context(request: PortalRequest, asked: Asked) -> dict[str, Any]:
    """What rows and the pane need."""
    return {
        "prefix": f"/d/{request.dossier.pk}/financial/",
        "archive": f"/d/{request.dossier.pk}/archive/",
        "query": asked.query(),
        "sees_payment": request.access.may("payment.view"),
        "opened_id": None,
        "beside": False,
    }


def _pane_context(
    request: PortalRequest, asked: Asked, accounts: list[BankAccount], item: BankTransaction
) -> dict[str, Any]:
    shown = _shared_context(request, asked)
    sees = shown["sees_payment"]
    return shown | {
        "item": item,
        "badge": badge_of(item.state) if sees else "",
        "account": next(account for account in accounts if account.journal_id == item.journal_id),
        "communication": format_communication(item.communication),
        "lines": lines_of(item.entry),
        "card": card_of(item, settlement_with(item)) if sees else None,
        "opened_id": item.pk,
    }


def _choices(asked: Asked, accounts: list[BankAccount]) -> list[dict[str, Any]]:
    """The accounts as links that keep the other filters; all of them together first, where there are several."""
    chosen, base = asked.number("account"), asked.without("account", asked.text("account"))
    joined = f"{base}&account=" if base else "?account="
    found: list[dict[str, Any]] = [
        {"row": account, "address": f"{joined}{account.journal_id}", "current": account.journal_id == chosen}
        for account in accounts
    ]
    together = sum(account.balance_cents for account in accounts)
    if len(accounts) > 1:
        found.insert(0, {"row": None, "address": base or "?", "current": chosen is None, "balance": together})
    elif accounts:
        found[0] |= {"address": "?", "current": True}
    return found


def _names(accounts: list[BankAccount]) -> dict[str, dict[str, str]]:
    return {"account": {str(account.journal_id): f"{account.code} {account.name}".strip() for account in accounts}}


def _by_name(sums: Sums) -> dict[str, int]:
    return {"count": sums.count, "moved": sums.moved_cents}


def _setting(request: PortalRequest) -> str:
    """Where the firm says which journals are shown; "" for the client."""
    if not request.access.of_firm:
        return ""
    return f"/office/{request.firm.pk}/dossiers/{request.dossier.pk}/configuration/#journals"
