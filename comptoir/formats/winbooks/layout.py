"""Our books as WinBooks has them: numbers of book years, periods and cards, and an entry as records of ACT."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from comptoir.formats.dbf.write import UnwritableTable
from comptoir.formats.winbooks.columns import (
    ACT,
    CLOSING,
    CUSTOMER,
    GENERAL,
    OPENING,
    SUPPLIER,
    YEARS,
    ZERO_VAT,
)
from comptoir.kit.money import text_of
from comptoir.kit.numbers import format_communication
from comptoir.records.books import Basics, Entry, JournalType, Line, Period

T = JournalType
DBK_TYPES = {T.PURCHASE: "0", T.PURCHASE_CREDIT: "1", T.SALE: "2", T.SALE_CREDIT: "3", T.BANK: "4", T.CASH: "4"}
SIDES = {T.PURCHASE: 1, T.PURCHASE_CREDIT: -1, T.SALE: -1, T.SALE_CREDIT: 1}
"""The sign of a taxed amount in invoices and credit notes of these journals, which VATBASE leaves out."""

MONEY, TRANSFERS = "5", "58"
MOST_ORDERS = 997
NAMES = tuple(column.name for column in ACT)


@dataclass(slots=True)
class Layout:
    """How a dossier is numbered: letters of fiscal years, numbers of periods by our code, types of journals.

    `cards` are the kinds of cards that entries have used, by partner.
    """

    years: Mapping[str, str]
    periods: Mapping[str, str]
    types: Mapping[str, JournalType]
    customer_roots: tuple[str, ...] = ("400",)
    supplier_roots: tuple[str, ...] = ("440",)
    cards: dict[str, set[str]] = field(default_factory=dict)

    def kind_of(self, line: Line, kind: JournalType) -> str:
        """Whether the line is a customer's, a supplier's or a general one."""
        if not line.partner:
            return GENERAL
        if line.partner[:2] in (f"{CUSTOMER}:", f"{SUPPLIER}:"):
            return line.partner[0]
        if line.account.startswith(self.customer_roots):
            return CUSTOMER
        if line.account.startswith(self.supplier_roots):
            return SUPPLIER
        return CUSTOMER if kind in (T.SALE, T.SALE_CREDIT) else SUPPLIER


def layout_of(basics: Basics) -> Layout:
    """How books that have never been in WinBooks are numbered there."""
    spans = years_of(basics.periods)
    if len(spans) > len(YEARS):
        raise UnwritableTable("There are more book years than WinBooks numbers.")
    numbers = {period.code: f"{n:02d}" for periods in spans.values() for n, period in enumerate(periods, 1)}
    types = {journal.code: journal.type for journal in basics.journals}
    return Layout(dict(zip(spans, YEARS, strict=False)), numbers, types)


def years_of(periods: Iterable[Period]) -> dict[str, list[Period]]:
    """The periods of each fiscal year, years and periods in the order in which they begin."""
    years: dict[str, list[Period]] = {}
    for period in sorted(periods, key=lambda period: (period.start_on, period.end_on)):
        years.setdefault(period.fiscal_year, []).append(period)
    return years


def number_of(partner: str) -> str:
    """The number on the card of the partner with that key."""
    return partner[2:] if partner[:2] in (f"{CUSTOMER}:", f"{SUPPLIER}:") else partner


def act_rows(entry: Entry, layout: Layout) -> Iterator[list[str]]:
    """The records of the entry: its lines in their order, those of a bank's own account last and summed up by side."""
    if entry.fiscal_year not in layout.years or entry.period not in layout.periods:
        raise UnwritableTable(
            "The entry %(journal)s %(number)s is in a period that the books do not have.",
            journal=entry.journal,
            number=entry.number,
        )
    kind = layout.types.get(entry.journal, T.MISCELLANEOUS)
    own = own_account(entry.lines) if kind in (T.BANK, T.CASH) else ""
    order = 0
    for line in entry.lines:
        if own and line.account == own and not line.partner:
            continue
        order += 1
        yield _row(entry, line, layout, _order(kind, line, order))
    for side, mark in ((1, "998"), (-1, "999")) if own else ():
        lines = [each for each in entry.lines if each.account == own and not each.partner and each.cents * side > 0]
        if lines:
            cents = sum(each.cents for each in lines)
            foreign = sum(each.foreign_cents for each in lines)
            central = Line(own, cents, text=lines[0].text, currency=lines[0].currency, foreign_cents=foreign)
            yield _row(entry, central, layout, mark)


def own_account(lines: Iterable[Line]) -> str:
    """The account of the bank or cash desk itself: the one of money with most lines, transfers aside."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.account.startswith(MONEY) and not line.account.startswith(TRANSFERS) and not line.partner:
            counts[line.account] = counts.get(line.account, 0) + 1
    return max(counts, key=lambda account: counts[account], default="")


def _order(kind: JournalType, line: Line, number: int) -> str:
    if kind in SIDES:
        return "VAT" if line.vat_base_cents else ""
    letter, rest = divmod(number - MOST_ORDERS - 1, 99)
    return f"{number:03d}" if number <= MOST_ORDERS else f"{chr(ord('A') + letter)}{rest + 1:02d}"


def _row(entry: Entry, line: Line, layout: Layout, order: str) -> list[str]:
    kind = layout.types.get(entry.journal, T.MISCELLANEOUS)
    card = layout.kind_of(line, kind)
    if card != GENERAL:
        layout.cards.setdefault(line.partner, set()).add(card)
    period = {T.OPENING: OPENING, T.CLOSING: CLOSING}.get(kind, layout.periods[entry.period])
    told = {
        "DOCTYPE": ZERO_VAT if card == GENERAL and not line.cents and line.vat_base_cents else card,
        "DBKCODE": entry.journal,
        "DBKTYPE": DBK_TYPES.get(kind, "5"),
        "DOCNUMBER": entry.number,
        "DOCORDER": order,
        "ACCOUNTGL": line.account,
        "ACCOUNTRP": number_of(line.partner) if card != GENERAL else "",
        "BOOKYEAR": layout.years[entry.fiscal_year],
        "PERIOD": period,
        "DATE": f"{entry.booked_on:%Y%m%d}",
        "DATEDOC": f"{entry.document_on:%Y%m%d}",
        "DUEDATE": f"{line.due_on:%Y%m%d}" if line.due_on else "",
        "COMMENT": line.text,
        "COMMENTEXT": _reference(entry, line, kind),
        "AMOUNT": "0.00",
        "AMOUNTEUR": text_of(line.cents),
        "VATBASE": text_of(_base(entry, line, card, SIDES.get(kind, 1))),
        "VATCODE": line.vat_code if line.vat_base_cents else "",
        "CURRAMOUNT": text_of(line.foreign_cents),
        "CURRCODE": line.currency,
        "MATCHNO": _match(line, layout),
        "ISMATCHED": "T" if line.lettering else "F",
    }
    return [told.get(name, "") for name in NAMES]


def _reference(entry: Entry, line: Line, kind: JournalType) -> str:
    """The one text beside the comment: how to pay, else what the line refers to, else the invoice's own number."""
    if line.communication:
        return format_communication(line.communication)
    return line.reference or (entry.document_number if kind in SIDES else "")


def _base(entry: Entry, line: Line, card: str, side: int) -> int:
    if card == GENERAL:
        return line.vat_base_cents * side
    return sum(each.vat_base_cents for each in entry.lines) * side


def _match(line: Line, layout: Layout) -> str:
    """The lettering's code; of codes that begin anew each year, with the year before it."""
    return f"{layout.years.get(line.lettering_scope, '')}{line.lettering}" if line.lettering else ""
