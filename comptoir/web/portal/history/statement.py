"""The statement of account of a customer or supplier, in his language, as a PDF to download."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from comptoir.firms.models import Dossier
from comptoir.firms.paging import Row, every
from comptoir.formats.statement.make import Pair, Statement, statement_pdf
from comptoir.kit.dates import year_before
from comptoir.kit.numbers import format_communication
from comptoir.kit.typed import day_as_typed
from comptoir.kit.words import Refusal
from comptoir.ledger.ageing import Ageing, aged, sign_of
from comptoir.ledger.as_of import open_on
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.models import Line, Partner
from comptoir.ledger.partner_account import BOOKED, COLUMNS, Moves, account_lines, balance_until, moved
from comptoir.ledger.queries import dates_of
from comptoir.web.portal.history.account import Subject, subject_of
from comptoir.web.portal.history.account_plan import piece_of, text_of
from comptoir.web.portal.history.moves import with_balance
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import count, dmy, money, say

MOST_ROWS = 2000


class NoStatement(Refusal):
    """What was asked for cannot be written as a statement."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Open items on a day, or the movements of a period."""

    open_items: bool
    from_on: date
    until_on: date


@require_safe
@needs("history.view")
def statement(request: PortalRequest, role: str, pk: int) -> HttpResponseBase:
    """The PDF; what cannot be made says why."""
    subject = subject_of(request, role, pk)
    lines = account_lines(request.access, subject.role, subject.partner_id)
    try:
        with override(_language(subject.partner)):
            wanted = _wanted(request)
            written = (
                _open_items(request, subject, lines, wanted)
                if wanted.open_items
                else _activity(request, subject, lines, wanted)
            )
            name = slugify(f"{gettext('statement')} {_name(subject)} {wanted.until_on.isoformat()}")
    except NoStatement as refusal:
        return render(request, "portal/history/no_statement.html", {"sentence": say(refusal.sentence)}, status=422)
    answer = HttpResponse(statement_pdf(written), content_type="application/pdf")
    answer["Content-Disposition"] = str(content_disposition_header(True, f"{name}.pdf"))
    return answer


def _wanted(request: PortalRequest) -> Wanted:
    today = timezone.localdate()
    until_on = _day(request.GET.get("until", ""), today, end=True)
    from_on = _day(request.GET.get("from", ""), year_before(until_on), end=False)
    if from_on > until_on:
        raise NoStatement("The period ends before it begins.")
    return Wanted(request.GET.get("kind") != "activity", from_on, until_on)


def _day(typed: str, otherwise: date, *, end: bool) -> date:
    typed = typed.replace("\0", "").strip()[:100]
    day = day_as_typed(typed, end=end) if typed else otherwise
    if day is None:
        raise NoStatement("“%(value)s” is not a date; write it like 31/03/2026 or 03/2026.", value=typed)
    return day


def _open_items(request: PortalRequest, subject: Subject, lines: "QuerySet[Line]", wanted: Wanted) -> Statement:
    sign, on = sign_of(subject.role), wanted.until_on
    opened = open_on(lines, on)
    _bounded(len(opened))
    found = list(every(lines.filter(pk__in=list(opened)).values(*COLUMNS), BOOKED))
    rows = tuple(
        (
            dmy(row["entry__document_on"]),
            row["entry__document_number"] or piece_of(row),
            _said(row),
            dmy(row["due_on"]),
            money(row["cents"] * sign),
            money(opened[row["id"]] * sign),
        )
        for row in found
    )
    ages = aged(((row["due_on"], opened[row["id"]]) for row in found), subject.role, on=on)
    headings = (
        *((gettext("Date"), "start"), (gettext("Number"), "start"), (gettext("Text"), "wide")),
        *((gettext("Due"), "start"), (gettext("Amount"), "end"), (gettext("Open"), "end")),
    )
    facts = ((gettext("As of"), dmy(on)),)
    foot = ("", "", _owed(subject.role), "", "", money(ages.total))
    title = gettext("Statement of account: open items")
    return _statement(request, subject, title, facts, headings, rows=rows, foot=foot, ages=ages)


