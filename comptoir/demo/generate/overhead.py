"""What every company books whatever its size: opening, wages, depreciation, VAT, bank charges, the year's result."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from comptoir.demo.generate import chart
from comptoir.demo.generate.pieces import Piece, Third, Year
from comptoir.kit.dates import month_end

ITEMS_PER_ENTRY = 500
Put = Callable[[Piece], None]
Balances = Mapping[str, int]


def _piece(journal: str, day: date, text: str, *lines: tuple[str, int]) -> Piece:
    return Piece(journal, day, text, [], list(lines))


def founding(day: date) -> Piece:
    """The opening entry of the first year: what the company began with."""
    lines = ((chart.EQUIPMENT, 4_800_000), (chart.BANK, 5_000_000), (chart.CASH, 50_000))
    return _piece("AN", day, "Ouverture", *lines, (chart.CAPITAL, -sum(cents for _, cents in lines)))


def opening(year: Year, balances: Balances, items: list[Third]) -> Iterator[Piece]:
    """The opening entries of a later year: general accounts first, then customers and suppliers item by item.

    The third-party accounts are opened through the waiting account, which comes out even.
    """
    general = [
        (account, cents)
        for account, cents in balances.items()
        if cents and chart.of_balance_sheet(account) and account not in {chart.CUSTOMERS, chart.SUPPLIERS}
    ]
    rest = -sum(cents for _, cents in general)
    yield _piece("AN", year.start, "À-nouveau comptes généraux", *general, *([(chart.WAITING, rest)] if rest else []))
    for account, name in ((chart.CUSTOMERS, "clients"), (chart.SUPPLIERS, "fournisseurs")):
        lines = [_restated(item, year) for item in items if item.partner.account == account]
        for start in range(0, len(lines), ITEMS_PER_ENTRY):
            part = lines[start : start + ITEMS_PER_ENTRY]
            contra = [(chart.WAITING, -sum(third.cents for third in part))]
            yield Piece("AN", year.start, f"À-nouveau {name}", part, contra, references=True)


def _restated(item: Third, year: Year) -> Third:
    third = item.next or Third(item.partner, item.open_cents, year.start, year.start, item.open_cents)
    third.reference = item.reference
    return third


def month(day: date, balances: Balances) -> Iterator[Piece]:
    """The entries of a month's last day: wages, depreciation, bank charges, cash drawn, savings."""
    label = f"{day:%m/%Y}"
    gross = 240_000
    lines = ((chart.WITHHELD, -52_000), (chart.SOCIAL, -31_000), (chart.NET_WAGES, -157_000))
    yield _piece("OD", day, f"Salaires {label}", (chart.WAGES, gross), *lines)
    yield _piece("OD", day, f"Amortissement {label}", (chart.DEPRECIATION, 20_000), (chart.WORN_OFF, -20_000))
    yield _piece("BNK1", day, f"Frais de banque {label}", (chart.CHARGES, 1_210), (chart.BANK, -1_210))
    yield _piece("BNK1", day, "Virement interne", (chart.TRANSFERS, 30_000), (chart.BANK, -30_000))
    yield _piece("BNK2", day, "Virement interne", (chart.SAVINGS, 30_000), (chart.TRANSFERS, -30_000))
    if balances[chart.CASH] < 20_000:
        drawn = 60_000 - balances[chart.CASH] // 10_000 * 10_000
        yield _piece("BNK1", day, "Retrait pour la caisse", (chart.TRANSFERS, drawn), (chart.BANK, -drawn))
        yield _piece("CAI", day, "Alimentation de la caisse", (chart.CASH, drawn), (chart.TRANSFERS, -drawn))


def wages_paid(day: date, balances: Balances) -> Iterator[Piece]:
    """The transfers of the fifth of a month: wages, and what was withheld from them."""
    for account in (chart.NET_WAGES, chart.WITHHELD, chart.SOCIAL):
        cents = -balances[account]
        if cents:
            yield _piece("BNK1", day, chart.ACCOUNTS[account], (account, cents), (chart.BANK, -cents))


def vat_return(day: date, balances: Balances) -> Iterator[Piece]:
    """The entry of a quarter's last day: VAT due and deductible moved to the current account with the state."""
    due, deductible = balances[chart.VAT_OUT], balances[chart.VAT_IN]
    lines = [(account, -cents) for account, cents in ((chart.VAT_OUT, due), (chart.VAT_IN, deductible)) if cents]
    balance = due + deductible
    if lines:
        current = [(chart.VAT_DEBT if balance < 0 else chart.VAT_CREDIT, balance)] if balance else []
        yield _piece("OD", day, f"Déclaration TVA {day:%m/%Y}", *lines, *current)


def vat_paid(day: date, balances: Balances) -> Iterator[Piece]:
    """The transfer of the twentieth after a quarter: what is due to the state, or comes back from it."""
    for account in (chart.VAT_DEBT, chart.VAT_CREDIT):
        cents = -balances[account]
        if cents:
            yield _piece("BNK1", day, "TVA", (account, cents), (chart.BANK, -cents))


def result(year: Year, balances: Balances) -> Iterator[Piece]:
    """The entry of a year's last day: the result carried to the balance sheet."""
    cents = sum(value for account, value in balances.items() if not chart.of_balance_sheet(account))
    if cents:
        yield _piece("OD", year.end, "Affectation du résultat", (chart.RESULT, -cents), (chart.PROFIT, cents))


def of_day(day: date, year: Year, balances: Balances, put: Put) -> None:
    """Book what falls on that day; to be called when everything else of the day is booked."""
    if day == month_end(day):
        _put(put, month(day, balances))
        if day.month % 3 == 0:
            _put(put, vat_return(day, balances))
    if day.day == 5:
        _put(put, wages_paid(day, balances))
    if day.day == 20 and day.month % 3 == 1:
        _put(put, vat_paid(day, balances))
    if day == year.end:
        _put(put, result(year, balances))


def _put(put: Put, pieces: Iterator[Piece]) -> None:
    for piece in pieces:
        put(piece)
