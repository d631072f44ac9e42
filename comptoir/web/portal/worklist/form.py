"""The form of a booking proposal: what it shows, and what was typed into it."""

from copy import copy
from typing import Any

from comptoir.firms.access import Access
from comptoir.ledger.models import Account, Journal, Partner, Period
from comptoir.web.portal.worklist.fields import (
    Texts,
    amount_in,
    day_in,
    is_booked,
    lines_in,
    rate_in,
    same,
    text_in,
    texts_of,
    with_typed,
)
from comptoir.worklist.codes import codes_of
from comptoir.worklist.editing import CannotChange, Said
from comptoir.worklist.judging import Worked, sum_of, worked_out
from comptoir.worklist.models import Proposal
from comptoir.worklist.placing import journals_for, periods_of
from comptoir.worklist.sittings import OF_A_LINE
from comptoir.worklist.vat import grids

SPARE = 2
"""Empty lines below the last one."""

MOST_CARDS = 2000
EXPLAINED = ("journal", "period", "partner", "number", "dated_on", "gross", "rate", "refused")
"""The fields for which it is said where their value comes from, or what is wrong with it."""


def shown(proposal: Proposal, access: Access, language: str, typed: Texts | None = None) -> dict[str, Any]:
    """Everything that the form needs to show the proposal, with what was typed in place of what is saved."""
    codes = codes_of(proposal.dossier, of_sale=proposal.of_sale)
    saved = texts_of(proposal, language)
    texts = saved if typed is None else with_typed(saved, typed)
    worked = proposal if typed is None else _worked(proposal, texts)
    rows = worked_out(worked, codes) if worked else []
    total = sum_of(worked, rows) if worked else None
    gross = worked.gross_cents if worked else None
    journals = journals_for(proposal.dossier, of_sale=proposal.of_sale, credit=texts["credit"] == "1")
    periods = periods_of(proposal.dossier)
    return {
        "journals": journals,
        "journal_fits": texts["journal"] in {each.code for each in journals},
        "periods": periods,
        "period_fits": texts["period"] in {each.code for each in periods},
        "codes": codes,
        "accounts": list(Account.objects.visible_to(access).filter(role="").order_by("code").only("code", "name")),
        "cards": list(Partner.objects.visible_to(access).order_by("name", "pk")[:MOST_CARDS]),
        "value": texts,
        "lines": _lines_shown(proposal, texts, saved, rows),
        "total": total,
        "left": None if gross is None or total is None else gross - total,
        "why": {name: proposal.evidence.get(name) for name in EXPLAINED},
        "wrong": {name: proposal.reasons.get(name) for name in EXPLAINED},
    }


def _worked(proposal: Proposal, texts: Texts) -> Proposal | None:
    """The proposal with the amounts that were typed, not saved; None where one of them is none."""
    found = copy(proposal)
    try:
        found.lines, found.gross_cents = _lines(texts), amount_in(text_in(texts, "gross"))
    except CannotChange:
        return None
    return found


def _lines_shown(proposal: Proposal, texts: Texts, saved: Texts, rows: list[Worked]) -> list[dict[str, Any]]:
    """The lines with their grids; evidence and reasons of those that stand as they are saved; and some empty ones."""
    left, as_saved = iter(rows), lines_in(saved)
    lines: list[dict[str, Any]] = []
    for place, line in enumerate(lines_in(texts)):
        row = next(left, None) if is_booked(line) else None
        told = place < len(as_saved) and same(line, as_saved[place])
        lines.append(
            {
                **line,
                "place": place,
                "grids": _grids(row, proposal) if row else "",
                "why": proposal.evidence.get(f"line-{place}") if told else None,
                "wrong": proposal.reasons.get(f"line-{place}") if told else None,
            }
        )
    empty = dict.fromkeys((*OF_A_LINE, "grids"), "") | {"why": None, "wrong": None}
    return lines + [{**empty, "place": len(lines) + place} for place in range(SPARE)]


def _grids(row: Worked, proposal: Proposal) -> str:
    """The grids of the VAT return in which the line stands, where the books are Belgian; "" without a VAT code."""
    if row.code is None or proposal.dossier.country != "BE":
        return ""
    found = grids(row.code.treatment, row.line["account"], of_sale=proposal.of_sale, credit=proposal.credit)
    return ", ".join(found)


def read(texts: Texts, proposal: Proposal, access: Access) -> Said:
    """What was typed. Refuses (CannotChange) what is no amount, date, journal, period, partner or line."""
    code, period = text_in(texts, "journal"), text_in(texts, "period")
    partner, card = _partner(texts, proposal, access)
    return Said(
        credit=text_in(texts, "credit") == "1",
        journal=Journal.objects.visible_to(access).filter(code=code).first() if code else None,
        period=Period.objects.visible_to(access).filter(code=period).first() if period else None,
        partner=partner,
        card=card,
        number=text_in(texts, "number")[:80],
        dated_on=day_in(text_in(texts, "dated_on")),
        due_on=day_in(text_in(texts, "due_on")),
        communication=text_in(texts, "communication")[:40],
        gross_cents=amount_in(text_in(texts, "gross")),
        rate=rate_in(text_in(texts, "rate")),
        lines=_lines(texts),
    )


def _partner(texts: Texts, proposal: Proposal, access: Access) -> tuple[Partner | None, dict[str, Any] | None]:
    text = text_in(texts, "partner")
    if not text:
        name = text_in(texts, "card_name")[:120]
        if not name:
            return None, proposal.card
        return None, {**(proposal.card or {}), "name": name, "vat": text_in(texts, "card_vat")[:20]}
    cards = Partner.objects.visible_to(access)
    found = cards.filter(key=text.split(" · ")[0]).first() or cards.filter(name__iexact=text).first()
    if found is None:
        raise CannotChange("The books have no partner %(name)s.", name=text)
    return found, None


def _lines(texts: Texts) -> list[dict[str, Any]]:
    return [
        {
            "account": line["account"].split(" ")[0][:20],
            "vat": line["vat"][:20],
            "base": amount_in(line["base"]) or 0,
            "tax": amount_in(line["tax"]),
            "text": line["text"][:120],
        }
        for line in lines_in(texts)
        if is_booked(line)
    ]
