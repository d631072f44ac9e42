"""Who sells and who has to pay: whose the numbers are, by the words beside and above them and by where they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comptoir.formats.paper.codes import Code, enterprise_numbers_of, vat_numbers_of
from comptoir.formats.paper.labels import CUSTOMERS, SUPPLIERS, Vocabulary
from comptoir.formats.paper.lines import Box, Line

VOCABULARY = Vocabulary({"customer 1": CUSTOMERS, "supplier 1": SUPPLIERS})
ABOVE = 14
"""Lines above a number that are looked at for a word that says whose it is."""

PITCH = 260
"""Ten-thousandths of the page's height: a wider gap between two lines parts two blocks of text."""

HIGH, LOW = 1300, 8300
"""Above and below these ten-thousandths of the page's height the one who sells writes about himself."""

_FORM = re.compile(
    r"(?<![a-z])(?:s\.?a\.?|s\.?r\.?l\.?|s\.?p\.?r\.?l\.?|s\.?c\.?(?:r\.?l\.?)?|s\.?n\.?c\.?|a\.?s\.?b\.?l\.?|b\.?v\.?(?:b\.?a\.?)?|n\.?v\.?|v\.?z\.?w\.?"
    r"|c\.?v\.?(?:b\.?a\.?)?|v\.?o\.?f\.?|sarl|sas|sasu|eurl|gmbh|ag|kg|ohg|ug|ltd|limited|llc|inc|plc|b\.v\.|s\.?p\.?a\.?)(?![a-z])"
)
_STREET = re.compile(r"^[^\W\d].*\s[0-9]{1,4}\s?[a-zA-Z]?$")
"""How a street with its number ends: the name stands above it, often in larger letters and further away."""
_NAMED = re.compile(r"^(?:name|nom|naam|client|klant|customer|fournisseur|leverancier)\s?:[\s\t]*")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the numbers where they stand, and the name as the head of its block."""

    vat: tuple[Code, ...] = ()
    number: tuple[Code, ...] = ()
    name: "Name | None" = None
    confidence: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A name between two places of a line, and how sure it is that it is one (0 to 100)."""

    line: Line
    start: int
    end: int
    confidence: int

    @property
    def text(self) -> str:
        """As it stands."""
        return self.line.text[self.start : self.end]


@dataclass(slots=True)
class _Found:
    """Everything that is known about one number, wherever it stands; `leans` towards the one who pays when positive."""

    digits: str
    vat: list[Code] = field(default_factory=list)
    number: list[Code] = field(default_factory=list)
    leans: int = 0

    def codes(self) -> list[Code]:
        return self.vat or self.number


def sides_of(lines: Sequence[Line], own: str = "") -> tuple[Side, Side]:
    """The one who sells and the one who has to pay. `own` is the number of the dossier in whose papers this one lies."""
    found = _found(lines)
    for each in found:
        each.leans = sum(_leaning(code, lines) for code in each.codes()[:4])
    supplier, customer = _told_apart(found, own)
    labelled = any(each.leans for each in found)
    name = _name_of(supplier.codes()[0], lines) if supplier else None
    payer = _name_of_customer(lines, customer.codes()[0] if customer else None)
    return _side(supplier, name or _first_name(lines, payer), labelled), _side(customer, payer, labelled)


def _found(lines: Sequence[Line]) -> list[_Found]:
    """By their digits, in the order in which they stand."""
    known: dict[str, _Found] = {}
    for line in lines:
        for code in vat_numbers_of(line):
            digits = code.value.removeprefix("BE")
            known.setdefault(digits, _Found(digits)).vat.append(code)
        for code in enterprise_numbers_of(line):
            known.setdefault(code.value, _Found(code.value)).number.append(code)
    return list(known.values())


def _told_apart(found: list[_Found], own: str) -> tuple[_Found | None, _Found | None]:
    digits = own.removeprefix("BE")
    if len(found) == 1:
        only = found[0]
        pays = only.leans > 0 or (only.digits == digits and only.leans == 0)
        return (None, only) if pays else (only, None)
    ours = next((each for each in found if each.digits == digits), None) if digits else None
    if ours:
        others = [each for each in found if each is not ours]
        other = min(others, key=lambda each: each.leans)
        return (other, ours) if ours.leans >= other.leans else (ours, max(others, key=lambda each: each.leans))
    if not found:
        return None, None
    supplier = min(found, key=lambda each: each.leans)
    others = [each for each in found if each is not supplier]
    customer = max(others, key=lambda each: each.leans)
    return supplier, customer if customer.leans > supplier.leans or len(found) == 2 else None


