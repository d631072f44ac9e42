"""The header lines of an e-mail or of one of its parts: values, their parameters, encoded words, addresses.

Each value is cut before it is looked at and looked at once, from left to right: a header made to keep a parser busy does
not. Only the limited child process may import this module.
"""

import re
from binascii import a2b_qp, unhexlify
from dataclasses import dataclass
from itertools import islice
from unicodedata import category, normalize

from comptoir.formats.mail.decoding import decoded, text_of
from comptoir.formats.unreadable import Unreadable
from comptoir.kit.file_names import UNSEEN

LARGEST = 2**20
MOST = 1000
LONGEST = 4000
MOST_PARAMETERS = 100
"""Bytes of all header lines together, how many are looked at, characters of one, and parameters in it."""

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")
_BLANK = re.compile(rb"\r?\n")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?]{0,2000})\?=")
_BETWEEN = re.compile(r"(?<=\?=)[ \t\r\n]++(?==\?)")
_PARAMETER = re.compile(r"\s*+([^\s=;\"]++)\s*+=\s*+")
_PIECE = re.compile(r"([^*]{1,40})(?:\*(\d{1,4}))?(\*)?")
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_HEX = re.compile(rb"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Headers:
    """The lines in their order: names in lower case, values unfolded and cut."""

    fields: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """The value of the first line of that name, "" when there is none."""
        return next(iter(self.all(name)), "")

    def all(self, *names: str) -> list[str]:
        """The values of all lines of these names."""
        return [value for name, value in self.fields if name in names]


def headers_of(content: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header lines at the beginning of a part, and where its body begins. Refuses (Unreadable) more than 1 MB."""
    if blank := _BLANK.match(content, start, end):
        return Headers(()), blank.end()
    found = _END.search(content, start, min(end, start + LARGEST))
    if found is None and end - start > LARGEST:
        raise too_long()
    head, body = (content[start : found.start()], found.end()) if found else (content[start:end], end)
    fields = ((name, value) for name, value in islice(_FIELD.findall(head), MOST))
    return Headers(tuple((name.decode("ascii").lower(), _unfolded(value)) for name, value in fields)), body


def too_long() -> Unreadable:
    """The refusal of an e-mail that is nothing but header lines."""
    return Unreadable("The e-mail's header lines have more than %(megabytes)s MB.", megabytes=LARGEST // 2**20)


def one_line(text: str, most: int) -> str:
    """The text as one line that can be stored and shown: composed, without unseen characters, cut."""
    seen = (" " if char.isspace() else char for char in normalize("NFC", text[: 4 * most]) if _is_seen(char))
    line = " ".join("".join(seen).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def in_words(value: str) -> str:
    """The value with its encoded words (RFC 2047) read; neighbours are read together, as some split a letter."""
    value = _BETWEEN.sub("", value)
    told, place, pending = [], 0, (b"", "")
    for word in _WORD.finditer(value):
        charset, raw = word[1].partition("*")[0].lower(), _word_bytes(word[2], word[3])
        if word.start() == place and pending[1] == charset:
            pending = (pending[0] + raw, charset)
        else:
            told += [text_of(*pending), value[place : word.start()]]
            pending = (raw, charset)
        place = word.end()
    return "".join([*told, text_of(*pending), value[place:]])


def kind_of(value: str) -> str:
    """The first word of a value: the media type, the disposition, the encoding; in lower case."""
    return value.partition(";")[0].strip().lower()


def parameters(value: str) -> dict[str, str]:
    """The parameters after the first word, by name; pieces and character sets (RFC 2231) put together and read."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in _raw_parameters(value):
        piece = _PIECE.fullmatch(name)
        if piece is None:
            continue
        if piece[2] is None and piece[3] is None:
            plain.setdefault(piece[1], in_words(text))
        else:
            pieces.setdefault(piece[1], {}).setdefault(int(piece[2] or 0), (text, piece[3] is not None))
    return plain | {name: _joined(parts) for name, parts in pieces.items()}


def address_in(value: str) -> str:
    """The address of a line such as From: the last one in angle brackets, else the first that looks like one; or ""."""
    bracketed = re.findall(r"<([^<>]*)>", value)
    return next(iter(addresses_in(bracketed[-1] if bracketed else value)), "")


def addresses_in(value: str) -> list[str]:
    """Whatever in the value looks like an address."""
    words = re.split(r"[\s<>()\[\]\"',;:\x00-\x1f\x7f]+", value)
    return [word for word in words if len(word) <= 254 and 0 < word.find("@") == word.rfind("@") < len(word) - 1]


def _unfolded(raw: bytes) -> str:
    return " ".join(text_of(raw[:LONGEST], "").split())


def _is_seen(char: str) -> bool:
    return char.isspace() or category(char) not in UNSEEN


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "Bb":
        return decoded(text.encode("ascii", "ignore"), "base64")
    return a2b_qp(text.encode("utf-8"), header=True)


def _raw_parameters(value: str) -> list[tuple[str, str]]:
    found, place = [], value.find(";")
    for _ in range(MOST_PARAMETERS):
        if place < 0:
            break
        named = _PARAMETER.match(value, place + 1)
        if named is None:
            place = value.find(";", place + 1)
            continue
        text, place = _value_at(value, named.end())
        found.append((named[1].lower(), text))
    return found


def _value_at(value: str, start: int) -> tuple[str, int]:
    """The parameter's value that begins there, and where the semicolon after it stands (-1: nowhere)."""
    if not value.startswith('"', start):
        end = value.find(";", start)
        return value[start : end if end >= 0 else len(value)].strip(), end
    place = start + 1
    while (close := value.find('"', place)) > 0 and value[close - 1] == "\\":
        place = close + 1
    inside = value[start + 1 : close if close > 0 else len(value)]
    return _QUOTED_PAIR.sub(r"\1", inside), value.find(";", close) if close > 0 else -1


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    """The pieces in their order; the first of encoded ones says the character set: utf-8'nl'na%20am."""
    charset, whole = "", b""
    for number, (text, encoded) in sorted(parts.items()):
        if encoded and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "replace")
        whole += _HEX.sub(lambda found: unhexlify(found[1]), raw) if encoded else raw
    return text_of(whole, charset)
