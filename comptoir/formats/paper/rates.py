"""VAT by rate: lines in which a base, a rate and the tax go together to the cent, or a label says that one is VAT."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from comptoir.formats.paper.amounts import Amount, Rate, amounts_of, rates_of
from comptoir.formats.paper.lines import Line

_RATES = """
    0 2.1 2.5 2.6 3 3.7 3.8 4 5 5.5 6 7 7.7 8 8.1 8.5 9 9.5 10 12 13 13.5 14 15 16 17 18 19 20 21 22 23 24 25 25.5 27
"""
RATES = frozenset(map(Decimal, _RATES.split()))
"""The rates of VAT of Europe, now and in the last years."""

WORDS = ("tva", "btw", "vat", "mwst", "ust", "umsatzsteuer", "t.v.a", "b.t.w", "taxe", "mehrwertsteuer", "tax")
ABOVE = 8
"""So many lines above a line may stand the head of its table."""

CENT = Decimal("0.01")
MOST = 12
"""Numbers of a line that are tried with one another."""


@dataclass(frozen=True, slots=True)
class VatRow:
    """VAT of one rate as it stands: the tax, and the base where that stands too; `labelled` where a word says VAT."""

    rate: Decimal
    base: Amount | None
    tax: Amount | None
    labelled: bool


@dataclass(frozen=True, slots=True)
class VatPart:
    """VAT of one rate as it is told: the tax, and the base where that is known."""

    rate: Decimal
    base: Amount | None
    tax: Amount
    confidence: int


def vat_rows(lines: Sequence[Line]) -> list[VatRow]:
    """The rows of VAT in their order, each rate with the same amounts once."""
    found: dict[tuple[Decimal, Decimal | None], VatRow] = {}
    heads = [any(word in line.plain for word in WORDS) for line in lines]
    for line in lines:
        begin = max(0, line.index - ABOVE)
        near = any(heads[begin : line.index])
        for row in _rows_of(line, labelled=heads[line.index], near=near):
            key = (row.rate, row.tax.value if row.tax else None)
            known = found.get(key)
            if known is None or (known.base is None and row.base is not None):
                found[key] = row
    return list(found.values())


def _rows_of(line: Line, *, labelled: bool, near: bool) -> Iterator[VatRow]:
    amounts = [amount for amount in amounts_of(line) if amount.sure][:MOST]
    rates = [rate for rate in rates_of(line)[:MOST] if rate.value in RATES and (rate.marked or labelled or near)]
    for rate in rates:
        others = [amount for amount in amounts if not _overlap(amount, rate)]
        tied = next(_tied(rate.value, others), None)
        if tied:
            yield VatRow(rate.value, tied[0], tied[1], labelled or near)
            return
    marked = [rate for rate in rates if rate.marked]
    if labelled and len(marked) == 1 and len(amounts) == 1 and amounts[0].start > marked[0].start:
        yield VatRow(marked[0].value, None, amounts[0], labelled=True)


def _overlap(amount: Amount, rate: Rate) -> bool:
    return amount.start < rate.end and rate.start < amount.end


def _tied(rate: Decimal, amounts: list[Amount]) -> Iterator[tuple[Amount, Amount]]:
    for base in amounts:
        if not base.value:
            continue
        for other in amounts:
            if other is not base and abs(other.value) < abs(base.value) and ties(base.value, other.value, [rate]):
                yield base, other


def ties(base: Decimal, tax: Decimal, rates: Iterable[Decimal]) -> bool:
    """Whether the tax is what one of these rates makes of the base, to the cent."""
    return any(abs((base * rate / 100).quantize(CENT, rounding=ROUND_HALF_UP) - tax) <= CENT for rate in rates)


def parts_of(rows: Sequence[VatRow], *, net: Amount | None, tax: Amount | None) -> list[VatPart]:
    """The rows that together are the total of the tax; when the total does not stand as one amount, all that say VAT."""
    taxed = [row for row in rows if row.tax]
    tied = [row for row in taxed if row.base]
    named = [row for row in taxed if row.labelled]
    for several in (tied, [row for row in tied if row.labelled], named):
        if several and (tax is None or _sum(several) == tax.value):
            return list(_parts(several, net))
    return list(_parts([row for row in named if tax and row.tax and row.tax.value == tax.value][:1], net))


def _sum(rows: Sequence[VatRow]) -> Decimal:
    return sum((row.tax.value for row in rows if row.tax), Decimal())


def _parts(rows: Sequence[VatRow], net: Amount | None) -> Iterator[VatPart]:
    """As parts; the base of a single rate is the net total, when that ties."""
    for row in rows:
        if row.tax is None:
            continue
        base = row.base
        if base is None and net and len(rows) == 1 and ties(net.value, row.tax.value, [row.rate]):
            base = net
        yield VatPart(row.rate, base, row.tax, 90 if base else 65)
