"""Generating: from the arguments to a folder: a FEC file per year, the sidecar files, documents and a manifest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from comptoir.demo.generate import overhead
from comptoir.demo.generate.binder import MANIFEST, Binder
from comptoir.demo.generate.company import COMPANY, Company
from comptoir.demo.generate.documents import write_documents
from comptoir.demo.generate.partners import make_partners
from comptoir.demo.generate.pieces import Piece, Third, Year
from comptoir.demo.generate.stories import Deck
from comptoir.demo.generate.teller import Teller
from comptoir.kit.dates import month_end, year_before
from comptoir.kit.words import Refusal

__all__ = ["MANIFEST", "CannotGenerate", "Generated", "generate"]

LINES_PER_YEAR = 1_500
"""Fewer would not hold every case."""

ENDING = date(2026, 12, 31)


class CannotGenerate(Refusal):
    """The arguments cannot give a set of books."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written: the files, how much is in them, and how many pieces of each case."""

    folder: Path
    files: tuple[Path, ...]
    lines: int
    entries: int
    cases: dict[str, int]


def generate(
    folder: Path,
    *,
    lines: int,
    seed: int = 1,
    years: int = 3,
    ending: date = ENDING,
    until: date | None = None,
    documents: int = 0,
    company: Company = COMPANY,
) -> Generated:
    """Write the books of `years` fiscal years into the folder (made when missing), with about so many lines.

    The last year ends with `ending` and is booked until `until` (default: two months before). `documents`: for how many
    of the newest invoices a PDF or UBL file is written. The same arguments give the same bytes. Memory does not grow
    with the lines but with what is open at a time. Raises CannotGenerate.
    """
    calendar = _years(years, ending, until or month_end(_months_back(ending, 2)))
    if lines < LINES_PER_YEAR * years:
        raise CannotGenerate(
            "Books of %(years)s years need at least %(lines)s lines, so that every case is in them.",
            years=years,
            lines=LINES_PER_YEAR * years,
        )
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)  # noqa: S311  repeatable books, no secrets
    count = min(3_000, 24 + lines // 250)
    customers = make_partners(rng, count, customers=True)
    suppliers = make_partners(rng, count * 2 // 3, customers=False)
    binder = Binder(folder, documents)
    run = _Course(rng, binder, calendar, lines)
    run.tell(Teller(rng, calendar, customers, suppliers, run.put))
    binder.finish([*customers, *suppliers])
    files = [*binder.files, *write_documents(folder, company, binder.newest)]
    return Generated(folder, tuple(files), binder.lines, binder.entries, dict(sorted(binder.counts.items())))


class _Course:
    """The course of the days: pieces wait for theirs; each day tells as many stories as the lines left allow."""

    def __init__(self, rng: Random, binder: Binder, years: list[Year], lines: int) -> None:
        self.rng, self.binder, self.years = rng, binder, years
        self.left, self.credit = lines, 0
        self.waiting: defaultdict[date, list[Piece]] = defaultdict(list)

    def put(self, piece: Piece) -> None:
        """Let the piece wait for its day; its lines count as written."""
        self.left -= piece.size
        self.waiting[piece.day].append(piece)

    def book(self, piece: Piece) -> None:
        """Book a piece at once, its lines counted."""
        self.left -= piece.size
        self.binder.book(piece)

    def tell(self, teller: Teller) -> None:
        """Go through all days of all years."""
        deck = Deck(teller)
        for year in self.years:
            items = self.binder.begin(year)
            self._open(year, items)
            deck.shuffle()
            teller.year = year
            day = year.start
            while day <= year.last:
                teller.today = day
                self._day(day, deck)
                overhead.of_day(day, year, self.binder.balances, self.book)
                day += timedelta(days=1)

    def _open(self, year: Year, items: list[Third]) -> None:
        if year.index == 0:
            self.book(overhead.founding(year.start))
            return
        balances = dict(self.binder.balances)
        for account in balances:
            self.binder.balances[account] = 0
        for piece in overhead.opening(year, balances, items):
            self.book(piece)

    def _day(self, day: date, deck: Deck) -> None:
        """Tell the day's share of stories, then book what waits for the day."""
        days_left = (self.years[-1].last - day).days + 1
        self.credit += (self.left - self.credit) // days_left
        while self.credit > 0:
            before = self.left
            deck.tell_one()
            self.credit -= before - self.left
        for piece in self.waiting.pop(day, []):
            self.binder.book(piece)


def _months_back(day: date, months: int) -> date:
    first = day.replace(day=1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _years(count: int, ending: date, until: date) -> list[Year]:
    """The fiscal years, the last ending on that day and booked until the other."""
    found: list[Year] = []
    end = ending
    for _ in range(count):
        start = year_before(end)
        found.append(Year(0, str(end.year), start, end, min(end, until)))
        end = start - timedelta(days=1)
    found.reverse()
    if not found or until < found[-1].start + timedelta(days=120) or until > ending:
        raise CannotGenerate("There must be at least one year, and the last one must be booked for four months.")
    return [Year(at, year.label, year.start, year.end, year.last) for at, year in enumerate(found)]
