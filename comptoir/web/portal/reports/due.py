"""The due-date balance of customers or suppliers, on today or a day gone by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from comptoir.kit.typed import day_as_typed
from comptoir.kit.words import Refusal
from comptoir.ledger.ageing import Ageing
from comptoir.ledger.choices import AccountRole, Age
from comptoir.ledger.due import DueItem, PartnerDue, added, item_counts, items_due, partners_due
from comptoir.web.portal.history.figures import ages_of, figures_of
from comptoir.web.portal.history.places import NOBODY, role_of_word
from comptoir.web.portal.reports.answer import answer, most_rows, rooms
from comptoir.web.portal.reports.sheet import Heading, Sheet, SheetRow, as_of
from comptoir.web.shared.guard import PortalRequest, needs
from comptoir.web.shared.templatetags.comptoir import dmy, say


class NoBalance(Refusal):
    """Of that day no balance can be made."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which role and day, and whether every open item stands below its partner."""

    word: str
    role: AccountRole
    on: date
    today: date
    items: bool


@require_safe
@needs("reports.view")
def due(request: PortalRequest, role: str) -> HttpResponseBase:
    """The balance with its ages, as page or file; a day that is none, or still to come, is refused in words."""
    of = role_of_word(role)
    request.access.demand("payment.view")
    today, items = timezone.localdate(), request.GET.get("items") == "yes"
    try:
        wanted = Wanted(role, of, _day(request.GET.get("on", ""), today), today, items)
    except NoBalance as refusal:
        shown = {"sentence": say(refusal.sentence), "title": _title(of), "rooms": rooms(request, role), "today": today}
        return render(request, "portal/reports/no_day.html", shown, status=422)
    partners = partners_due(request.access, of, on=wanted.on, today=today)
    ages = added(partner.ages for partner in partners)
    context = {
        "wanted": wanted,
        "figures": figures_of(ages),
        "ages": ages_of(ages),
        "partner_count": len(partners),
        "counted": ngettext("%(number)s partner", "%(number)s partners", len(partners)) % {"number": len(partners)},
        "ways": _ways(wanted),
    }
    return answer(request, _sheet(request, wanted, partners, ages), context, room="due", current=role)


def _day(typed: str, today: date) -> date:
    typed = typed.replace("\0", "").strip()[:100]
    day = day_as_typed(typed, end=True) if typed else today
    if day is None:
        raise NoBalance("“%(value)s” is not a date; write it like 31/03/2026 or 03/2026.", value=typed)
    if day > today:
        raise NoBalance("%(day)s is still to come: what will be open then, nobody knows yet.", day=day)
    return day


def _sheet(request: PortalRequest, wanted: Wanted, partners: list[PartnerDue], ages: Ageing) -> Sheet:
    shown, when = list(ages.told), {"on": wanted.on, "today": wanted.today}
    counts = item_counts(request.access, wanted.role, **when) if wanted.items else {}
    fitting = _fitting(partners, counts, most_rows(request))
    named = [partner.partner_id for partner in fitting] if wanted.items else []
    found = items_due(request.access, wanted.role, named, **when) if named else {}
    rows = []
    for partner in fitting:
        rows.append(_partner_row(request, wanted, partner, shown))
        rows += [_item_row(item, shown) for item in found.get(partner.partner_id, [])]
    if rows:
        blank = ("", None, None, None) if wanted.items else ()
        rows.append(SheetRow("total", (gettext("Total"), *blank, *(ages.cents[age] for age in shown), ages.total)))
    dated = (
        *(Heading(gettext("Number"), "text"), Heading(gettext("Date"), "day"), Heading(gettext("Due"), "day")),
        Heading(gettext("Days late"), "count"),
    )
    partner_word = gettext("Customer") if wanted.role == AccountRole.CUSTOMER else gettext("Supplier")
    return Sheet(
        title=_title(wanted.role),
        name=f"{_title(wanted.role)} {wanted.on.isoformat()}",
        facts=as_of(request.dossier, dmy(wanted.on)),
        headings=(
            Heading(partner_word, "text", wide=True),
            *(dated if wanted.items else ()),
            *(Heading(str(age.label)) for age in shown),
            Heading(gettext("Total")),
        ),
        rows=tuple(rows),
        notes=_notes(ages),
        nothing=gettext("Nothing was open on that day."),
        more=sum(1 + counts.get(partner.partner_id, 0) for partner in partners[len(fitting) :]),
    )


def _fitting(partners: list[PartnerDue], counts: Mapping[int | None, int], most: int) -> list[PartnerDue]:
    """The first partners that have room with their items, and with the row of sums; always at least one."""
    ends = accumulate(1 + counts.get(partner.partner_id, 0) for partner in partners)
    return [partner for place, (partner, end) in enumerate(zip(partners, ends, strict=True)) if end < most or not place]


def _partner_row(request: PortalRequest, wanted: Wanted, partner: PartnerDue, ages: list[Age]) -> SheetRow:
    name = partner.name or gettext("Without partner")
    address = f"/d/{request.dossier.pk}/history/{wanted.word}/{partner.partner_id or NOBODY}/"
    if wanted.on != wanted.today:
        address += f"?as_of={wanted.on.isoformat()}"
    blank = ("", None, None, None) if wanted.items else ()
    return SheetRow(
        "group" if wanted.items else "row",
        (name, *blank, *(partner.ages.cents[age] or None for age in ages), partner.ages.total),
        address if request.access.may("history.view") else "",
    )


def _item_row(item: DueItem, ages: list[Age]) -> SheetRow:
    piece = f"{item.journal} {item.number}"
    values: tuple[Any, ...] = (piece, item.document_number, item.document_on, item.due_on, item.late or None)
    return SheetRow("item", (*values, *(item.cents if age == item.age else None for age in ages), item.cents))


def _notes(ages: Ageing) -> tuple[str, ...]:
    notes = [gettext("What was paid after the bank date above is not counted yet.")]
    if ages.unmatched:
        notes.append(
            gettext(
                "Payments and credits that are not lettered to an invoice yet are taken off the total; they have no age."
            )
        )
    return tuple(notes)


def _title(role: AccountRole) -> str:
    if role == AccountRole.CUSTOMER:
        return gettext("Due-date balance of customers")
    return gettext("Due-date balance of suppliers")


def _ways(wanted: Wanted) -> list[tuple[str, str, bool]]:
    day = f"on={wanted.on.isoformat()}&" if wanted.on != wanted.today else ""
    return [
        (gettext("By partner"), f"?{day}", not wanted.items),
        (gettext("With every open item"), f"?{day}items=yes", wanted.items),
    ]
