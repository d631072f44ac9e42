"""Possible duplicates: what is booked or under way already of the same partner with the same number, or amount and date.

Looked at are the archive, other entries of the books (an invoice booked in a journal of its own, or brought forward), and
what is in progress. They warn, and block nothing: two invoices may look alike, and somebody may say that they do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from comptoir.archive.choices import Tab
from comptoir.archive.models import ArchivedInvoice
from comptoir.intake.choices import UNDER_WAY
from comptoir.ledger.choices import AccountRole, JournalKind
from comptoir.ledger.models import Line
from comptoir.worklist.models import Proposal

FEW = 5
"""So many are named of each kind."""

ELSEWHERE = (JournalKind.MISCELLANEOUS, JournalKind.OPENING)
"""The journals in which an invoice may be booked that is in no list of the archive."""


class TwinKind(StrEnum):
    """Where the other one is."""

    ARCHIVE = "archive"
    BOOKS = "books"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Twin:
    """What looks like the same invoice: a row of the archive, an entry of the books, or a submission, by its id.

    `cents` is negative for a credit note. `piece` is journal and number, "" for what has none yet.
    """

    kind: TwinKind
    pk: int
    name: str
    partner: str
    number: str
    on: date | None
    due_on: date | None
    cents: int | None
    piece: str
    partner_id: int | None

    @property
    def key(self) -> str:
        """By which it is known in addresses, and in what somebody said."""
        return f"{self.kind}-{self.pk}"


def twins_of(proposal: Proposal) -> list[Twin]:
    """Possible duplicates of one proposal but those that somebody told apart, the archive's first; `FEW` of each kind."""
    found: list[Twin] = []
    for kind in (_archived, _booked_elsewhere, _under_way):
        alike = {twin.key: twin for twin in kind([proposal]) if _doubles(proposal, twin)}
        found += list(alike.values())[:FEW]
    return found


def twin_of(proposal: Proposal, key: str) -> Twin | None:
    """That possible duplicate; None where it is none, or none any more."""
    return next((twin for twin in twins_of(proposal) if twin.key == key), None)


def with_twins(proposals: Sequence[Proposal]) -> set[int]:
    """Which of these proposals of one dossier have a possible duplicate, in three queries for each side."""
    sides = ([each for each in proposals if each.of_sale == of_sale] for of_sale in (False, True))
    return {pk for side in sides if side for pk in _with_twins(side)}


def _with_twins(proposals: Sequence[Proposal]) -> set[int]:
    by_partner: dict[int | str, list[Twin]] = {}
    for twin in [*_archived(proposals), *_booked_elsewhere(proposals), *_under_way(proposals)]:
        by_partner.setdefault(twin.partner_id or twin.partner.casefold(), []).append(twin)
    return {
        each.pk
        for each in proposals
        if any(_doubles(each, twin) for twin in by_partner.get(each.partner_id or each.partner_name.casefold(), ()))
    }


def compared(proposal: Proposal, twin: Twin) -> dict[str, bool | None]:
    """By field whether both say the same; None where one of them says nothing."""
    pairs = {
        "partner": (proposal.partner_name.casefold(), twin.partner.casefold()),
        "number": (proposal.number.casefold(), twin.number.casefold()),
        "on": (proposal.dated_on, twin.on),
        "due_on": (proposal.due_on, twin.due_on),
        "cents": (signed(proposal), twin.cents),
    }
    missing = (None, "")
    return {
        name: None if ours in missing or theirs in missing else ours == theirs for name, (ours, theirs) in pairs.items()
    }


def signed(proposal: Proposal) -> int | None:
    """Its amount as the archive has it: credit notes negative."""
    cents = proposal.gross_cents
    return -cents if proposal.credit and cents is not None else cents


def _doubles(proposal: Proposal, twin: Twin) -> bool:
    """Whether it looks like the proposal, and is neither itself nor told apart from it.

    A line of the books that has the other sign settles an invoice, and is none.
    """
    if twin.key in {f"{TwinKind.DOCUMENT}-{proposal.submission_id}", *proposal.told_apart}:
        return False
    if twin.kind == TwinKind.BOOKS and proposal.credit != ((twin.cents or 0) < 0):
        return False
    same_partner = (
        twin.partner_id == proposal.partner_id
        if proposal.partner_id or twin.partner_id
        else bool(twin.partner) and twin.partner.casefold() == proposal.partner_name.casefold()
    )
    same_number = bool(proposal.number) and proposal.number.casefold() == twin.number.casefold()
    known = twin.cents is not None and twin.on is not None
    return same_partner and (same_number or (known and (signed(proposal), proposal.dated_on) == (twin.cents, twin.on)))


