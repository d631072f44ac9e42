"""How much money there is: what the bank and cash accounts come to at the end of each month of a year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from comptoir.figures.periods import Year
from comptoir.figures.schemes import Scheme
from comptoir.figures.source import kept, movements
from comptoir.firms.access import Access
from comptoir.kit.dates import month_end, months
from comptoir.ledger.general import opening_of
from comptoir.ledger.models import Account


@dataclass(frozen=True, slots=True)
class Liquidity:
    """The balance at each month's end of the year, None after the month of the second date; and the last one known.

    `accounts` says how many bank and cash accounts the books have; without any there is nothing to tell.
    """

    points: tuple[tuple[date, int | None], ...]
    accounts: int

    @property
    def last(self) -> tuple[date, int] | None:
        """The last month's end that is known, and the balance."""
        known = [(day, cents) for day, cents in self.points if cents is not None]
        return known[-1] if known else None


def liquidity(access: Access, scheme: Scheme, year: Year, bank_until: date | None) -> Liquidity:
    """The balances of the year, opening balance and all that is booked until then."""

    def read() -> tuple[int, int]:
        accounts = Account.objects.visible_to(access).values_list("pk", "code")
        money = {pk for pk, code in accounts if code.startswith(scheme.money)}
        opening = opening_of(access, year.name).cents
        return len(money), sum(cents for pk, cents in opening.items() if pk in money)

    count, balance = kept(access, ("money", year.name, scheme.money), read)
    moved: Counter[date] = Counter()
    for movement in movements(access, year.name, scheme.money):
        moved[movement.month] += movement.cents
    points: list[tuple[date, int | None]] = []
    for first, _ in months(year.first.replace(day=1), year.last):
        balance += moved[first]
        known = count > 0 and bank_until is not None and first <= bank_until
        points.append((month_end(first), balance if known else None))
    return Liquidity(tuple(points), count)
