"""Numbers that carry their own check: accounts, VAT and enterprise numbers, structured communications.

What does not pass its check is not taken. A text recognition confuses letters and digits that look alike; in these numbers
they are put right, as the check says whether it was right to do so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comptoir.formats.paper.lines import Line
from comptoir.kit.numbers import belgian_number, european_vat_is_valid, iban, structured_communication

LENGTHS = {
    **{"AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18},
    **{"FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20},
    **{"LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24},
    **{"SM": 27, "TR": 26, "UA": 29, "RS": 22, "MA": 28, "TN": 24},
}
"""How long an account of each country is."""

ALIKE = str.maketrans("OoQDIl|!SsBZz", "0000111155822")
"""Letters that look like digits."""

MOST = 12
"""Of each kind, in one line."""

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[ \t]?[0-9OIlZSB]{2}(?:[ \t.-]?[A-Za-z0-9|!]){11,30}")
_COMMUNICATION = re.compile(
    r"(?<![0-9])([0-9OIl|]{3})[ ]?[/1|Il\\][ ]?([0-9OIl|]{4})[ ]?[/1|Il\\][ ]?([0-9OIl|]{5})(?![0-9])"
)
_LONG = re.compile(r"(?<![0-9.,/])[0-9]{12}(?![0-9.,/])")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9])RF[0-9]{2}(?: ?[A-Z0-9]){1,21}(?![A-Za-z0-9])")
_BELGIAN = re.compile(
    r"(?<![A-Za-z0-9.,/+])(BE?[ \t.:-]{0,2})?"
    r"([01OlI]?[0-9OIlSB]{3}[ .-]?[0-9OIlSB]{3}[ .-]?[0-9OIlSB]{3})(?![0-9A-Za-z]|[.,/][0-9])"
)
_FOREIGN = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(AT)[ ]?(U[0-9]{8})|(CY)[ ]?([0-9]{8}[A-Z])|(DE)[ ]?([0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{3})|(DK)[ ]?([0-9]{8})"
    r"|(ES)[ ]?([A-Z0-9][0-9]{7}[A-Z0-9])|(FR)[ ]?([A-Z0-9]{2}[ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{3})"
    r"|(GB|XI)[ ]?([0-9]{3}[ ]?[0-9]{4}[ ]?[0-9]{2}(?:[0-9]{3})?)|(IE)[ ]?([0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2})"
    r"|(IT|HR)[ ]?([0-9]{11})|(LU|HU|FI|MT|SI)[ ]?([0-9]{8})"
    r"|(NL)[ ]?([0-9]{9}[ ]?B[ ]?[0-9]{2}|[0-9]{4}\.[0-9]{2}\.[0-9]{3}\.?B\.?[0-9]{2})"
    r"|(PL|SK)[ ]?([0-9]{10})|(PT|EL|EE)[ ]?([0-9]{9})|(SE)[ ]?([0-9]{12})|(CZ|LT|LV|BG|RO)[ ]?([0-9]{8,12})"
    r")(?![A-Za-z0-9])"
)
ACCOUNT = re.compile(r"iban|compte|rekening|account|konto|banque|bank")
_SPACES = re.compile(r"[\s.+*-]")
TOLD = re.compile(r"t\.?v\.?a|b\.?t\.?w|\bvat\b|v\.a\.t|u\.?st|mwst|umsatzsteuer")
"""Words that say of a number beside them that it is one of VAT."""

ENTERPRISE = re.compile(
    r"rpm|rpr|bce|kbo|entreprise|onderneming|company n|enterprise n|r\.p\.m|r\.p\.r|b\.c\.e|k\.b\.o"
)
"""Words that say of a Belgian number beside them that it is one of an enterprise."""


@dataclass(frozen=True, slots=True)
class Code:
    """A checked number between two places of a line, in its one spelling; `told` where a word beside it says what it is."""

    line: Line
    start: int
    end: int
    value: str
    told: bool

    @property
    def confidence(self) -> int:
        """The check alone makes 80; the word beside it 95."""
        return 95 if self.told else 80


def accounts_of(line: Line) -> Iterator[Code]:
    """The IBANs of a line."""
    for start, end, text in _like_accounts(line):
        account = iban(text) or iban(text[:2] + text[2:].translate(ALIKE))
        if account:
            yield Code(line, start, end, account, bool(ACCOUNT.search(line.plain, max(0, start - 40), start)))


def broken_accounts_of(line: Line) -> Iterator[Code]:
    """What is said to be an IBAN and has the length of one, but whose check digits are wrong."""
    for start, end, text in _like_accounts(line):
        right = iban(text) or iban(text[:2] + text[2:].translate(ALIKE))
        if not right and "iban" in line.plain[max(0, start - 20) : start]:
            yield Code(line, start, end, text, told=True)


def _like_accounts(line: Line) -> Iterator[tuple[int, int, str]]:
    """What looks like an IBAN and is as long as one of its country: where it stands, and its letters and digits."""
    at = 0
    for _ in range(MOST):
        match = _IBAN.search(line.text, at)
        if match is None:
            return
        length = _end_of(match.group(), LENGTHS.get(match.group()[:2], 0))
        at = match.start() + (length or 2)
        if length:
            yield match.start(), at, _SPACES.sub("", match.group()[:length]).upper()


def _end_of(text: str, length: int) -> int:
    """Where so many letters and digits are reached, 0 when there are fewer."""
    seen = 0
    for place, letter in enumerate(text):
        seen += not _SPACES.match(letter)
        if seen == length:
            return place + 1
    return 0


def communications_of(line: Line) -> Iterator[Code]:
    """The Belgian structured communications and the ISO 11649 references of a line."""
    for match in list(_COMMUNICATION.finditer(line.text))[:MOST]:
        digits = structured_communication("".join(match.groups()).translate(ALIKE))
        if digits:
            start, end = _with_marks(line.text, match.start(), match.end())
            yield Code(line, start, end, digits, end - start > match.end() - match.start())
    for match in list(_LONG.finditer(line.text))[:MOST]:
        if "communication" in line.plain or "mededeling" in line.plain:
            digits = structured_communication(match.group())
            if digits:
                yield Code(line, match.start(), match.end(), digits, told=True)
    for match in list(_REFERENCE.finditer(line.text))[:MOST]:
        text = _SPACES.sub("", match.group())
        if int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1:
            yield Code(line, match.start(), match.end(), text, told=True)


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The pluses or stars around the digits too."""
    while start > 0 and text[start - 1] in "+*t ":
        start -= 1
    while end < len(text) and text[end] in "+*t ":
        end += 1
    return start, end


