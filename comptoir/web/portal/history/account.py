"""One customer's or supplier's account: its lines, what is open and how old, and an entry opened beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from comptoir.archive.choices import Tab
from comptoir.archive.queries.views import look_of
from comptoir.firms.paging import BadMark, Page, Row, every
from comptoir.kit.dates import year_before
from comptoir.ledger.ageing import Ageing, sign_of
from comptoir.ledger.as_of import open_on
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.models import Line, Partner
from comptoir.ledger.partner_account import (
    BOOKED,
    COLUMNS,
    Moves,
    account_lines,
    account_page,
    ageing_of,
    among,
    balance_before,
    balance_until,
    moved,
    page_of_opened,
    sums_of,
)
from comptoir.web.portal.history.account_plan import MOVES, OPEN_MOVES, wanted_of
from comptoir.web.portal.history.entry import entry_context
from comptoir.web.portal.history.figures import ages_of, figures_of
from comptoir.web.portal.history.moves import brought, move_words, move_writer, with_archived, with_balance
from comptoir.web.portal.history.places import NOBODY, role_of_word, tabs
from comptoir.web.portal.lists.asked import Asked, read_asked
from comptoir.web.portal.lists.pages import list_page
from comptoir.web.portal.lists.table import shown_columns, table_of
from comptoir.web.portal.lists.taken import taken
from comptoir.web.shared.guard import PortalRequest, needs

ARCHIVE_OF = {AccountRole.CUSTOMER: Tab.SALES.value, AccountRole.SUPPLIER: Tab.PURCHASES.value}
"""The tab of the archive with a partner's invoices."""

PAGE, LIST = "portal/history/account.html", "portal/history/account_list.html"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose account the address names; without partner, the lines that name none. `word` is the role's there."""

    word: str
    role: AccountRole
    partner: Partner | None

    @property
    def partner_id(self) -> int | None:
        """The partner's id."""
        return self.partner.pk if self.partner is not None else None


def subject_of(request: PortalRequest, word: str, pk: int) -> Subject:
    """The account that the address names; somebody else's is a 404."""
    role = role_of_word(word)
    if pk == NOBODY:
        return Subject(word, role, None)
    return Subject(word, role, get_object_or_404(Partner.objects.visible_to(request.access), pk=pk))


@require_safe
@needs("history.view")
def partner_account(request: PortalRequest, role: str, pk: int) -> HttpResponseBase:
    """The account; htmx gets the list alone."""
    subject, asked = subject_of(request, role, pk), _asked(request)
    if asked.taken:
        return _taken(request, subject, asked)
    return list_page(request, PAGE, LIST, _context(request, subject, asked))


@require_safe
@needs("history.view")
def partner_entry(request: PortalRequest, role: str, pk: int, entry: int) -> HttpResponse:
    """An entry with all its lines beside the account; htmx gets the pane alone."""
    subject, asked = subject_of(request, role, pk), _asked(request)
    opened = entry_context(request, entry) | {"prefix": _prefix(request, subject), "query": asked.query()}
    if request.htmx.target == "pane":
        return render(request, "portal/history/entry.html", opened)
    return list_page(request, PAGE, LIST, opened | _context(request, subject, asked, opened_id=entry))


def _context(request: PortalRequest, subject: Subject, asked: Asked, opened_id: int | None = None) -> dict[str, Any]:
    wanted, sign, on = wanted_of(asked), sign_of(subject.role), timezone.localdate()
    lines = account_lines(request.access, subject.role, subject.partner_id)
    opened = open_on(lines, wanted.as_of) if wanted.as_of is not None else None
    look = look_of(request.access, asked.plan.name)
    shown = move_words(shown_columns(asked.plan, look)) | {
        "prefix": _prefix(request, subject),
        "archive": f"/d/{request.dossier.pk}/archive/",
        "query": asked.query(),
        "opened_id": opened_id,
    }
    try:
        found, start = _page(lines, wanted, asked, opened)
    except BadMark:
        raise Http404 from None
    rows = with_archived(request.access, with_balance(found.rows, start or 0, sign=sign))
    writer = move_writer(shown, on=wanted.as_of or on)
    first = [] if start is None else [brought(shown, _word_before(asked, wanted), start * sign)]
    written = [*first, *(writer.write(row) for row in rows)]
    table = table_of(asked, look, found, written, _sums(lines, wanted, opened, sign), address=shown["prefix"])
    ages = ageing_of(request.access, subject.role, subject.partner_id, on=wanted.as_of or on, opened=opened)
    return shown | {"table": table} | _about(request, subject, ages, wanted, on)


