"""Numbers of pieces: sales have that of the invoice, purchases the next one of their journal, without gap or repeat.

A number is given in the transaction that transfers, and kept in a row of its own; one that comes back is given first.
Where the journal's template says so, the year stands before it: of a sale ("V2026-0042") all digits are taken then, not
the last ones alone; a purchase gets the year of its accounts and four digits.
"""

import re
from collections.abc import Iterable

from comptoir.kit.words import Refusal
from comptoir.ledger.models import Entry, Journal, Period
from comptoir.worklist.choices import Template
from comptoir.worklist.models import JournalNumbering, PieceNumber, Proposal

_DIGITS = re.compile(r"[0-9]+")
LONGEST = 9
ROOM = 10_000
"""Numbers that have room behind a year."""


class NoNumber(Refusal):
    """No number of a piece can be made of the invoice's."""


class Numbering:
    """The numbers of the journals, as they are given one after another. Whoever gives them holds the worklist."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, str], set[int]] = {}
        self._last: dict[tuple[int, str], int] = {}
        self._ways: dict[int, JournalNumbering] = {}

    def next_for(self, proposal: Proposal) -> int:
        """The number of its piece; the same again for one that has a number already. Raises NoNumber."""
        journal, period = proposal.journal, proposal.period
        if journal is None or period is None:
            raise NoNumber("Without journal and period a piece has no number.")
        own = PieceNumber.objects.filter(proposal=proposal, journal=journal, fiscal_year=period.fiscal_year).first()
        if own is not None:
            return own.number
        taken = self._numbers(journal, period.fiscal_year)
        if proposal.of_sale:
            number = number_in(proposal.number, self._way(journal).template)
            if number in taken:
                raise NoNumber("The number %(number)s is in the books already.", number=number)
        else:
            number = self._free(journal, period, taken)
        taken.add(number)
        return number

    def _numbers(self, journal: Journal, year: str) -> set[int]:
        """Every number of the journal and year, in the books or given."""
        key = (journal.pk, year)
        if key not in self._taken:
            booked = Entry.objects.filter(journal=journal, fiscal_year=year).values_list("number", flat=True)
            given = PieceNumber.objects.filter(journal=journal, fiscal_year=year, proposal__isnull=False)
            self._taken[key] = {*_whole(booked), *given.values_list("number", flat=True)}
            self._last[key] = max(self._taken[key], default=0)
        return self._taken[key]

    def _way(self, journal: Journal) -> JournalNumbering:
        if journal.pk not in self._ways:
            found = JournalNumbering.objects.filter(journal=journal).first()
            self._ways[journal.pk] = found or JournalNumbering(journal=journal)
        return self._ways[journal.pk]

    def _free(self, journal: Journal, period: Period, taken: set[int]) -> int:
        """The smallest number that came back, else the one after the last, and not before the journal's first."""
        year, way = period.fiscal_year, self._way(journal)
        zero = _year_of(period) * ROOM if way.template == Template.YEAR else 0
        back = PieceNumber.objects.filter(journal=journal, fiscal_year=year, proposal=None, number__gt=zero)
        for number in back.order_by("number").values_list("number", flat=True):
            if number not in taken:
                return number
        key = (journal.pk, year)
        self._last[key] = max(self._last[key], zero + way.first - 1) + 1
        while self._last[key] in taken:
            self._last[key] += 1
        return self._last[key]


def number_in(text: str, template: str = Template.NUMBER) -> int:
    """The number of a sales invoice as its piece's: its last digits ("V2026-0042" is 42), or all. Raises NoNumber."""
    found = _DIGITS.findall(text)
    digits = ("".join(found) if template == Template.YEAR else found[-1] if found else "")[-LONGEST:]
    if not digits or int(digits) == 0:
        raise NoNumber("The invoice number %(number)s has no digits.", number=text)
    return int(digits)


def _year_of(period: Period) -> int:
    """The year of the accounts as it stands in numbers: its name where that is one, else that of its period."""
    name = period.fiscal_year
    return int(name) if name.isascii() and name.isdigit() and len(name) == 4 else period.start_on.year


def _whole(numbers: Iterable[str]) -> Iterable[int]:
    """The numbers in the books that are whole ones; others are in nobody's way."""
    return (int(text) for text in numbers if text.isascii() and text.isdigit() and len(text) <= LONGEST)
