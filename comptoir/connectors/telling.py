"""What a journal is for, told from its label, its code and what its pieces move; careful when these do not say."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from comptoir.kit.text import plain
from comptoir.kit.words import Sentence
from comptoir.records.books import Journal, JournalType

T = JournalType
NEARLY_ALL, MOST = 80, 60
"""Per cent of a journal's pieces."""

CODES = {
    T.OPENING: "AN ANO ANOUV RAN OUV OUVERT OUVERTURE OPEN OPENING BEGIN NOUV ANX",
    T.CLOSING: "CLO CLOT CLOTURE CLOSE CLOSING AFS AFSL",
    T.PURCHASE_CREDIT: "NCA NCF NCAC CNA ACN AVF AVA AVFO AKC AKCN CNF",
    T.SALE_CREDIT: "NCV NCC NCVE CNV VCN AVC AVV AVCL VKC VKCN CNS",
    T.PURCHASE: "ACH AC ACHAT ACHATS ACHA HA HAC AK AKO AAN AANK INK FF FOU FOUR PUR PURCH",
    T.SALE: "VEN VE VT VTE VK VERK VENTE VENTES SALE SALES FC CLI FV",
    T.BANK: "BNK BQ BQE BAN BANK BANQ BANQUE BK BKS FIN FINAN CBC KBC ING BNP FORTIS FOR BEL BELF BELFIUS ARG ARGENTA "
    "CRELAN AXA TRIODOS BPO LBP SG LCL CIC BRED BPOST CCP BP CRE QONTO KNAB HSBC REVOLUT",
    T.CASH: "CAI CAIS CAISSE KAS CS CSH CASH",
    T.MISCELLANEOUS: "OD ODI ODS ODP DIV DIVERS DIVERSE MEM MEMO MISC GEN VARIA OPD OPDIV DIVOP PAIE LOON PAY TVA BTW "
    "VAT AMO",
}
"""Usual codes of journals, Belgian and French; digits at the end are left aside."""

TYPE_OF_CODE = {code: kind for kind, codes in CODES.items() for code in codes.split()}

WORDS: tuple[tuple[JournalType, str], ...] = (
    (T.OPENING, r"a[ -]?nouveaux?|ouverture|reouverture|report des soldes|opening|heropening|beginbalans|beginsaldo"),
    (T.CLOSING, r"cloture|closing|afsluit\w*"),
    (T.BANK, r"caisse d.?epargne|caisse des depots"),
    (T.CASH, r"caisses?|kas|kasboek|cash|petty cash"),
    (T.MISCELLANEOUS, r"operations? diverses?|od|diverse verrichtingen|memoriaal|miscellaneous|general journal"),
    (T.PURCHASE, r"achats?|fournisseurs?|aankoop|aankopen|inkoop|inkopen|leveranciers?|purchases?|suppliers?"),
    (T.SALE, r"ventes?|clients?|facturations?|verkoop|verkopen|klanten|klant|sales?|customers?"),
    (
        T.BANK,
        r"banques?|bank|banken|banks|financiers?|financieel|financiele|financial|compte courant|compte d.?epargne|"
        r"zichtrekening|spaarrekening|credit agricole|credit mutuel|kbc|cbc|ing|belfius|bnp|fortis|argenta|crelan|triodos|"
        r"societe generale|banque populaire|bpost|qonto|hsbc|lcl",
    ),
    (
        T.MISCELLANEOUS,
        r"divers|diverses?|diversen|salaires?|paies?|remunerations?|lonen|loon|payroll|tva|btw|vat|amortissements?|afschrijvingen",
    ),
)
PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in WORDS)
CREDIT_NOTE = re.compile(
    r"\b(?:notes? de credit|nc|avoirs?|credit ?notes?|creditnotas?|kredietnotas?|kredietnota.?s)\b"
)
CREDIT_CODE = re.compile(r"(?:NC|CN)[A-Z]?|[A-Z]{2}(?:CN|NC)")

OF_CREDIT = {T.PURCHASE: T.PURCHASE_CREDIT, T.SALE: T.SALE_CREDIT}
PLAIN = {credit: kind for kind, credit in OF_CREDIT.items()}

NEW_JOURNAL = {
    T.PURCHASE: Sentence("The journal %(journal)s is new; it is taken as one of purchases."),
    T.PURCHASE_CREDIT: Sentence("The journal %(journal)s is new; it is taken as one of purchase credit notes."),
    T.SALE: Sentence("The journal %(journal)s is new; it is taken as one of sales."),
    T.SALE_CREDIT: Sentence("The journal %(journal)s is new; it is taken as one of sales credit notes."),
    T.BANK: Sentence("The journal %(journal)s is new; it is taken as a bank journal."),
    T.CASH: Sentence("The journal %(journal)s is new; it is taken as a cash journal."),
    T.MISCELLANEOUS: Sentence("The journal %(journal)s is new; it is taken as miscellaneous."),
    T.OPENING: Sentence("The journal %(journal)s is new; it is taken as the opening journal."),
    T.CLOSING: Sentence("The journal %(journal)s is new; it is taken as the closing journal."),
}


class Moves(IntFlag):
    """What a piece moves: kinds of accounts, those of third parties with the side."""

    CUSTOMER_DEBIT = 1
    CUSTOMER_CREDIT = 2
    SUPPLIER_DEBIT = 4
    SUPPLIER_CREDIT = 8
    BANK = 16
    CASH = 32
    COST = 64
    INCOME = 128


THIRD = int(Moves.CUSTOMER_DEBIT | Moves.SUPPLIER_DEBIT)


