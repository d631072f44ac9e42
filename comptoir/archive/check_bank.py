"""The bank's transactions checked against the ledger: own accounts, rows and running balances made again in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comptoir.archive.choices import Settling
from comptoir.archive.models import BankTransaction
from comptoir.archive.models.bank import PLACES
from comptoir.firms.models import Dossier
from comptoir.kit.words import Sentence
from comptoir.ledger.choices import AccountRole, JournalKind
from comptoir.ledger.models import Account, Journal, Lettering, Line, Period


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of a bank journal, or on a bank's own account, with where it stands in the order of the books."""

    year: str
    booked_on: date
    entry: int
    position: int
    journal: int
    account: int
    cents: int
    groups: tuple[int | None, int | None]
    third_party: bool


def check_bank(dossier: Dossier) -> Iterator[Sentence]:
    """Bank journals whose own account, rows or balances do not agree with the lines."""
    journals = {journal.pk: journal for journal in Journal.objects.filter(dossier=dossier)}
    order = _years(dossier)
    lines = _lines(dossier, {journal.account_id for journal in journals.values()}, order)
    own = _own_accounts(dossier, lines, journals)
    for journal in journals.values():
        if journal.account_id != own.get(journal.pk):
            yield Sentence("The bank's own account of journal %(code)s is stored wrongly.", {"code": journal.code})
    complete = set(Lettering.objects.filter(dossier=dossier, complete=True).values_list("pk", flat=True))
    expected: dict[int, tuple[int, str, int]] = {}
    openings = {pk for pk, journal in journals.items() if journal.type == JournalKind.OPENING}
    opened = set(dossier.entries.filter(journal__in=openings).values_list("fiscal_year", flat=True))
    for journal_id, account in own.items():
        end = 0
        for year in order:
            booked = [line for line in lines if line.year == year]
            if year in opened:
                end = sum(line.cents for line in booked if line.account == account and line.journal in openings)
            rows, end = _rows_of(journal_id, account, end, [line for line in booked if line.journal not in openings])
            expected |= {pk: (-line.cents, _state(line, complete), balance) for pk, (line, balance) in rows.items()}
    stored = BankTransaction.objects.filter(dossier=dossier).values_list("pk", "amount_cents", "state", "balance_cents")
    found = {pk: (cents, state, balance) for pk, cents, state, balance in stored.iterator(chunk_size=5000)}
    for pk in sorted(expected.keys() | found.keys()):
        if expected.get(pk) != found.get(pk):
            yield Sentence(
                "The bank's row %(row)s is stored as %(stored)s; its line makes it %(made)s.",
                {"row": pk, "stored": str(found.get(pk)), "made": str(expected.get(pk))},
            )


def _years(dossier: Dossier) -> list[str]:
    """The fiscal years by their first day."""
    first: dict[str, date] = {}
    for year, start in Period.objects.filter(dossier=dossier).values_list("fiscal_year", "start_on"):
        first[year] = min(start, first.get(year, start))
    return sorted(first, key=lambda year: first[year])


def _lines(dossier: Dossier, own: set[int | None], order: list[str]) -> list[Moved]:
    """In the order of the books: by fiscal year, day, entry and position."""
    of_bank = Line.objects.filter(entry__journal__dossier=dossier, entry__journal__type=JournalKind.BANK)
    elsewhere = Line.objects.filter(account__in=own - {None}).exclude(entry__journal__type=JournalKind.BANK)
    rows: list[Moved] = []
    for some in (of_bank, elsewhere):
        values = some.values_list(
            *("entry__fiscal_year", "booked_on", "entry_id", "position", "entry__journal_id", "account_id", "cents"),
            *("lettering_id", "carried_by__lettering_id", "account__role"),
        )
        for year, on, entry, position, journal, account, cents, group, carrier, role in values:
            third_party = role != AccountRole.NONE
            rows.append(Moved(year, on, entry, position, journal, account, cents, (group, carrier), third_party))
    return sorted(rows, key=lambda row: (order.index(row.year), row.booked_on, row.entry, row.position))


def _own_accounts(dossier: Dossier, lines: list[Moved], journals: dict[int, Journal]) -> dict[int, int]:
    """The account in most entries of each bank journal; third parties last, then money first, then the lowest code."""
    accounts = {account.pk: account for account in Account.objects.filter(dossier=dossier)}
    entries: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for line in lines:
        if journals[line.journal].type == JournalKind.BANK:
            entries[line.journal].add((line.entry, line.account))
    own = {}
    for journal, pairs in entries.items():
        counted = Counter(account for _, account in pairs)
        best = sorted(counted, key=lambda pk: accounts[pk].code)
        best.sort(key=lambda pk: accounts[pk].code[:1] != "5")
        best.sort(key=lambda pk: counted[pk], reverse=True)
        best.sort(key=lambda pk: accounts[pk].role != AccountRole.NONE)
        own[journal] = best[0]
    return own


def _rows_of(journal: int, account: int, base: int, booked: list[Moved]) -> tuple[dict[int, tuple[Moved, int]], int]:
    """The journal's rows of a year by id, each with its line and the balance after it; and the balance at the end."""
    rows, balance = {}, base
    for line in booked:
        if line.journal == journal and line.account != account:
            balance -= line.cents
            rows[line.entry * PLACES + line.position] = (line, balance)
        elif line.journal != journal and line.account == account:
            balance += line.cents
    return rows, balance


def _state(line: Moved, complete: set[int]) -> str:
    if any(group in complete for group in line.groups):
        return Settling.LETTERED
    return Settling.OPEN if line.third_party or any(line.groups) else Settling.NONE
