"""Figures and columns in words: for each key its term and a sentence or two, in every language; from texts/words.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Explained:
    """One figure or column: what it is called on the page, and what it means."""

    term: str
    says: str


def explained(key: str, language: str) -> Explained:
    """The explanation of that key in one of the languages of Comptoir. Raises KeyError for a key that has none."""
    return all_words()[key][language]


@cache
def all_words() -> dict[str, dict[str, Explained]]:
    """Every explanation: by key, then by language."""
    read = tomllib.loads((TEXTS / "words.toml").read_text("utf-8"))
    return {key: {language: Explained(**told) for language, told in each.items()} for key, each in read.items()}
