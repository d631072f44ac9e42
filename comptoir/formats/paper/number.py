"""The invoice's own number: after its label, below it, or after the title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comptoir.formats.paper.beside import below
from comptoir.formats.paper.days import Day
from comptoir.formats.paper.kinds import Title
from comptoir.formats.paper.labels import NUMBERS, Label, Vocabulary
from comptoir.formats.paper.lines import Line

VOCABULARY = Vocabulary(NUMBERS)
MOST = 30
"""Words of a line that are looked at."""

_TOKEN = re.compile(
    r"(?:(?<![A-Za-z0-9])(?!(?:N|NR|NO|NUM|TVA|BTW|VAT|BE|FR|LU|NL|DE|EUR|USD|REF) )[A-Z]{1,4} (?=[0-9]{3}))?"
    r"[A-Za-z0-9][A-Za-z0-9/._\\-]{0,39}(?:(?: ?[/-] ?)[A-Za-z0-9][A-Za-z0-9._-]{0,19}){0,2}"
)
"""Letters that a space parts from their digits belong to them (LX 88114), but for those that announce a number."""

_ANNOUNCED = re.compile(r"n[ro]?[.](?=[A-Za-z0-9])", re.IGNORECASE)
"""What announces a number and is written to it without a space."""

_BETWEEN = re.compile(r"[\s:.#°º|=-]{0,8}")
_AFTER_TITLE = (
    (
        re.compile(
            r"[a-z ()0-9'-]{0,40}?[\s#](?:n[ro]?[.°º:]|nr|n°|no|nummer|number|numero|num|#)[\s:.#°º=-]{0,6}(?=[a-z0-9])"
        ),
        92,
    ),
    (re.compile(r"[\s:.=-]{0,6}"), 88),
)
"""What stands between the title and the number: other words and one that announces a number, or nothing; how sure it is."""

RUNNING = 25
"""Characters before a label in its column, from which on it is a part of a sentence and not a label."""

_AMOUNT = re.compile(r"[0-9]{1,9}[.,][0-9]{2}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two places of a line, and how sure it is that it is the invoice's (0 to 100)."""

    line: Line
    start: int
    end: int
    confidence: int

    @property
    def text(self) -> str:
        """As it stands."""
        return self.line.text[self.start : self.end]


def numbers_of(lines: Sequence[Line], days: Sequence[Sequence[Day]], titles: Sequence[Title]) -> list[Number]:
    """What could be the number, the best first."""
    tokens = [_tokens(line, days[line.index]) for line in lines]
    found = [
        number
        for line in lines
        for label in VOCABULARY.labels_of(line)
        if label.field == "number"
        for number in _labelled(label, lines, tokens)
    ]
    found += [number for place, title in enumerate(_own(titles)) for number in _titled(title, tokens, place)]
    return sorted(found, key=lambda number: (-number.confidence, number.line.index))


def _own(titles: Sequence[Title]) -> list[Title]:
    """The first titles that say the same as the best one."""
    return [title for title in titles if title.kind is titles[0].kind][:3]


def _tokens(line: Line, days: Sequence[Day]) -> list[Number]:
    """The words of a line that could be a number: with a digit, no date, no amount."""
    found: list[Number] = []
    for match in _TOKEN.finditer(line.text):
        if len(found) >= MOST:
            break
        announced = _ANNOUNCED.match(match.group())
        start = match.start() + (announced.end() if announced else 0)
        text = line.text[start : match.end()].rstrip(".-_/")
        end = start + len(text)
        dated = any(day.start <= start and end <= day.end for day in days)
        if any(letter.isdigit() for letter in text) and not dated and not _AMOUNT.fullmatch(text):
            found.append(Number(line, start, end, 0))
    return found


def _labelled(label: Label, lines: Sequence[Line], tokens: Sequence[Sequence[Number]]) -> Iterator[Number]:
    line = label.line
    start, end = line.column(label.start)
    if label.weight == 1 and label.start - start > 3:
        return
    doubt = 30 if label.start - start > RUNNING else 0
    gap = _BETWEEN.match(line.text, label.end)
    at = gap.end() if gap else label.end
    after = next((token for token in tokens[line.index] if token.start == at), None)
    if after:
        yield Number(line, after.start, after.end, (93 if label.weight == 3 else 60) - doubt)
    elif at >= end:
        for token in below(label, lines, tokens)[:1]:
            yield Number(token.line, token.start, token.end, (80 if label.weight == 3 else 45) - doubt)


def _titled(title: Title, tokens: Sequence[Sequence[Number]], place: int) -> Iterator[Number]:
    for between, sure in _AFTER_TITLE:
        gap = between.match(title.line.plain, title.end)
        for token in tokens[title.line.index]:
            if gap and token.start == gap.end():
                yield Number(title.line, token.start, token.end, sure - place * 10)
