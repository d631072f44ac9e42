"""What stories are made of: pieces with their lines, of which third-party ones are settled and carried over years."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from comptoir.demo.generate.partners import Partner


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year of the books; bookings stop at `last` (its end, or earlier in the year that is not finished)."""

    index: int
    label: str
    start: date
    end: date
    last: date


@dataclass(frozen=True, slots=True)
class Expected:
    """What an archive must say of a piece: payment, open amount (credit notes negative) and the day it was settled."""

    case: str
    payment: str
    open_cents: int
    paid_on: date | None


@dataclass(slots=True, eq=False)
class Third:
    """A customer's or supplier's line, debit positive.

    `open_cents` is what its year leaves open. `next` is the line that restates it in the next year, where a story
    settles that one; a restating line that is `lost` has lost the reference.
    """

    partner: Partner
    cents: int
    day: date
    due_on: date
    open_cents: int
    letter: str = ""
    lettered_on: date | None = None
    reference: str = ""
    next: "Third | None" = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The part of an invoice with one VAT rate: its net amounts by account."""

    rate: int
    tax_cents: int
    nets: tuple[tuple[str, int], ...]


@dataclass(slots=True, eq=False)
class Piece:
    """An entry before it is booked; its number is given when its day comes. Other lines are (account, cents)."""

    journal: str
    day: date
    text: str
    thirds: list[Third]
    others: list[tuple[str, int]]
    partner: Partner | None = None
    document_on: date | None = None
    document_number: str = ""
    due_on: date | None = None
    communication: str = ""
    shares: tuple[Share, ...] = ()
    expected: Expected | None = None
    references: bool = field(default=False)
    """Whether each third-party line keeps the reference that it has (opening entries)."""

    @property
    def size(self) -> int:
        """How many lines it has."""
        return len(self.thirds) + len(self.others)


def settle(thirds: Sequence[Third], *, year: int, code: str = "") -> date:
    """Letter these lines, all booked in that year, with each other; returns the day of the last one.

    When they do not sum to zero, the smaller side is used up and settles the other, oldest due date first.
    """
    code = code or thirds[0].partner.next_code(year)
    last = max(third.day for third in thirds)
    balance = sum(third.cents for third in thirds)
    sign = 1 if balance > 0 else -1
    pool = sum(abs(third.cents) for third in thirds if third.cents * sign < 0)
    for third in sorted(thirds, key=_due):
        third.letter, third.lettered_on = code, last
        if balance == 0 or third.cents * sign <= 0:
            third.open_cents = 0
            continue
        part = min(pool, abs(third.cents))
        pool -= part
        third.open_cents = third.cents - sign * part
    return last


def _due(third: Third) -> date:
    return third.due_on


def carry(third: Third, year: Year, *, lost: bool = False) -> Third:
    """The line that restates an open one in the opening entry of the next year, so that a story can settle it there."""
    third.next = Third(third.partner, third.open_cents, year.start, year.start, third.open_cents, lost=lost)
    return third.next
