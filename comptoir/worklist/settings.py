"""How a dossier's documents are booked: who checks, what goes by itself, numbers, rules; said by the firm."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.firms.actions.settings import set_validation
from comptoir.firms.choices import Validation
from comptoir.firms.models import Dossier
from comptoir.kit.words import Refusal
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS
from comptoir.ledger.models import Journal, Partner
from comptoir.worklist.choices import ByItself, Template
from comptoir.worklist.models import JournalNumbering, Rule, WorklistSettings

MOST_EQUAL = 20
MOST_FIRST = 999_999


class CannotSet(Refusal):
    """The worklist cannot be set up so."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the firm says of a dossier's worklist; the fields are those of `WorklistSettings`."""

    validated_by: Validation
    client_journals: list[str]
    client_partners: list[str]
    by_itself: ByItself
    equal_bookings: int
    below_cents: int
    firm_memory: bool
    closed_until: date | None


@transaction.atomic
def set_worklist(dossier: Dossier, chosen: Chosen, *, by: Access, at: datetime) -> WorklistSettings:
    """Say so. Refuses (NotAllowed, CannotSet) no number of equal bookings, no limit, journals and partners unknown."""
    by.demand("office.connect")
    if not 1 <= chosen.equal_bookings <= MOST_EQUAL:
        raise CannotSet("Between 1 and %(most)s equal bookings are needed.", most=MOST_EQUAL)
    if chosen.below_cents <= 0:
        raise CannotSet("The limit is an amount above zero.")
    _known(chosen, by)
    set_validation(dossier, chosen.validated_by, by=by, at=at)
    row, _ = WorklistSettings.objects.select_for_update().visible_to(by).get_or_create(dossier=dossier)
    said = {name: value for name, value in asdict(chosen).items() if name != "validated_by"}
    _change(row, said, "worklist.set", by=by, at=at)
    return row


@transaction.atomic
def number_journal(journal: Journal, template: Template, first: int, *, by: Access, at: datetime) -> JournalNumbering:
    """Say how the pieces of a journal are numbered from now on. Refuses (NotAllowed, CannotSet)."""
    by.demand("office.connect")
    if not 1 <= first <= MOST_FIRST:
        raise CannotSet("The first number is between 1 and %(most)s.", most=MOST_FIRST)
    journal = Journal.objects.visible_to(by).get(pk=journal.pk)
    rows = JournalNumbering.objects.select_for_update().visible_to(by)
    row, _ = rows.get_or_create(journal=journal, defaults={"dossier_id": journal.dossier_id})
    _change(row, {"template": template, "first": first}, "worklist.numbering_set", by=by, at=at)
    return row


@transaction.atomic
def remove_rule(rule: Rule, *, by: Access, at: datetime) -> None:
    """Book invoices of its partner by history again. Refuses (NotAllowed)."""
    by.demand("office.connect")
    row = Rule.objects.select_for_update(of=("self",)).visible_to(by).select_related("partner").get(pk=rule.pk)
    record("worklist.rule_removed", row, by=by, at=at, partner=row.partner.name, lines=row.lines)
    row.delete()


def journals_to_number(access: Access) -> list[Journal]:
    """The journals of purchases and sales of the dossier, by code."""
    rows = Journal.objects.visible_to(access).filter(type__in=(*PURCHASE_KINDS, *SALE_KINDS))
    return list(rows.select_related("numbering").order_by("code"))


def _known(chosen: Chosen, by: Access) -> None:
    for code in chosen.client_journals:
        if not Journal.objects.visible_to(by).filter(code=code).exists():
            raise CannotSet("The books have no journal %(code)s.", code=code)
    for key in chosen.client_partners:
        if not Partner.objects.visible_to(by).filter(key=key).exists():
            raise CannotSet("The books have no customer or supplier %(key)s.", key=key)


def _change(
    row: WorklistSettings | JournalNumbering, said: Mapping[str, Any], verb: str, *, by: Access, at: datetime
) -> None:
    """Write what is other than it was, and in the trail both; nothing where nothing is."""
    before = {name: getattr(row, name) for name in said}
    changed = [name for name in said if said[name] != before[name]]
    if changed:
        for name in changed:
            setattr(row, name, said[name])
        row.save(update_fields=changed)
        told = {name: _plain(before[name]) for name in changed}, {name: _plain(said[name]) for name in changed}
        record(verb, row, by=by, at=at, before=told[0], after=told[1])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
