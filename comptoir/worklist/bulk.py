"""Many proposals at once: each is changed by itself, as it is alone, and of each that is not it is said why.

One that somebody has changed since the list was looked at stays as it is; the others are changed all the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from comptoir.firms.access import Access, NotAllowed
from comptoir.intake.models import Submission
from comptoir.kit.words import Refusal, Sentence
from comptoir.ledger.models import Account, Journal, Period
from comptoir.worklist.choices import READY, Status
from comptoir.worklist.codes import codes_of
from comptoir.worklist.editing import CannotChange, go_on, hold_back, said_of, save
from comptoir.worklist.models import Proposal, VatCode
from comptoir.worklist.placing import journals_for, periods_of
from comptoir.worklist.reach import within_reach
from comptoir.worklist.returning import tell_the_client, to_the_mailbox
from comptoir.worklist.transferring import in_order

Seen = Mapping[int, int]
"""The picked proposals by their ids, each with the version that was looked at."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be the same in all of them; what is None or "" stays. `account` and `vat` are of the first line."""

    journal: Journal | None = None
    period: Period | None = None
    account: str = ""
    vat: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A document that was left as it is, by its name, and why."""

    name: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Done:
    """How many were changed, and those that were not."""

    changed: int
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Picked proposals by what a transfer makes of them: ready; Nok, which block it; kept back, which stay behind."""

    ready: list[Proposal]
    blocking: list[Proposal]
    behind: list[Proposal]


def change(seen: Seen, to: Change, *, by: Access, at: datetime) -> Done:
    """Give all of them this journal, period, account or VAT code.

    Refuses (NotAllowed, CannotChange) what suits none of them; nothing is changed then.
    """
    by.demand("worklist.use")
    if to == Change():
        raise CannotChange("Say what is to be changed.")
    if to.account and not Account.objects.visible_to(by).filter(code=to.account, role="").exists():
        raise CannotChange("The books have no account %(account)s.", account=to.account)
    return _each(seen, lambda row, version: _change(row, to, seen=version, by=by, at=at), by)


def check(seen: Seen, *, by: Access, at: datetime) -> Done:
    """Have those that are OK be checked. Refuses (NotAllowed)."""
    return _each(seen, lambda row, version: _check(row, seen=version, by=by, at=at), by)


def hold_all(seen: Seen, *, by: Access, at: datetime) -> Done:
    """Put them on hold. Refuses (NotAllowed)."""
    return _each(seen, lambda row, version: hold_back(_but(row, Status.ON_HOLD), seen=version, by=by, at=at), by)


def go_on_with_all(seen: Seen, *, by: Access, at: datetime) -> Done:
    """Take those off hold that are on it. Refuses (NotAllowed)."""

    def off(row: Proposal, version: int) -> None:
        if row.status != Status.ON_HOLD:
            raise CannotChange("It is not on hold.")
        go_on(row, seen=version, by=by, at=at)

    return _each(seen, off, by)


def send_all_back(seen: Seen, why: str, *, by: Access, at: datetime) -> Done:
    """Put them back into the client's mailboxes, who is told why, by one mail. Refuses (NotAllowed)."""
    gone: list[Submission] = []

    def back(row: Proposal, version: int) -> None:
        to_the_mailbox(row, why, seen=version, by=by, at=at)
        gone.append(row.submission)

    done = _each(seen, back, by)
    tell_the_client(gone, why, by=by, at=at)
    return done


def split(rows: Iterable[Proposal]) -> Selection:
    """What a transfer would make of these, each in the order in which they come."""
    found = list(rows)
    return Selection(
        [row for row in found if row.status in READY],
        [row for row in found if row.status == Status.NOK],
        [row for row in found if row.status not in {*READY, Status.NOK}],
    )


def _rows(seen: Seen, by: Access) -> "QuerySet[Proposal]":
    found = within_reach(by).filter(pk__in=list(seen))
    return in_order(found).select_related("submission", "dossier", "journal", "period", "partner")


def _each(seen: Seen, deed: Callable[[Proposal, int], object], by: Access) -> Done:
    """Do it with each in a transaction of its own."""
    by.demand("worklist.use")
    changed, left = 0, []
    for row in _rows(seen, by):
        try:
            deed(row, seen[row.pk])
        except NotAllowed:
            raise
        except Refusal as refusal:
            left.append(Left(row.submission.name, refusal.sentence))
        else:
            changed += 1
    return Done(changed, tuple(left))


def _but(row: Proposal, status: Status) -> Proposal:
    if row.status == status:
        raise CannotChange("It is so already.")
    return row


def _check(row: Proposal, *, seen: int, by: Access, at: datetime) -> None:
    if row.status == Status.ON_HOLD:
        raise CannotChange("It is on hold.")
    missing = next(iter(_but(row, Status.CHECKED).reasons.values()), None)
    if row.status == Status.NOK and missing is not None:
        raise CannotChange("It is Nok: %(why)s", why=Sentence.from_json(missing))
    if save(row, said_of(row), seen=seen, check=True, by=by, at=at).status != Status.CHECKED:
        raise CannotChange("It is Nok: look at what is missing.")


def _change(row: Proposal, to: Change, *, seen: int, by: Access, at: datetime) -> None:
    said = said_of(row)
    if to.journal is not None:
        if to.journal not in journals_for(row.dossier, of_sale=row.of_sale, credit=row.credit):
            raise CannotChange("The journal %(journal)s does not take it.", journal=to.journal.code)
        said = replace(said, journal=to.journal)
    if to.period is not None:
        if to.period not in periods_of(row.dossier):
            raise CannotChange("The period %(period)s is not open.", period=to.period.code)
        said = replace(said, period=to.period)
    if to.account or to.vat:
        said = replace(said, lines=_lines(row, to))
    if said == said_of(row):
        raise CannotChange("It is so already.")
    save(row, said, seen=seen, by=by, at=at)


def _lines(row: Proposal, to: Change) -> list[dict[str, Any]]:
    """With the account and the code on the first line; VAT that was charged at another rate is worked out anew."""
    if not row.lines:
        raise CannotChange("There is no line yet.")
    first, *others = row.lines
    if to.vat:
        codes = {code.code: code for code in codes_of(row.dossier, of_sale=row.of_sale)}
        if to.vat not in codes:
            raise CannotChange("There is no VAT code %(code)s.", code=to.vat)
        tax = first["tax"] if _same_rate(codes.get(first["vat"]), codes[to.vat]) else None
        first = {**first, "vat": to.vat, "tax": tax}
    return [{**first, "account": to.account or first["account"]}, *others]


def _same_rate(before: VatCode | None, after: VatCode) -> bool:
    return before is not None and (before.kind, before.rate) == (after.kind, after.rate)
