"""An invoice in another currency: its amounts stay as its document has them, and are booked in euros at one rate."""

import re

from comptoir.kit.words import Refusal

OWN_CURRENCY = "EUR"
PLACES = 6
"""Decimals of a rate: it is kept in millionths."""

ONE = 1_000_000
_RATE = re.compile(rf"([0-9]{{1,8}})(?:[.,]([0-9]{{1,{PLACES}}}))?", re.ASCII)


class NoRate(Refusal):
    """The text is no rate."""


def rate_from(text: str) -> int | None:
    """How many millionths of the other currency one euro is, from a rate as the European Central Bank tells it.

    None for "". Refuses NoRate.
    """
    bare = "".join(text.split())
    if not bare:
        return None
    match = _RATE.fullmatch(bare)
    rate = int(match[1]) * ONE + int((match[2] or "").ljust(PLACES, "0")) if match else 0
    if not rate:
        raise NoRate("%(rate)s is no exchange rate.", rate=text)
    return rate


def text_of_rate(rate: int) -> str:
    """The rate with a point, and no more decimals than it has: "1.0834"."""
    whole, rest = divmod(rate, ONE)
    return f"{whole}.{rest:0{PLACES}}".rstrip("0").rstrip(".")


def in_euros(cents: int, rate: int | None) -> int:
    """Cents of euros, rounded half away from zero; without a rate they are euros already."""
    if rate is None:
        return cents
    euros = (2 * abs(cents) * ONE + rate) // (2 * rate)
    return euros if cents >= 0 else -euros
