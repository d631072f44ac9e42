"""Sentences in the language of whoever reads them: their facts written out, amounts and days in his way."""

from datetime import date

from django.utils.translation import get_language, gettext

from comptoir.kit.money import written
from comptoir.kit.words import Cents, Sentence


def said(sentence: Sentence) -> str:
    """The sentence in the language that is active; "" for an empty one."""
    facts = {name: fact_in_words(fact) for name, fact in sentence.facts.items()}
    return gettext(sentence.text) % facts if sentence.text else ""


def day(of: date) -> str:
    """A day as 05/03/2026."""
    return f"{of.day:02d}/{of.month:02d}/{of.year:04d}"


def amount(cents: int) -> str:
    """Cents as an amount: 1 234,56 in French, 1.234,56 in Dutch, 1,234.56 in English."""
    return written(cents, get_language() or "fr")


def fact_in_words(fact: "str | int | date | Cents | Sentence") -> str:
    """A fact of a sentence as the reader writes it."""
    if isinstance(fact, Sentence):
        return said(fact)
    if isinstance(fact, Cents):
        return amount(fact.cents)
    return day(fact) if isinstance(fact, date) else str(fact)
