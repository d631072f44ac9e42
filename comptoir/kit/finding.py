"""Searching text as people type it: what is searched is written in one spelling, and what is typed is read as several.

Amounts, structured communications, IBANs and VAT numbers are written in many ways. `searched` adds the one spelling of
each to a long text; `words_of` gives every word that is typed with the spellings under which it can stand there.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from comptoir.kit.numbers import belgian_number, iban, structured_communication
from comptoir.kit.text import plain

SHORT = 3
"""Words of fewer characters have no index."""

MOST_WORDS = 12

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,'’]\d{3})+[.,]\d{2}(?!\d)|(?<![\d.,])\d+\.\d{2}(?![\d.])")
_COMMUNICATION = re.compile(r"[+*]{3}[\d/ ]{12,20}[+*]{3}|(?<!\d)\d{3}/\d{4}/\d{5}(?!\d)")
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b")
_ENTERPRISE = re.compile(r"(?<![\d.])(?:be ?)?[01]?\d{3}[. ]\d{3}[. ]\d{3}(?![\d.])")

_WITH_CENTS = re.compile(r"-?(\d[\d.,'’]*)[.,](\d{1,2})")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[.,'’]\d{3})+")
_WHOLLY_SPACED = re.compile(r"-?\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?")
_HARD_SPACE = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))")
_NUMBERED = re.compile(r"[a-z0-9./*+\-]+")
_DIGITS_OF_A_NUMBER = 6
"""A word with so many digits may be a number written with marks; a shorter one could be part of anything."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word that is looked for, in every spelling that is taken for it."""

    spellings: tuple[str, ...]

    @property
    def short(self) -> bool:
        """Whether a spelling is too short for the index."""
        return any(len(spelling) < SHORT for spelling in self.spellings)

    def within(self, text: str) -> bool:
        """Whether the word stands in a text that is written as it is searched."""
        return any(spelling in text for spelling in self.spellings)


def searched(text: str) -> str:
    """A long text as it is searched: plain, and after it the numbers that it writes with marks, in their one spelling."""
    text = plain(text.replace("\0", ""))
    found = [_amount(match[0]) for match in _GROUPED.finditer(text)]
    found += filter(None, (structured_communication(match[0]) for match in _COMMUNICATION.finditer(text)))
    found += filter(None, (_iban_at_start(match[0]) for match in _IBAN.finditer(text)))
    found += [f"be{number}" for match in _ENTERPRISE.finditer(text) if (number := belgian_number(match[0]))]
    missing = [number for number in dict.fromkeys(found) if number not in text]
    return " ".join([text, *missing])


@lru_cache(maxsize=256)
def words_of(typed: str) -> tuple[Word, ...]:
    """The words of what somebody typed, all of which must be found; none when nothing was typed."""
    text = typed.replace("\0", "").encode("utf-8", "ignore").decode()
    text = plain(_HARD_SPACE.sub("", text))
    if _WHOLLY_SPACED.fullmatch(text):
        text = text.replace(" ", "")
    text = _IBAN.sub(lambda match: iban(match[0]) or match[0], text).casefold()
    parts = text.split()
    bare = [part.replace("€", "").strip("+*") for part in parts]
    words = dict.fromkeys(filter(None, bare) if any(bare) else parts)
    return tuple(Word(_spellings(word)) for word in words)[:MOST_WORDS]


def _spellings(word: str) -> tuple[str, ...]:
    if _WITH_CENTS.fullmatch(word):
        return tuple(dict.fromkeys((word, _amount(word))))
    if _THOUSANDS.fullmatch(word):
        return (word, re.sub(r"\D", "", word))
    if sum(char.isdigit() for char in word) >= _DIGITS_OF_A_NUMBER and _NUMBERED.fullmatch(word):
        return tuple(dict.fromkeys((word, re.sub(r"[^a-z0-9]", "", word))))
    return tuple(dict.fromkeys((word, word.replace("’", "'"), word.replace("'", "’"))))


def _amount(text: str) -> str:
    """The amount without sign and marks between thousands, a comma before its cents."""
    whole, _, cents = text.replace(".", ",").rpartition(",")
    return f"{re.sub(r'[^0-9]', '', whole)},{cents}"


def _iban_at_start(text: str) -> str | None:
    """The IBAN with which the text begins; what follows it may look like a part of it."""
    letters = text.replace(" ", "").upper()
    return next((found.casefold() for end in range(len(letters), 14, -1) if (found := iban(letters[:end]))), None)
