"""A checked proposal as the booking that its accounting package is asked to make."""

from comptoir.kit.words import Refusal
from comptoir.ledger.models import Partner as Card
from comptoir.records.booking import Booking
from comptoir.records.books import Entry, Line, Partner
from comptoir.worklist.currency import in_euros
from comptoir.worklist.judging import Worked, sum_of, worked_out
from comptoir.worklist.models import Proposal
from comptoir.worklist.partners import account_for


class NotWhole(Refusal):
    """Something is missing in the proposal."""


def booking_of(proposal: Proposal, *, token: str) -> Booking:
    """The booking under that token. Raises NotWhole for a proposal with anything missing."""
    journal, period, day = proposal.journal, proposal.period, proposal.dated_on
    if journal is None or period is None or day is None or proposal.reasons or not proposal.piece:
        raise NotWhole("Something is missing in this proposal.")
    partner = _partner(proposal)
    entry = Entry(
        key="",
        fiscal_year=period.fiscal_year,
        journal=journal.code,
        number=proposal.piece,
        booked_on=min(max(day, period.start_on), period.end_on),
        document_on=day,
        period=period.code,
        text=partner.name[:120],
        lines=_lines(proposal, partner),
        document_number=proposal.number,
    )
    return Booking(token, entry, partner)


def _partner(proposal: Proposal) -> Partner:
    card, account = proposal.partner, account_for(proposal.dossier, proposal.partner, of_sale=proposal.of_sale)
    if card is not None:
        return _of_card(card, account)
    told = proposal.card or {}
    return Partner(
        key=new_key(proposal),
        name=told["name"],
        account=account,
        vat=told.get("vat", ""),
        number=told.get("number", ""),
        ibans=tuple(told.get("ibans", ())),
    )


def _of_card(card: Card, account: str) -> Partner:
    numbers = {"vat": card.vat, "number": card.number, "email": card.email, "language": card.language}
    return Partner(card.key, card.name, account, ibans=tuple(card.ibans), **numbers)


def new_key(proposal: Proposal) -> str:
    """The key that a new card is given: its VAT number, else the next whole number after those of the books."""
    vat = (proposal.card or {}).get("vat", "")
    taken = set(Card.objects.filter(dossier=proposal.dossier).values_list("key", flat=True))
    if vat and vat not in taken:
        return str(vat)
    return str(max((int(key) for key in taken if key.isascii() and key.isdigit() and len(key) < 10), default=0) + 1)


def _lines(proposal: Proposal, partner: Partner) -> tuple[Line, ...]:
    """The partner's line first; costs or revenues with their VAT codes; then VAT that is recovered and owed, by code.

    What was invoiced in another currency stands on the partner's line, beside the euros that the others come to.
    """
    rows = worked_out(proposal)
    way = -1 if proposal.of_sale != proposal.credit else 1
    others = [
        _in_euros(line, proposal.rate) for line in (*_costs(rows, way), *_taxes(rows, way, of_sale=proposal.of_sale))
    ]
    third = Line(
        partner.account,
        -sum(line.cents for line in others),
        partner=partner.key,
        text=proposal.number,
        due_on=proposal.due_on,
        reference=proposal.number,
        communication=proposal.communication,
        currency=proposal.foreign,
        foreign_cents=-way * sum_of(proposal, rows) if proposal.foreign else 0,
    )
    return (third, *others)


def _in_euros(line: Line, rate: int | None) -> Line:
    return line._replace(cents=in_euros(line.cents, rate), vat_base_cents=in_euros(line.vat_base_cents, rate))


def _costs(rows: list[Worked], way: int) -> list[Line]:
    return [
        Line(row.line["account"], way * row.taxed.cost, text=row.line["text"], vat_code=row.line["vat"])
        for row in rows
        if row.taxed.cost
    ]


def _taxes(rows: list[Worked], way: int, *, of_sale: bool) -> list[Line]:
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        if row.code is None:
            continue
        owed = row.taxed.due if of_sale else -row.taxed.due
        for account, cents in ((row.code.deducted_account, row.taxed.deducted), (row.code.due_account, owed)):
            if cents:
                before, base = sums.get((account, row.code.code), (0, 0))
                sums[(account, row.code.code)] = (before + cents, base + row.taxed.base)
    return [
        Line(account, way * cents, vat_code=code, vat_base_cents=way * base)
        for (account, code), (cents, base) in sums.items()
    ]