def _side(found: _Found | None, name: Name | None, labelled: bool) -> Side:
    if found is None:
        return Side(name=name)
    best = max(code.confidence for code in found.codes())
    return Side(tuple(found.vat), tuple(found.number), name, best if labelled else min(best, 60))


def _leaning(code: Code, lines: Sequence[Line]) -> int:
    """Positive for the one who has to pay: 3 for a word beside the number, 2 for one above it, 1 for where it stands."""
    line = code.line
    start, end = line.column(code.start)
    beside = [label for label in VOCABULARY.labels_of(line) if start <= label.start < code.start]
    if beside:
        return 3 if beside[-1].field == "customer" else -3
    box = line.box(start, end)
    for above in reversed(lines[max(0, line.index - ABOVE) : line.index]):
        if above.page != line.page or box.top - above.box().bottom > 10 * PITCH:
            break
        for head_start, head in _heads(above):
            if _same_column(above.box(head_start, above.column(head_start)[1]), box):
                return 2 if head == "customer" else -2
    return -1 if box.top < HIGH or box.top > LOW else 0


def _heads(line: Line) -> list[tuple[int, str]]:
    """The columns of a line that begin with a word that says whose block it is: where, and whose."""
    labels = list(VOCABULARY.labels_of(line))
    return [(label.start, label.field) for label in labels if label.start - line.column(label.start)[0] < 3]


def _same_column(head: Box, box: Box) -> bool:
    return abs(head.left - box.left) < 350


def _name_of(code: Code, lines: Sequence[Line]) -> Name | None:
    """The head of the block of text in which the number stands."""
    best = _name_in(code.line, code.line.column(code.start)[0])
    box, top = code.line.box(*code.line.column(code.start)), code.line.box().top
    for above in reversed(lines[max(0, code.line.index - ABOVE) : code.line.index]):
        start = next((at for at in _columns(above) if _same_column(above.box(at, above.column(at)[1]), box)), None)
        if start is None:
            continue
        near = PITCH if best is None or not _STREET.search(best.text) else 2 * PITCH
        if above.page != code.line.page or top - above.box(start).bottom > near:
            break
        top = above.box(start).top
        if any(at == start for at, _ in _heads(above)) and not _NAMED.match(above.plain[start:]):
            break
        best = _name_in(above, start) or best
    return best


def _name_of_customer(lines: Sequence[Line], code: Code | None) -> Name | None:
    """What stands under the word that announces the one who has to pay, or at the head of his block."""
    for line in lines:
        for start, whose in _heads(line):
            if whose == "customer":
                box = line.box(start, line.column(start)[1])
                for under in lines[line.index + 1 : line.index + 4]:
                    for at in _columns(under):
                        if under.page == line.page and _same_column(under.box(at, under.column(at)[1]), box):
                            return _name_in(under, at)
    return _name_of(code, lines) if code else None


def _first_name(lines: Sequence[Line], other: Name | None) -> Name | None:
    """The first column of the first page that has the form of a company in it."""
    for line in [line for line in lines if line.page == 1][:12]:
        for start in _columns(line):
            name = _name_in(line, start)
            if name and name.confidence > 60 and (other is None or name.text != other.text):
                return name
    return None


def _columns(line: Line) -> Iterable[int]:
    start = 0
    while start <= len(line.text):
        yield start
        start = line.column(start)[1] + 1


def _name_in(line: Line, start: int) -> Name | None:
    """The column as a name: without what announces it, and without the address that follows on the same line."""
    _, end = line.column(start)
    if announced := _NAMED.match(line.plain[start:]):
        start += announced.end()
        end = line.column(start)[1]
    for mark in (" - ", " – ", " | ", " • ", " ● ", " · ", ", "):
        cut = line.text.find(mark, start, end)
        end = cut if cut > start else end
    text = line.text[start:end]
    letters = sum(letter.isalpha() for letter in text)
    company = _FORM.search(line.plain[start:end]) is not None
    said = [label.start - start for label in VOCABULARY.labels_of(line) if start <= label.start < end]
    if letters < 3 or letters * 2 < len(text) or (said and (not company or said[0] < 3)):
        return None
    return Name(line, start, end, 75 if company else 55)
