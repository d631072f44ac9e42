"""Which of the amounts are the totals: by the words beside them, and by arithmetic between those that have such words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from comptoir.formats.paper.amounts import Amount
from comptoir.formats.paper.beside import below, to_the_right
from comptoir.formats.paper.labels import TOTALS, Label, Vocabulary
from comptoir.formats.paper.lines import Line
from comptoir.formats.paper.rates import VatRow, ties

VOCABULARY = Vocabulary(TOTALS)
MOST = 8
"""Amounts that are tried for a total: those with the best words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Amounts that together could be a total (nearly always one), and how well the words speak for it."""

    value: Decimal
    score: int
    parts: tuple[Amount, ...]


NOTHING = Candidate(Decimal(0), 0, ())


@dataclass(frozen=True, slots=True)
class Chosen:
    """The totals that were chosen: by field, with the confidence of each."""

    totals: dict[str, Candidate]
    confidence: dict[str, int]

    def amount(self, name: str) -> Amount | None:
        """The amount of a total, where it is one amount as it stands."""
        found = self.totals.get(name)
        return found.parts[0] if found and len(found.parts) == 1 else None


@dataclass(frozen=True, slots=True)
class Scale:
    """What a base and its tax are held against: the rates on the page, and the sums of its rows of VAT."""

    rates: frozenset[Decimal]
    base: Decimal
    tax: Decimal

    @classmethod
    def of(cls, rows: Sequence[VatRow]) -> "Scale":
        """Of these rows; the usual rates count in any case."""
        tied = [(row.base.value, row.tax.value) for row in rows if row.base and row.tax]
        usual = frozenset(map(Decimal, (21, 20, 19, 6)))
        return cls(
            usual | {row.rate for row in rows},
            sum((base for base, _ in tied), Decimal()),
            sum((tax for _, tax in tied), Decimal()),
        )

    def ties(self, base: Decimal, tax: Decimal) -> bool:
        """Whether the tax is that of the base, at one rate or over all rows."""
        return bool(tax) and ((base, tax) == (self.base, self.tax) or ties(base, tax, self.rates))


def choose(lines: Sequence[Line], amounts: Sequence[Sequence[Amount]], rows: Sequence[VatRow]) -> Chosen:
    """The totals among the amounts (by line), given the rows of VAT that were found."""
    candidates = _candidates(lines, amounts)
    candidates["tax"] += _sums(rows)
    scale = Scale.of(rows)
    nets = [*_best([*candidates["net"], *_lowered(candidates["gross"], 5)]), NOTHING]
    taxes = [*_best(candidates["tax"]), NOTHING]
    grosses = [*_best([*candidates["gross"], *_lowered(candidates["payable"], 2)]), NOTHING]
    largest = max(abs(each.value) for each in grosses)
    triple = max(product(nets, taxes, grosses), key=lambda each: _worth(*each, scale=scale, largest=largest))
    return _chosen(dict(zip(("net", "tax", "gross"), triple, strict=True)), candidates, scale)


def _candidates(lines: Sequence[Line], amounts: Sequence[Sequence[Amount]]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for line in lines:
        labels = list(VOCABULARY.labels_of(line))
        for place, label in enumerate(labels):
            if label.field == "no":
                continue
            until = next((after.start for after in labels[place + 1 :] if after.field != "no"), len(line.text) + 1)
            found[label.field] += _beside(label, lines, amounts, until)
    return found


def _beside(
    label: Label, lines: Sequence[Line], amounts: Sequence[Sequence[Amount]], until: int
) -> Iterator[Candidate]:
    """The amounts that this label may speak of: the next ones to the right, else the one below."""
    right = to_the_right(label, amounts[label.line.index], until)
    later = (label.line.index + 1) * 2 // max(len(lines), 1)
    for place, amount in enumerate(right[:4]):
        yield Candidate(amount.value, label.weight * 2 + 5 - place + later - _unsure(amount), (amount,))
    if not right:
        for amount in below(label, lines, amounts)[:8]:
            yield Candidate(amount.value, label.weight * 2 + 1 + later - _unsure(amount), (amount,))


def _unsure(amount: Amount) -> int:
    return 0 if amount.sure else 4


def _sums(rows: Sequence[VatRow]) -> Iterator[Candidate]:
    """The tax as the sum of the rows of several rates, where those stand and their total does not."""
    labelled = [row for row in rows if row.labelled and row.tax is not None]
    if len({row.rate for row in labelled}) == len(labelled) > 1:
        parts = tuple(row.tax for row in labelled if row.tax is not None)
        yield Candidate(sum((part.value for part in parts), Decimal()), 5, parts)


def _lowered(candidates: Iterable[Candidate], by: int) -> Iterator[Candidate]:
    """The same amounts as another total: what is to be paid is also the total, and a "total" may be the one without VAT."""
    return (Candidate(each.value, each.score - by, each.parts) for each in candidates)


def _best(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates with the best words, each value once."""
    best: dict[Decimal, Candidate] = {}
    for each in sorted(candidates, key=lambda each: -each.score):
        best.setdefault(each.value, each)
    return list(best.values())[:MOST]


