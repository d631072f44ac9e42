"""Proposals are corrected, checked, put on hold: who saves says which version he saw, and overwrites nobody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from comptoir.audit.trail import record
from comptoir.firms.access import Access
from comptoir.intake.choices import State
from comptoir.kit.words import Refusal, Sentence
from comptoir.ledger.models import Journal, Partner, Period
from comptoir.worklist.choices import Status
from comptoir.worklist.judging import judge
from comptoir.worklist.models import Proposal, Rule
from comptoir.worklist.reach import within_reach
from comptoir.worklist.sittings import forget_typed
from comptoir.worklist.vat import per_cent

FIELDS = (
    *("credit", "journal", "period", "partner", "card", "number", "dated_on", "due_on", "communication"),
    *("gross_cents", "rate", "lines"),
)


class CannotChange(Refusal):
    """The proposal cannot be changed so."""


class ChangedMeanwhile(CannotChange):
    """Somebody else has changed it since it was opened."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a booking. Amounts are positive cents; `rate` and `lines` as the proposal has them."""

    credit: bool
    journal: Journal | None
    period: Period | None
    partner: Partner | None
    card: dict[str, Any] | None
    number: str
    dated_on: date | None
    due_on: date | None
    communication: str
    gross_cents: int | None
    rate: int | None
    lines: list[dict[str, Any]]


def said_of(row: Proposal) -> Said:
    """What the proposal says now."""
    return Said(
        credit=row.credit,
        journal=row.journal,
        period=row.period,
        partner=row.partner,
        card=row.card,
        number=row.number,
        dated_on=row.dated_on,
        due_on=row.due_on,
        communication=row.communication,
        gross_cents=row.gross_cents,
        rate=row.rate,
        lines=row.lines,
    )


@transaction.atomic
def save(
    proposal: Proposal,
    said: Said,
    *,
    seen: int,
    check: bool = False,
    lines_from: Sentence | None = None,
    by: Access,
    at: datetime,
) -> Proposal:
    """Write it down, and with `check` have it be checked, where nothing is missing. `seen` is the version looked at.

    `lines_from` says where the lines come from that are not the person's own. What this person had typed before is kept
    no longer. Refuses (NotAllowed, CannotChange, ChangedMeanwhile); nothing is changed then.
    """
    row = held(proposal, seen, by)
    before = {name: getattr(row, name) for name in FIELDS}
    for name in FIELDS:
        setattr(row, name, getattr(said, name))
    changed = sorted(name for name in FIELDS if getattr(row, name) != before[name])
    if changed:
        row.evidence = {name: why for name, why in row.evidence.items() if _still_says(name, changed)}
    if lines_from is not None:
        row.evidence |= {f"line-{place}": lines_from.to_json() for place in range(len(said.lines))}
    if check:
        nobody_is_asked(row)
    if (row.status == Status.CHECKED and changed) or (check and row.status == Status.ON_HOLD):
        row.status = Status.OK
    judge(row)
    if check and row.status == Status.OK:
        row.status, row.checked_by_id = Status.CHECKED, by.person_id
    forget_typed(row, by=by)
    verb = "worklist.checked" if row.status == Status.CHECKED else "worklist.changed"
    return written(row, verb, by=by, at=at, changed=changed)


@transaction.atomic
def hold_back(proposal: Proposal, *, seen: int, by: Access, at: datetime) -> Proposal:
    """Put it on hold: it stays in the list and is not transferred. Refuses as `save` does."""
    row = held(proposal, seen, by)
    nobody_is_asked(row)
    row.status = Status.ON_HOLD
    return written(row, "worklist.held", by=by, at=at)


@transaction.atomic
def go_on(proposal: Proposal, *, seen: int, by: Access, at: datetime) -> Proposal:
    """Take it off hold. Refuses as `save` does."""
    row = held(proposal, seen, by)
    nobody_is_asked(row)
    row.status = Status.OK
    judge(row)
    return written(row, "worklist.went_on", by=by, at=at)


@transaction.atomic
def make_rule(proposal: Proposal, *, by: Access, at: datetime) -> Rule:
    """Have invoices of this partner be booked as this one is, from now on. Refuses (NotAllowed, CannotChange)."""
    by.demand("worklist.rule")
    row = Proposal.objects.select_for_update(of=("self",)).visible_to(by).select_related("partner").get(pk=proposal.pk)
    total = sum(line["base"] for line in row.lines)
    if row.partner is None or not total or not all(line["account"] and line["vat"] for line in row.lines):
        raise CannotChange("A rule needs a partner of the books, and lines with account and VAT code.")
    shares = [per_cent(10_000, line["base"] * 10_000 // total) for line in row.lines]
    lines = [
        {"account": line["account"], "vat": line["vat"], "share": share}
        for line, share in zip(row.lines, shares, strict=True)
    ]
    rule, _ = Rule.objects.update_or_create(
        dossier=row.dossier,
        of_sale=row.of_sale,
        partner=row.partner,
        defaults={"lines": lines, "made_by_id": by.person_id, "made_at": at},
    )
    record("worklist.rule_made", rule, by=by, at=at, partner=row.partner.name, lines=lines)
    return rule


def held(proposal: Proposal, seen: int, by: Access) -> Proposal:
    """The proposal as it is now, under lock. Refuses (NotAllowed, CannotChange, ChangedMeanwhile)."""
    by.demand("worklist.use")
    rows = within_reach(by).select_for_update(of=("self",)).select_related("submission", "dossier", "journal")
    row = rows.select_related("period", "partner").filter(pk=proposal.pk).first()
    if row is None:
        raise CannotChange("This document is checked by somebody else.")
    if row.submission.state != State.SENT:
        raise CannotChange("The document is no longer in the worklist.")
    if row.version != seen:
        raise ChangedMeanwhile("Somebody has changed this proposal since you opened it; look at it again.")
    return row


def nobody_is_asked(row: Proposal) -> None:
    """Refuse (CannotChange) while somebody is asked about it."""
    if row.status == Status.ASKED:
        raise CannotChange("Somebody is asked about it: wait for the answer, or take the question back.")


def _still_says(name: str, changed: list[str]) -> bool:
    """Whether the evidence of a field still speaks of its value."""
    return name not in changed and not (name.startswith("line-") and "lines" in changed)


def written(row: Proposal, verb: str, *, by: Access, at: datetime, **facts: object) -> Proposal:
    """Write the proposal as its next version, and its line in the trail with the facts that there are."""
    row.version, row.changed_at, row.touched = row.version + 1, at, True
    row.save()
    record(verb, row.submission, by=by, at=at, **{name: fact for name, fact in facts.items() if fact})
    return row
