"""A small set of books that has one of everything which connectors must bring, written as records."""

from datetime import date

from comptoir.kit.dates import months
from comptoir.records.booking import Booking, BookingFile
from comptoir.records.books import Account, Basics, Company, Entry, Journal, JournalType, Line, Partner, Period

YEARS = {"2025": (date(2025, 1, 1), date(2025, 12, 31)), "2026": (date(2026, 1, 1), date(2026, 12, 31))}
ACCOUNTS = {
    "100000": "Capital",
    "400000": "Clients",
    "411000": "TVA à récupérer",
    "440000": "Fournisseurs",
    "451000": "TVA à payer",
    "550000": "Banque",
    "612000": "Fournitures",
    "700000": "Ventes",
}
JOURNALS = (
    Journal("ACH", "Achats", JournalType.PURCHASE),
    Journal("NCA", "Notes de crédit achats", JournalType.PURCHASE_CREDIT),
    Journal("VEN", "Ventes", JournalType.SALE),
    Journal("BNK", "Banque", JournalType.BANK),
    Journal("OD", "Opérations diverses", JournalType.MISCELLANEOUS),
)
PROXIMUS = Partner("PROX", "Proximus SA", "440000", "BE0202239951", "", ("BE68539007547034",), language="fr")
LAMBERT = Partner("LAMB", "Lambert Élise SRL", "400000", "BE0403019261", "", (), language="nl")
NEWCOMER = Partner("NEUF", "Papeterie Neuve SRL", "440000", "BE0417497106")


def basics(*more: Partner) -> Basics:
    """Two fiscal years of calendar months, the accounts, the journals and two partners."""
    periods = [
        Period(f"{start:%Y%m}", year, start, end)
        for year, (first, last) in YEARS.items()
        for start, end in months(first, last)
    ]
    accounts = tuple(Account(code, name) for code, name in ACCOUNTS.items())
    company = Company("Atelier Exemple SRL", "BE", "0200065765")
    return Basics(company, tuple(periods), JOURNALS, accounts, (PROXIMUS, LAMBERT, *more))


def entry(day: date, journal: str, number: str, *lines: Line, document_number: str = "") -> Entry:
    """An entry, which is dated and named as packages do."""
    assert sum(line.cents for line in lines) == 0
    return Entry(
        key=f"{day.year}|{journal}|{number}",
        fiscal_year=f"{day.year}",
        journal=journal,
        number=number,
        booked_on=day,
        document_on=day,
        period=f"{day:%Y%m}",
        text=f"{journal} {number}",
        lines=lines,
        document_number=document_number,
    )


def purchase(
    day: date, number: str, net: int, *, letter: str = "", partner: str = "PROX", journal: str = "ACH"
) -> Entry:
    """A purchase at 21 %, or its credit note where `net` (cents) is negative."""
    vat = abs(net) * 21 // 100 * (1 if net > 0 else -1)
    due = date(day.year, 12, 31)
    return entry(
        day,
        journal,
        number,
        Line("440000", -net - vat, partner, "Facture", due, lettering=letter, communication="090933755493"),
        Line("612000", net, "", "Facture"),
        Line("411000", vat, "", "TVA", vat_code="21", vat_base_cents=net),
        document_number=f"F{number}",
    )


def sale(day: date, number: str, net: int, *, letter: str = "") -> Entry:
    """A sale at 21 %."""
    vat = net * 21 // 100
    return entry(
        day,
        "VEN",
        number,
        Line("400000", net + vat, "LAMB", "Facture", date(day.year, 12, 31), lettering=letter),
        Line("700000", -net, "", "Facture"),
        Line("451000", -vat, "", "TVA", vat_code="21", vat_base_cents=-net),
    )


def payment(day: date, number: str, account: str, partner: str, cents: int, *, letter: str = "") -> Entry:
    """A bank entry: `cents` is what the partner's account is debited by."""
    return entry(
        day,
        "BNK",
        number,
        Line(account, cents, partner, "Paiement", lettering=letter),
        Line("550000", -cents, "", "Paiement"),
    )


def books() -> list[Entry]:
    """The entries: paid, paid in two parts, credited, open, a year before, an entry without partner."""
    return [
        purchase(date(2025, 11, 5), "1", 10_000, letter="A"),
        payment(date(2025, 11, 20), "1", "440000", "PROX", 12_100, letter="A"),
        entry(
            date(2026, 1, 2), "OD", "1", Line("550000", 500_000, "", "Capital"), Line("100000", -500_000, "", "Capital")
        ),
        purchase(date(2026, 1, 8), "1", 20_000, letter="B"),
        purchase(date(2026, 1, 15), "2", 5_001, letter="C"),
        purchase(date(2026, 2, 3), "1", -5_001, letter="C", journal="NCA"),
        sale(date(2026, 2, 10), "1", 100_000, letter="D"),
        sale(date(2026, 2, 12), "2", 30_000),
        payment(date(2026, 3, 2), "1", "440000", "PROX", 4_200, letter="B"),
        payment(date(2026, 3, 9), "2", "440000", "PROX", 20_000, letter="B"),
        payment(date(2026, 3, 10), "3", "400000", "LAMB", -121_000, letter="D"),
    ]


def booking(number: str = "3", *, name: str = "b-1", files: tuple[BookingFile, ...] = (), new: bool = False) -> Booking:
    """A purchase that is not in the books yet, of a known supplier or of a new one."""
    partner = NEWCOMER if new else PROXIMUS
    made = purchase(date(2026, 3, 16), number, 40_000, partner=partner.key)
    return Booking(name, made, partner, files)
