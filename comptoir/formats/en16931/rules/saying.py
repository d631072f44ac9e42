"""How the rules say what they found: findings with their facts, and the arithmetic of EN 16931."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from comptoir.kit.words import Cents, Fact, Sentence
from comptoir.records.invoice import Finding, Severity

NOTHING = "–"
HALF = Decimal("0.5")

Facts = Mapping[str, Fact | Cents | Sentence]


def broken(rule: str, text: str, facts: Facts, place: str = "") -> Finding:
    """A rule of EN 16931 that the document breaks."""
    return Finding(rule, Severity.ERROR, Sentence(text, facts), place)


def odd(rule: str, text: str, facts: Facts, place: str = "") -> Finding:
    """What EN 16931 lets pass, or does not look at, and a bookkeeper would look at twice."""
    return Finding(rule, Severity.WARNING, Sentence(text, facts), place)


def shown(amount: Decimal | None) -> Fact | Cents:
    """An amount as a fact: whole cents are written in the reader's way, finer ones as they stand."""
    if amount is None:
        return NOTHING
    hundredfold = amount.scaleb(2)
    return Cents(int(hundredfold)) if hundredfold == hundredfold.to_integral_value() else format(amount, "f")


def plain(figure: Decimal | None) -> str:
    """A rate or a quantity without the zeros behind it: 21, 5.5."""
    if figure is None:
        return NOTHING
    text = format(figure, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_cents(amount: Decimal) -> Decimal:
    """Rounded to two decimals as the rules do it: a half goes up, of negative amounts too."""
    return (amount.scaleb(2) + HALF).to_integral_value(ROUND_FLOOR).scaleb(-2)


def rounded(amount: Decimal) -> Decimal:
    """Rounded to a whole number, a half up."""
    return (amount + HALF).to_integral_value(ROUND_FLOOR)


def total(*amounts: Decimal | None) -> Decimal:
    """The sum of those that are there."""
    return sum((amount for amount in amounts if amount is not None), Decimal())