def _archived(proposals: Sequence[Proposal]) -> list[Twin]:
    rows = ArchivedInvoice.objects.filter(dossier=proposals[0].dossier_id, in_books=True, tab=_tab(proposals))
    amounts = Q(amount_cents__in=_amounts(proposals), date__in=_days(proposals))
    rows = rows.filter(Q(document_number__in=_numbers(proposals)) | amounts, partner__in=_partners(proposals))
    return [
        Twin(
            TwinKind.ARCHIVE,
            row.pk,
            f"{row.journal} {row.number}",
            row.partner_name,
            row.document_number,
            row.date,
            row.due_on,
            row.amount_cents,
            f"{row.journal} {row.fiscal_year}/{row.number}",
            row.partner_id,
        )
        for row in rows.order_by("-date", "-pk")
    ]


def _booked_elsewhere(proposals: Sequence[Proposal]) -> list[Twin]:
    """Lines on the partners' accounts of entries that are in no list of the archive."""
    of_sale = proposals[0].of_sale
    way = 1 if of_sale else -1
    rows = Line.objects.filter(
        dossier=proposals[0].dossier_id,
        partner__in=_partners(proposals),
        restates=False,
        account__role=AccountRole.CUSTOMER if of_sale else AccountRole.SUPPLIER,
        entry__journal__type__in=ELSEWHERE,
    )
    numbers = _numbers(proposals)
    same = Q(reference__in=numbers) | Q(entry__document_number__in=numbers)
    same |= Q(cents__in=[way * cents for cents in _amounts(proposals)], entry__document_on__in=_days(proposals))
    found: list[Twin] = []
    for line in rows.filter(same).select_related("entry__journal", "partner").order_by("-booked_on", "-pk"):
        entry = line.entry
        found.append(
            Twin(
                TwinKind.BOOKS,
                entry.pk,
                f"{entry.journal.code} {entry.number}",
                line.partner.name if line.partner else "",
                line.reference or entry.document_number,
                entry.document_on,
                line.due_on,
                way * line.cents,
                f"{entry.journal.code} {entry.fiscal_year}/{entry.number}",
                line.partner_id,
            )
        )
    return found


def _under_way(proposals: Sequence[Proposal]) -> list[Twin]:
    """What is in the worklist, or transferred and not in the books yet: of these partners, or of none of the books."""
    rows = Proposal.objects.filter(
        Q(partner__in=_partners(proposals)) | Q(partner=None),
        dossier=proposals[0].dossier_id,
        of_sale=proposals[0].of_sale,
        submission__state__in=UNDER_WAY,
        submission__evidence_of=None,
    )
    return [
        Twin(
            TwinKind.DOCUMENT,
            row.submission_id,
            row.submission.name,
            row.partner_name,
            row.number,
            row.dated_on,
            row.due_on,
            signed(row),
            f"{row.journal_code} {row.piece}" if row.piece else "",
            row.partner_id,
        )
        for row in rows.select_related("submission", "partner", "journal").order_by("-pk")
    ]


def _tab(proposals: Sequence[Proposal]) -> Tab:
    return Tab.SALES if proposals[0].of_sale else Tab.PURCHASES


def _partners(proposals: Iterable[Proposal]) -> set[int]:
    return {each.partner_id for each in proposals if each.partner_id}


def _numbers(proposals: Iterable[Proposal]) -> set[str]:
    return {
        text for each in proposals if each.number for text in (each.number, each.number.upper(), each.number.lower())
    }


def _amounts(proposals: Iterable[Proposal]) -> set[int]:
    return {cents for each in proposals if (cents := signed(each)) is not None}


def _days(proposals: Iterable[Proposal]) -> set[date]:
    return {each.dated_on for each in proposals if each.dated_on}
