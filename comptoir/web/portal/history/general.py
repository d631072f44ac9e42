"""The general accounts of a fiscal year, and one account's lines."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.archive.queries.views import look_of
from comptoir.firms.paging import BadMark, Page, Row, every
from comptoir.ledger.general import (
    booked_years,
    general_page,
    lines_of_year,
    moved_before,
    opening_of,
    year_balances,
    year_sums,
)
from comptoir.ledger.models import Account, Line
from comptoir.ledger.partner_account import BOOKED, COLUMNS, Moves, Sums, moved
from comptoir.web.portal.history.account_plan import GENERAL
from comptoir.web.portal.history.entry import entry_context
from comptoir.web.portal.history.general_plan import ACCOUNTS_PLAN, row_of
from comptoir.web.portal.history.moves import brought, move_words, move_writer, with_archived, with_balance
from comptoir.web.portal.history.places import ACCOUNTS, tabs
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.rows import RowWriter
from comptoir.web.portal.lists.table import Link, shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import money

PAGE, LIST = "portal/history/accounts.html", "portal/history/accounts_list.html"
FIGURES = ("opening_cents", "debit_cents", "credit_cents", "balance_cents")
ONE_PAGE, ONE_LIST = "portal/history/general.html", "portal/history/general_list.html"


@require_safe
@needs("history.view")
def accounts(request: PortalRequest) -> HttpResponseBase:
    """The accounts of a year with opening, movements and balance; htmx gets the list alone."""
    asked, years = read_asked(request.GET, ACCOUNTS_PLAN, request.access), booked_years(request.access)
    year = _year(asked, years)
    rows = [row_of(each) for each in year_balances(request.access, year, asked.text("q"))]
    sums = {"count": len(rows)} | {name: sum(row[name] for row in rows) for name in FIGURES}
    look, names = look_of(request.access, ACCOUNTS_PLAN.name), {"year": {each: each for each in years}}
    if asked.taken:
        return taken(request, asked, look, rows, sums, names=names)
    prefix, found = f"/d/{request.dossier.pk}/history/{ACCOUNTS}/", _slice(rows, asked)
    shown = {"show": shown_columns(ACCOUNTS_PLAN, look), "prefix": prefix, "query": asked.query()}
    shown |= {"word_debit": gettext("Debit"), "word_credit": gettext("Credit"), "word_opening": gettext("Opening")}
    writer = RowWriter(ACCOUNTS_PLAN.row, shown, values=_texts_in(prefix, year), flags=lambda _row: {})
    written = [writer.write(row) for row in found.rows]
    table = table_of(asked, look, found, written, sums, address=prefix, names=names)
    return list_page(request, PAGE, LIST, shown | {"table": table} | _about(request, year, years))


@require_safe
@needs("history.view")
def general_account(request: PortalRequest, pk: int) -> HttpResponseBase:
    """One account's lines of a year; htmx gets the list alone."""
    account, asked = _account(request, pk), read_asked(request.GET, GENERAL, request.access)
    if asked.taken:
        return _taken(request, _book(request, account, asked), asked)
    return list_page(request, ONE_PAGE, ONE_LIST, _context(request, account, asked))


@require_safe
@needs("history.view")
def general_entry(request: PortalRequest, pk: int, entry: int) -> HttpResponse:
    """An entry with all its lines beside the account; htmx gets the pane alone."""
    account, asked = _account(request, pk), read_asked(request.GET, GENERAL, request.access)
    opened = entry_context(request, entry) | {"prefix": _prefix(request, account), "query": asked.query()}
    if request.htmx.target == "pane":
        return render(request, "portal/history/entry.html", opened)
    return list_page(request, ONE_PAGE, ONE_LIST, opened | _context(request, account, asked, opened_id=entry))


@dataclass(frozen=True, slots=True)
class Book:
    """One account in one year, as far as the address wants it.

    `opening_cents` is the year's opening balance, `start_cents` the balance before the first line that is wanted.
    """

    account: Account
    year: str
    years: list[str]
    lines: "QuerySet[Line]"
    sums: Sums
    opening_booked: bool
    opening_cents: int
    start_cents: int


def _book(request: PortalRequest, account: Account, asked: Asked) -> Book:
    years = booked_years(request.access)
    year = _year(asked, years)
    opening, from_on = opening_of(request.access, year, account=account), asked.day("from")
    cents = opening.cents.get(account.pk, 0)
    start = cents + (moved_before(request.access, account, year, from_on) if from_on else 0)
    wanted = Moves(from_on, asked.day("until"))
    lines = moved(lines_of_year(request.access, account, year), wanted)
    sums = year_sums(request.access, account, year, wanted)
    return Book(account, year, years, lines, sums, opening.booked, cents, start)


