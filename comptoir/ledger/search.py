"""The text under which an archived invoice is found."""

from collections.abc import Iterable

from comptoir.kit.finding import searched
from comptoir.kit.money import text_of
from comptoir.kit.text import plain


def search_text(words: Iterable[str], cents: int) -> str:
    """The words and the amount (with point and with comma), each once, without accents and in lower case.

    A structured communication that is written with its marks is there without them too.
    """
    amount = text_of(abs(cents))
    text = " ".join(filter(None, (*words, amount, amount.replace(".", ","))))
    text = searched(text) if "+++" in text or "***" in text else plain(text)
    return " ".join(dict.fromkeys(text.split()))


def partner_words(name: str, vat: str, ibans: Iterable[str]) -> str:
    """What a partner adds to it: his name, VAT number and IBANs."""
    return " ".join(filter(None, (name, vat, *ibans)))
