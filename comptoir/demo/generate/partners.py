"""Invented customers and suppliers: names in French and Dutch, numbers with right check digits that nobody holds."""

from dataclasses import dataclass, field
from random import Random

from comptoir.demo.generate.chart import CUSTOMERS, SUPPLIERS
from comptoir.kit.text import plain

# trade in French, trade in Dutch, the account that its invoices are booked on, usual VAT rate of its invoices
TRADES = [
    ("Menuiserie", "Schrijnwerkerij", "611000", 21),
    ("Imprimerie", "Drukkerij", "614000", 21),
    ("Papeterie", "Papierhandel", "612000", 21),
    ("Garage", "Garage", "611000", 21),
    ("Boulangerie", "Bakkerij", "604000", 6),
    ("Quincaillerie", "IJzerhandel", "604000", 21),
    ("Électricité", "Elektriciteit", "611000", 21),
    ("Jardinerie", "Tuincentrum", "604000", 6),
    ("Assurances", "Verzekeringen", "613000", 0),
    ("Transports", "Vervoer", "613000", 21),
    ("Librairie", "Boekhandel", "612000", 6),
    ("Immobilière", "Vastgoed", "610000", 21),
    ("Traiteur", "Traiteur", "614000", 12),
    ("Textiles", "Textiel", "604000", 21),
]
SURNAMES = [
    ("Delvaux", "Peeters"), ("Lambert", "Claes"), ("Dubois", "Maes"), ("Renard", "Wouters"), ("Collin", "Mertens"),
    ("Gillard", "Jacobs"), ("Noël", "Goossens"), ("Thiry", "De Smet"), ("Bastin", "Vermeulen"), ("Hubert", "Aerts"),
    ("Marchal", "Van Damme"), ("Évrard", "Cools"), ("Piron", "Lemmens"), ("Servais", "Hermans"),
]  # fmt: skip
PLACES = [
    ("Namur", "Gent"), ("Liège", "Leuven"), ("Mons", "Brugge"), ("Wavre", "Hasselt"), ("Dinant", "Mechelen"),
    ("Arlon", "Aalst"), ("Huy", "Kortrijk"), ("Tournai", "Turnhout"), ("Spa", "Genk"),
]  # fmt: skip
FORMS = [("SRL", "BV"), ("SA", "NV"), ("SC", "CV")]
PRIVATE_SHARE = 8
"""One customer in so many is a private person: no VAT number, no e-mail."""


@dataclass(slots=True, eq=False)
class Partner:
    """A customer or supplier of the invented company; `codes` and `invoices` count what was given out so far."""

    account: str
    auxiliary: str
    name: str
    place: str
    vat: str
    iban: str
    email: str
    language: str
    expense: str
    rate: int
    terms: int
    codes: dict[int, int] = field(default_factory=dict)
    invoices: int = 0

    def next_code(self, year: int) -> str:
        """The next lettering code of this partner in that year: AA, AB, ... as every partner and year has them."""
        count = self.codes.get(year, 0)
        self.codes[year] = count + 1
        return letters(count)


def letters(count: int) -> str:
    """AA, AB, ..., ZZ, BAA, ...: at least two capital letters."""
    text = ""
    while count or len(text) < 2:
        count, rest = divmod(count, 26)
        text = chr(65 + rest) + text
    return text


def belgian_vat(base: int) -> str:
    """A Belgian VAT number with right check digits, in the range 1.900.000.xxx that is far from being given out."""
    digits = 19_000_000 + base % 1_000_000
    return f"BE{digits}{97 - digits % 97:02d}"


def belgian_iban(rng: Random) -> str:
    """A Belgian IBAN with both check numbers right."""
    account = rng.randrange(10**9, 10**10)
    bban = f"{account}{account % 97 or 97:02d}"
    return f"BE{98 - int(bban + '111400') % 97:02d}{bban}"


def make_partners(rng: Random, count: int, *, customers: bool) -> list[Partner]:
    """So many customers, or suppliers, each with its own number, name and terms."""
    made, names = [], set()
    first = rng.randrange(900_000)
    for at in range(count):
        dutch = rng.randrange(5) < 2
        private = customers and at % PRIVATE_SHARE == PRIVATE_SHARE - 1
        trade = TRADES[rng.randrange(len(TRADES))]
        surname, place = SURNAMES[rng.randrange(len(SURNAMES))][dutch], PLACES[rng.randrange(len(PLACES))][dutch]
        form = FORMS[rng.randrange(len(FORMS))][dutch]
        name = f"{'Mevr.' if dutch else 'Mme'} {surname}" if private else f"{trade[dutch]} {surname} {form}"
        if name in names:
            name = f"{name} {place}" if f"{name} {place}" not in names else f"{name} {place} {at + 1}"
        names.add(name)
        made.append(
            Partner(
                account=CUSTOMERS if customers else SUPPLIERS,
                auxiliary=f"{'C' if customers else 'F'}{at + 1:05d}",
                name=name,
                place=place,
                vat="" if private else belgian_vat(first + at * 7 + (0 if customers else 3)),
                iban=belgian_iban(rng),
                email="" if private else f"compta@{plain(name).replace(' ', '-').replace('.', '')}.example",
                language="nl" if dutch else "fr",
                expense=trade[2],
                rate=trade[3],
                terms=(14, 30, 30, 30, 60)[rng.randrange(5)],
            )
        )
    return made
