"""What a booked invoice looked like: its costs or revenues by account, each with how its VAT was treated.

Books tell lines, not treatments. Where the package gives no VAT codes, the treatment is what makes the amounts of the
lines come out, to the cent per line of the invoice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from comptoir.records.books import Line
from comptoir.worklist.vat import NO_VAT, RATES, SHARES, Treatment, VatKind, per_cent

MOST_PARTS = 8
"""Of so many lines it is tried which of them a line of VAT belongs to."""

EUROPEAN = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI"),
    }
)
"""Countries whose VAT numbers are of the Union (EL and GR for Greece, XI for goods of Northern Ireland)."""


VAT_ROOTS: dict[str, tuple[str, ...]] = {
    "BE": ("411", "451"),
    "FR": ("4456",),
    "LU": ("4216", "4614"),
    "NL": ("15",),
}
"""Roots of the accounts on which VAT is recovered and owed, by country (PCMN, PCG, PCN, RGS)."""


@dataclass(frozen=True, slots=True)
class Side:
    """A line of an entry as far as it matters here: positive cents go the way of a cost of a purchase, or of a revenue."""

    account: str
    cents: int
    text: str = ""
    vat_code: str = ""
    vat_base: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Of a set of books: its country, and the roots of the accounts of customers and suppliers, and of VAT."""

    country: str
    thirds: tuple[str, ...]
    taxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A cost or revenue. `treatment` is None where no known one makes the amounts come out."""

    account: str
    base: int
    treatment: Treatment | None
    vat_code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A booked purchase or sale: when, how much with VAT, and its parts in their order."""

    on: date
    gross: int
    parts: tuple[Part, ...]
    text: str = ""

    @property
    def accounts(self) -> tuple[str, ...]:
        """Its accounts, each once."""
        return tuple(dict.fromkeys(part.account for part in self.parts))


def shape_of(lines: Sequence[Line], on: date, text: str, *, of_sale: bool, frame: Frame, country: str) -> Shape | None:
    """What a purchase or sale of these lines looked like; None where it moves no customer's or supplier's account.

    `country` is that of the partner's VAT number, "" when there is none. Credit notes look like invoices: positive.
    """
    thirds = [line for line in lines if line.account.startswith(frame.thirds)]
    total = sum(line.cents for line in thirds)
    if not thirds or not total:
        return None
    sign = -1 if total > 0 else 1
    others = [
        Side(line.account, line.cents * sign, line.text, line.vat_code, line.vat_base_cents)
        for line in lines
        if not line.account.startswith(frame.thirds) and line.cents
    ]
    costs = [side for side in others if not side.account.startswith(frame.taxes)]
    taxes = [side for side in others if side.account.startswith(frame.taxes)]
    parts = parts_of(costs, taxes, of_sale=of_sale, own=frame.country, country=country)
    return Shape(on, abs(total), parts, text)


def parts_of(
    costs: Sequence[Side], taxes: Sequence[Side], *, of_sale: bool, own: str, country: str
) -> tuple[Part, ...]:
    """The parts of an entry, of its costs or revenues and its lines on VAT accounts.

    `own` is the dossier's country, `country` the partner's ("" for the same): they tell why the buyer owes the VAT.
    """
    charged = sum(tax.cents for tax in taxes)
    due = -sum(tax.cents for tax in taxes if tax.cents < 0)
    if not of_sale and due and abs(charged) <= len(taxes) + len(costs):
        return _reverse(costs, taxes, due, own, country)
    if not taxes:
        return tuple(_part(cost, cost.cents, _untaxed(of_sale, own, country)) for cost in costs)
    return _charged(costs, taxes, of_sale)


def _reverse(costs: Sequence[Side], taxes: Sequence[Side], due: int, own: str, country: str) -> tuple[Part, ...]:
    total = sum(cost.cents for cost in costs)
    rate = next((each for each in RATES if _near(per_cent(total, each), due, len(costs))), None)
    code = next((tax.vat_code for tax in taxes if tax.vat_code), "")
    return tuple(
        _part(cost, cost.cents, Treatment(_why(cost.account, own, country), rate) if rate else None, code)
        for cost in costs
    )


def _why(account: str, own: str, country: str) -> VatKind:
    if country in {"", own}:
        return VatKind.CO_CONTRACTOR
    if country not in EUROPEAN:
        return VatKind.IMPORT
    return VatKind.INTRA_GOODS if account.startswith(("60", "2")) else VatKind.INTRA_SERVICES


def _untaxed(of_sale: bool, own: str, country: str) -> Treatment:
    if not of_sale or country in {"", own}:
        return NO_VAT
    return Treatment(VatKind.INTRA_GOODS if country in EUROPEAN else VatKind.EXPORT)


def _charged(costs: Sequence[Side], taxes: Sequence[Side], of_sale: bool) -> tuple[Part, ...]:
    """By line of VAT the lines that it belongs to; what belongs to none bears none."""
    found: dict[int, tuple[int, Treatment, str]] = {}
    left = [index for index, cost in enumerate(costs) if cost.cents]
    for tax in sorted(taxes, key=lambda each: -abs(each.cents)):
        some = _which(costs, left, tax.cents, of_sale)
        if some is None:
            return tuple(_part(cost, cost.cents, None) for cost in costs)
        indexes, treatment = some
        for index in indexes:
            found[index] = _base(costs[index].cents, treatment), treatment, tax.vat_code
            left.remove(index)
    untaxed = {index: (costs[index].cents, NO_VAT, "") for index in range(len(costs))}
    return tuple(_part(cost, *(untaxed | found)[index]) for index, cost in enumerate(costs))


def _which(
    costs: Sequence[Side], left: Sequence[int], tax: int, of_sale: bool
) -> tuple[tuple[int, ...], Treatment] | None:
    """Which of the lines that are left bear this VAT, as many as can, and how it was treated."""
    for share in (100,) if of_sale else SHARES:
        for rate in RATES:
            treatment = Treatment(VatKind.DOMESTIC, rate, share)
            for indexes in _choices(left):
                bases = [_base(costs[index].cents, treatment) for index in indexes]
                bears = per_cent(per_cent(sum(bases), rate), share * 100)
                if _near(bears, tax, len(indexes)):
                    return indexes, treatment
    return None


def _choices(left: Sequence[int]) -> Iterable[tuple[int, ...]]:
    yield tuple(left)
    if len(left) <= MOST_PARTS:
        for size in range(len(left) - 1, 0, -1):
            yield from combinations(left, size)


def _base(cost: int, treatment: Treatment) -> int:
    """The base of a cost that holds the VAT which is not deducted."""
    if treatment.deductible == 100:
        return cost
    lost = treatment.rate * (100 - treatment.deductible)
    base = (abs(cost) * 1_000_000 * 2 + 1_000_000 + lost) // (2 * (1_000_000 + lost))
    return -base if cost < 0 else base


def _near(one: int, other: int, count: int) -> bool:
    """Equal but for a cent of rounding for each line."""
    return abs(one - other) <= max(count, 1) and bool(one) == bool(other)


def _part(cost: Side, base: int, treatment: Treatment | None, code: str = "") -> Part:
    """A line's own code goes before that of the line of its VAT."""
    return Part(cost.account, base, treatment, cost.vat_code or code, cost.text)
