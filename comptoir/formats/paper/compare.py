"""The data of an electronic invoice against the paper that comes with it: number, date, totals and account.

What the paper does not say is no difference; nor is what stands somewhere on it, whatever else stands there, unless the
paper's own arithmetic leaves no doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from comptoir.formats.paper.amounts import amounts_of
from comptoir.formats.paper.codes import accounts_of
from comptoir.formats.paper.days import days_of
from comptoir.formats.paper.found import Places
from comptoir.formats.paper.lines import Words, lines_of
from comptoir.formats.paper.read import read_paper
from comptoir.kit.numbers import compact
from comptoir.kit.words import Cents, Fact, Sentence
from comptoir.records.invoice import Finding, Invoice, Severity

CLEAR = 60
"""The confidence from which another value on the paper is one."""

PROVEN = 90
"""The confidence from which a total on the paper counts, even when the other one stands on it too."""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that stands on a paper, wherever: for a value that is looked for."""

    text: str
    amounts: frozenset[Decimal]
    days: frozenset[date]
    accounts: frozenset[str]


def differences(data: Mapping[str, Any], pages: Sequence[Words]) -> list[Finding] | None:
    """Where the pages say something else than the invoice (as `invoice_json` tells it), each in a sentence with both
    values, `pdf` and `data`; None for pages that tell no invoice, and could not be compared.

    Amounts are compared without their signs: credit notes write them as they like.
    """
    paper = read_paper(pages)
    if paper.invoice is None:
        return None
    lines = lines_of(pages)
    said = Said(
        text=" ".join(compact(line.text) for line in lines),
        amounts=frozenset(abs(amount.value) for line in lines for amount in amounts_of(line)),
        days=frozenset(day.value for line in lines for day in days_of(line)),
        accounts=frozenset(code.value for line in lines for code in accounts_of(line)),
    )
    found = _found(data, paper.invoice, paper.places, said)
    return [Finding(f"PDF-{rule}", Severity.DIFFERENCE, sentence) for rule, sentence in found]


def _found(data: Mapping[str, Any], invoice: Invoice, places: Places, said: Said) -> Iterator[tuple[str, Sentence]]:
    number = str(data["number"])
    if _is_clear(places, "number") and compact(number) not in said.text:
        yield (
            "NUMBER",
            _both("The PDF says the number is %(pdf)s, the electronic invoice %(data)s.", invoice.number, number),
        )
    issued = _day(data["issue_date"])
    if invoice.issue_date and issued and _is_clear(places, "issue_date") and issued not in said.days:
        yield (
            "DATE",
            _both("The PDF is dated %(pdf)s, the electronic invoice %(data)s.", invoice.issue_date, issued),
        )
    yield from _totals(data["totals"], invoice, places, said)
    accounts = {compact(account) for account in data["ibans"]}
    if said.accounts and accounts and not accounts & said.accounts:
        yield (
            "IBAN",
            _both(
                "The PDF asks to pay to the account %(pdf)s, the electronic invoice to %(data)s.",
                ", ".join(sorted(said.accounts)),
                ", ".join(sorted(accounts)),
            ),
        )


def _totals(
    totals: Mapping[str, str | None], invoice: Invoice, places: Places, said: Said
) -> Iterator[tuple[str, Sentence]]:
    gross, tax = invoice.totals.gross, invoice.totals.tax
    whole = [_amount(totals[name]) for name in ("gross", "payable")]
    if gross is not None and _differs(gross, whole, places, "totals.gross", said):
        yield (
            "TOTAL",
            _both(
                "The PDF says the total is %(pdf)s, the electronic invoice %(data)s.",
                _shown(gross),
                _shown(_first(whole)),
            ),
        )
    taxes = [_amount(totals["tax"])]
    if tax is not None and _differs(tax, taxes, places, "totals.tax", said):
        yield (
            "VAT",
            _both(
                "The PDF says the VAT is %(pdf)s, the electronic invoice %(data)s.", _shown(tax), _shown(_first(taxes))
            ),
        )


def _differs(paper: Decimal, data: Sequence[Decimal | None], places: Places, name: str, said: Said) -> bool:
    """Whether the paper's total is none of those that the data knows, and theirs does not stand there either."""
    known = {abs(amount) for amount in data if amount is not None}
    if not known or abs(paper) in known:
        return False
    sure = min(spot.confidence for spot in places[name])
    return sure >= PROVEN or (sure >= CLEAR and not known & said.amounts)


def _is_clear(places: Places, name: str) -> bool:
    return any(spot.confidence >= CLEAR for spot in places.get(name, ()))


def _both(text: str, pdf: Fact | Cents, data: Fact | Cents) -> Sentence:
    return Sentence(text, {"pdf": pdf, "data": data})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _first(amounts: Sequence[Decimal | None]) -> Decimal:
    return next(amount for amount in amounts if amount is not None)


def _shown(amount: Decimal) -> Fact | Cents:
    """In cents, as every reader writes them; an amount with more places as it is."""
    cents = abs(amount) * 100
    return Cents(int(cents)) if cents == int(cents) else format(abs(amount), "f")