def vat_numbers_of(line: Line) -> Iterator[Code]:
    """The VAT numbers of a line with their country; a Belgian one only where BE or a word for VAT stands beside it."""
    for match in list(_BELGIAN.finditer(line.text))[:MOST]:
        value, marked = _belgian(match), bool(match[1])
        told = bool(TOLD.search(line.plain, max(0, match.start() - 40), match.start()))
        if value and (marked or told):
            yield Code(line, match.start(), match.end(), f"BE{value}", told)
    for match in list(_FOREIGN.finditer(line.text))[:MOST]:
        country, number = (part for part in match.groups() if part)
        value = country + _SPACES.sub("", number)
        told = bool(TOLD.search(line.plain, max(0, match.start() - 40), match.start()))
        if european_vat_is_valid(value) or told:
            yield Code(line, match.start(), match.end(), value, told)


def enterprise_numbers_of(line: Line) -> Iterator[Code]:
    """The Belgian enterprise numbers of a line: with a word that says so, or in their own spelling (0123.456.749)."""
    for match in list(_BELGIAN.finditer(line.text))[:MOST]:
        value = _belgian(match)
        told = bool(ENTERPRISE.search(line.plain, max(0, match.start() - 40), match.start()))
        if value and (told or match[1] or match[2].count(".") == 2):
            yield Code(line, match.start(), match.end(), value, told)


def _belgian(match: re.Match[str]) -> str | None:
    text = match[2]
    return belgian_number(text) or belgian_number(text.translate(ALIKE))
