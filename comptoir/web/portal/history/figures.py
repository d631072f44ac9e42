"""What is open in figures: overdue, not yet due, not lettered and together; and by age, as a bar whose parts filter."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from comptoir.ledger.ageing import Ageing
from comptoir.ledger.choices import Age
from comptoir.web.shared.charts import Part, Parts

TONES = dict(zip(Age, ("one", "two", "three", "four", "five", "six"), strict=True))


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its word, where a click leads ("" for nowhere), and whether it asks for attention."""

    label: str
    cents: int
    address: str = ""
    late: bool = False


def figures_of(
    ages: Ageing, *, overdue: str = "", not_due: str = "", unmatched: str = "", every: str = ""
) -> list[Figure]:
    """The figures: the last is the sum of the others. The words are the addresses behind them.

    What is not lettered stands among them where there is any.
    """
    apart = [Figure(gettext("Payments and credits not lettered"), ages.unmatched, unmatched)]
    return [
        Figure(gettext("Open and overdue"), ages.overdue, overdue, late=ages.overdue > 0),
        Figure(gettext("Open, not yet due"), ages.not_due, not_due),
        *(apart if ages.unmatched else []),
        Figure(gettext("Total open"), ages.total, every),
    ]


def ages_of(ages: Ageing, addresses: Mapping[Age, str] | None = None) -> Parts:
    """The bar of ages; each part leads to its address."""
    leads = addresses or {}
    parts = (Part(str(age.label), cents, TONES[age], leads.get(age, "")) for age, cents in ages.told.items())
    return Parts(gettext("Age of what is open"), tuple(parts))
