"""The card of a settlement in the pane: what is to be settled, what settles it, and what remains."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from comptoir.archive.models import ArchivedInvoice, BankTransaction
from comptoir.archive.queries.settlement import Settlement, SettlementLine


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of the card; `address` leads to its row in the archive where it has one and is not the row opened."""

    piece: str
    address: str
    own: bool
    booked_on: date
    due_on: date | None
    partner: str
    cents: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the card, with the sum of all its lines, shown or not."""

    label: str
    lines: list[CardLine]
    cents: int


@dataclass(frozen=True, slots=True)
class Card:
    """Three sides (the middle one only where there is something on it) and the foot."""

    codes: str
    sides: list[Side]
    rest_cents: int
    count: int
    shown: int


def card_of(item: ArchivedInvoice | BankTransaction, settlement: Settlement) -> Card | None:
    """The card; None where nothing is lettered with the invoice or the transaction."""
    if settlement.count < 2:
        return None

    def side(label: str, lines: list[SettlementLine], cents: int) -> Side:
        return Side(label, [_line(item, line) for line in lines], cents)

    sides = [
        side(gettext("Invoices and credit notes"), settlement.items, settlement.items_cents),
        side(gettext("Miscellaneous entries"), settlement.others, settlement.others_cents),
        side(gettext("Payments"), settlement.payments, settlement.payments_cents),
    ]
    return Card(
        codes=", ".join(settlement.codes),
        sides=[sides[0], *(each for each in sides[1:] if each.lines or each.cents)],
        rest_cents=settlement.rest_cents,
        count=settlement.count,
        shown=len(settlement.lines),
    )


def _line(item: ArchivedInvoice | BankTransaction, line: SettlementLine) -> CardLine:
    elsewhere = line.invoice_id is not None and not (line.own and isinstance(item, ArchivedInvoice))
    partner = item.partner_name if isinstance(item, ArchivedInvoice) else item.counterparty
    return CardLine(
        piece=f"{line.journal} {line.fiscal_year}/{line.number}",
        address=f"/d/{item.dossier_id}/archive/{line.tab}/{line.invoice_id}/" if elsewhere else "",
        own=line.own,
        booked_on=line.booked_on,
        due_on=line.due_on if line.is_item else None,
        partner=line.partner if line.partner != partner else "",
        cents=line.cents,
    )
