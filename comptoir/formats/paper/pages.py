"""The words of a file's pages: those that are written there, and where a page has none those that are recognised on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comptoir.formats.media import PDF
from comptoir.formats.paper.lines import FIRST, LAST
from comptoir.formats.sandbox import read_in_child
from comptoir.formats.scan.recognise import Recognised, recognise
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.words import Sentence

FEW = 8
"""A page with fewer words is looked at as a picture: what is written over a scan is a stamp or a number of a page."""

Progress = Callable[[int, int], None]
"""Told after each page: how many are done, of how many."""

Lines = list[list[Any]]


@dataclass(slots=True)
class PageWords:
    """The words of pages as `read_paper` takes them, how each is turned, and why one could not be recognised."""

    pages: list[Lines] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    recognised: bool = False
    refusal: Sentence | None = None


def has_few(lines: Sequence[Sequence[Any]]) -> bool:
    """Whether so few words are written on a page that it is to be recognised."""
    return sum(len(line) for line in lines) < FEW


def with_sureness(found: Recognised) -> Lines:
    """The recognised words, each with how sure it is."""
    return [
        [[*word, sure] for word, sure in zip(line, several, strict=True)]
        for line, several in zip(found.lines, found.sure, strict=True)
    ]


def words_in(path: Path, media_type: str, progress: Progress = lambda _done, _total: None) -> PageWords:
    """The words of the pages that are read of a PDF or a picture. Refuses (Unreadable) what cannot be opened.

    Where text cannot be recognised, the words that are written are told, and `refusal` says why.
    """
    told = written_in(path) if media_type == PDF else _blank(path)
    wanted = [index for index in _looked_at(len(told.pages)) if has_few(told.pages[index])]
    for done, index in enumerate(wanted):
        progress(done, len(wanted))
        try:
            found = recognise(path, media_type, index)
        except Unreadable as refusal:
            told.refusal = refusal.sentence
            break
        if sum(map(len, found.lines)) > sum(map(len, told.pages[index])):
            told.pages[index], told.turns[index], told.recognised = with_sureness(found), found.turn, True
    return told


def written_in(path: Path) -> PageWords:
    """The text of the pages that are read of a PDF, as it is written; refuses (Unreadable) what cannot be opened.

    Between the first pages and the last ones nothing is looked at.
    """
    told = read_in_child("words", path, asked=(0, FIRST))
    count, pages = int(told["count"]), list(told["pages"])
    if count > FIRST:
        begin = max(FIRST, count - LAST)
        pages += [[] for _ in range(FIRST, begin)]
        pages += read_in_child("words", path, asked=(begin, LAST))["pages"]
    return PageWords(pages, [0] * len(pages))


def _blank(path: Path) -> PageWords:
    count = int(read_in_child("picture", path)["pages"])
    return PageWords([[] for _ in range(count)], [0] * count)


def _looked_at(count: int) -> list[int]:
    chosen = list(range(count))
    return chosen if count <= FIRST + LAST else chosen[:FIRST] + chosen[-LAST:]
