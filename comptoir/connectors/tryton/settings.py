"""What we must be told to read books from Tryton.

As JSON: {"url": "https://tryton.example", "database": "firm", "user": "comptoir", "password": "…", "company": 1,
"journals": {"EXP": "purchase"}, "untold": ["X"], "customer_roots": ["400"], "supplier_roots": ["440"], "digits": 6}.
Address and user are needed. `company` is Tryton's number of it, 0 for the one that the user works for. `journals` says
otherwise than Tryton's own types. Accounts shorter than `digits` are filled up with zeros.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.connectors.given import journals_in, refuse_shared, roots_in, untold_in
from comptoir.connectors.port import Settings, WrongConfiguration
from comptoir.kit.words import Refusal, Sentence
from comptoir.records.books import JournalType

DIGITS, MOST_DIGITS = 6, 12
NEEDED = {
    "url": Sentence("Say at which address Tryton answers."),
    "database": Sentence("Say which database of Tryton has the books."),
    "user": Sentence("Say with which user Tryton is asked."),
    "password": Sentence("Say the password of Tryton's user."),
}


@dataclass(frozen=True, slots=True)
class TrytonSettings:
    """The settings with every default filled in."""

    url: str
    database: str
    user: str
    password: str = field(repr=False)
    company: int = 0
    journals: Mapping[str, JournalType] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    customer_roots: tuple[str, ...] = ()
    supplier_roots: tuple[str, ...] = ()
    digits: int = DIGITS


def parse(settings: Settings) -> TrytonSettings:
    """The settings as values. Raises WrongConfiguration with the first thing that is wrong."""
    read, problems = examine(settings)
    if read is None:
        raise problems[0]
    return read


def examine(settings: Settings) -> tuple[TrytonSettings | None, list[Refusal]]:
    """The settings as values, or everything that is wrong with them."""
    problems: list[Refusal] = []
    given = dict(settings)
    for name, sentence in NEEDED.items():
        if not isinstance(given.get(name), str) or not given[name].strip():
            problems.append(WrongConfiguration(sentence.text))
    customers, suppliers = (roots_in(name, given, problems) for name in ("customer_roots", "supplier_roots"))
    refuse_shared(customers, suppliers, problems)
    read = TrytonSettings(
        url=str(given.get("url")).strip().rstrip("/"),
        database=str(given.get("database")),
        user=str(given.get("user")),
        password=str(given.get("password")),
        company=_whole(given, "company", 0, (0, 2**31 - 1), problems),
        journals=journals_in(given.get("journals") or {}, problems),
        untold=untold_in(given.get("untold") or (), problems),
        customer_roots=customers,
        supplier_roots=suppliers,
        digits=_whole(given, "digits", DIGITS, (1, MOST_DIGITS), problems),
    )
    return (None if problems else read), problems


def _whole(given: Mapping[str, Any], name: str, usual: int, between: tuple[int, int], problems: list[Refusal]) -> int:
    value = given.get(name, usual)
    if isinstance(value, int) and not isinstance(value, bool) and between[0] <= value <= between[1]:
        return value
    problems.append(
        WrongConfiguration(
            "%(name)s must be a whole number from %(least)s to %(most)s.", name=name, least=between[0], most=between[1]
        )
    )
    return usual
