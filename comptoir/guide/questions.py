"""The frequent questions about the portal as it is: one source in three languages, a file for each chapter.

A question names the rights that its answer is about (`needs`); whoever lacks one of them does not see the question. One
that is only for those who lack something names that right under `unless`.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext, override, pgettext

from comptoir.guide.markup import Block, Line, Span, blocks_of, marked, spans_of, written
from comptoir.guide.words import TEXTS
from comptoir.kit.text import plain

MOST_WORDS = 12
"""Of a search, more are left out."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer, in one language. `key` is its name in addresses.

    `needs` are the rights that it is about; who has one of `unless` does not ask it.
    """

    key: str
    asks: Line
    blocks: tuple[Block, ...]
    language: str
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The question as plain text."""
        return "".join(span.text for span in self.asks)

    def concerns(self, rights: frozenset[str]) -> bool:
        """Whether somebody with these rights would ask it."""
        return self.needs <= rights and not self.unless & rights


@dataclass(frozen=True, slots=True)
class Chapter:
    """Questions about one thing."""

    key: str
    title: str
    questions: tuple[Answered, ...]


def chapters_for(language: str, rights: frozenset[str]) -> list[Chapter]:
    """The chapters with the questions that concern somebody with these rights; none that is empty."""
    chosen = [
        replace(chapter, questions=tuple(each for each in chapter.questions if each.concerns(rights)))
        for chapter in all_chapters(language)
    ]
    return [chapter for chapter in chosen if chapter.questions]


def found_in(chapters: list[Chapter], typed: str) -> list[Chapter]:
    """Of the chapters what has every word that was typed, with these words marked; accents and case do not count."""
    words = tuple(dict.fromkeys(plain(typed.replace("\0", "")).split()))[:MOST_WORDS]
    found = [
        replace(chapter, questions=tuple(_marked(each, words) for each in chapter.questions if _has(each, words)))
        for chapter in chapters
    ]
    return [chapter for chapter in found if chapter.questions]


@cache
def all_chapters(language: str) -> tuple[Chapter, ...]:
    """Every question in that language, the words of the screen filled in."""
    with override(language):
        return tuple(
            Chapter(
                read["key"], read["title"][language], tuple(_answered(each, language) for each in read["questions"])
            )
            for read in sources()
        )


@cache
def sources() -> tuple[dict[str, Any], ...]:
    """The files of the chapters as they are written, in their order."""
    paths = sorted((TEXTS / "questions").glob("*.toml"))
    return tuple(tomllib.loads(path.read_text("utf-8")) for path in paths)


def word_of_screen(key: str) -> str:
    """What the screen says for the key of a translation, which may have its context before a bar."""
    context, _, text = key.rpartition("|")
    return pgettext(context, text) if context else gettext(text)


def _answered(read: dict[str, Any], language: str) -> Answered:
    told = read[language]
    return Answered(
        read["key"],
        (Span("".join(span.text for span in spans_of(told["asks"], word_of_screen))),),
        blocks_of(told["says"], word_of_screen),
        language,
        frozenset(read.get("needs", ())),
        frozenset(read.get("unless", ())),
    )


def _has(question: Answered, words: tuple[str, ...]) -> bool:
    text = plain(f"{question.title} {written(question.blocks)}")
    return all(word in text for word in words)


def _marked(question: Answered, words: tuple[str, ...]) -> Answered:
    blocks = tuple(
        replace(block, lines=tuple(marked(line, words) for line in block.lines)) for block in question.blocks
    )
    return replace(question, asks=marked(question.asks, words), blocks=blocks)
