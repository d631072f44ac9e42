"""The pictures of the guide: pages of the portal in each language, drawn by the browser tests, with what they show."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comptoir.guide.words import TEXTS

FOLDER = Path(__file__).parent / "pictures"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: `file` below FOLDER, its chapter, caption, and words for whoever does not see it."""

    name: str
    chapter: str
    file: str
    phone: bool
    caption: str
    alt: str
    needs: frozenset[str]


def pictures_for(language: str, rights: frozenset[str]) -> list[Shown]:
    """The pictures, in their order, of pages that somebody with these rights may see."""
    return [each for each in all_pictures(language) if each.needs <= rights]


@cache
def all_pictures(language: str) -> tuple[Shown, ...]:
    """Every picture that has been drawn in that language."""
    read = tomllib.loads((TEXTS / "pictures.toml").read_text("utf-8"))["pictures"]
    told = (
        Shown(
            each["name"],
            each["chapter"],
            f"{language}/{each['name']}.webp",
            each.get("phone", False),
            each[language]["caption"],
            each[language]["alt"],
            frozenset(each.get("needs", ())),
        )
        for each in read
    )
    return tuple(each for each in told if (FOLDER / each.file).exists())
