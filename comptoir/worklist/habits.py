"""What past bookings of a partner say about the next one: accounts, in which shares, with which VAT.

A vote of the past invoices: the newer, the nearer in amount and the more alike in words, the heavier. Nothing is learnt
ahead and nothing hidden: what is proposed is counted, and the count is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comptoir.worklist.shape import Part, Shape
from comptoir.worklist.vat import NO_VAT, SELF_ASSESSED, Treatment, VatKind, per_cent

LOOKED_AT = 40
"""So many past invoices of a partner have a say."""

TOLD = 15
"""Of so many the evidence tells."""

NEWEST, FADING = 1_000_000, 93
"""The weight of the newest invoice; that of each older one, in percent of the next newer one's."""

SAME_AMOUNT = 4
"""How much more an invoice weighs whose amount is nearly the same (within half a percent): a subscription."""

SAME_WORDS = 3
"""How much more an invoice weighs that has all the words of the new one's lines."""

_WORD = re.compile(r"[^\W\d_]{3,}")

Booked = tuple[str, Treatment | None, str]
"""An account, its VAT treatment and the package's code for that."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of one VAT rate: `rate` in hundredths of a percent, None when it does not say; cents positive.

    `tax` is what the supplier charged, None when the document does not say it.
    """

    base: int | None
    rate: int | None = None
    tax: int | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """A line to be booked. `agreed` of the last `looked_at` invoices had this account and VAT; 0 of 0 without a history."""

    account: str
    treatment: Treatment | None
    vat_code: str
    base: int
    tax: int | None
    agreed: int
    looked_at: int


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of some texts as they are compared: three letters at least, in small letters."""
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


def suggest(told: Sequence[Told], history: Sequence[Shape], *, gross: int, words: frozenset[str]) -> list[Suggested]:
    """Lines for an invoice that says this, after past ones of the same partner (the newest first); [] without a history.

    `gross` with VAT, in cents, positive.
    """
    past = history[:LOOKED_AT]
    if not past:
        return []
    weights = [_weight(place, shape, gross, words) for place, shape in enumerate(past)]
    lines: list[Suggested] = []
    for each in told or (Told(None),):
        lines += _for_one(each, past, weights, gross)
    return lines


def _weight(place: int, shape: Shape, gross: int, words: frozenset[str]) -> int:
    weight = NEWEST
    for _ in range(place):
        weight = weight * FADING // 100
    if gross and abs(shape.gross - gross) * 200 <= gross:
        weight *= SAME_AMOUNT
    if words:
        own = words_of((shape.text, *(part.text for part in shape.parts)))
        weight += weight * (SAME_WORDS - 1) * len(words & own) // len(words)
    return weight


def choices(told: Told, history: Sequence[Shape], *, gross: int, words: frozenset[str]) -> list[tuple[Booked, ...]]:
    """How past invoices of the partner booked what was taxed so, each way once, the one with most votes first."""
    past = history[:LOOKED_AT]
    weights = [_weight(place, shape, gross, words) for place, shape in enumerate(past)]
    return _ranked([_fitting(shape, told) for shape in past], weights)


def _ranked(fitting: Sequence[Sequence[Part]], weights: Sequence[int]) -> list[tuple[Booked, ...]]:
    votes: dict[tuple[Booked, ...], int] = defaultdict(int)
    for parts, weight in zip(fitting, weights, strict=True):
        if parts:
            votes[_pattern(parts)] += weight
    return sorted(votes, key=lambda pattern: -votes[pattern])


def _for_one(told: Told, past: Sequence[Shape], weights: Sequence[int], gross: int) -> list[Suggested]:
    fitting = [_fitting(shape, told) for shape in past]
    if not any(fitting):
        return _without_precedent(told, past, weights, gross)
    best = _ranked(fitting, weights)[0]
    rows = [parts for parts in fitting if parts and _pattern(parts) == best]
    recent = [parts for parts in fitting if parts][:TOLD]
    agreed = sum(_pattern(parts) == best for parts in recent)
    base = told.base if told.base is not None else _base_of(gross, best)
    bases = _shared(base, best, rows)
    taxes = _taxes(told.tax, bases, base)
    return [
        Suggested(account, treatment, code, part, tax, agreed, len(recent))
        for (account, treatment, code), part, tax in zip(best, bases, taxes, strict=True)
    ]


def _fitting(shape: Shape, told: Told) -> list[Part]:
    """The parts of a past invoice that were taxed as this one says it is."""
    if told.rate is None:
        return list(shape.parts)
    return [part for part in shape.parts if part.treatment is not None and _agrees(part.treatment, told)]


def _agrees(treatment: Treatment, told: Told) -> bool:
    charged = bool(told.rate)
    if charged:
        return treatment.kind == VatKind.DOMESTIC and treatment.rate == told.rate
    return treatment.kind in SELF_ASSESSED or not treatment.rate


def _without_precedent(told: Told, past: Sequence[Shape], weights: Sequence[int], gross: int) -> list[Suggested]:
    """No past invoice was taxed so: the account that most were booked on, and the VAT that the document says."""
    votes: dict[str, int] = defaultdict(int)
    for shape, weight in zip(past, weights, strict=True):
        for account in shape.accounts:
            votes[account] += weight // len(shape.accounts)
    account = max(votes, key=lambda each: votes[each])
    recent = past[:TOLD]
    treatment = Treatment(VatKind.DOMESTIC, told.rate) if told.rate else NO_VAT
    base = told.base if told.base is not None else gross
    return [Suggested(account, treatment, "", base, told.tax, sum(account in s.accounts for s in recent), len(recent))]


def _pattern(parts: Sequence[Part]) -> tuple[Booked, ...]:
    return tuple(dict.fromkeys((part.account, part.treatment, part.vat_code) for part in parts))


def _base_of(gross: int, pattern: Sequence[Booked]) -> int:
    """The base of a total with VAT, where the pattern has one charged rate; else the total."""
    rates = {treatment.rate for _, treatment, _ in pattern if treatment and treatment.kind == VatKind.DOMESTIC}
    if len(rates) != 1 or any(treatment is None or treatment.kind != VatKind.DOMESTIC for _, treatment, _ in pattern):
        return gross
    rate = rates.pop()
    return (gross * 10_000 * 2 + 10_000 + rate) // (2 * (10_000 + rate))


def _shared(base: int, pattern: Sequence[Booked], rows: Sequence[Sequence[Part]]) -> list[int]:
    """The base over the lines of the pattern, as past invoices of that pattern had it in all; the last takes the rest."""
    sums = dict.fromkeys(pattern, 0)
    for parts in rows:
        for part in parts:
            sums[(part.account, part.treatment, part.vat_code)] += part.base
    total = sum(sums.values())
    if len(pattern) == 1 or total <= 0:
        return [base, *[0] * (len(pattern) - 1)]
    shares = [per_cent(base, sums[booked] * 10_000 // total) for booked in pattern[:-1]]
    return [*shares, base - sum(shares)]


def _taxes(tax: int | None, bases: Sequence[int], base: int) -> list[int | None]:
    if tax is None or len(bases) == 1 or not base:
        return [tax, *[None] * (len(bases) - 1)]
    parts = [tax * part // base for part in bases[:-1]]
    return [*parts, tax - sum(parts)]
