"""What FEC does not say and somebody must: journal types, customer and supplier accounts, payment terms.

As JSON: {"folder": "/books/atelier", "country": "BE", "journals": {"ACH": "purchase"}, "untold": ["X"],
"customer_roots": ["400"], "supplier_roots": ["440"], "customer_terms": 30, "supplier_terms": 30,
"first_day": "2025-10-01", "outbox": "/books/atelier/outbox"}. Only the folder is needed. `untold` are journals whose type
was not told and nobody has confirmed; `first_day` is the first day of the first fiscal year where that is not a year of
twelve months. Bookings are put into `outbox` for the accounting software to import: a folder of that name in the folder of
the books, unless another is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from comptoir.connectors.given import journals_in, outbox_in, refuse_shared, roots_in, untold_in
from comptoir.connectors.port import Settings, WrongConfiguration
from comptoir.kit.words import Refusal
from comptoir.records.books import JournalType

ROOTS = {"BE": (("400",), ("440",)), "FR": (("411",), ("401",))}
"""Customer and supplier accounts by country: Belgian PCMN 400/440, French PCG 411/401."""

TERMS, MOST_TERMS = 30, 365


@dataclass(frozen=True, slots=True)
class FecSettings:
    """The settings with every default filled in; `country` is "" where it is to be told from the accounts."""

    folder: Path
    outbox: Path
    country: str = ""
    journals: Mapping[str, JournalType] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    customer_roots: tuple[str, ...] = ()
    supplier_roots: tuple[str, ...] = ()
    customer_terms: int = TERMS
    supplier_terms: int = TERMS
    first_day: date | None = None

    def roots(self, country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Roots of customer and supplier accounts: the settings' own, else those of the country."""
        customers, suppliers = ROOTS.get(country, ROOTS["BE"])
        return self.customer_roots or customers, self.supplier_roots or suppliers


def parse(settings: Settings) -> FecSettings:
    """The settings as values. Raises WrongConfiguration with the first thing that is wrong."""
    read, problems = examine(settings)
    if read is None:
        raise problems[0]
    return read


def examine(settings: Settings) -> tuple[FecSettings | None, list[Refusal]]:
    """The settings as values, or everything that is wrong with them; whether the folder is there is not looked at."""
    problems: list[Refusal] = []
    given = dict(settings)
    folder, country = given.get("folder"), given.get("country") or ""
    if not isinstance(folder, str) or not folder.strip():
        problems.append(WrongConfiguration("Say in which folder the exports lie."))
    if country and (not isinstance(country, str) or country not in ROOTS):
        problems.append(
            WrongConfiguration("The country must be one of %(countries)s.", countries=", ".join(sorted(ROOTS)))
        )
    journals = journals_in(given.get("journals") or {}, problems)
    customers = roots_in("customer_roots", given, problems)
    suppliers = roots_in("supplier_roots", given, problems)
    refuse_shared(customers, suppliers, problems)
    read = FecSettings(
        folder=Path(str(folder)),
        outbox=outbox_in(folder, given.get("outbox") or "", problems),
        country=str(country),
        journals=journals,
        untold=untold_in(given.get("untold") or (), problems),
        customer_roots=customers,
        supplier_roots=suppliers,
        customer_terms=_terms("customer_terms", given, problems),
        supplier_terms=_terms("supplier_terms", given, problems),
        first_day=_first_day(given.get("first_day") or None, problems),
    )
    return (None if problems else read), problems


def _terms(name: str, given: Mapping[str, Any], problems: list[Refusal]) -> int:
    days = given.get(name, TERMS)
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_TERMS:
        problems.append(
            WrongConfiguration("Payment terms are whole days from 0 to %(most)s.", most=MOST_TERMS),
        )
        return TERMS
    return days


def _first_day(given: Any, problems: list[Refusal]) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        problems.append(
            WrongConfiguration("The first day must be a date (YYYY-MM-DD), not %(given)s.", given=str(given))
        )
        return None
