"""Reads the pages of a paper: what it says that it is, and as an invoice the facts that stand on it, each with its place.

Nothing is made up: what does not stand there, or not so that it can be told from something else, stays empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from comptoir.formats.paper.amounts import amounts_of
from comptoir.formats.paper.codes import accounts_of, broken_accounts_of, communications_of
from comptoir.formats.paper.currency import currency_of
from comptoir.formats.paper.dated import dates
from comptoir.formats.paper.days import days_of
from comptoir.formats.paper.facts import Facts, invoice_of, places_of
from comptoir.formats.paper.found import Places
from comptoir.formats.paper.kinds import PaperKind, titles_of
from comptoir.formats.paper.lines import Line, Words, lines_of
from comptoir.formats.paper.number import numbers_of
from comptoir.formats.paper.parties import sides_of
from comptoir.formats.paper.rates import parts_of, vat_rows
from comptoir.formats.paper.totals import choose
from comptoir.kit.words import Sentence
from comptoir.records.invoice import Invoice

SURE = 70
"""The confidence from which a number makes a paper an invoice, together with its title."""

BY_ITSELF = 90
"""The confidence from which the totals alone make a paper without any title an invoice."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What was read: what the paper says it is, the invoice when it is one, where its facts stand, and what is odd."""

    kind: PaperKind | None = None
    invoice: Invoice | None = None
    places: Places = field(default_factory=dict)
    oddities: tuple[Sentence, ...] = ()


def read_paper(pages: Sequence[Words], *, own: str = "", turns: Sequence[int] = ()) -> Paper:
    """The invoice on these pages, each a list of lines of words (text, left, top, width, height in ten-thousandths).

    `own` is the VAT or enterprise number of the dossier in whose papers this one lies, where that is known. `turns` is by
    how many degrees clockwise each page has to be turned to be read; the places are told on the pages as they lie.
    """
    lines = lines_of(pages, turns)
    facts = _facts(lines, own)
    kind = facts.title.kind if facts.title else None
    if kind is PaperKind.OTHER or not _is_invoice(facts):
        return Paper(kind)
    return Paper(kind, invoice_of(facts), places_of(facts), tuple(_oddities(lines)))


def _facts(lines: Sequence[Line], own: str) -> Facts:
    days = [days_of(line) for line in lines]
    titles = titles_of(lines)
    number = next(iter(numbers_of(lines, days, titles)), None)
    rows = vat_rows(lines)
    chosen = choose(lines, [amounts_of(line) for line in lines], rows)
    issue, due = dates(lines, days, number)
    supplier, customer = sides_of(lines, own)
    return Facts(
        title=next(iter(titles), None),
        number=number,
        issue=issue,
        due=due,
        chosen=chosen,
        vat=parts_of(rows, net=chosen.amount("net"), tax=chosen.amount("tax")),
        currency=currency_of(lines, chosen),
        supplier=supplier,
        customer=customer,
        accounts=[code for line in lines for code in accounts_of(line)],
        communications=[code for line in lines for code in communications_of(line)],
    )


def _is_invoice(facts: Facts) -> bool:
    """A paper with the title of one and a total or a number; one without title whose amounts say so by themselves."""
    if facts.title is None:
        return facts.chosen.confidence.get("gross", 0) >= BY_ITSELF
    return "payable" in facts.chosen.totals or (facts.number is not None and facts.number.confidence > SURE)


def _oddities(lines: Sequence[Line]) -> list[Sentence]:
    return [
        Sentence("The account %(account)s on the page has wrong check digits.", {"account": code.value})
        for line in lines
        for code in broken_accounts_of(line)
    ]
