"""The chart of accounts and the journals of generated books: the Belgian PCMN with six digits, in French."""

CUSTOMERS, SUPPLIERS = "400000", "440000"
VAT_IN, VAT_OUT = "411000", "451000"
VAT_CREDIT, VAT_DEBT = "411200", "451200"
BANK, SAVINGS, CASH, TRANSFERS, WAITING = "550000", "550100", "570000", "580000", "499000"
CAPITAL, PROFIT, RESULT = "100000", "140000", "693000"
EQUIPMENT, WORN_OFF, DEPRECIATION = "240000", "240009", "630000"
WAGES, WITHHELD, SOCIAL, NET_WAGES = "620000", "453000", "454000", "455000"
CHARGES, GAINS, LOST_CLAIMS, LOST_DEBTS = "657000", "757000", "642000", "742000"
SALES = {21: "700000", 12: "700200", 6: "700100", 0: "700300"}

ACCOUNTS = {
    CAPITAL: "Capital souscrit",
    PROFIT: "Bénéfice reporté",
    EQUIPMENT: "Mobilier et matériel roulant",
    WORN_OFF: "Amortissements sur mobilier et matériel roulant",
    CUSTOMERS: "Clients",
    VAT_IN: "TVA à récupérer (TVA déductible)",
    VAT_CREDIT: "Compte courant TVA (débiteur)",
    SUPPLIERS: "Fournisseurs",
    VAT_OUT: "TVA à payer (TVA due)",
    VAT_DEBT: "Compte courant TVA (créditeur)",
    WITHHELD: "Précomptes retenus",
    SOCIAL: "ONSS",
    NET_WAGES: "Rémunérations",
    WAITING: "Compte d'attente",
    BANK: "Banque - compte courant",
    SAVINGS: "Banque - compte d'épargne",
    CASH: "Caisse",
    TRANSFERS: "Virements internes",
    "604000": "Achats de marchandises",
    "610000": "Loyers et charges locatives",
    "611000": "Entretien et réparations",
    "612000": "Eau, gaz, électricité, téléphone, fournitures de bureau",
    "613000": "Honoraires, assurances, sous-traitance",
    "614000": "Publicité, frais de représentation",
    WAGES: "Rémunérations et avantages sociaux directs",
    DEPRECIATION: "Dotations aux amortissements",
    LOST_CLAIMS: "Moins-values sur réalisation de créances commerciales",
    CHARGES: "Charges financières diverses (frais de banque)",
    RESULT: "Bénéfice à reporter",
    SALES[21]: "Ventes et prestations de services, 21 %",
    SALES[6]: "Ventes et prestations de services, 6 %",
    SALES[12]: "Ventes et prestations de services, 12 %",
    SALES[0]: "Ventes exonérées",
    LOST_DEBTS: "Plus-values sur réalisation de dettes commerciales",
    GAINS: "Produits financiers divers",
}

JOURNALS = {
    "ACH": "Achats",
    "NCA": "Notes de crédit sur achats",
    "VEN": "Ventes",
    "NCV": "Notes de crédit sur ventes",
    "BNK1": "Banque 1 - compte courant",
    "BNK2": "Banque 2 - compte d'épargne",
    "CAI": "Caisse",
    "OD": "Opérations diverses",
    "AN": "À-nouveaux",
}


def of_balance_sheet(account: str) -> bool:
    """Whether the account is carried into the next year (classes 1 to 5) rather than closed (6 and 7)."""
    return account < "6"


def vat_of(net_cents: int, rate: int) -> int:
    """The VAT on a net amount, in cents, half a cent up (away from zero)."""
    sign = -1 if net_cents < 0 else 1
    return sign * ((abs(net_cents) * rate + 50) // 100)
