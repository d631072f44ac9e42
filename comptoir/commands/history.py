"""The history for scripts: what customers or suppliers owe and are owed, and one partner's account, in decimal text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from comptoir.firms.access import Access, machine
from comptoir.firms.models import Dossier
from comptoir.firms.paging import every
from comptoir.kit.money import text_of
from comptoir.ledger.ageing import Ageing, ageing, sign_of
from comptoir.ledger.as_of import open_on
from comptoir.ledger.balances import ORDERS, BalanceFilter, every_partner
from comptoir.ledger.choices import AccountRole
from comptoir.ledger.models import Partner
from comptoir.ledger.partner_account import BOOKED, COLUMNS, account_lines, ageing_of
from comptoir.ledger.queries import dates_of

ROLES = {"customers": AccountRole.CUSTOMER, "suppliers": AccountRole.SUPPLIER}
"""Amounts are positive for what customers owe, and for what suppliers are owed."""


def history_in_json(dossier: Dossier, options: Mapping[str, Any], *, by: str) -> dict[str, Any]:
    """What the options of `show history` ask for. Raises CommandError."""
    role, on = ROLES[options["role"]], options["as_of"] or timezone.localdate()
    if options["partner"]:
        return account_in_json(dossier, role, options["partner"], on=on, by=by)
    return partners_in_json(dossier, role, on=on, by=by)


def history_as_text(told: Mapping[str, Any]) -> list[str]:
    """The same, as lines to read."""
    head = f"open {told['open']}, overdue {told['overdue']} on {told['as_of']}"
    if "partners" in told:
        rows = [f"{row['name'][:40]:<40} {row['open']:>14} {row['overdue']:>14}" for row in told["partners"]]
        return [f"{head[0].upper()}{head[1:]}", *rows]
    lines = [
        f"{row['date']} {row['journal']:<6} {row['number']:<10} {row['debit']:>14} {row['credit']:>14}"
        f" {row['balance']:>14} {row['lettering']:<6} {row['open']:>14}"
        for row in told["lines"]
    ]
    return [f"{told['partner']} {told['name']}: {head}", *lines]


def partners_in_json(dossier: Dossier, role: AccountRole, *, on: date, by: str) -> dict[str, Any]:
    """Every partner of that role, by name, and their totals."""
    access = machine(dossier.firm_id, dossier.pk, by)
    rows = every_partner(access, role, BalanceFilter(), ORDERS["partner"], on=on)
    partners = [
        {
            "partner": row["partner__key"],
            "name": row["name"],
            "balance": text_of(row["balance_shown"]),
            "open": text_of(row["open_shown"]),
            "overdue": text_of(row["overdue_shown"]),
            "oldest_due_date": _day(row["oldest_due_on"]),
            "last_movement": _day(row["last_on"]),
        }
        for row in rows
    ]
    return _head(dossier, on) | _ages(ageing(access, role, on=on)) | {"partners": partners}


def account_in_json(dossier: Dossier, role: AccountRole, key: str, *, on: date, by: str) -> dict[str, Any]:
    """One partner's account, each item once; `open` is what was open on that day. Raises CommandError."""
    access = machine(dossier.firm_id, dossier.pk, by)
    partner = Partner.objects.visible_to(access).filter(key=key).first()
    if partner is None:
        raise CommandError(f"There is no partner {key} in the books of dossier {dossier.number}.")
    lines = account_lines(access, role, partner.pk)
    opened = open_on(lines, on)
    ages = ageing_of(access, role, partner.pk, on=on, opened=opened)
    told = _lines(access, role, partner, opened)
    return _head(dossier, on) | {"partner": partner.key, "name": partner.name} | _ages(ages) | {"lines": told}


def _lines(access: Access, role: AccountRole, partner: Partner, opened: dict[int, int]) -> list[dict[str, Any]]:
    found, balance, sign = [], 0, sign_of(role)
    for row in every(account_lines(access, role, partner.pk).values(*COLUMNS), BOOKED):
        balance += row["cents"]
        found.append(
            {
                "date": row["booked_on"].isoformat(),
                "journal": row["entry__journal__code"],
                "fiscal_year": row["entry__fiscal_year"],
                "number": row["entry__number"],
                "document_number": row["entry__document_number"],
                "text": row["text"] or row["entry__text"],
                "due_date": _day(row["due_on"]),
                "debit": text_of(max(row["cents"], 0)),
                "credit": text_of(max(-row["cents"], 0)),
                "balance": text_of(balance * sign),
                "lettering": row["lettering__code"] or row["carried_by__lettering__code"] or "",
                "open": text_of(opened.get(row["id"], 0) * sign),
            }
        )
    return found


def _head(dossier: Dossier, on: date) -> dict[str, Any]:
    dates = dates_of(dossier)
    return {
        "dossier": dossier.number,
        "as_of": on.isoformat(),
        "accounts_until": _day(dates.accounts_until),
        "bank_until": _day(dates.bank_until),
    }


def _ages(ages: Ageing) -> dict[str, Any]:
    return {
        "overdue": text_of(ages.overdue),
        "not_due": text_of(ages.not_due),
        "unmatched": text_of(ages.unmatched),
        "open": text_of(ages.total),
        "ageing": {age.value: text_of(cents) for age, cents in ages.cents.items()},
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