def _worth(net: Candidate, tax: Candidate, gross: Candidate, *, scale: Scale, largest: Decimal) -> int:
    """How well the three go together: their words, and more than those what arithmetic says."""
    worth = net.score + tax.score + gross.score
    if net.parts and tax.parts and gross.parts:
        tied = net.value + tax.value == gross.value
        worth += 14 + 2 * (abs(gross.value) == largest) if tied else -12
    if net.parts and tax.parts and scale.ties(net.value, tax.value):
        worth += 5
    if net.parts and gross.parts and abs(net.value) > abs(gross.value):
        worth -= 6
    if tax.parts and abs(tax.value) > abs(net.value if net.parts else gross.value):
        worth -= 10
    return worth


def _chosen(triple: dict[str, Candidate], candidates: dict[str, list[Candidate]], scale: Scale) -> Chosen:
    totals = {field: candidate for field, candidate in triple.items() if candidate.parts}
    tied = len(totals) == 3 and triple["net"].value + triple["tax"].value == triple["gross"].value
    if not tied:
        totals = {field: each for field, each in totals.items() if _has_own_words(each, candidates[field])}
    half = not tied and {"net", "tax"} <= totals.keys() and scale.ties(triple["net"].value, triple["tax"].value)
    confidence = {field: _sureness(totals[field], tied=tied, half=half) for field in totals}
    for field in ("prepaid", "rounding"):
        if found := _best(candidates[field])[:1]:
            totals[field], confidence[field] = found[0], _sureness(found[0], tied=False, half=False)
    _add_payable(totals, confidence, _best(candidates["payable"]))
    return Chosen(totals, confidence)


def _has_own_words(chosen: Candidate, candidates: Iterable[Candidate]) -> bool:
    """Whether the words beside it say this total; without arithmetic, words for another one are not enough."""
    return any(each.parts == chosen.parts for each in candidates)


def _add_payable(totals: dict[str, Candidate], confidence: dict[str, int], payables: list[Candidate]) -> None:
    """What is to be paid: what the words say, best the one that is the total less what was paid; else the total itself."""
    gross = totals.get("gross")
    paid = abs(totals["prepaid"].value) if "prepaid" in totals else Decimal()
    rest = rounding.value if (rounding := totals.get("rounding")) else Decimal()
    tied = [each for each in payables if gross and each.value in {gross.value - paid, gross.value - paid + rest}]
    chosen = next(iter(tied or payables), None)
    if chosen is not None:
        totals["payable"] = chosen
        confidence["payable"] = max(_sureness(chosen, tied=bool(tied), half=False), _same(chosen, gross, confidence))
    elif gross is not None and not paid:
        totals["payable"] = gross
        confidence["payable"] = confidence["gross"] - 10


def _same(chosen: Candidate, gross: Candidate | None, confidence: dict[str, int]) -> int:
    return confidence["gross"] if gross is not None and gross.value == chosen.value else 0


def _sureness(candidate: Candidate, *, tied: bool, half: bool) -> int:
    """Words alone make 40 to 75, arithmetic over all three totals at least 90."""
    words = min(75, 35 + candidate.score * 4)
    if tied:
        return max(90, words + 22)
    return min(85, words + 15) if half else words