def _taken(request: PortalRequest, subject: Subject, asked: Asked) -> HttpResponseBase:
    """All lines that are wanted, as a file or to print."""
    wanted, sign = wanted_of(asked), sign_of(subject.role)
    lines = account_lines(request.access, subject.role, subject.partner_id)
    opened = open_on(lines, wanted.as_of) if wanted.as_of is not None else None
    start = balance_until(lines, wanted.from_on) if wanted.from_on else 0
    rows: Iterable[Row] = every(
        (moved(lines, wanted) if opened is None else among(lines, opened)).values(*COLUMNS), BOOKED
    )
    if opened is not None:
        rows = (row | {"open_cents": opened[row["id"]]} for row in rows)
    rows = with_archived(request.access, with_balance(rows, start, sign=sign))
    look = look_of(request.access, asked.plan.name)
    return taken(request, asked, look, rows, _sums(lines, wanted, opened, sign))


def _page(
    lines: "QuerySet[Line]", wanted: Moves, asked: Asked, opened: dict[int, int] | None
) -> tuple[Page, int | None]:
    """The page, and the balance before its first line where one is to be shown."""
    if opened is not None:
        return page_of_opened(lines, opened, after=asked.after, before=asked.before), None
    found = account_page(lines, wanted, after=asked.after, before=asked.before)
    if wanted.open_only:
        return found, None
    if found.rows and (found.before or wanted.from_on):
        return found, balance_before(lines, found.rows[0])
    if wanted.from_on:
        return found, balance_until(lines, wanted.from_on)
    return found, None


def _word_before(asked: Asked, wanted: Moves) -> str:
    if wanted.from_on and not (asked.after or asked.before):
        return gettext("Opening balance")
    return gettext("Brought forward")


def _sums(lines: "QuerySet[Line]", wanted: Moves, opened: dict[int, int] | None, sign: int) -> dict[str, int]:
    """What the foot says of all that is wanted."""
    sums = sums_of(moved(lines, wanted) if opened is None else among(lines, opened))
    before = balance_until(lines, wanted.from_on) if wanted.from_on else 0
    return {
        "count": sums.count,
        "debit": sums.debit_cents,
        "credit": sums.credit_cents,
        "balance": (before + sums.balance_cents) * sign,
        "open": (sums.open_cents if opened is None else sum(opened.values())) * sign,
    }


def _about(request: PortalRequest, subject: Subject, ages: Ageing, wanted: Moves, on: date) -> dict[str, Any]:
    """What stands around the list: whose account it is, and what is open by age on which day."""
    return {
        "tabs": tabs(request.dossier.pk, subject.word),
        "partner": subject.partner,
        "in_archive": f"/d/{request.dossier.pk}/archive/{ARCHIVE_OF[subject.role]}/?of={subject.partner_id}",
        "role_word": subject.word,
        "figures": figures_of(ages),
        "ages_apart": ages.unmatched != 0,
        "ages": ages_of(ages),
        "on": wanted.as_of or on,
        "year_ago": year_before(wanted.as_of or on),
    }


def _asked(request: PortalRequest) -> Asked:
    """What the address asks for, by the plan that shows it."""
    asked = read_asked(request.GET, MOVES, request.access)
    wanted = wanted_of(asked)
    return read_asked(request.GET, OPEN_MOVES, request.access) if wanted.open_only or wanted.as_of else asked


def _prefix(request: PortalRequest, subject: Subject) -> str:
    return f"/d/{request.dossier.pk}/history/{subject.word}/{subject.partner_id or NOBODY}/"
