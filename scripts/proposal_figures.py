"""How often proposals have the accounts and VAT that were booked: trained on the earlier months, asked of the later ones.

Reads books in the FEC format and asks the worklist's own engine, invoice after invoice in the order of their days, as it
would have been asked then: `python scripts/proposal_figures.py FOLDER --from 2026-10-01`, or without a folder a year of
generated books of twenty dossiers. Beside it stands the baseline: the last booking of the same partner.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from comptoir.connectors.registry import package
from comptoir.demo.generate.books import generate
from comptoir.worklist.habits import Told, choices, suggest
from comptoir.worklist.shape import VAT_ROOTS, Frame, Part, Shape, shape_of
from comptoir.worklist.vat import VatKind, per_cent

DOSSIERS, LINES = 20, 3_000
SALES = {"sale", "sale_credit"}
INVOICES = {"purchase", "purchase_credit", *SALES}
FIRST = 3


@dataclass
class Score:
    """How many invoices were asked for, and how many were right."""

    asked: int = 0
    known: int = 0
    right: int = 0
    among: int = 0
    last: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """A row of the table in docs/figures.md."""
        shares = (f"{100 * count / max(self.known, 1):.1f} %" for count in (self.right, self.among, self.last))
        return f"| {name} | {self.asked} | {self.known} | {' | '.join(shares)} |"


def invoices_in(folder: Path) -> Iterator[tuple[bool, str, Shape]]:
    """The invoices of the books in the order of their days: whether a sale, the partner, and what it looked like."""
    connector = (fec := package("fec")).open(fec.propose({"folder": str(folder), "country": "BE"}))
    basics = connector.read_basics()
    kinds = {journal.code: journal.type.value for journal in basics.journals}
    countries = {partner.key: partner.vat[:2] for partner in basics.partners}
    frame = Frame("BE", ("400", "440"), VAT_ROOTS["BE"])
    found = []
    for entry in connector.read_entries():
        kind = kinds.get(entry.journal, "")
        if kind in INVOICES:
            partner = next((line.partner for line in entry.lines if line.account.startswith(frame.thirds)), "")
            sale, country = kind in SALES, countries.get(partner, "")
            shape = shape_of(entry.lines, entry.booked_on, entry.text, of_sale=sale, frame=frame, country=country)
            if shape is not None:
                found.append((sale, partner, shape))
    return iter(sorted(found, key=lambda each: each[2].on))


def told_of(shape: Shape) -> list[Told]:
    """What the invoice itself would have said: base and VAT of each rate; of what the buyer owes, no VAT."""
    bases: dict[int, int] = defaultdict(int)
    for part in shape.parts:
        charged = part.treatment is not None and part.treatment.kind == VatKind.DOMESTIC
        bases[part.treatment.rate if charged and part.treatment else 0] += part.base
    return [Told(base, rate, per_cent(base, rate)) for rate, base in bases.items()]


def booked(parts: Sequence[Part]) -> set[tuple[str, object]]:
    """Accounts with their VAT."""
    return {(part.account, part.treatment) for part in parts}


def measure(folder: Path, since: date, score: Score) -> None:
    """Ask of each invoice from that day on what those before it say, and count what is right."""
    history: dict[tuple[bool, str], list[Shape]] = defaultdict(list)
    for sale, partner, shape in invoices_in(folder):
        past = history[(sale, partner)]
        if shape.on >= since:
            score.asked += 1
            if past:
                _ask(shape, past[::-1], score)
        past.append(shape)


def _ask(shape: Shape, past: Sequence[Shape], score: Score) -> None:
    told, wanted = told_of(shape), booked(shape.parts)
    score.known += 1
    found = suggest(told, past, gross=shape.gross, words=frozenset())
    score.right += {(each.account, each.treatment) for each in found} == wanted
    score.last += booked(past[0].parts) == wanted
    best = [
        {(account, treatment) for account, treatment, _ in pattern}
        for each in told
        for pattern in choices(each, past, gross=shape.gross, words=frozenset())[:FIRST]
    ]
    score.among += all(any(pair in pattern for pattern in best) for pair in wanted)


def main() -> None:
    """Print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--from", dest="since", type=date.fromisoformat, default=date(2026, 10, 1))
    given = parser.parse_args()
    score = Score()
    if given.folder is not None:
        measure(given.folder, given.since, score)
        print(score.line(given.folder.name))
        return
    for seed in range(1, DOSSIERS + 1):
        with TemporaryDirectory() as place:
            books = Path(place)
            generate(books, lines=LINES, seed=seed, years=1, until=date(2026, 12, 31))
            measure(books, given.since, score)
    print(score.line(f"{DOSSIERS} generated dossiers"))


if __name__ == "__main__":
    main()
