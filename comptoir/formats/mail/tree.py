"""The parts of an e-mail, found in a loop: messages inside it are opened, and depth and number have a limit.

Python's own parser calls itself for what lies inside, as deep as the sender likes. Only the limited child process may
import this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comptoir.formats.mail.decoding import decoded
from comptoir.formats.mail.headers import (
    LARGEST,
    Headers,
    headers_of,
    in_words,
    kind_of,
    one_line,
    parameters,
    too_long,
)
from comptoir.formats.media import EML, HEAD, media_type_of
from comptoir.formats.unreadable import Unreadable

MOST_LEVELS = 10
MOST_PARTS = 10_000
LONGEST_BOUNDARY = 200
MESSAGES = frozenset({"message/rfc822", "message/global"})

_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*+(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no others, its bytes decoded. `message`: the number of the e-mail it lies in, 0 for the outer
    one; `subject` what that says of itself, "" for the outer one.
    """

    headers: Headers
    kind: str
    name: str
    content: bytes
    message: int
    subject: str


@dataclass(frozen=True, slots=True)
class _Span:
    """Bytes still to be looked at."""

    content: bytes
    start: int
    end: int
    level: int
    message: int
    subject: str
    kind: str = "text/plain"
    is_message: bool = False


def parts_of(content: bytes) -> Iterator[Part]:
    """The parts in the order in which they are written.

    Refuses (Unreadable) more than 10 levels, more than 10,000 parts, and more than 1 MB of header lines.
    """
    waiting, parts, messages = [_Span(content, 0, len(content), 0, 0, "")], 0, 0
    in_headers = 0
    while waiting:
        span = waiting.pop()
        parts += 1
        headers, body = headers_of(span.content, span.start, span.end)
        in_headers += body - span.start
        if in_headers > LARGEST:
            raise too_long()
        if span.is_message:
            span = _told(span, headers)
        said = headers.first("content-type")
        kind, about = kind_of(said) or span.kind, parameters(said)
        if kind.startswith("multipart/"):
            inside = _inside(span, body, kind, about.get("boundary", ""), MOST_PARTS - parts - len(waiting))
            waiting += reversed(inside)
            continue
        raw = span.content[body : span.end]
        part = _leaf(headers, kind, about, raw, span)
        if _is_message(part):
            messages += 1
            waiting.append(_deeper(span, part.content, messages))
        else:
            yield part


def _leaf(headers: Headers, kind: str, about: dict[str, str], raw: bytes, span: _Span) -> Part:
    name = parameters(headers.first("content-disposition")).get("filename") or about.get("name", "")
    content = decoded(raw, kind_of(headers.first("content-transfer-encoding")))
    return Part(headers, kind, name, content, span.message, span.subject)


def _told(span: _Span, headers: Headers) -> _Span:
    """The message inside, with what it says of itself, which all that lies in it has."""
    subject = one_line(in_words(headers.first("subject")), 200)
    return _Span(span.content, span.start, span.end, span.level, span.message, subject)


def _is_message(part: Part) -> bool:
    """Whether it is an e-mail: said to be one, or named so and looking like one."""
    named = part.name.lower().endswith(".eml") and media_type_of(part.content[:HEAD]) == EML
    return part.kind in MESSAGES or named


def _inside(span: _Span, body: int, kind: str, boundary: str, most: int) -> list[_Span]:
    """What lies between the boundaries, `most` parts at most."""
    mark = boundary.encode("utf-8", "replace")
    if not 0 < len(mark) <= LONGEST_BOUNDARY:
        return []
    level = _level(span)
    usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    found: list[_Span] = []
    for start, end in _between(span.content, body, span.end, b"--" + mark):
        if len(found) >= most:
            raise Unreadable("The e-mail has more than %(most)s parts.", most=MOST_PARTS)
        found.append(_Span(span.content, start, end, level, span.message, span.subject, usual))
    return found


def _deeper(span: _Span, content: bytes, message: int) -> _Span:
    return _Span(content, 0, len(content), _level(span), message, "", is_message=True)


def _level(span: _Span) -> int:
    if span.level >= MOST_LEVELS:
        raise Unreadable("The e-mail is nested more than %(most)s levels deep.", most=MOST_LEVELS)
    return span.level + 1


def _between(content: bytes, start: int, end: int, mark: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts between the lines of that mark begin and end; the last one ends with the whole if it has to."""
    begun, place = -1, start
    while (at := content.find(mark, place, end)) >= 0:
        place = at + len(mark)
        line = _AFTER_BOUNDARY.match(content, place, end) if at == start or content[at - 1 : at] == b"\n" else None
        if line is None:
            continue
        if begun >= 0:
            yield begun, max(begun, _without_line_end(content, at))
        if line[1]:
            return
        begun = place = line.end()
    if begun >= 0:
        yield begun, end


def _without_line_end(content: bytes, at: int) -> int:
    """The line end before a boundary belongs to it."""
    return at - 2 if content[at - 2 : at] == b"\r\n" else at - 1
