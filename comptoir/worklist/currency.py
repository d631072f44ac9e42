"""An invoice in another currency: its amounts stay as its document has them, and are booked in euros at one rate."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from comptoir.kit.words import Refusal

OWN_CURRENCY = "EUR"
DIGITS, PLACES = 14, 6
"""A rate has so many digits, of which so many behind the point."""


class NoRate(Refusal):
    """The text is no rate."""


def rate_from(text: str) -> Decimal | None:
    """How much of the other currency one euro is, as the European Central Bank tells rates; None for "". Refuses NoRate."""
    bare = "".join(text.split()).replace(",", ".")
    if not bare:
        return None
    try:
        rate = Decimal(bare)
    except InvalidOperation:
        rate = Decimal(0)
    if not rate.is_finite() or not 0 < rate < 10 ** (DIGITS - PLACES) or rate != round(rate, PLACES):
        raise NoRate("%(rate)s is no exchange rate.", rate=text)
    return rate


def in_euros(cents: int, rate: Decimal | None) -> int:
    """Cents of euros, rounded half away from zero; without a rate they are euros already."""
    return cents if rate is None else int((cents / rate).quantize(Decimal(1), ROUND_HALF_UP))