def _context(request: PortalRequest, account: Account, asked: Asked, opened_id: int | None = None) -> dict[str, Any]:
    book, look = _book(request, account, asked), look_of(request.access, GENERAL.name)
    shown = move_words(shown_columns(GENERAL, look)) | {
        "prefix": _prefix(request, account),
        "archive": f"/d/{request.dossier.pk}/archive/",
        "query": asked.query(),
        "opened_id": opened_id,
    }
    try:
        found = general_page(book.lines, after=asked.after, before=asked.before)
    except BadMark:
        raise Http404 from None
    before = _before(request, book, found)
    rows = with_archived(request.access, with_balance(found.rows, before))
    writer = move_writer(shown, on=timezone.localdate())
    word = gettext("Brought forward") if found.before else gettext("Opening balance")
    written = [brought(shown, word, before), *(writer.write(row) for row in rows)]
    table = table_of(asked, look, found, written, _sums(book), address=shown["prefix"], names=_names(book))
    about = _about(request, book.year, book.years, booked=book.opening_booked)
    return shown | {"table": table, "account": account} | about


def _taken(request: PortalRequest, book: Book, asked: Asked) -> HttpResponseBase:
    """All lines that are wanted, as a file or to print."""
    rows = with_balance(every(book.lines.values(*COLUMNS, "partner__name"), BOOKED), book.start_cents)
    return taken(request, asked, look_of(request.access, GENERAL.name), rows, _sums(book), names=_names(book))


def _before(request: PortalRequest, book: Book, found: Page) -> int:
    """The balance before the first line of the page."""
    if not found.before:
        return book.start_cents
    first = found.rows[0]
    return book.opening_cents + moved_before(request.access, book.account, book.year, first["booked_on"], first["id"])


def _sums(book: Book) -> dict[str, int]:
    sums = book.sums
    return {
        "count": sums.count,
        "debit": sums.debit_cents,
        "credit": sums.credit_cents,
        "balance": book.start_cents + sums.balance_cents,
    }


def _names(book: Book) -> dict[str, dict[str, str]]:
    return {"year": {each: each for each in book.years}}


def _about(request: PortalRequest, year: str, years: list[str], *, booked: bool | None = None) -> dict[str, Any]:
    """What stands around the list: the years to choose from, and where the opening balances come from."""
    return {
        "tabs": tabs(request.dossier.pk, ACCOUNTS),
        "year": year,
        "years": [Link(each, f"?year={each}", each == year) for each in years],
        "opening_booked": opening_of(request.access, year).booked if booked is None else booked,
    }


def _texts_in(prefix: str, year: str) -> Any:
    """How the texts of a row are made, in the list at that address."""

    def texts(row: Row) -> dict[str, str]:
        return {
            "id": str(row["id"]),
            "address": escape(f"{prefix}{row['id']}/?year={year}"),
            "code": escape(row["code"]),
            "name": escape(row["name"]),
            **{name: money(row[name]) if row[name] else "" for name in FIGURES[:-1]},
            "balance_cents": money(row["balance_cents"]),
        }

    return texts


def _slice(rows: list[Row], asked: Asked, size: int = 200) -> Page:
    """The accounts after or before a code; all of them are at hand already."""
    codes, first = [row["code"] for row in rows], 0
    if asked.before:
        first = max(bisect_left(codes, asked.before) - size, 0)
    elif asked.after:
        first = bisect_right(codes, asked.after)
    first = first if first < len(rows) else 0
    last = first + size
    return Page(
        rows[first:last],
        before=codes[first] if first else "",
        after=codes[last - 1] if last < len(rows) else "",
    )


def _year(asked: Asked, years: list[str]) -> str:
    """The year asked for, or the newest; one that the books do not have is a 404."""
    wanted = asked.text("year")
    if wanted and wanted not in years:
        raise Http404
    return wanted or (years[0] if years else "")


def _account(request: PortalRequest, pk: int) -> Account:
    return get_object_or_404(Account.objects.visible_to(request.access), pk=pk)


def _prefix(request: PortalRequest, account: Account) -> str:
    return f"/d/{request.dossier.pk}/history/{ACCOUNTS}/{account.pk}/"
