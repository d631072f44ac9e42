"""Money: signed integer cents everywhere inside, decimal text and `Decimal` only at the doors."""

import re
from decimal import Decimal

MAX_CENTS = 10**15
"""Larger amounts are refused: no set of books of a small company holds ten thousand billion."""

_AMOUNT = re.compile(r"(-?)([0-9]{1,13})(?:[.,]([0-9]{1,2}))?", re.ASCII)


class BadAmount(ValueError):
    """The text is no amount; the message quotes it."""


def cents_from_text(text: str) -> int:
    """Read an amount as accounting exports write it: optional minus, digits, comma or point, at most two decimals.

    Refuses (BadAmount) signs elsewhere, grouping, exponents, other digits and amounts beyond MAX_CENTS.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise BadAmount(text)
    sign, whole, decimals = match.groups()
    cents = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    if cents > MAX_CENTS:
        raise BadAmount(text)
    return -cents if sign else cents


def decimal_of(cents: int) -> Decimal:
    """The amount as an exact Decimal with two places."""
    return Decimal(cents).scaleb(-2)


def text_of(cents: int) -> str:
    """The amount as decimal text with a point and two places: "-12.50"; what JSON and CSV carry."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


MARKS = {"fr": ("\u202f", ","), "nl": (".", ","), "en": (",", ".")}
"""Per language: what stands between thousands (never a place to break the line), and before the cents."""

MINUS = "\u2212"


def written(cents: int, language: str) -> str:
    """The amount as people of that language write it: 1 234,56 in French, 1.234,56 in Dutch, 1,234.56 in English."""
    between, point = MARKS.get(language[:2], MARKS["fr"])
    whole, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", between) + f"{point}{rest:02d}"
