"""The archive checked against the ledger: payment and amounts of every row made again from the lines, in plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from comptoir.archive.check_bank import check_bank
from comptoir.archive.choices import Payment, Tab
from comptoir.archive.models import ArchivedInvoice
from comptoir.firms.models import Dossier
from comptoir.kit.words import Sentence
from comptoir.ledger.check import open_of
from comptoir.ledger.choices import PURCHASE_KINDS, SALE_KINDS
from comptoir.ledger.models import Entry, Lettering, Line


@dataclass(frozen=True, slots=True)
class ThirdPartyLine:
    """A customer or supplier line: its amount, what is open of it, and when its group was completed (None: it is not)."""

    cents: int
    open_cents: int
    complete_on: date | None


@dataclass(frozen=True, slots=True)
class State:
    """What the lines of an entry say of its payment."""

    payment: str
    amount_cents: int
    open_cents: int
    paid_on: date | None


def state_of(lines: list[ThirdPartyLine], booked_on: date) -> State:
    """The rule of payment over the customer or supplier lines of one entry, amounts as debit positive."""
    amount, remains = sum(line.cents for line in lines), sum(line.open_cents for line in lines)
    counted = [line for line in lines if line.cents]
    days = [line.complete_on for line in lines if line.complete_on]
    if amount == 0 or all(line.complete_on for line in counted):
        return State(Payment.PAID, amount, remains, max(days, default=booked_on))
    if all(line.open_cents == line.cents for line in counted):
        return State(Payment.UNPAID, amount, remains, None)
    return State(Payment.PARTLY, amount, remains, None)


def check_archive(dossier: Dossier) -> Iterator[Sentence]:
    """Rows that do not agree with the ledger, are missing, or stand for an entry that is not there."""
    yield from _check_invoices(dossier)
    yield from check_bank(dossier)


def _check_invoices(dossier: Dossier) -> Iterator[Sentence]:
    kinds = dict(
        Entry.objects.filter(dossier=dossier, journal__type__in=[*PURCHASE_KINDS, *SALE_KINDS]).values_list("pk", "key")
    )
    rows = {row.entry_id: row for row in ArchivedInvoice.objects.filter(dossier=dossier, in_books=True)}
    for pk in kinds.keys() - rows.keys():
        yield Sentence("Entry %(key)s is missing from the archive.", {"key": kinds[pk]})
    for stray in rows.keys() - kinds.keys():
        yield Sentence("The archive has %(row)s, which is no invoice of the books.", {"row": str(rows[stray])})
    states = dict(_states(dossier))
    for entry, row in rows.items():
        state = states.get(entry or 0)
        if state is None:
            yield from _wrong_without_third_party(row)
            continue
        sign = 1 if row.tab == Tab.SALES else -1
        stored = (row.payment, row.amount_cents * sign, row.open_cents * sign, row.paid_on)
        if stored != (state.payment, state.amount_cents, state.open_cents, state.paid_on):
            yield Sentence(
                "%(row)s is stored as %(stored)s; its lines make it %(made)s.",
                {"row": str(row), "stored": str(stored), "made": str(state)},
            )


def _wrong_without_third_party(row: ArchivedInvoice) -> Iterator[Sentence]:
    """An entry without a customer or supplier line is never open: cash sales, and invoices paid by card at once."""
    if (row.payment, row.open_cents, row.paid_on) != (Payment.NONE, 0, None):
        yield Sentence(
            "%(row)s is stored as %(stored)s, but has no customer or supplier line.",
            {"row": str(row), "stored": str((row.payment, row.open_cents, row.paid_on))},
        )


def _states(dossier: Dossier) -> Iterator[tuple[int, State]]:
    """The state of every entry of the purchase and sales journals, from its lines."""
    remains = open_of(dossier)
    complete = dict(Lettering.objects.filter(dossier=dossier, complete=True).values_list("pk", "last_on"))
    lines = (
        Line.objects.filter(dossier=dossier, entry__journal__type__in=[*PURCHASE_KINDS, *SALE_KINDS])
        .exclude(account__role="")
        .order_by("entry_id", "position")
        .values_list("entry_id", "pk", "cents", "lettering_id", "carried_by__lettering_id", "entry__booked_on")
    )
    for entry_id, group in groupby(lines.iterator(chunk_size=5000), key=lambda row: row[0]):
        rows = list(group)
        third = [
            ThirdPartyLine(cents, remains.get(pk, cents), complete.get(own) or complete.get(carrier))
            for _, pk, cents, own, carrier, _ in rows
        ]
        yield entry_id, state_of(third, rows[0][5])