@dataclass(slots=True)
class JournalLook:
    """A journal of the exports: its name, and how many pieces move what (keys are sums of Moves)."""

    code: str
    name: str = ""
    pieces: Counter[int] = field(default_factory=Counter)


class Masks(dict[str, int]):
    """What moving an account means, by its code, as for a debit; a credit of a third party is twice that."""

    def __init__(self, customers: Iterable[str], suppliers: Iterable[str], country: str) -> None:
        self.customers, self.suppliers = tuple(customers), tuple(suppliers)
        self.bank, self.cash = ("512", "53") if country == "FR" else ("55", "57")
        super().__init__()

    def __missing__(self, account: str) -> int:
        if account.startswith(self.customers):
            mask = Moves.CUSTOMER_DEBIT
        elif account.startswith(self.suppliers):
            mask = Moves.SUPPLIER_DEBIT
        elif account.startswith(self.bank):
            mask = Moves.BANK
        elif account.startswith(self.cash):
            mask = Moves.CASH
        else:
            mask = {"6": Moves.COST, "2": Moves.COST, "3": Moves.COST, "7": Moves.INCOME}.get(account[:1], Moves(0))
        self[account] = int(mask)
        return self[account]


def told_type(journal: JournalLook) -> JournalType | None:
    """What the journal is for; None when it cannot be told."""
    label, code = plain(journal.name.replace("_", " ")), re.sub(r"[^A-Z]", "", plain(journal.code).upper())
    by_label, by_code, by_moves = type_of_label(label), TYPE_OF_CODE.get(code), type_of_moves(journal)
    kind = by_label or by_code or by_moves
    if kind is T.MISCELLANEOUS and by_label is None and by_moves in (T.BANK, T.CASH):
        kind = by_moves
    credit = CREDIT_NOTE.search(label) or CREDIT_CODE.fullmatch(code) or kind in PLAIN
    if not credit:
        return kind
    side = _side_of_credit(kind, by_code, by_moves)
    if side is None:
        return kind
    return OF_CREDIT[side] if _signs_agree(journal, side) else side


def type_of_label(label: str) -> JournalType | None:
    """What the words of the label say, in French, Dutch or English; None for none, or for purchases and sales at once."""
    found = [kind for kind, pattern in PATTERNS if pattern.search(label)]
    if T.PURCHASE in found and T.SALE in found:
        return None
    return found[0] if found else None


def type_of_moves(journal: JournalLook) -> JournalType | None:
    """What the accounts say that the journal's pieces move."""
    third = {
        T.PURCHASE: Moves.SUPPLIER_DEBIT | Moves.SUPPLIER_CREDIT,
        T.SALE: Moves.CUSTOMER_DEBIT | Moves.CUSTOMER_CREDIT,
    }
    if _share(journal, lambda moves: bool(moves & Moves.BANK)) >= NEARLY_ALL:
        return T.BANK
    if _share(journal, lambda moves: bool(moves & Moves.CASH)) >= NEARLY_ALL:
        return T.CASH
    if _share(journal, lambda moves: bool(moves & third[T.PURCHASE] and moves & Moves.COST)) >= MOST:
        return T.PURCHASE
    if _share(journal, lambda moves: bool(moves & third[T.SALE] and moves & Moves.INCOME)) >= MOST:
        return T.SALE
    return None


def journals_of(
    seen: Mapping[str, JournalLook], given: Mapping[str, JournalType], untold: frozenset[str]
) -> Iterable[Journal]:
    """The journals by code: of the type that the settings give, else of the one that can be told, else miscellaneous."""
    for code, journal in sorted(seen.items()):
        told = told_type(journal)
        if code in given:
            yield Journal(code, journal.name or code, given[code], code not in untold)
        else:
            yield Journal(code, journal.name or code, told or T.MISCELLANEOUS, told is not None)


def about_journals(journals: Iterable[Journal], given: Mapping[str, JournalType]) -> Iterable[Sentence]:
    """What to say of journals that could not be told, and of those that the settings do not know yet."""
    for journal in journals:
        if not journal.told:
            yield Sentence(
                "The type of journal %(journal)s could not be told; it is taken as miscellaneous.",
                {"journal": journal.code},
            )
        elif given and journal.code not in given:
            yield Sentence(NEW_JOURNAL[journal.type].text, {"journal": journal.code})


def _side_of_credit(
    kind: JournalType | None, by_code: JournalType | None, by_moves: JournalType | None
) -> JournalType | None:
    """Whether credit notes are those of purchases or of sales."""
    for told in (kind, by_code, by_moves):
        if told in OF_CREDIT or told in PLAIN:
            return PLAIN.get(told, told)
    return None


def _signs_agree(journal: JournalLook, side: JournalType) -> bool:
    """Whether the third party stands where credit notes put it; where no piece has one, nothing speaks against it."""
    if side is T.PURCHASE:
        credit, invoice = Moves.SUPPLIER_DEBIT, Moves.SUPPLIER_CREDIT
    else:
        credit, invoice = Moves.CUSTOMER_CREDIT, Moves.CUSTOMER_DEBIT
    credits = sum(count for moves, count in journal.pieces.items() if moves & credit and not moves & invoice)
    invoices = sum(count for moves, count in journal.pieces.items() if moves & invoice and not moves & credit)
    return credits >= invoices


def _share(journal: JournalLook, test: Callable[[int], bool]) -> int:
    """Per cent of the pieces for which that is so."""
    total = sum(journal.pieces.values())
    return sum(count for moves, count in journal.pieces.items() if test(moves)) * 100 // total if total else 0