def _activity(request: PortalRequest, subject: Subject, lines: "QuerySet[Line]", wanted: Wanted) -> Statement:
    sign = sign_of(subject.role)
    period = moved(lines, Moves(wanted.from_on, wanted.until_on))
    _bounded(period.count())
    opening = balance_until(lines, wanted.from_on)
    found = list(with_balance(every(period.values(*COLUMNS), BOOKED), opening, sign=sign))
    rows = tuple(
        (
            dmy(row["booked_on"]),
            row["entry__document_number"] or piece_of(row),
            _said(row),
            money(row["cents"]) if row["cents"] > 0 else "",
            money(-row["cents"]) if row["cents"] < 0 else "",
            money(row["running_shown"]),
        )
        for row in found
    )
    headings = (
        *((gettext("Date"), "start"), (gettext("Number"), "start"), (gettext("Text"), "wide")),
        *((gettext("Debit"), "end"), (gettext("Credit"), "end"), (gettext("Balance"), "end")),
    )
    facts = ((gettext("Period"), f"{dmy(wanted.from_on)} – {dmy(wanted.until_on)}"),)
    first = (dmy(wanted.from_on), "", gettext("Opening balance"), "", "", money(opening * sign))
    foot = (
        *("", "", _owed(subject.role)),
        *(_total(found, 1), _total(found, -1), money(opening * sign + sum(row["cents"] for row in found) * sign)),
    )
    title = gettext("Statement of account: movements")
    return _statement(request, subject, title, facts, headings, first=first, rows=rows, foot=foot)


def _statement(
    request: PortalRequest,
    subject: Subject,
    title: str,
    facts: tuple[Pair, ...],
    headings: tuple[Pair, ...],
    *,
    rows: tuple[tuple[str, ...], ...],
    foot: tuple[str, ...],
    first: tuple[str, ...] = (),
    ages: Ageing | None = None,
) -> Statement:
    return Statement(
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        title=title,
        sender=(request.dossier.name, _number(request.dossier)),
        recipient=_recipient(subject),
        facts=(*facts, (gettext("Amounts in"), request.dossier.currency)),
        headings=headings,
        first=first,
        rows=rows,
        foot=foot,
        nothing=gettext("Nothing is open."),
        ages_title=gettext("Age of what is open"),
        ages=tuple((str(age.label), money(cents)) for age, cents in ages.told.items()) if ages else (),
        notes=_notes(request),
        page=gettext("Page {page} of {pages}"),
    )


def _notes(request: PortalRequest) -> tuple[str, ...]:
    """How far payments are known: what was paid later is not counted yet."""
    until = dates_of(request.dossier).bank_until
    if until is None:
        return (gettext("No bank journal is booked yet, so payments cannot be seen."),)
    return (gettext("Payments are known as far as the bank journals are booked: until %(day)s.") % {"day": dmy(until)},)


def _recipient(subject: Subject) -> tuple[str, ...]:
    partner = subject.partner
    if partner is None:
        return (_name(subject),)
    return tuple(filter(None, (_name(subject), partner.vat or partner.number, partner.key)))


def _name(subject: Subject) -> str:
    return (subject.partner.name or subject.partner.key) if subject.partner else gettext("Without partner")


def _owed(role: AccountRole) -> str:
    return gettext("Total in our favour") if role == AccountRole.CUSTOMER else gettext("Total in your favour")


def _said(row: Row) -> str:
    """The text of the line, with the structured communication to pay with."""
    return " · ".join(filter(None, (text_of(row), format_communication(row["communication"]))))


def _total(rows: Iterable[Row], side: int) -> str:
    return money(sum(abs(row["cents"]) for row in rows if row["cents"] * side > 0))


def _number(dossier: Dossier) -> str:
    return f"{dossier.country} {dossier.number}"


def _bounded(rows: int) -> None:
    if rows > MOST_ROWS:
        raise NoStatement(
            "This statement would have %(rows)s lines; choose a shorter period, of at most %(most)s lines.",
            rows=count(rows),
            most=count(MOST_ROWS),
        )


def _language(partner: Partner | None) -> str:
    """The partner's language where Comptoir speaks it, otherwise the reader's."""
    spoken = {code for code, _ in settings.LANGUAGES}
    wanted = partner.language[:2].lower() if partner is not None else ""
    return wanted if wanted in spoken else (get_language() or settings.LANGUAGE_CODE)[:2]
