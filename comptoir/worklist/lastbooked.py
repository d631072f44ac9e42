"""A document booked as the last invoice of its partner was: the same accounts, VAT and shares, at its own amounts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from comptoir.firms.access import Access
from comptoir.firms.models import Dossier
from comptoir.kit.words import Fact, Sentence
from comptoir.ledger.models import Entry, Partner
from comptoir.worklist.codes import codes_of
from comptoir.worklist.editing import CannotChange, Said, save
from comptoir.worklist.habits import Booked, Suggested, Told, suggest
from comptoir.worklist.lines import as_lines, entries_of, gross_of, told_by
from comptoir.worklist.models import Proposal
from comptoir.worklist.past import frame_of, shapes_of
from comptoir.worklist.proposing import invoice_in
from comptoir.worklist.shape import Shape
from comptoir.worklist.vat import Treatment, adds, per_cent

LOOKED_AT = 10
"""Among so many of the newest entries the last is sought that is an invoice."""


def save_as_last_booked(proposal: Proposal, said: Said, *, seen: int, by: Access, at: datetime) -> Proposal:
    """Write down what was said, but with the lines of the last booking of the partner that was said.

    Refuses as `save` does, and where there is no partner of the books, no total or no such booking.
    """
    by.demand("worklist.use")
    if said.partner is None:
        raise CannotChange("Only a supplier or customer of the books has a last booking: say first who it is.")
    invoice = invoice_in(proposal.submission)
    gross = said.gross_cents if said.gross_cents is not None else gross_of(invoice)
    if not gross:
        raise CannotChange("The total is missing.")
    found = _last_of(proposal.dossier, said.partner, of_sale=proposal.of_sale)
    if found is None:
        raise CannotChange("Nothing of %(name)s is booked yet.", name=said.partner.name)
    entry, shape = found
    suggested = _at_these_amounts(shape, invoice, gross, of_sale=proposal.of_sale)
    lines = as_lines(suggested, codes_of(proposal.dossier, of_sale=proposal.of_sale))
    facts: dict[str, Fact] = {"day": entry.booked_on, "piece": f"{entry.journal.code} {entry.number}"}
    why = Sentence("As in the last booking of this partner, of %(day)s (%(piece)s).", facts)
    return save(proposal, replace(said, gross_cents=gross, lines=lines), seen=seen, lines_from=why, by=by, at=at)


def _last_of(dossier: Dossier, partner: Partner, *, of_sale: bool) -> tuple[Entry, Shape] | None:
    frame = frame_of(dossier)
    for entry in entries_of([partner.pk], of_sale).select_related("journal")[:LOOKED_AT]:
        for shape in shapes_of(Entry.objects.filter(pk=entry.pk), frame, of_sale=of_sale):
            if sum(part.base for part in shape.parts):
                return entry, shape
    return None


def _at_these_amounts(shape: Shape, invoice: dict[str, Any], gross: int, *, of_sale: bool) -> list[Suggested]:
    """By what the document says of each VAT rate, where that comes to the total; else by the total alone."""
    told = told_by(invoice)
    if told and sum(map(_with_vat, told)) == gross:
        return suggest(told, [shape], gross=gross, words=frozenset())
    return spread(shape, gross, of_sale=of_sale)


def spread(shape: Shape, gross: int, *, of_sale: bool) -> list[Suggested]:
    """A booking at another total with VAT: its parts have the same shares of that, and come to it to the cent."""
    sums: dict[Booked, int] = defaultdict(int)
    for part in shape.parts:
        added = per_cent(part.base, _added(part.treatment, of_sale=of_sale))
        sums[(part.account, part.treatment, part.vat_code)] += part.base + added
    return [
        _part(booked, cents, of_sale=of_sale)
        for booked, cents in zip(sums, _shared(gross, list(sums.values())), strict=True)
    ]


def _part(booked: Booked, cents: int, *, of_sale: bool) -> Suggested:
    """A line that comes to these cents; its VAT is said where it is not what the base alone would give."""
    account, treatment, code = booked
    rate = _added(treatment, of_sale=of_sale)
    base = _without(cents, rate)
    tax = None if per_cent(base, rate) == cents - base else cents - base
    return Suggested(account, treatment, code, base, tax, 1, 1)


def _shared(gross: int, weights: Sequence[int]) -> list[int]:
    """The total by these weights; the last takes the rest."""
    parts = [gross * weight // sum(weights) for weight in weights[:-1]]
    return [*parts, gross - sum(parts)]


def _added(treatment: Treatment | None, *, of_sale: bool) -> int:
    """The rate of the VAT that is part of the total, in hundredths of a percent."""
    return treatment.rate if treatment is not None and adds(treatment, of_sale=of_sale) else 0


def _without(cents: int, rate: int) -> int:
    """The base of an amount with VAT, half cents away from zero."""
    base = (abs(cents) * 20_000 + 10_000 + rate) // (2 * (10_000 + rate))
    return -base if cents < 0 else base


def _with_vat(told: Told) -> int:
    base = told.base or 0
    return base + (told.tax if told.tax is not None else per_cent(base, told.rate or 0))
