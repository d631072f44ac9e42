"""The table of stories: every case of settling, how often it is told, on which side, and how many years it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from comptoir.demo.generate import restated, settled, unsettled
from comptoir.demo.generate.teller import PURCHASE, SALE, Teller

Story = Callable[[Teller], None]
BOTH = (SALE, PURCHASE)
ROOM = 20
"""Days before the last booking from which on a story of one year is no longer begun."""


@dataclass(frozen=True, slots=True)
class Case:
    """A story with its name (that of its function) and its share: so many of the `DECK_SIZE` stories of a deck."""

    tell: Story
    share: int
    sides: tuple[int, ...] = BOTH
    years_after: int = 0

    @property
    def name(self) -> str:
        """How the manifest calls it."""
        return self.tell.__name__


CASES = [
    Case(settled.paid_by_one_line, 42),
    Case(settled.paid_by_several_lines, 3),
    Case(settled.one_payment_for_several, 2),
    Case(settled.settled_by_credit_note, 2),
    Case(settled.settled_by_od, 1),
    Case(settled.paid_in_cash, 4),
    Case(settled.settled_by_a_mixture, 1),
    Case(settled.overpaid_and_split, 1),
    Case(settled.difference_in_the_bank_entry, 2),
    Case(settled.difference_by_od, 1),
    Case(settled.instalments_all_settled, 1),
    Case(settled.zero_total, 1),
    Case(settled.no_third_party_line, 2, (PURCHASE,)),
    Case(settled.reverse_charge, 2, (PURCHASE,)),
    Case(settled.credit_note_refunded, 1),
    Case(settled.code_used_again, 1),
    Case(unsettled.partly_paid, 2),
    Case(unsettled.partly_paid_together, 1),
    Case(unsettled.not_paid, 2),
    Case(unsettled.paid_but_not_lettered, 1),
    Case(unsettled.instalments_one_settled, 1),
    Case(unsettled.credit_note_not_used, 1),
    Case(unsettled.overpaid, 1),
    Case(restated.restated_and_paid, 4, years_after=1),
    Case(restated.restated_twice_and_paid, 2, years_after=2),
    Case(restated.restated_and_open, 1, years_after=1),
    Case(restated.restated_and_lost, 1, years_after=1),
    Case(restated.restated_and_partly_paid, 1, years_after=1),
    Case(restated.partly_paid_then_restated, 1, years_after=1),
    Case(restated.restated_and_not_lettered, 1, years_after=1),
    Case(restated.credit_note_restated, 1, years_after=1),
]
DECK_SIZE = sum(case.share for case in CASES)
ORDINARY = CASES[0]
AT_YEAR_END = Case(restated.restated_and_paid, 0, years_after=1)
QUICK = 5
"""Days before the last booking until which one in three is still paid in time."""

NOT_DUE_YET = Case(unsettled.not_paid, 0)


class Deck:
    """Deals the cases in their shares, in an order of chance, starting afresh with each year."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self._cases: list[tuple[Case, int]] = []
        self._dealt = 0

    def shuffle(self) -> None:
        """Take a fresh deck."""
        cards = [(case, case.sides[(self._dealt + at) % len(case.sides)]) for case in CASES for at in range(case.share)]
        self.teller.rng.shuffle(cards)
        self._dealt += 1
        self._cases = cards

    def tell_one(self) -> None:
        """Tell the next story on the teller's day; one that the time left does not allow is replaced."""
        teller = self.teller
        if not self._cases:
            self.shuffle()
        case, side = self._cases.pop()
        years_left = len(teller.years) - 1 - teller.year.index
        days_left = (teller.year.last - teller.today).days
        if days_left < ROOM:
            quick = days_left > QUICK and not teller.chance(3)
            case = ORDINARY if quick else AT_YEAR_END if years_left else NOT_DUE_YET
        elif case.years_after > years_left:
            case = ORDINARY
        teller.case, teller.side = case.name, side
        case.tell(teller)
