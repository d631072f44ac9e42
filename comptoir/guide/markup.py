"""The small language of answers: paragraphs, lists and what is bold. Whatever else is typed is text, and stays text.

A blank line begins a paragraph, "- " an item of a list, **two stars** make bold. Answers of Comptoir itself also write
{{Archive}} for a word of the screen, by the key of its translation, so that both always agree.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from comptoir.kit.text import plain

_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_BOLD_OR_WORD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*|\{\{(.+?)\}\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; `found` when it is what somebody has looked for."""

    text: str
    strong: bool = False
    found: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a list with its items."""

    kind: Literal["text", "list"]
    lines: tuple[Line, ...]


def blocks_of(text: str, word: Callable[[str], str] | None = None) -> tuple[Block, ...]:
    """The text as blocks; `word` says what stands on the screen for {{a key}}, without it braces are text."""
    found: list[Block] = []
    begun = False
    for line in text.strip().splitlines():
        line = line.strip()
        kind: Literal["text", "list"] = "list" if line.startswith("- ") else "text"
        if line and begun and found[-1].kind == kind:
            found[-1] = Block(kind, (*found[-1].lines, spans_of(line.removeprefix("- "), word)))
        elif line:
            found.append(Block(kind, (spans_of(line.removeprefix("- "), word),)))
        begun = bool(line)
    return tuple(found)


def spans_of(line: str, word: Callable[[str], str] | None = None) -> Line:
    """One line in pieces, bold or not."""
    spans, at = [], 0
    for match in (_BOLD if word is None else _BOLD_OR_WORD).finditer(line):
        key = match[2] if word is not None else None
        spans += [Span(line[at : match.start()]), Span(word(key) if word and key else match[1], strong=True)]
        at = match.end()
    return tuple(span for span in (*spans, Span(line[at:])) if span.text)


def written(blocks: tuple[Block, ...]) -> str:
    """The words alone, in one line."""
    return " ".join("".join(span.text for span in line) for block in blocks for line in block.lines)


def marked(line: Line, words: tuple[str, ...]) -> Line:
    """The line with what was looked for in pieces of its own; `words` are plain, accents and case do not count."""
    return tuple(piece for span in line for piece in _marked(span, words))


def _marked(span: Span, words: tuple[str, ...]) -> list[Span]:
    letters = [(letter, place) for place, char in enumerate(span.text) for letter in (plain(char) or " ")]
    folded = "".join(letter for letter, _ in letters)
    hit = [False] * len(span.text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            for _, place in letters[at : at + len(word)]:
                hit[place] = True
            at = folded.find(word, at + 1)
    pieces: list[Span] = []
    for char, found in zip(span.text, hit, strict=True):
        if pieces and pieces[-1].found == found:
            pieces[-1] = Span(pieces[-1].text + char, span.strong, found)
        else:
            pieces.append(Span(char, span.strong, found))
    return pieces
